"""A household that shows something: as people write it, and decided once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.search import DisagreementError, Record, Records, Search
from relapse_rules.analysis.shrinking import smallest
from relapse_rules.analysis.views import ReferenceView
from relapse_rules.testing.conditions import DAY
from relapse_rules.testing.suggest.plain import plain_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.documents.policy import Fact


@dataclass(frozen=True, slots=True)
class Witness:
    """One household on one day, or two that differ in one fact.

    Records are as `evaluate` and `explain` take them.
    """

    day: date
    records: tuple[dict[str, Any], ...]


def witness_of(search: Search, records: Records) -> Witness:
    """The smallest sensible witness, replayed by the reference interpreter.

    Raises DisagreementError when it is none after all.
    """
    small = smallest(search, records)
    if not search.holds(small, ReferenceView):
        raise DisagreementError
    world = search.worlds[0]
    day = date.fromordinal(small[0][DAY]) if world.open_day else world.day
    facts: dict[str, Fact] = {}
    for one in search.worlds:
        facts = {f.id: f for f in one.rules.facts} | facts
    plain = tuple(_plain(record, facts) for record in small)
    for one in search.worlds:
        for record in plain:
            # Refused, it would be no record at all.
            one.rules.evaluate(record)
    return Witness(day, plain)


def _plain(record: Record, facts: Mapping[str, Fact]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, fact in facts.items():
        if record.get(name) is None:
            continue
        if fact.kind != "list":
            found[name] = plain_value(fact, record[name])
            continue
        found[name] = [
            {i.id: plain_value(i, item[i.id]) for i in fact.items if i.id in item}
            for item in record[name]
        ]
    return found
