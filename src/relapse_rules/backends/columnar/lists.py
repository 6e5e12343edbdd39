"""Questions about items: each is a few numbers of every record, summed over its items.

`any` and `all` become counts of items that hold, fail or are unknown, so that no engine's
own idea of unknown items is relied on; an unknown list makes the answer unknown.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.backends.columnar.logic import all_of, any_of, inverse
from relapse_rules.backends.columnar.value import (
    FALSE,
    START,
    TRUE,
    UNKNOWN,
    UNKNOWN_INT,
    CountValue,
    Value,
    strict,
    whole,
)
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.backends.columnar.writer import Writer


def any_item(writer: Writer, node: nodes.AnyItem) -> Value:
    return _found_among(writer, node.list, node.condition, negate=False)


def all_item(writer: Writer, node: nodes.AllItem) -> Value:
    return inverse(_found_among(writer, node.list, node.condition, negate=True))


def _found_among(
    writer: Writer, list_id: str, condition: nodes.Bool, *, negate: bool
) -> Value:
    """Whether some item meets the condition, or fails it."""
    items = writer.slot(nodes.Slot(list_id))
    if items is None:
        return UNKNOWN
    with _items(writer, list_id):
        value = writer.value(condition)
        value = writer.atom(inverse(value) if negate else value)
    sure = _is_some(_number_where(writer, list_id, value))
    maybe = _is_some(_number_unknown(writer, list_id, value))
    found = any_of((sure, all_of((maybe, UNKNOWN))))
    return _where_known(found, items, UNKNOWN)


def _is_some(number: Value) -> Value:
    if not number.is_open:
        return TRUE if number.settled else FALSE
    return strict(number.expr > 0, number)


@contextmanager
def _items(writer: Writer, list_id: str) -> Iterator[None]:
    outside, writer.inside = writer.inside, list_id
    try:
        yield
    finally:
        writer.inside = outside


def _number_where(writer: Writer, list_id: str, value: Value) -> Value:
    """How many items of each record surely hold."""
    if value.is_unknown or value is FALSE:
        return whole(0)
    if value is TRUE:
        return _length(writer, list_id)
    return writer.amount(list_id, value.expr, value.when, "count", (0, 1))


def _number_unknown(writer: Writer, list_id: str, value: Value) -> Value:
    if not value.nullable:
        return whole(0)
    if value.is_unknown:
        return _length(writer, list_id)
    return writer.amount(list_id, value.expr.is_null(), value.when, "count", (0, 1))


def _length(writer: Writer, list_id: str) -> Value:
    items = writer.slot(nodes.Slot(list_id))
    assert items is not None
    return items


def _where_known(value: Value, items: Value, instead: Value) -> Value:
    """The value where the list is known, else another."""
    if not items.nullable or value is instead:
        return value
    known = items.expr.is_not_null()
    nullable = value.nullable or instead.nullable
    when = max(value.when, instead.when)
    return Value(
        pl.when(known).then(value.expr).otherwise(instead.expr), nullable, when
    )


def count_items(writer: Writer, node: nodes.CountItems) -> CountValue:
    """The items that surely hold, and those that may; of an unknown list none to `most`."""
    items = writer.slot(nodes.Slot(node.list))
    if items is None:
        return CountValue(whole(0), whole(node.most))
    if node.condition is None:
        low = high = strict(items.expr.cast(pl.Int64), items)
    else:
        with _items(writer, node.list):
            value = writer.atom(writer.value(node.condition))
        low = writer.atom(_wide(_number_where(writer, node.list, value)))
        more = _wide(_number_unknown(writer, node.list, value))
        high = low if more.settled == 0 else _sum(low, more)
    if not items.nullable:
        return CountValue(low, high)
    known = Value(low.expr, nullable=False, when=low.when)
    above = Value(high.expr, nullable=False, when=high.when)
    return CountValue(
        _where_known(known, items, whole(0)),
        _where_known(above, items, whole(node.most)),
    )


def _sum(a: Value, b: Value) -> Value:
    return b if a.settled == 0 else strict(a.expr + b.expr, a, b)


def _wide(value: Value) -> Value:
    return strict(value.expr.cast(pl.Int64), value) if value.is_open else value


def aggregate(writer: Writer, node: nodes.AggregateItems) -> Value:
    """Over the items whose condition holds; one unknown item makes the whole unknown."""
    items = writer.slot(nodes.Slot(node.list))
    if items is None:
        return UNKNOWN_INT
    with _items(writer, node.list):
        condition = TRUE if node.condition is None else writer.value(node.condition)
        condition, value = writer.atom(condition), writer.atom(writer.value(node.value))
    bad = any_of((_null(condition), all_of((_true(condition), _null(value)))))
    open_ = _is_some(_number_where(writer, node.list, bad))
    found = _aggregated(writer, node, condition, value)
    if open_ is not FALSE:
        when = max(found.when, open_.when)
        found = Value(pl.when(~open_.expr).then(found.expr), nullable=True, when=when)
    return _where_known(found, items, UNKNOWN_INT)


def _null(value: Value) -> Value:
    if not value.nullable:
        return FALSE
    if value.is_unknown:
        return TRUE
    return Value(value.expr.is_null(), nullable=False, when=value.when)


def _true(value: Value) -> Value:
    """Whether it surely holds."""
    if not value.nullable or value.is_unknown:
        return value
    return Value(value.expr.fill_null(value=False), nullable=False, when=value.when)


def _aggregated(
    writer: Writer, node: nodes.AggregateItems, condition: Value, value: Value
) -> Value:
    if condition is FALSE or condition.is_unknown or value.is_unknown:
        return whole(0) if node.aggregate == "sum" else UNKNOWN_INT
    when = max(condition.when, value.when)
    kind = node.aggregate
    if kind == "sum":
        expr = value.expr.fill_null(0) if value.nullable else value.expr
        if condition is not TRUE:
            expr = pl.when(condition.expr).then(expr).otherwise(whole(0).expr)
        return writer.amount(node.list, expr, when, kind, _zero(node.value))
    expr = value.expr
    if condition is not TRUE:
        expr = pl.when(condition.expr).then(expr)
    found = writer.amount(node.list, expr, when, kind, _zero(node.value))
    return Value(found.expr, nullable=True, when=found.when)


def _zero(node: nodes.Int) -> tuple[int, int]:
    """The bounds of what one item adds, nothing included."""
    return min(node.low, 0), max(node.high, 0)


def count_of(writer: Writer, node: nodes.CountOf) -> CountValue:
    values = [writer.atom(writer.value(a)) for a in node.args]
    low, more = tally(values), tally(values, unknown=True)
    low = writer.atom(low)
    return CountValue(low, low if more.settled == 0 else _sum(low, more))


def tally(values: list[Value], *, unknown: bool = False) -> Value:
    """How many are true, or are null."""
    if unknown:
        fixed = sum(v.is_unknown for v in values)
        parts = [v for v in values if v.nullable and not v.is_unknown]
        tests = [v.expr.is_null() for v in parts]
    else:
        fixed = sum(v is TRUE for v in values)
        parts = [v for v in values if v.is_open]
        tests = [v.expr for v in parts]
    if not parts:
        return whole(fixed)
    total = pl.lit(fixed, dtype=NARROW) if fixed else None
    for test in tests:
        one = pl.when(test).then(ONE).otherwise(ZERO)
        total = one if total is None else total + one
    assert total is not None
    when = max((v.when for v in parts), default=START)
    return Value(total.cast(pl.Int64), nullable=False, when=when)


# A section has at most some hundred entries.
NARROW = pl.UInt16
ONE, ZERO = pl.lit(1, dtype=NARROW), pl.lit(0, dtype=NARROW)


def count_reference(writer: Writer, node: nodes.CountRef) -> CountValue:
    return writer.bound_count(node.binding)
