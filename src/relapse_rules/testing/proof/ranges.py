"""What the bounds of two numbers say about comparing and combining them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.testing.proof.assumed import CountRange, Range

MAYBE: Final = object()


def decided(op: str, left: Range, right: Range) -> bool | None:
    if op == "<=":
        return True if left[1] <= right[0] else False if left[0] > right[1] else None
    if left[1] < right[0] or right[1] < left[0]:
        return False
    return True if left == right and left[0] == left[1] else None


def combined(op: str, a: Range, b: Range) -> Range:
    if op == "+":
        return a[0] + b[0], a[1] + b[1]
    if op == "-":
        return a[0] - b[1], a[1] - b[0]
    corners = [x * y for x in a for y in b]
    return min(corners), max(corners)


def by_bounds(op: str, bounds: CountRange, factor: int, right: int) -> Any:
    """A count compared with a number: yes, no, unknown (None), or MAYBE any of them."""
    low = bounds.low[0] * factor, bounds.low[1] * factor
    high = bounds.high[0] * factor, bounds.high[1] * factor
    yes, no = COUNT_TESTS[op](low, high, right)
    if yes is True or no is True:
        return yes is True
    return None if yes is False and no is False else MAYBE


def _at_least(found: Range, k: int) -> bool | None:
    return True if found[0] >= k else False if found[1] < k else None


def _less(found: Range, k: int) -> bool | None:
    return True if found[1] < k else False if found[0] >= k else None


def _both(*values: bool | None) -> bool | None:
    return False if False in values else None if None in values else True


def _either_of(*values: bool | None) -> bool | None:
    return True if True in values else None if None in values else False


def _is(low: Range, high: Range, k: int) -> tuple[bool | None, bool | None]:
    equal = _both(
        _at_least(low, k), _less(low, k + 1), _at_least(high, k), _less(high, k + 1)
    )
    return equal, _either_of(_at_least(low, k + 1), _less(high, k))


# By operator: whether it surely holds, and whether it surely does not, as far as is known.
COUNT_TESTS: dict[
    str, Callable[[Range, Range, int], tuple[bool | None, bool | None]]
] = {
    ">=": lambda low, high, k: (_at_least(low, k), _less(high, k)),
    ">": lambda low, high, k: (_at_least(low, k + 1), _less(high, k + 1)),
    "<": lambda low, high, k: (_less(high, k), _at_least(low, k)),
    "<=": lambda low, high, k: (_less(high, k + 1), _at_least(low, k + 1)),
    "==": _is,
    "!=": lambda low, high, k: _is(low, high, k)[::-1],
}
