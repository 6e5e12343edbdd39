"""Building whole-number nodes with proved bounds: nothing may leave 64 bits."""

from __future__ import annotations

from dataclasses import replace
from math import lcm
from typing import TYPE_CHECKING, Literal

from relapse_rules.program.nodes import (
    Arithmetic,
    Compare,
    FloorDivide,
    IfInt,
    Int,
    IntConst,
    Ratio,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from relapse_rules.program.nodes import Bool, Op

INT64 = 2**63 - 1
ONE = IntConst(1)


class OverflowsError(Exception):
    """A whole number could leave 64 bits; the term is named by who is lowering it."""


def bounded(low: int, high: int) -> tuple[int, int]:
    """The bounds, if they fit into 64 bits."""
    if low < -INT64 or high > INT64:
        raise OverflowsError
    return low, high


def constant(value: Fraction) -> Ratio:
    bounded(value.numerator, value.numerator)
    bounded(value.denominator, value.denominator)
    return Ratio(IntConst(value.numerator), IntConst(value.denominator))


def arithmetic(op: Literal["+", "-", "*"], left: Int, right: Int) -> Int:
    """`left op right`, folded where both or the neutral side are constant."""
    if isinstance(left, IntConst) and isinstance(right, IntConst):
        a, b = left.value, right.value
        value = a + b if op == "+" else a - b if op == "-" else a * b
        bounded(value, value)
        return IntConst(value)
    if op == "*" and left == ONE:
        return right
    if op == "*" and right == ONE:
        return left
    if op in {"+", "-"} and right == IntConst(0):
        return left
    if op == "*" and (joined := _join_factors(left, right)) is not None:
        return joined
    low, high = bounded(*_range(op, left, right))
    return Arithmetic(op, left, right, low, high)


def _join_factors(left: Int, right: Int) -> Int | None:
    """`3 * (100 * x)` is `300 * x`."""
    if isinstance(right, IntConst):
        left, right = right, left
    match left, right:
        case IntConst(value=a), Arithmetic(op="*", left=IntConst(value=b), right=rest):
            return arithmetic("*", times(IntConst(a), IntConst(b)), rest)
        case IntConst(value=a), Arithmetic(op="*", left=rest, right=IntConst(value=b)):
            return arithmetic("*", times(IntConst(a), IntConst(b)), rest)
    return None


def _range(op: str, left: Int, right: Int) -> tuple[int, int]:
    if op == "+":
        return left.low + right.low, left.high + right.high
    if op == "-":
        return left.low - right.high, left.high - right.low
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return min(corners), max(corners)


def times(left: Int, right: Int) -> Int:
    return arithmetic("*", left, right)


def floor_divide(left: Int, right: Int) -> Int:
    corners = [a // b for a in (left.low, left.high) for b in (right.low, right.high)]
    return FloorDivide(left, right, min(corners), max(corners))


def if_int(condition: Bool, then: Int, otherwise: Int) -> Int:
    if isinstance(then, IntConst) and then == otherwise:
        return then
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    return IfInt(condition, then, otherwise, low, high)


def same_denominator(a: Ratio, b: Ratio) -> tuple[Int, Int, Int]:
    """Both numerators over one denominator."""
    if a.denominator == b.denominator:
        return a.numerator, b.numerator, a.denominator
    da, db = a.denominator, b.denominator
    if isinstance(da, IntConst) and isinstance(db, IntConst):
        common = lcm(da.value, db.value)
        return (
            times(a.numerator, IntConst(common // da.value)),
            times(b.numerator, IntConst(common // db.value)),
            IntConst(common),
        )
    return times(a.numerator, db), times(b.numerator, da), times(da, db)


def add(op: Literal["+", "-"], a: Ratio, b: Ratio) -> Ratio:
    left, right, denominator = same_denominator(a, b)
    return Ratio(arithmetic(op, left, right), denominator)


def multiply(a: Ratio, b: Ratio) -> Ratio:
    return Ratio(times(a.numerator, b.numerator), times(a.denominator, b.denominator))


def divide(a: Ratio, b: Ratio, *, negative: bool) -> Ratio:
    """`a / b`, with the sign of `b` proved by its type: it goes to the numerator."""
    top, bottom = b.denominator, b.numerator
    if negative:
        top, bottom = negate(top), negate(bottom)
    # The parts alone may not show what is proved of the whole, as in `abs(x) + 1`.
    return Ratio(times(a.numerator, top), times(a.denominator, within(bottom, low=1)))


def within(value: Int, *, low: int | None = None, high: int | None = None) -> Int:
    """The same number with bounds proved elsewhere, where they are closer."""
    if isinstance(value, IntConst):
        return value
    low = value.low if low is None else max(low, value.low)
    high = value.high if high is None else min(high, value.high)
    return replace(value, low=low, high=high)


def negate(value: Int) -> Int:
    return arithmetic("-", IntConst(0), value)


def compare(op: Op, a: Ratio, b: Ratio) -> Compare:
    """`a op b` with the denominators cleared."""
    left, right, bottom = same_denominator(a, b)
    if a.denominator == b.denominator and not isinstance(bottom, IntConst):
        # What both are divided by is kept, for the comparison is unknown when it is.
        left = arithmetic("+", left, times(IntConst(0), bottom))
    return Compare(op, left, right)


def round_half_up(value: Ratio, places: int) -> Ratio:
    """Rounded to `places`, halves away from zero."""
    scale = 10**places
    top = times(value.numerator, IntConst(2 * scale))
    bottom = times(value.denominator, IntConst(2))
    top = arithmetic("+", top, value.denominator)
    if value.numerator.low < 0:
        # One less in the last unit keeps halves below zero away from it.
        positive = Compare(">=", value.numerator, IntConst(0))
        top = arithmetic("-", top, if_int(positive, IntConst(0), ONE))
    return Ratio(floor_divide(top, bottom), IntConst(scale))


def absolute(value: Ratio) -> Ratio:
    """The value without its sign."""
    top = value.numerator
    if top.low >= 0:
        return value
    found = if_int(Compare(">=", top, IntConst(0)), top, negate(top))
    return Ratio(within(found, low=0), value.denominator)


def extreme(function: Literal["min", "max"], a: Ratio, b: Ratio) -> Ratio:
    """The smaller or the greater of two."""
    left, right, bottom = same_denominator(a, b)
    op: Op = "<=" if function == "min" else ">="
    test = Compare(op, left, right)
    if not isinstance(bottom, IntConst):
        return Ratio(
            if_int(test, a.numerator, b.numerator),
            if_int(test, a.denominator, b.denominator),
        )
    found = if_int(test, left, right)
    if function == "min":
        return Ratio(within(found, high=min(left.high, right.high)), bottom)
    return Ratio(within(found, low=max(left.low, right.low)), bottom)
