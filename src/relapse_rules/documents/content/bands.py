"""The rows of a parameter table: which values each one covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.policy import Row

# As many digits as a plain number may have.
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"
_ONE = re.compile(_NUMBER)
_SPAN = re.compile(rf"({_NUMBER}) *- *({_NUMBER})")
_FROM = re.compile(rf"({_NUMBER})\+")
_SIDE = re.compile(rf"(<=|<|>=|>) *({_NUMBER})")


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers from `low` to `high`; None is endless, an open end does not belong."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False


def parsed(text: str) -> Band | None:
    """The band that `1`, `3-4`, `5+`, `<= 12000` or `< 0.5` names."""
    if _ONE.fullmatch(text):
        return Band(Fraction(text), Fraction(text))
    if found := _SPAN.fullmatch(text):
        low, high = map(Fraction, found.groups())
        return Band(low, high) if low <= high else None
    if found := _FROM.fullmatch(text):
        return Band(Fraction(found[1]))
    if found := _SIDE.fullmatch(text):
        sign, bound = found[1], Fraction(found[2])
        is_open = len(sign) == 1
        if sign[0] == "<":
            return Band(None, bound, high_open=is_open)
        return Band(bound, None, low_open=is_open)
    return None


def overlaps(rows: Iterable[Row]) -> Iterator[tuple[Row, Row]]:
    """Neighbouring rows that share a value, the later one in the file first."""
    ordered = sorted(rows, key=_start)
    for first, second in pairwise(ordered):
        if _meets(first, second):
            later = second.origin.span.start > first.origin.span.start
            yield (second, first) if later else (first, second)


def _start(row: Row) -> tuple[bool, Fraction, bool]:
    return row.low is not None, row.low or Fraction(0), row.low_open


def _meets(first: Row, second: Row) -> bool:
    if first.high is None or second.low is None or first.high > second.low:
        return True
    return first.high == second.low and not (first.high_open or second.low_open)


def gaps(
    rows: Iterable[Row], low: Fraction, high: Fraction, places: int
) -> Iterator[str]:
    """The values from `low` to `high`, in steps of `places` decimals, in no row."""
    scale = 10**places
    following = ceil(low * scale)
    last = floor(high * scale)
    for row in sorted(rows, key=_start):
        first_in, last_in = _steps(row, scale, following, last)
        if first_in > following:
            yield _shown(following, min(first_in - 1, last), scale)
        following = max(following, last_in + 1)
        if following > last:
            return
    yield _shown(following, last, scale)


def _steps(row: Row, scale: int, first: int, last: int) -> tuple[int, int]:
    """The first and last step of a row, within `first` and `last` where endless."""
    low, high = first, last
    if row.low is not None:
        exact = row.low * scale
        low = floor(exact) + 1 if row.low_open else ceil(exact)
    if row.high is not None:
        exact = row.high * scale
        high = ceil(exact) - 1 if row.high_open else floor(exact)
    return low, high


def _shown(first: int, last: int, scale: int) -> str:
    low = decimal_text(Fraction(first, scale))
    return low if first >= last else f"{low}-{decimal_text(Fraction(last, scale))}"
