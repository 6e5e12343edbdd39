"""Records of one source share their gaps: each such shape gets code of its own.

A shape is the facts that a record gives. Once one has been seen often enough, encoding and
deciding are compiled for it, with everything else settled as unknown. A record that turns
out to be different after all takes the general way; the answers are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import Given, PythonBackend
from relapse_rules.decision import Decision
from relapse_rules.records.encode import RecordLayout, build_shaped_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from relapse_rules.backends.python import Body
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules
    from relapse_rules.examine import Examination
    from relapse_rules.layout import Layout
    from relapse_rules.records.encode import ShapedEncode

# Compiling costs some thousand decisions, so that a shape must come back to be worth it.
WORTH_COMPILING = 200
SHAPES_KEPT = 32
SHAPES_WATCHED = 1000


@dataclass(frozen=True, slots=True)
class Shape:
    """The code for one shape, and the context of the decisions it makes."""

    rules: Rules
    given: Given
    encode: ShapedEncode
    body: Body
    policy_id: str
    day: date
    digest: str
    layout: Layout

    def evaluate(self, record: Mapping[str, Any]) -> Decision | None:
        """The decision, or None when the record is of another shape after all."""
        values = self.encode(record)
        return None if values is None else Decision(self, self.body(values), values)

    def examine(self, decision: Decision, facts: tuple[Any, ...]) -> Examination:
        """A second look, at the record as every other part knows it."""
        return self.rules.examine(decision, self._whole(facts))

    def _whole(self, facts: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values of every fact the program reads, None for those not given."""
        given = dict(zip(self.given.facts, facts, strict=True))
        for list_id, wanted in self.rules.program.items:
            if given.get(list_id) is not None:
                ids = self.given.items[list_id]
                rows = (dict(zip(ids, item, strict=True)) for item in given[list_id])
                given[list_id] = tuple(tuple(map(row.get, wanted)) for row in rows)
        return tuple(map(given.get, self.rules.program.facts))


@dataclass(slots=True)
class Sightings:
    """How often a shape was seen, and what the items of its lists gave."""

    count: int = 0
    sometimes: dict[str, set[str]] = field(default_factory=dict)
    always: dict[str, set[str]] = field(default_factory=dict)

    def add(self, list_id: str, items: Sequence[Mapping[str, Any]]) -> None:
        # Code for a shape reads plain dicts; of anything else it need not know.
        for item in (item for item in items if item.__class__ is dict):
            ids = {name for name, value in item.items() if value is not None}
            self.sometimes.setdefault(list_id, set()).update(ids)
            self.always.setdefault(list_id, set(ids)).intersection_update(ids)


class Shapes:
    """The shapes seen by one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.lists = [f.id for f in rules.facts if f.kind == "list"]
        self.ready: dict[tuple[str, ...], Shape] = {}
        self.seen: dict[tuple[str, ...], Sightings] = {}

    def notice(self, record: Mapping[str, Any]) -> None:
        """Counts a valid record with gaps; compiles its shape when it keeps coming back."""
        keys = tuple(record)
        found = self.seen.get(keys)
        if found is None:
            if len(self.seen) >= SHAPES_WATCHED:
                self.seen = {}
            found = self.seen[keys] = Sightings()
        found.count += 1
        if found.count > WORTH_COMPILING:
            return
        for list_id in self.lists:
            if record.get(list_id):
                found.add(list_id, record[list_id])
        if found.count == WORTH_COMPILING and len(self.ready) < SHAPES_KEPT:
            self.ready[keys] = self.compiled(record, found)

    def compiled(self, record: Mapping[str, Any], seen: Sightings) -> Shape:
        """Code for the shape of a valid record."""
        rules = self.rules
        read = {name: set(ids) for name, ids in rules.program.items}
        facts = tuple(
            _with_items(fact, seen.sometimes.get(fact.id, set()))
            for fact in rules.facts
            if not fact.personal and record.get(fact.id) is not None
        )
        used = tuple(f for f in facts if f.id in rules.program.facts)
        items = {
            fact.id: tuple(i for i in fact.items if i.id in read[fact.id])
            for fact in used
            if fact.kind == "list"
        }
        gaps = frozenset(
            (name, item.id)
            for name, found in items.items()
            for item in found
            if item.id not in seen.always.get(name, set())
        )
        layout = RecordLayout(used, items)
        given = Given(
            tuple(f.id for f in used),
            {name: tuple(i.id for i in found) for name, found in items.items()},
            gaps,
        )
        return Shape(
            rules,
            given,
            build_shaped_encoder(facts, layout, _mask(layout, gaps)),
            PythonBackend().compile_for(rules.program, given),
            rules.policy_id,
            rules.day,
            rules.digest,
            rules.layout,
        )


def _with_items(fact: Fact, given: set[str]) -> Fact:
    """A list fact with only the item facts that its items give."""
    if fact.kind != "list":
        return fact
    kept = tuple(i for i in fact.items if i.id in given and not i.personal)
    return replace(fact, items=kept)


def _mask(layout: RecordLayout, gaps: frozenset[tuple[str, str]]) -> int:
    """The bits of an encoder's gaps that such a record may set."""
    lacking = {f"{name}[].{item}" for name, item in gaps}
    return sum(1 << bit for bit, name in enumerate(layout.gap_names) if name in lacking)
