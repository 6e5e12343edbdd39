"""Looking for records of which something holds: by the solver, and then by trying them.

What the solver finds is decided again by the reference interpreter before anybody sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.encoding.encoder import Encoder
from relapse_rules.analysis.encoding.record import Given, OpenRecord
from relapse_rules.analysis.encoding.terms import all_of, any_of, compared, negation
from relapse_rules.analysis.solving import LIST_BOUND, TIME_LIMIT, ask
from relapse_rules.analysis.views import BodyView, ReferenceView, SolverView
from relapse_rules.documents.policy import NUMERIC
from relapse_rules.program.nodes import Slot
from relapse_rules.testing.conditions import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.solving import Outcome
    from relapse_rules.analysis.views import View
    from relapse_rules.analysis.world import World
    from relapse_rules.documents.policy import Fact

Record = dict[str, Any]
Records = tuple[Record, ...]


class DisagreementError(Exception):
    """The solver and the reference interpreter differ: a fault of this library."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Milliseconds for one question to the solver, and the items that a list may hold."""

    time: int = TIME_LIMIT
    items: int = LIST_BOUND


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search: records, none, or no answer in time.

    `bounds` says how many items lists may hold here, of those that might be longer.
    """

    outcome: Outcome
    records: Records
    bounds: dict[str, int]


class Twin(OpenRecord):
    """The same record but for one fact."""

    def __init__(self, other: OpenRecord, slot: Slot) -> None:
        super().__init__(other.facts.values(), other.bound, "other ")
        self.other = other
        # The same dates, split once: that they are the same need not be proved.
        self.calendar = other.calendar
        self.apart = slot

    def slot(self, slot: Slot, item: int | None = None) -> Given:
        mine = slot == self.apart and item in {None, 0}
        return super().slot(slot, item) if mine else self.other.slot(slot, item)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: one record, or two that differ in one known fact.

    `worlds` are the policies that look at it. Of two records the first has the smaller
    number where `ordered`.
    """

    worlds: tuple[World, ...]
    found: Callable[[Sequence[View]], Term]
    apart: Slot | None = None
    ordered: bool = False
    limits: Limits = Limits()
    days: tuple[int, int] | None = None

    def run(self) -> Found:
        """What the solver says, and the records of its model, decided again."""
        first = self._open_record()
        records: list[OpenRecord] = [first]
        if self.apart is not None:
            records.append(Twin(first, self.apart))
        views: list[View] = [
            SolverView(world, Encoder(world.program, record))
            for world, record in self._pairs(records)
        ]
        goal = all_of((self.found(views), *self._apart(records), *self._day(first)))
        reply = ask(goal, records, self.limits.time)
        bounds = {name: first.size(name) for name in first.lists if first.limits(name)}
        if reply.outcome != "found":
            return Found(reply.outcome, (), bounds)
        found = tuple(self._decoded(r, first, reply.model) for r in records)
        if not self.holds(found, ReferenceView):
            raise DisagreementError
        return Found("found", found, bounds)

    def _open_record(self) -> OpenRecord:
        facts: dict[str, Fact] = {}
        for world in self.worlds:
            facts = {f.id: f for f in world.facts} | facts
        return OpenRecord(facts.values(), self.limits.items)

    def _pairs(self, records: Sequence[Any]) -> list[tuple[World, Any]]:
        """Which policy looks at which record: there are several of one of them at most."""
        if len(records) > 1:
            return [(self.worlds[0], record) for record in records]
        return [(world, records[0]) for world in self.worlds]

    def _apart(self, records: Sequence[OpenRecord]) -> list[Term]:
        if self.apart is None:
            return []
        at = 0 if self.apart.list else None
        one, other = (record.slot(self.apart, at) for record in records)
        there: list[Term] = [one.known, other.known]
        if self.apart.list:
            given = records[0].slot(Slot(self.apart.list))
            there += [given.known, given.value[0]]
        if self.ordered:
            return [*there, compared("<", one.value, other.value)]
        return [*there, _unlike(one.value, other.value)]

    def _day(self, record: OpenRecord) -> list[Term]:
        if self.days is None:
            return []
        given = record.slot(Slot(DAY))
        first, last = self.days
        return [given.known, given.value >= first, given.value <= last]

    def _decoded(self, record: OpenRecord, first: OpenRecord, model: Any) -> Record:
        found = first.decoded(model)
        if record is first or self.apart is None:
            return found
        slot = self.apart
        given = record.slot(slot, 0 if slot.list else None)
        value = record.read(model, slot, given)
        return with_value(found, slot, value)

    # -- records that are there ----------------------------------------------------------

    def holds(
        self, records: Records, kind: type[BodyView | ReferenceView] = BodyView
    ) -> bool:
        """Whether what is looked for holds of records, decided by one of the back ends."""
        pairs = self._pairs(records)
        views: list[View] = [kind(world, record) for world, record in pairs]
        return self.found(views) is True


def with_value(record: Record, slot: Slot, value: Any) -> Record:
    """The record with another value of one fact, of its first item where it has a list."""
    if not slot.list:
        return {**record, slot.fact: value}
    first, *rest = record[slot.list]
    return {**record, slot.list: [{**first, slot.fact: value}, *rest]}


def value_of(record: Mapping[str, Any], slot: Slot) -> Any:
    return record[slot.list][0][slot.fact] if slot.list else record[slot.fact]


def is_ordered(fact: Fact) -> bool:
    """Whether the values of a fact stand in an order."""
    return fact.kind in NUMERIC or fact.kind == "date"


def _unlike(one: Any, other: Any) -> Term:
    if isinstance(one, dict):
        return any_of(one[key] != other[key] for key in one)
    return negation(one == other)
