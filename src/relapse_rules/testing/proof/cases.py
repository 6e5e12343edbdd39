"""Into which cases a branch of a proof is divided: together they are every record."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relapse_rules.program import nodes
from relapse_rules.program.nodes import IntConst, Slot
from relapse_rules.testing.proof.assumed import Assumed, CountRange
from relapse_rules.testing.proof.terms import NEVER
from relapse_rules.testing.proof.unknowns import may_be

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.testing.proof.reduction import Reduction

THREE = (True, False, None)


def divided(
    left: Any, reduction: Reduction, domains: Mapping[str, tuple[str, ...]]
) -> list[Assumed]:
    """Cases that say more about what is left of an expression; none when nothing can.

    Whether facts are given comes first: much else follows from it.
    """
    inside = [n for n in _outermost_first(left) if _of_household(n)]
    # What is asked whether it is known decides between whole branches: it comes first.
    inside.sort(key=lambda n: not isinstance(n, nodes.IsKnown))
    for node in inside:
        for slot in _slots(node):
            if slot not in reduction.assumed.known:
                having = reduction.assumed.having
                return [having("known", slot, True), having("known", slot, False)]
    for node in inside:
        found = DIVISIONS.get(type(node))
        cases = [] if found is None else found(node, reduction, domains)
        if cases:
            return cases
    return []


def _outermost_first(left: Any) -> Iterator[Any]:
    waiting, seen = deque([left]), {id(left)}
    while waiting:
        node = waiting.popleft()
        yield node
        for part in nodes.parts_of(node):
            if id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)


def _slots(node: Any) -> Iterator[Slot]:
    """The facts of the household that a node asks for itself."""
    if isinstance(node, nodes.IsKnown) and isinstance(node.arg, Slot):
        yield node.arg
    elif isinstance(node, LISTED):
        yield Slot(node.list)
    elif node is not NEVER and (slot := getattr(node, "slot", None)) is not None:
        yield slot


LISTED = (nodes.AnyItem, nodes.AllItem, nodes.CountItems, nodes.AggregateItems)


def _of_household(node: Any) -> bool:
    """Whether it asks nothing of an item that is being gone through."""
    if isinstance(node, LISTED):
        return True
    slot = node.arg if isinstance(node, nodes.IsKnown) else getattr(node, "slot", None)
    if isinstance(slot, Slot):
        return not slot.list
    return all(map(_of_household, nodes.parts_of(node)))


def _worth(
    node: Any, reduction: Reduction, values: tuple[bool | None, ...] = THREE
) -> list[Assumed]:
    if id(node) in reduction.assumed.worth:
        return []
    assumed = reduction.assumed
    return [
        replace(assumed, worth={**assumed.worth, **dict(_implied(node, value))})
        for value in values
        if value is None or may_be(node, wanted=value)
    ]


def _implied(node: Any, value: bool | None) -> Iterator[tuple[int, bool | None]]:  # noqa: FBT001 - a value
    """What an expression is worth, and with it what its operands must be."""
    yield id(node), value
    if isinstance(node, nodes.Not):
        yield from _implied(node.arg, None if value is None else not value)
    elif isinstance(node, nodes.And if value else nodes.Or) and value is not None:
        for arg in node.args:
            yield from _implied(arg, value)


def _fact(node: nodes.BoolFact, reduction: Reduction, _: Any) -> list[Assumed]:
    slot = node.slot
    if node is NEVER or slot in reduction.assumed.facts:
        return []
    return [reduction.assumed.having("facts", slot, v) for v in (True, False)]


def _choice(
    node: nodes.IsOneOf | nodes.LookupChoice,
    reduction: Reduction,
    domains: Mapping[str, tuple[str, ...]],
) -> list[Assumed]:
    values = domains[node.slot.fact]
    return [reduction.assumed.having("chosen", node.slot, v) for v in values]


def _held(node: nodes.Contains, reduction: Reduction, _: Any) -> list[Assumed]:
    key = node.slot, node.value
    return [reduction.assumed.having("held", key, v) for v in (True, False)]


def _opaque(node: Any, reduction: Reduction, _: Any) -> list[Assumed]:
    return _worth(node, reduction)


def _comparison(node: nodes.Compare, reduction: Reduction, _: Any) -> list[Assumed]:
    for side in (node.left, node.right):
        if not reduction.is_surely_known((side,)):
            return _given(side, reduction)
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(other, IntConst) and not isinstance(side, IntConst):
            return _ranges(node, side, other.value, reduction)
    return _worth(node, reduction, (True, False))


def _ranges(
    node: nodes.Compare, side: Any, value: int, reduction: Reduction
) -> list[Assumed]:
    """The values of one side below, at and above the constant on the other."""
    low, high = reduction.range_of(side)
    if node.op == "==":
        parts = [(low, value - 1), (value, value), (value + 1, high)]
    elif side is node.left:
        parts = [(low, value), (value + 1, high)]
    else:
        parts = [(low, value - 1), (value, high)]
    kept = [
        (max(a, low), min(b, high)) for a, b in parts if max(a, low) <= min(b, high)
    ]
    if len(kept) < 2:
        return _worth(node, reduction, (True, False))
    return [reduction.assumed.having("ranges", id(side), part) for part in kept]


def _count(node: nodes.CompareCount, reduction: Reduction, _: Any) -> list[Assumed]:
    if not (isinstance(node.right, IntConst) and isinstance(node.factor, IntConst)):
        for number in (node.right, node.factor):
            if not reduction.is_surely_known((number,)):
                return _given(number, reduction)
        return _worth(node, reduction)
    found = reduction.count_range(node.count)
    reached = -(-node.right.value // node.factor.value)
    passed = node.right.value // node.factor.value + 1
    for at in dict.fromkeys((reached, passed)):
        if found.low[0] < at <= found.low[1]:
            return _counts(
                node,
                reduction,
                [
                    CountRange((found.low[0], at - 1), found.high),
                    CountRange(
                        (at, found.low[1]), (max(at, found.high[0]), found.high[1])
                    ),
                ],
            )
        if found.high[0] < at <= found.high[1]:
            low = (found.low[0], min(found.low[1], at - 1))
            return _counts(
                node,
                reduction,
                [
                    CountRange(low, (found.high[0], at - 1)),
                    CountRange(found.low, (at, found.high[1])),
                ],
            )
    return _worth(node, reduction)


def _counts(
    node: nodes.CompareCount, reduction: Reduction, parts: list[CountRange]
) -> list[Assumed]:
    counts = reduction.assumed.counts
    return [
        replace(reduction.assumed, counts={**counts, id(node.count): part})
        for part in parts
    ]


def _known(node: nodes.IsKnown, reduction: Reduction, _: Any) -> list[Assumed]:
    if isinstance(node.arg, nodes.BOOL_KINDS):
        return _worth(node.arg, reduction)
    return [] if isinstance(node.arg, Slot) else _given(node.arg, reduction)


def _given(node: Any, reduction: Reduction) -> list[Assumed]:
    """Whether a number is known at all."""
    if id(node) in reduction.assumed.given:
        return []
    return [reduction.assumed.having("given", id(node), v) for v in (True, False)]


DIVISIONS: Mapping[type, Callable[[Any, Reduction, Any], list[Assumed]]] = {
    nodes.BoolFact: _fact,
    nodes.IsOneOf: _choice,
    nodes.LookupChoice: _choice,
    nodes.Contains: _held,
    nodes.Compare: _comparison,
    nodes.CompareCount: _count,
    nodes.CompareCounts: _opaque,
    nodes.BoolRef: _opaque,
    nodes.AnyItem: _opaque,
    nodes.AllItem: _opaque,
    nodes.IsKnown: _known,
}
