"""What a program answers about one record, seen in three ways: as formulas of the solver,
by the compiled program, and by the reference interpreter.

A claim is stated once, of any view: of the last two every term is a plain yes or no.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from relapse_rules.analysis.encoding.terms import (
    Term,
    Truth,
    all_of,
    any_of,
    negation,
    truth,
)
from relapse_rules.backends.reference import Reference
from relapse_rules.backends.unknown import UNKNOWN, exact
from relapse_rules.testing.conditions import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from relapse_rules.analysis.encoding.encoder import Encoder
    from relapse_rules.analysis.world import World

# Whether each row of a choice may win, and whether none may.
Possible = dict[str | None, Term]


class Ratio:
    """A derived value that is an answer: whether it is known, and what it is."""

    __slots__ = ("bottom", "known", "top")

    def __init__(self, known: Term, top: Term, bottom: Term) -> None:
        self.known, self.top, self.bottom = known, top, bottom


class View(Protocol):
    """What claims may ask about one record."""

    def truth(self, name: str) -> Truth:
        """A clause (`risks.illness`) or a condition of a claim, by its name."""
        ...

    def possible(self, section: str) -> Possible:
        """The rows that may win a choice; no row where no layer states any."""
        ...

    def ratio(self, name: str) -> Ratio:
        """A shown value."""
        ...

    def entries(self, section: str) -> Sequence[str]:
        """The clauses of a section, in order; none where no layer states any."""
        ...


def removable(view: View) -> Truth:
    """Whether a case may be closed: every condition holds, nothing holds it back."""
    met = [
        view.truth(f"removal.conditions.{e}")
        for e in view.entries("removal.conditions")
    ]
    blocks = [
        view.truth(f"{section}.{e}")
        for section in ("removal.holds", "removal.refusals")
        for e in view.entries(section)
    ]
    yes = all_of((*(m.yes for m in met), *(b.no for b in blocks)))
    return Truth(yes, any_of((*(m.no for m in met), *(b.yes for b in blocks))))


def winners(rows: Iterable[tuple[str, Truth]]) -> Possible:
    """From the conditions of rows in order, which of them may win."""
    found: Possible = {}
    open_: list[Term] = []
    for row, holds in rows:
        found[row] = all_of((*open_, holds.may_be))
        open_.append(negation(holds.yes))
    found[None] = all_of(open_)
    return found


class _Named:
    """What all views know of the program: its sections."""

    def __init__(self, world: World) -> None:
        self.world = world

    def entries(self, section: str) -> Sequence[str]:
        return self.world.entries.get(section, ())


class SolverView(_Named):
    """An open record, as formulas."""

    def __init__(self, world: World, encoder: Encoder) -> None:
        super().__init__(world)
        self.encoder = encoder

    def truth(self, name: str) -> Truth:
        return self.encoder.named_truth(name)

    def possible(self, section: str) -> Possible:
        entries = self.entries(section)
        return winners((e, self.truth(f"{section}.{e}")) for e in entries)

    def ratio(self, name: str) -> Ratio:
        value = self.world.values[name]
        top = self.encoder.number(value.numerator)
        bottom = self.encoder.number(value.denominator)
        return Ratio(all_of((top.known, bottom.known)), top.value, bottom.value)


class ReferenceView(_Named):
    """A record as the reference interpreter sees it: this is the meaning."""

    def __init__(self, world: World, record: Mapping[str, Any]) -> None:
        super().__init__(world)
        # No rule changes between the days of one stretch: only the day itself does.
        day = date.fromordinal(record[DAY]) if world.open_day else world.day
        self.run = Reference(world.meaning, day, record)

    def truth(self, name: str) -> Truth:
        value = self._value(name)
        return truth(None if value is UNKNOWN else value)

    def _value(self, name: str) -> Any:
        if name in self.world.conditions:
            return self.run.formula(self.world.conditions[name][0])
        section, _, entry = name.rpartition(".")
        return self.run.entry(section, entry)

    def possible(self, section: str) -> Possible:
        entries = self.entries(section)
        return winners((e, self.truth(f"{section}.{e}")) for e in entries)

    def ratio(self, name: str) -> Ratio:
        value = exact(self.run.formula(("derived", name)))
        if value is UNKNOWN:
            return Ratio(False, 0, 1)
        assert isinstance(value, Fraction)
        value /= self.world.scale(name)
        return Ratio(True, value.numerator, value.denominator)


class BodyView(_Named):
    """A record as the compiled program decides it: the same, and fast."""

    def __init__(self, world: World, record: Mapping[str, Any]) -> None:
        super().__init__(world)
        self.outcomes = world.outcomes(record)

    def truth(self, name: str) -> Truth:
        return truth(self.outcomes[name])

    def possible(self, section: str) -> Possible:
        if section not in self.outcomes:
            return {None: True}
        found = self.outcomes[section]
        return {row: row in found for row in (*self.entries(section), None)}

    def ratio(self, name: str) -> Ratio:
        top, bottom = self.outcomes[f"values.{name}"]
        known = top is not None and bottom is not None
        return Ratio(known, top, bottom) if known else Ratio(False, 0, 1)


class Told:
    """Some conditions as they are known to be worth; nothing else may be asked."""

    def __init__(self, names: Sequence[str], outcomes: Mapping[str, Any]) -> None:
        self.worth = {name: truth(outcomes[name]) for name in names}

    def truth(self, name: str) -> Truth:
        return self.worth[name]

    def possible(self, section: str) -> Possible:
        raise KeyError(section)

    def ratio(self, name: str) -> Ratio:
        raise KeyError(name)

    def entries(self, section: str) -> Sequence[str]:
        raise KeyError(section)
