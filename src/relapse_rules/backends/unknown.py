"""Three-valued values as the reference interpreter computes them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence


class Unknown:
    """A value nobody has given. Testing it for truth is a fault of this program."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("an unknown value has no truth")

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Bounds:
    """A count: at least `low`, at most `high`."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> Any:
        return self.low if self.low == self.high else UNKNOWN


def negated(value: Any) -> Any:
    return UNKNOWN if value is UNKNOWN else not value


def conjunction(values: Sequence[Any]) -> Any:
    """False if one is; else unknown if one is; else true."""
    if any(v is False for v in values):
        return False
    return UNKNOWN if any(v is UNKNOWN for v in values) else True


def disjunction(values: Sequence[Any]) -> Any:
    """True if one is; else unknown if one is; else false."""
    if any(v is True for v in values):
        return True
    return UNKNOWN if any(v is UNKNOWN for v in values) else False


def tally(values: Sequence[Any]) -> Bounds:
    """How many hold: surely, and at most."""
    sure = sum(1 for v in values if v is True)
    open_ = sum(1 for v in values if v is UNKNOWN)
    return Bounds(Fraction(sure), Fraction(sure + open_))


def exact(value: Any) -> Any:
    """A count as a plain number, where it is one."""
    return value.exact if isinstance(value, Bounds) else value


def compared(op: str, left: Any, right: Any) -> Any:
    """`left op right`, decided by bounds where counts have them."""
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if not (isinstance(left, Bounds) or isinstance(right, Bounds)):
        return _plain(op, left, right)
    a = left if isinstance(left, Bounds) else Bounds(left, left)
    b = right if isinstance(right, Bounds) else Bounds(right, right)
    outcomes = _extremes(op, a, b)
    return outcomes.pop() if len(outcomes) == 1 else UNKNOWN


def _extremes(op: str, a: Bounds, b: Bounds) -> set[bool]:
    """Every outcome that values between the bounds may have."""
    if op in {"==", "!="}:
        apart = a.high < b.low or b.high < a.low
        same = a.low == a.high == b.low == b.high
        found = {False} if apart else {True} if same else {True, False}
        return {(op == "==") == f for f in found}
    return {_plain(op, x, y) for x in (a.low, a.high) for y in (b.low, b.high)}


def _plain(op: str, left: Any, right: Any) -> bool:
    match op:
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case ">=":
            return bool(left >= right)
        case "==":
            return bool(left == right)
    return bool(left != right)
