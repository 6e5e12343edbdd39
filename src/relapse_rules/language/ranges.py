"""Interval arithmetic over declared ranges, exact; None is unbounded."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.language.types import Type

Range = tuple[Fraction | None, Fraction | None]
ANYTHING: Range = (None, None)
# Bits of a bound: no whole number of a program has more than 64.
LONGEST = 256
# Dates are declared from 1900 to 2100 and may be moved as far as 1700 and 2301.
SPAN = {"days_between": 219_874, "months_between": 7224, "years_between": 602}


def _bounds(type_: Type) -> tuple[Fraction, Fraction] | None:
    return None if type_.low is None or type_.high is None else (type_.low, type_.high)


def negate(type_: Type) -> Range:
    found = _bounds(type_)
    return (-found[1], -found[0]) if found else ANYTHING


def hull(a: Type, b: Type) -> Range:
    x, y = _bounds(a), _bounds(b)
    return (min(x[0], y[0]), max(x[1], y[1])) if x and y else ANYTHING


def inside(inner: Type, outer: Type) -> bool:
    """Whether every value of `inner` is one of `outer`, which may be open at an end."""
    above = outer.low is None or (inner.low is not None and outer.low <= inner.low)
    below = outer.high is None or (inner.high is not None and inner.high <= outer.high)
    return above and below


def excludes_zero(type_: Type) -> bool:
    return (type_.low is not None and type_.low > 0) or (
        type_.high is not None and type_.high < 0
    )


def combine(op: str, a: Type, b: Type) -> Range:
    x, y = _bounds(a), _bounds(b)
    if x is None or y is None:
        return ANYTHING
    if op == "+":
        return _kept(x[0] + y[0], x[1] + y[1])
    if op == "-":
        return _kept(x[0] - y[1], x[1] - y[0])
    if op == "*":
        corners = [p * q for p in x for q in y]
    else:
        corners = [p / q for p in x for q in y]
    return _kept(min(corners), max(corners))


def _kept(low: Fraction, high: Fraction) -> Range:
    """The range, unless its bounds are so long that lowering refuses what is in it:
    multiplied on through a chain of values, their digits would double at each step."""
    parts = (low.numerator, low.denominator, high.numerator, high.denominator)
    return ANYTHING if max(map(int.bit_length, parts)) > LONGEST else (low, high)


def between(function: str) -> Range:
    most = Fraction(SPAN[function])
    return -most, most


def call(function: str, args: Sequence[Type]) -> Range:
    found = [_bounds(a) for a in args]
    if None in found:
        return ANYTHING
    known = [f for f in found if f is not None]
    low, high = known[0]
    if function == "min":
        return min(k[0] for k in known), min(k[1] for k in known)
    if function == "max":
        return max(k[0] for k in known), max(k[1] for k in known)
    if function == "abs":
        least = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
        return least, max(abs(low), abs(high))
    # Rounding moves a value by less than one.
    return low - 1, high + 1
