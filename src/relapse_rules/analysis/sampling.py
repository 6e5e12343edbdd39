"""What the solver rules out is looked for once more, among records drawn at random."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.search import DisagreementError, with_value
from relapse_rules.examine import given_facts
from relapse_rules.testing.candidates import Candidates
from relapse_rules.testing.conditions import DAY
from relapse_rules.testing.samples import samples_of
from relapse_rules.testing.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.analysis.search import Record, Records, Search
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Slot

SAMPLES = 80


def require_none(search: Search, samples: Iterable[Record] | None = None) -> None:
    """Raises DisagreementError when a sample shows what the solver says cannot be."""
    random = Random(SAMPLES)  # noqa: S311 - records to try, not secrets
    setting = Setting(search.worlds[0].rules)
    if samples is None:
        samples = _records(search, setting, random)
    for record in samples:
        for records in _pairs(search, setting, record, random):
            if search.holds(records):
                raise DisagreementError


def open_records(search: Search, count: int) -> Iterator[Record]:
    """Records of the kind that is searched, always the same ones."""
    setting = Setting(search.worlds[0].rules)
    yield from _records(search, setting, Random(count), count)  # noqa: S311 - records to try


def _records(
    search: Search, setting: Setting, random: Random, count: int = SAMPLES
) -> Iterator[Record]:
    program = setting.rules.program
    for trial in samples_of(setting, count=count):
        given = given_facts(program, trial.record.values)
        record = {k: _items(v) for k, v in given.items() if v is not None}
        if search.days is not None:
            record[DAY] = random.randint(*search.days)
        yield record


def _items(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in item.items() if v is not None} for item in value]


def _pairs(
    search: Search, setting: Setting, record: Record, random: Random
) -> Iterator[Records]:
    """The record alone, or twice with two values of the fact that is asked about."""
    slot = search.apart
    if slot is None:
        yield (record,)
        return
    if slot.list and not record.get(slot.list):
        return
    values = Candidates(setting).of(_fact(setting, slot), slot.list)
    if len(values) < 2:
        return
    one, other = random.sample(values, 2)
    if search.ordered and one > other:
        one, other = other, one
    yield with_value(record, slot, one), with_value(record, slot, other)


def _fact(setting: Setting, slot: Slot) -> Fact:
    if slot.list:
        return setting.meaning.item_facts(slot.list)[slot.fact]
    return setting.meaning.facts[slot.fact]
