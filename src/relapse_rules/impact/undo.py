"""The least change of one fact by which a household would be decided as before."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from relapse_rules.impact.probe import Probe
from relapse_rules.impact.states import won
from relapse_rules.language import tree
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.atoms import Reading


@dataclass(frozen=True, slots=True)
class Undo:
    """By how much the left side of a comparison would have to be higher, or lower.

    `fact` is the fact that was tried, and moved by `steps` of its smallest unit: with it
    the new policy decides as the old one did (`state`). `amount` is exact, in base units,
    positive where the left side has to rise; moving the fact leads `beyond` the line, since
    it moves by whole steps.
    """

    fact: str
    steps: int
    left: tree.Node
    amount: Fraction
    beyond: Fraction
    state: str


@dataclass(frozen=True)
class Undoing:
    """Looks for what would undo a change; what it asks is compiled once a condition."""

    base: Rules
    head: Rules
    _probes: dict[Any, Probe] = field(default_factory=dict, repr=False)

    def probe(self, reading: Reading, node: tree.Compare) -> Probe:
        name, key = reading.atom.name, reading.atom.key
        if name not in self._probes:
            pair = {"left": (key, node.left), "right": (key, node.right)}
            self._probes[name] = Probe(self.head, {"holds": (key, node)}, pair)
        return self._probes[name]

    def of(
        self, reading: Reading, old: tuple[Any, ...], new: tuple[Any, ...]
    ) -> Undo | None:
        """As `undo` says."""
        return undo(self, reading, old, new)


def undo(
    undoing: Undoing, reading: Reading, old: tuple[Any, ...], new: tuple[Any, ...]
) -> Undo | None:
    """What would turn a comparison of a household back, tried and found to undo it all.

    None when the condition compares no numbers, when an unknown number is compared, or
    when no single fact of the household undoes the change.
    """
    state = won(undoing.base, undoing.base.runner.with_gaps(old))
    found = [u for u in turned_round(undoing, reading, new) if u.state == state]
    return min(found, key=lambda u: (u.beyond, abs(u.amount)), default=None)


def turned_round(
    undoing: Undoing, reading: Reading, values: tuple[Any, ...]
) -> Iterator[Undo]:
    """Each known fact by which a comparison turns round, and what then comes of it all."""
    node = reading.atom.node
    if not isinstance(node, tree.Compare) or None in {reading.left, reading.right}:
        return
    if node.left.type.numeric:
        search = _Search(undoing.head, undoing.probe(reading, node), values)
        yield from search.candidates(node, reading)


@dataclass(frozen=True, slots=True)
class _Search:
    rules: Rules
    probe: Probe
    values: tuple[Any, ...]

    def candidates(self, node: tree.Compare, reading: Reading) -> Iterator[Undo]:
        for position, low, high in self._facts():
            steps = self._steps(position, reading)
            if steps is None:
                continue
            value = self.values[position] + steps
            if not low <= value <= high:
                continue
            moved = self._moved(position, steps)
            after = won(self.rules, self.rules.runner.with_gaps(moved))
            amount, beyond = self._amount(reading, moved), self._apart(moved)
            if amount is not None and beyond is not None:
                fact = self.rules.program.facts[position]
                yield Undo(fact, steps, node.left, amount, abs(beyond), after)

    def _facts(self) -> Iterator[tuple[int, int, int]]:
        """The known facts of the household itself that the comparison reads."""
        facts = self.rules.program.facts
        seen: set[str] = set()
        asked: list[nodes.Node] = [b.node for b in self.probe.program.bindings]
        for value in self.probe.program.values:
            asked += [value.numerator, value.denominator]
        for one in asked:
            for node in nodes.inside(one):
                if not isinstance(node, nodes.IntFact) or node.slot.list:
                    continue
                name = node.slot.fact
                if name in seen or name not in facts:
                    continue
                seen.add(name)
                at = facts.index(name)
                if isinstance(self.values[at], int):
                    yield at, node.low, node.high

    def _steps(self, position: int, reading: Reading) -> int | None:
        """The fewest steps of a fact that turn the comparison round, if it is linear."""
        start = self._apart(self.values)
        nudge = self._apart(self._moved(position, 1))
        if start is None or nudge is None or nudge == start:
            return None
        exact = -start / (nudge - start)
        near = {floor(exact) + n for n in (-1, 0, 1)} | {ceil(exact) + 1}
        for steps in sorted(near - {0}, key=abs):
            toward = steps - (1 if steps > 0 else -1)
            if self._turns(position, steps, reading):
                turned_before = toward and self._turns(position, toward, reading)
                return None if turned_before else steps
        return None

    def _turns(self, position: int, steps: int, reading: Reading) -> bool:
        (holds,) = self.probe.truths(self._moved(position, steps))
        return holds is not None and holds is not reading.holds

    def _moved(self, position: int, steps: int) -> tuple[Any, ...]:
        value = self.values[position] + steps
        return (*self.values[:position], value, *self.values[position + 1 :])

    def _apart(self, values: tuple[Any, ...]) -> Fraction | None:
        found = self.probe.exact(values)
        if found["left"] is None or found["right"] is None:
            return None
        return found["left"] - found["right"]

    def _amount(self, reading: Reading, moved: tuple[Any, ...]) -> Fraction | None:
        """What is lacking to where it turns round; with the smallest step, if beyond it."""
        assert reading.left is not None
        assert reading.right is not None
        found = self.probe.exact(moved)
        left, right = found["left"], found["right"]
        if left is None or right is None:
            return None
        if right != reading.right or left == reading.left:
            # It is the other side that moved: said as if this one had.
            return (left - right) - (reading.left - reading.right)
        gap = reading.right - reading.left
        at_line = left - right == 0 or abs(left - reading.left) > abs(gap) > 0
        turned_at_line = self._turns_at_equality(reading)
        return gap if at_line and turned_at_line else left - reading.left

    @staticmethod
    def _turns_at_equality(reading: Reading) -> bool:
        """Whether being equal gives the other answer than the household has."""
        node = reading.atom.node
        assert isinstance(node, tree.Compare)
        at_equality = node.op in {"<=", ">=", "=="}
        return at_equality is not reading.holds
