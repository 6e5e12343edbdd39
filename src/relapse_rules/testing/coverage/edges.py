"""How close a record comes to where a comparison turns round."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.language.types import Type
from relapse_rules.program import nodes
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.backends.python import Body
    from relapse_rules.layout import Outcomes
    from relapse_rules.program.nodes import IntFact, Program
    from relapse_rules.testing.conditions import Condition
    from relapse_rules.testing.coverage.goals import Side
    from relapse_rules.testing.setting import Setting

NUMBER = Type("number")
ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Step:
    """A fact that moves by the smallest step there is: one fen, one person, one day."""

    position: int
    low: int
    high: int
    # The position of the fact among those of an item, for facts of items.
    item: int | None = None


class Edge:
    """Where one comparison turns round.

    A record is *below*, *at* or *above* it by the sign of left minus right, and counts as
    such only when one smallest step of one fact, or of one count, takes it to another side.
    """

    def __init__(self, setting: Setting, condition: Condition) -> None:
        assert isinstance(condition.node, tree.Compare)
        self.condition = condition
        pairs = [(condition.node.left, condition.node.right)]
        pairs += _with_counts_moved(condition.node)
        asked = {}
        for index, pair in enumerate(pairs):
            left, right = _as_numbers(*pair)
            asked[f"left {index}"] = self._of_item(setting, left)
            asked[f"right {index}"] = self._of_item(setting, right)
        keyed = {name: (condition.key, node) for name, node in asked.items()}
        self.program: Program
        self.body: Body
        self.program, self.body = setting.asked({}, keyed)

    def _of_item(self, setting: Setting, node: tree.Node) -> tree.Node:
        """A number of the one item of a list of one."""
        if not self.condition.list:
            return node
        symbol = setting.meaning.scope.names[self.condition.list]
        return tree.AggregateList(
            node.start, node.end, NUMBER, "max", symbol, node, None
        )

    def side(self, values: tuple[Any, ...]) -> Side | None:
        """The side that a record is on, if it is as close as can be."""
        sign, *others = _signs(self.body(values))
        if sign is None:
            return None
        near = {s for s in others if s is not None}
        if not any(map(sign.__ne__, near)):
            near |= {
                s for v in self._neighbours(values) if (s := self.sign(v)) is not None
            }
        if sign == 0:
            return "at" if near - {0} else None
        if sign < 0:
            return "below" if near & {0, 1} else None
        return "above" if near & {0, -1} else None

    def sign(self, values: tuple[Any, ...]) -> int | None:
        """Whether left is below, at or above right: -1, 0 or 1; None when unknown."""
        return next(_signs(self.body(values)))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The facts that move it, each with its range."""
        found: dict[Step, None] = {}
        places = {fact: i for i, fact in enumerate(self.program.facts)}
        items = dict(self.program.items)
        for fact in _facts(self.program):
            slot = fact.slot
            if slot.list:
                item = items[slot.list].index(slot.fact)
                step = Step(places[slot.list], fact.low, fact.high, item)
            else:
                step = Step(places[slot.fact], fact.low, fact.high)
            found[step] = None
        return tuple(found)

    def _neighbours(self, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """The record with one fact one step lower or higher."""
        for step in self.steps:
            before = values[step.position]
            if before is None:
                continue
            if step.item is None:
                for moved in _moved(before, step):
                    yield _put(values, step.position, moved)
                continue
            for index, item in enumerate(before):
                for moved in _moved(item[step.item], step):
                    items = _put(before, index, _put(item, step.item, moved))
                    yield _put(values, step.position, items)


def _put(values: tuple[Any, ...], position: int, value: Any) -> tuple[Any, ...]:
    return (*values[:position], value, *values[position + 1 :])


def _moved(value: int | None, step: Step) -> list[int]:
    if value is None:
        return []
    return [v for v in (value - 1, value + 1) if step.low <= v <= step.high]


def _signs(outcomes: Outcomes) -> Iterator[int | None]:
    """The sign of left minus right of each pair of numbers, None where one is unknown."""
    for at in range(0, len(outcomes), 4):
        top, bottom, other_top, other_bottom = outcomes[at : at + 4]
        if None in (top, bottom, other_top, other_bottom):
            yield None
            continue
        difference = top * other_bottom - other_top * bottom
        yield (difference > 0) - (difference < 0)


def _facts(program: Program) -> Iterator[IntFact]:
    asked = [b.node for b in program.bindings]
    asked += [part for v in program.values for part in (v.numerator, v.denominator)]
    for one in asked:
        yield from (n for n in nodes.inside(one) if isinstance(n, nodes.IntFact))


def _as_numbers(left: tree.Node, right: tree.Node) -> tuple[tree.Node, tree.Node]:
    """Two numbers whose difference is that of the operands; dates differ by days."""
    if left.type.kind != "date":
        return left, right
    zero = tree.Constant(left.start, left.end, NUMBER, ZERO)
    days = tree.Call(left.start, right.end, NUMBER, "days_between", (right, left))
    return days, zero


def _with_counts_moved(node: tree.Compare) -> list[tuple[tree.Node, tree.Node]]:
    """The operands with one count one lower, and one higher."""
    found: list[tuple[tree.Node, tree.Node]] = []
    for count in _counts(node):
        for op in ("-", "+"):
            moved = _replaced(node, count, _stepped(count, op))
            assert isinstance(moved, tree.Compare)
            found.append((moved.left, moved.right))
    return found


def _counts(node: tree.Node) -> Iterator[tree.Node]:
    if node.type.kind == "count":
        yield node
        return
    for child in children(node):
        yield from _counts(child)


def _stepped(node: tree.Node, op: Any) -> tree.Node:
    one = tree.Constant(node.start, node.end, NUMBER, ONE)
    return tree.Arithmetic(node.start, node.end, NUMBER, op, node, one)


def _replaced(node: tree.Node, old: tree.Node, new: tree.Node) -> tree.Node:
    if node is old:
        return new
    return tree.rebuilt(node, lambda child: _replaced(child, old, new))
