"""Why one household changes: the clauses that turned round, and the conditions in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.impact.atoms import Atoms
from relapse_rules.impact.facts import for_policy
from relapse_rules.impact.flips import Flip, flips_of
from relapse_rules.impact.formula import reached, said
from relapse_rules.impact.undo import Undo, Undoing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.impact.atoms import Reading
    from relapse_rules.impact.comparison import Impact
    from relapse_rules.program.meaning import Key

# Conditions told of a clause that is new, gone or written anew.
MOST_REWRITTEN = 4


@dataclass(frozen=True, slots=True)
class Turned:
    """One condition that made a clause turn round.

    `old` is None for a condition that the old policy does not have, `new` for one that
    the new policy has no more.
    """

    old: Reading | None
    new: Reading | None

    @property
    def reading(self) -> Reading:
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Cause:
    """Why one household changes, and the least that would undo it."""

    row: int
    flips: tuple[Flip, ...]
    turned: tuple[Turned, ...]
    undo: Undo | None


@dataclass(frozen=True)
class Causes:
    """Finds the causes of an impact, household by household."""

    impact: Impact

    @cached_property
    def _sides(self) -> tuple[Atoms, Atoms]:
        return Atoms(self.impact.base), Atoms(self.impact.head)

    @cached_property
    def _rewritten(self) -> frozenset[Key]:
        """The formulas that say something else, or that one of the policies lacks."""
        base, head = (s.rules.meaning.typed for s in self._sides)
        return frozenset(
            key
            for key in {*base, *head}
            if key not in base or key not in head or said(base[key]) != said(head[key])
        )

    def of(self, row: int, flips: str) -> Cause:
        """The cause of one household, by its row and the text of its flips."""
        found = flips_of(flips)
        base, head = self.impact.base, self.impact.head
        record = [(row, self.impact.record(row))]
        old, new = (
            rules.record(next(iter(for_policy(rules, other, record)))[1]).values
            for rules, other in ((base, head), (head, base))
        )
        turned = tuple(
            self._measured(one, old, new) for one in self._turned(found, old, new)
        )
        back = next(filter(None, (self._undo(t, old, new) for t in turned)), None)
        return Cause(row, found, turned, back)

    # -- conditions --------------------------------------------------------------------

    def _turned(
        self, flips: Sequence[Flip], old: tuple[Any, ...], new: tuple[Any, ...]
    ) -> list[Turned]:
        before, after = (
            {(r.atom.name, r.item): r for r in side.of(values)}
            for side, values in zip(self._sides, (old, new), strict=True)
        )
        within = self._within(flips)
        paired = [
            Turned(before[name], reading)
            for name, reading in after.items()
            if name in before
            and before[name].holds is not reading.holds
            and reading.atom.key in within
        ]
        return [*self._deepest(paired), *self._new(flips, paired, before, after)]

    def _measured(
        self, turned: Turned, old: tuple[Any, ...], new: tuple[Any, ...]
    ) -> Turned:
        base, head = self._sides
        return Turned(
            None if turned.old is None else base.measured(turned.old, old),
            None if turned.new is None else head.measured(turned.new, new),
        )

    def _within(self, flips: Sequence[Flip]) -> frozenset[Key]:
        keys = [(f.section, f.entry, "when") for f in flips]
        return frozenset().union(
            *(reached(side.rules.meaning, keys) for side in self._sides)
        )

    def _deepest(self, turned: list[Turned]) -> list[Turned]:
        """Without those that turned round only because something behind them did."""
        keys = {t.reading.atom.key for t in turned} | self._rewritten
        head = self._sides[1]
        return [t for t in turned if not head.behind(t.reading.atom) & keys]

    def _new(
        self,
        flips: Sequence[Flip],
        paired: Sequence[Turned],
        before: Mapping[Any, Reading],
        after: Mapping[Any, Reading],
    ) -> list[Turned]:
        """Conditions of formulas that were written anew: what is asked now, and was."""
        keys: set[Key] = {(f.section, f.entry, "when") for f in flips}
        keys |= {k for t in paired for k in self._sides[1].named(t.reading.atom)}
        wanted = keys & self._rewritten
        added = [
            Turned(None, r)
            for name, r in after.items()
            if name not in before and r.atom.key in wanted
        ]
        gone = [
            Turned(r, None)
            for name, r in before.items()
            if name not in after and r.atom.key in wanted
        ]
        return [*added[:MOST_REWRITTEN], *gone[:MOST_REWRITTEN]]

    @cached_property
    def _undoing(self) -> Undoing:
        return Undoing(self.impact.base, self.impact.head)

    # -- what would undo it ------------------------------------------------------------

    def _undo(
        self, turned: Turned, old: tuple[Any, ...], new: tuple[Any, ...]
    ) -> Undo | None:
        if turned.new is None or turned.new.item is not None:
            return None
        return self._undoing.of(turned.new, old, new)
