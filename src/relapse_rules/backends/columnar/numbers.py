"""Whole-number nodes as expressions on Int64; the program has proved that nothing wraps."""

from __future__ import annotations

from operator import add, mul, sub
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.backends.columnar.value import UNKNOWN_INT, Value, strict, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.backends.columnar.writer import Writer
    from relapse_rules.program import nodes

OPERATORS = {"+": add, "-": sub, "*": mul}


def constant(_: Writer, node: nodes.IntConst) -> Value:
    return whole(node.value)


def arithmetic(writer: Writer, node: nodes.Arithmetic) -> Value:
    left, right = writer.value(node.left), writer.value(node.right)
    if left.is_unknown or right.is_unknown:
        return UNKNOWN_INT
    operator = OPERATORS[node.op]
    if not (left.is_open or right.is_open):
        return whole(operator(left.settled, right.settled))
    return strict(operator(left.expr, right.expr), left, right)


def floor_division(writer: Writer, node: nodes.FloorDivide) -> Value:
    left, right = writer.value(node.left), writer.value(node.right)
    if left.is_unknown or right.is_unknown:
        return UNKNOWN_INT
    if not (left.is_open or right.is_open):
        return whole(int(left.settled) // int(right.settled))
    return strict(left.expr // right.expr, left, right)


def choice_of_numbers(writer: Writer, node: nodes.IfInt) -> Value:
    """One of two numbers; where the condition is unknown, equal ones still agree."""
    condition = writer.value(node.condition)
    then, otherwise = writer.value(node.then), writer.value(node.otherwise)
    if not (condition.is_open or condition.is_unknown):
        return then if condition.settled else otherwise
    if then.is_unknown and otherwise.is_unknown:
        return UNKNOWN_INT
    if condition.nullable:
        condition = writer.atom(condition)
        then, otherwise = writer.atom(then), writer.atom(otherwise)
    if condition.is_unknown:
        agreed = pl.when(then.expr == otherwise.expr).then(then.expr)
        return Value(agreed, nullable=True, when=max(then.when, otherwise.when))
    found = pl.when(condition.expr).then(then.expr)
    if not condition.nullable:
        return strict(found.otherwise(otherwise.expr), condition, then, otherwise)
    agreed = pl.when(then.expr == otherwise.expr).then(then.expr)
    expr = found.when(~condition.expr).then(otherwise.expr).otherwise(agreed)
    return strict(expr, condition, then, otherwise)


def band_lookup(writer: Writer, node: nodes.LookupInt) -> Value:
    subject = writer.value(node.subject)
    if subject.is_unknown:
        return UNKNOWN_INT
    subject = writer.atom(subject)
    tests = [(subject.expr >= whole(low).expr, value) for low, _, value in node.rows]
    return strict(_cascade(tests[1:], node.rows[0][2], subject), subject)


def _cascade(
    tests: Sequence[tuple[pl.Expr, int]], first: int, subject: Value
) -> pl.Expr:
    """The value of the last row whose lowest subject has been reached."""
    found = whole(first).expr
    for test, value in tests:
        found = pl.when(test).then(whole(value).expr).otherwise(found)
    if not subject.nullable:
        return found
    return pl.when(subject.expr.is_not_null()).then(found)


def choice_lookup(writer: Writer, node: nodes.LookupChoice) -> Value:
    slot = writer.slot(node.slot)
    if slot is None:
        return UNKNOWN_INT
    (_, first), *rest = node.rows
    tests = [(writer.is_value(node.slot, value), worth) for value, worth in rest]
    return strict(_cascade(tests, first, slot), slot)


def count_value(writer: Writer, node: nodes.CountValue) -> Value:
    count = writer.count(node.count)
    if count.exact:
        return as_int64(count.low)
    low, high = writer.atom(count.low), writer.atom(count.high)
    if not (low.is_open or high.is_open):
        return low if low.settled == high.settled else UNKNOWN_INT
    expr = pl.when(low.expr == high.expr).then(low.expr.cast(pl.Int64))
    return Value(expr, nullable=True, when=max(low.when, high.when))


def as_int64(value: Value) -> Value:
    return strict(value.expr.cast(pl.Int64), value) if value.is_open else value
