"""The atomic conditions behind who is watched and how urgently, asked of one household."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PolicyError
from relapse_rules.impact.flips import SECTIONS
from relapse_rules.impact.formula import reached, said
from relapse_rules.impact.probe import Probe
from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN, Type
from relapse_rules.testing.conditions import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from relapse_rules.evaluator import Rules
    from relapse_rules.program.lowering import Inner
    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.conditions import Condition

_NUMBER = Type("number")
_MEASURED = frozenset({"number", "count", "date"})


@dataclass(frozen=True, slots=True)
class Atom:
    """One atomic condition. `name` is the same in both policies when it says the same."""

    name: tuple[Any, ...]
    condition: Condition

    @property
    def key(self) -> Key:
        return self.condition.key

    @property
    def node(self) -> tree.Node:
        return self.condition.node


@dataclass(frozen=True, slots=True)
class Reading:
    """What an atom is worth in one household, or in one item of a list of it.

    `left` and `right` are the numbers that a comparison compares, in base units, dates as
    day numbers; None where they are unknown or there are none.
    """

    atom: Atom
    holds: bool | None
    left: Fraction | None = None
    right: Fraction | None = None
    item: int | None = None


@dataclass(frozen=True)
class Atoms:
    """Every atomic condition that the compared sections of one policy rest on."""

    rules: Rules

    @cached_property
    def all(self) -> tuple[Atom, ...]:
        meaning = self.rules.meaning
        starts = [k for k in meaning.typed if k[0] in SECTIONS]
        found: list[Atom] = []
        for key in sorted(reached(meaning, starts)):
            seen: Counter[Any] = Counter()
            for condition in conditions(key, meaning.typed[key]):
                words = said(condition.node)
                found.append(Atom((key, words, seen[words]), condition))
                seen[words] += 1
        return tuple(found)

    @cached_property
    def _probe(self) -> Probe:
        """Conditions of items are asked of a list of one."""
        asked = {str(n): (a.key, self._whole(a)) for n, a in enumerate(self.all)}
        return Probe(self.rules, asked)

    def _numbers(self, n: int) -> Probe:
        """What one atom compares, compiled when it is first asked for.

        Nothing of a quotient inside a list, nor of what could leave 64 bits by itself.
        """
        kept = self._measuring
        if n not in kept:
            atom = self.all[n]
            pair: dict[str, Inner] = {}
            if _is_measured(atom.node):
                pair = {
                    f"{n} {side}": (atom.key, self._number(atom, side))
                    for side in ("left", "right")
                }
            try:
                kept[n] = Probe(self.rules, {}, pair)
            except (PolicyError, AssertionError):
                kept[n] = Probe(self.rules, {})
        return kept[n]

    @cached_property
    def _measuring(self) -> dict[int, Probe]:
        return {}

    def _whole(self, atom: Atom) -> tree.Node:
        of = atom.condition.list
        if not of:
            return atom.node
        node, symbol = atom.node, self.rules.meaning.scope.names[of]
        return tree.FoldList(node.start, node.end, BOOLEAN, "any", symbol, node)

    def _number(self, atom: Atom, side: str) -> tree.Node:
        node: tree.Node = getattr(atom.node, side)
        of = atom.condition.list
        if not of:
            return node
        symbol = self.rules.meaning.scope.names[of]
        return tree.AggregateList(
            node.start, node.end, _NUMBER, "max", symbol, node, None
        )

    # -- asking ------------------------------------------------------------------------

    def of(self, values: tuple[Any, ...]) -> list[Reading]:
        """Every atom in one encoded record; those about items once for each item."""
        found = self._read(values, "", None)
        facts = self.rules.program.facts
        for of in dict.fromkeys(a.condition.list for a in self.all):
            if of and of in facts:
                at = facts.index(of)
                for index, item in enumerate(values[at] or ()):
                    alone = (*values[:at], (item,), *values[at + 1 :])
                    found += self._read(alone, of, index)
        return found

    def measured(self, reading: Reading, values: tuple[Any, ...]) -> Reading:
        """A reading with the numbers that it compares."""
        facts, of = self.rules.program.facts, reading.atom.condition.list
        if reading.item is not None:
            at = facts.index(of)
            item = values[at][reading.item]
            values = (*values[:at], (item,), *values[at + 1 :])
        n = self.all.index(reading.atom)
        numbers = self._numbers(n).exact(values)
        left, right = numbers.get(f"{n} left"), numbers.get(f"{n} right")
        return replace(reading, left=left, right=right)

    def _read(
        self, values: tuple[Any, ...], of: str, item: int | None
    ) -> list[Reading]:
        truths = self._probe.truths(values)
        return [
            Reading(atom, truths[n], item=item)
            for n, atom in enumerate(self.all)
            if atom.condition.list == of
        ]

    def behind(self, atom: Atom) -> frozenset[Key]:
        """The formulas that an atom asks by name, and all behind them."""
        kept: dict[Any, frozenset[Key]] = self._kept
        if atom.name not in kept:
            kept[atom.name] = reached(self.rules.meaning, self.named(atom))
        return kept[atom.name]

    @cached_property
    def _kept(self) -> dict[Any, frozenset[Key]]:
        return {}

    def named(self, atom: Atom) -> Iterable[Key]:
        """The formulas that an atom asks by name."""
        from relapse_rules.program.order import read_by_node

        return read_by_node(self.rules.meaning, atom.node, atom.condition.list)


def _is_measured(node: tree.Node) -> bool:
    if not isinstance(node, tree.Compare):
        return False
    return {node.left.type.kind, node.right.type.kind} <= _MEASURED
