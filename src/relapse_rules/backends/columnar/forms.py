"""The forms of a table's columns as expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.backends.columnar.dates import as_date
from relapse_rules.backends.columnar.lists import tally
from relapse_rules.backends.columnar.logic import known
from relapse_rules.backends.columnar.value import Value
from relapse_rules.table import (
    Column,
    Day,
    First,
    Flag,
    Form,
    Ids,
    Shown,
    Tally,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from relapse_rules.backends.columnar.writer import Writer

# In the order of their codes: false, true and neither.
TRUTHS = pl.Enum(["no", "yes", "undecided"])
# Wide enough for every whole number of 64 bits.
PRECISION = 38


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
    kind = pl.Enum(ids)
    found = pl.lit(None, dtype=pl.UInt16)
    for number, (_, node) in reversed(list(enumerate(form.rows))):
        value = writer.value(node)
        found = (
            pl.when(value.expr).then(pl.lit(number, dtype=pl.UInt16)).otherwise(found)
        )
    return found.cast(_physical(ids)).cat.to(kind)


def _physical(ids: Sequence[str]) -> Any:
    return pl.UInt8 if len(ids) < 255 else pl.UInt16


def _ids(writer: Writer, form: Ids) -> pl.Expr:
    found = []
    for row, node in form.rows:
        value = writer.value(node)
        if form.when is not None:
            test = value.expr.fill_null(value=True) if value.nullable else value.expr
        elif form.unknown:
            test = value.expr.is_null()
        else:
            test = value.expr
        found.append(pl.when(test).then(pl.lit(row)))
    if not found:
        return pl.lit([], dtype=pl.List(pl.String))
    listed = pl.concat_list(found).list.drop_nulls()
    if form.when is None:
        return listed
    open_ = writer.value(form.when)
    empty = pl.lit([], dtype=pl.List(pl.String))
    return pl.when(open_.expr.is_null()).then(listed).otherwise(empty)


def _tally(writer: Writer, form: Tally) -> pl.Expr:
    values = [writer.value(a) for a in form.args]
    return tally(values, unknown=form.unknown).expr


def _day(writer: Writer, form: Day) -> pl.Expr:
    return as_date(writer.bound(form.binding).expr)


def _shown(writer: Writer, form: Shown) -> pl.Expr:
    return writer.value(form.scaled).expr


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
    """Whole numbers of the last place become decimals; their digits stay as they are."""
    shown = [
        _as_decimal(frame[column.name], column.form.places)
        for column in columns
        if isinstance(column.form, Shown)
    ]
    return frame.with_columns(shown)


def _as_decimal(column: pl.Series, places: int) -> pl.Series:
    import pyarrow as pa

    whole = column.cast(pl.Decimal(PRECISION, 0)).to_arrow()
    kind = pa.decimal128(PRECISION, places)
    found = pa.Array.from_buffers(
        kind, len(whole), whole.buffers(), offset=whole.offset
    )
    result = pl.from_arrow(found)
    assert isinstance(result, pl.Series)
    return result.alias(column.name)


__all__ = ["FORMS", "Form", "Value", "finished", "known", "output"]
