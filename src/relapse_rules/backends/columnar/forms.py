"""The forms of a table's columns as expressions."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.backends.columnar.dates import as_date
from relapse_rules.backends.columnar.lists import tally
from relapse_rules.backends.columnar.logic import all_of
from relapse_rules.program.nodes import And, Not
from relapse_rules.table import (
    Column,
    Day,
    First,
    Flag,
    Ids,
    Shown,
    Tally,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from relapse_rules.backends.columnar.value import Value
    from relapse_rules.backends.columnar.writer import Writer
    from relapse_rules.program.nodes import Bool

# In the order of their codes: false, true and neither.
TRUTHS = pl.Enum(["no", "yes", "undecided"])
# The digits of decimals of 64 bits, and of 128.
NARROW, WIDE = 18, 38


def output(writer: Writer, column: Column) -> pl.Expr:
    """The expression of one column, named."""
    found = FORMS[type(column.form)](writer, column.form)
    return found.alias(column.name)


def _truth(writer: Writer, form: Truth) -> pl.Expr:
    value = writer.atom(writer.value(form.node))
    if value.is_unknown:
        return pl.lit("undecided", dtype=TRUTHS)
    code = pl.when(value.expr).then(_code(1)).otherwise(_code(0))
    if value.nullable:
        code = pl.when(value.expr.is_null()).then(_code(2)).otherwise(code)
    return code.cat.to(TRUTHS)


def _code(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt8)


def _flag(writer: Writer, form: Flag) -> pl.Expr:
    return writer.value(form.node).expr


def _first(writer: Writer, form: First) -> pl.Expr:
    ids = tuple(row for row, _ in form.rows)
    physical = _physical(ids)
    found = pl.lit(None, dtype=physical)
    for number, value in reversed(list(enumerate(_ways(writer, form)))):
        code = pl.lit(number, dtype=physical)
        found = pl.when(value.expr).then(code).otherwise(found)
    return found.cat.to(pl.Enum(ids))


def _ways(writer: Writer, form: First) -> Iterator[Value]:
    """The rows' conditions, without what earlier ones have settled by not being true."""
    settled: set[Bool] = set()
    for _, node in form.rows:
        args = node.args if isinstance(node, And) else (node,)
        left = [a for a in args if not (isinstance(a, Not) and a.arg in settled)]
        value = all_of(writer.value(a) for a in left)
        if not value.nullable and len(left) == 1:
            settled.add(left[0])
        yield value


def _physical(ids: Sequence[str]) -> Any:
    return pl.UInt8 if len(ids) < 255 else pl.UInt16


def _ids(writer: Writer, form: Ids) -> pl.Expr:
    """A bit for each id that is listed; `finished` makes lists of them."""
    if len(form.rows) > MOST_BITS:
        return _listed(writer, form)
    bits = [
        pl.when(test).then(_bit(1 << place)).otherwise(_bit(0))
        for place, test in enumerate(_tests(writer, form))
    ]
    mask = reduce(add, bits, _bit(0))
    if form.when is None:
        return mask
    open_ = writer.value(form.when)
    return pl.when(open_.expr.is_null()).then(mask).otherwise(_bit(0))


MOST_BITS = 63
NO_IDS = pl.lit([], dtype=pl.List(pl.String))


def _bit(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _tests(writer: Writer, form: Ids) -> Iterator[pl.Expr]:
    """Whether each id is listed."""
    for _, node in form.rows:
        value = writer.value(node)
        if form.when is not None:
            yield (value.expr.fill_null(value=True) if value.nullable else value.expr)
        else:
            yield value.expr.is_null() if form.unknown else value.expr


def _listed(writer: Writer, form: Ids) -> pl.Expr:
    ids = (row for row, _ in form.rows)
    tests = zip(ids, _tests(writer, form), strict=True)
    listed = pl.concat_list([pl.when(t).then(pl.lit(row)) for row, t in tests])
    listed = listed.list.drop_nulls()
    if form.when is None:
        return listed
    open_ = writer.value(form.when)
    return pl.when(open_.expr.is_null()).then(listed).otherwise(NO_IDS)


def _tally(writer: Writer, form: Tally) -> pl.Expr:
    values = [writer.value(a) for a in form.args]
    return tally(values, unknown=form.unknown).expr


def _day(writer: Writer, form: Day) -> pl.Expr:
    return as_date(writer.bound(form.binding).expr)


def _shown(writer: Writer, form: Shown) -> pl.Expr:
    """The whole number read as a decimal where it lies: dividing would cost more."""
    most = max(abs(form.scaled.low), abs(form.scaled.high))
    kind = pl.Decimal(NARROW if most < 10**NARROW else WIDE, form.places)
    return writer.value(form.scaled).expr.cast(pl.Int128).reinterpret(dtype=kind)


FORMS: dict[type, Callable[[Writer, Any], pl.Expr]] = {
    Truth: _truth,
    Flag: _flag,
    First: _first,
    Ids: _ids,
    Tally: _tally,
    Day: _day,
    Shown: _shown,
}


def finished(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Bits become lists."""
    made = [
        _as_lists(frame[column.name], column.form)
        for column in columns
        if isinstance(column.form, Ids) and len(column.form.rows) <= MOST_BITS
    ]
    return frame.with_columns(made) if made else frame


def _as_lists(masks: pl.Series, form: Ids) -> pl.Series:
    """Few combinations of ids come up: each is written out once."""
    mask = pl.col("mask")
    listed = [
        pl.when(mask & _bit(1 << place) != 0).then(pl.lit(row))
        for place, (row, _) in enumerate(form.rows)
    ]
    found = masks.unique().sort()
    ids = pl.concat_list(listed).list.drop_nulls() if listed else NO_IDS
    lists = found.to_frame("mask").with_columns(ids.alias(masks.name))[masks.name]
    return lists.gather(found.search_sorted(masks))
