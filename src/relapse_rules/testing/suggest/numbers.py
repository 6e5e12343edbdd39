"""Moves that change how two numbers, dates or counts compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.program.order import children
from relapse_rules.testing.suggest.records import put

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from random import Random

    from relapse_rules.testing.coverage.edges import Edge, Step
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.suggest.asking import Place
    from relapse_rules.testing.suggest.records import Values

# By operator, the signs of left minus right for which it holds.
HOLDS: dict[str, frozenset[int]] = {
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    ">": frozenset({1}),
    ">=": frozenset({0, 1}),
    "==": frozenset({0}),
    "!=": frozenset({-1, 1}),
}
SIGNS = frozenset({-1, 0, 1})


def signs_for(op: str, *, holds: bool) -> frozenset[int]:
    return HOLDS[op] if holds else SIGNS - HOLDS[op]


def values_with_sign(
    sign_at: Callable[[int], int | None], step: Step, wanted: Collection[int]
) -> list[int]:
    """Values of one fact around which the sign changes, that have a wanted sign.

    The sign is taken to change in one direction over the range; where it does not, the
    values found may be few or none, but those that are found are right.
    """
    first, last = sign_at(step.low), sign_at(step.high)
    found = {step.low, step.high}
    if first != last:
        leaves = _first(step.low, step.high, lambda v: sign_at(v) != first)
        reaches = _first(step.low, step.high, lambda v: sign_at(v) == last)
        found |= {leaves - 1, leaves, reaches - 1, reaches}
    inside = (v for v in found if step.low <= v <= step.high)
    right = [v for v in inside if sign_at(v) in wanted]
    # Values at the edge say more than the ends of the range.
    ends = {step.low, step.high}
    return [v for v in sorted(right) if v not in ends] or sorted(right)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first value for which something holds, that holds for the last one."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def moved(values: Values, step: Step, value: Any, item: int = 0) -> Values:
    """The record with another value of the fact that a step is about."""
    if step.item is None:
        return put(values, step.position, value)
    items = values[step.position]
    row = put(items[item], step.item, value)
    return put(values, step.position, put(items, item, row))


def current(values: Values, step: Step, item: int = 0) -> Any:
    found = values[step.position]
    if step.item is None:
        return found
    return found[item][step.item] if found and item < len(found) else None


def fill(
    edge: Edge, values: Values, random: Random, tried: Callable[[Step], list[int]]
) -> Values:
    """The record with what the comparison lacks."""
    for step in edge.steps:
        if step.item is None and values[step.position] is None:
            values = moved(values, step, random.choice(tried(step)))
        for index in range(
            len(values[step.position] or ()) if step.item is not None else 0
        ):
            if current(values, step, index) is None:
                values = moved(values, step, random.choice(tried(step)), index)
    return values


def counts_in(setting: Setting, place: Place) -> Iterator[Place]:
    """The counts that a comparison is made of, behind derived counts too."""
    waiting = [place]
    while waiting:
        here = waiting.pop()
        node = here.node
        if isinstance(node, tree.Name) and node.symbol.kind == "derived":
            if node.type.kind == "boolean":
                continue
            key = ("derived", node.symbol.id)
            waiting.append(type(here)(key, setting.meaning.typed[key]))
        elif node.type.kind == "count":
            yield here
        else:
            waiting.extend(here.of(child) for child in children(node))
