"""What the solver rules out is looked for once more, among records drawn at random."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
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
    from relapse_rules.evaluator import Rules
    from relapse_rules.program.nodes import Slot

SAMPLES = 80


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Records drawn for one set of rules, and the values that are worth trying."""

    setting: Setting
    candidates: Candidates
    records: tuple[Record, ...]


@lru_cache(maxsize=8)
def _drawn(rules: Rules, count: int) -> _Drawn:
    """Drawn once: many questions are asked about the same rules."""
    setting = Setting(rules)
    records = []
    for trial in samples_of(setting, count=count):
        given = given_facts(rules.program, trial.record.values)
        records.append({k: _items(v) for k, v in given.items() if v is not None})
    return _Drawn(setting, Candidates(setting), tuple(records))


def require_none(search: Search, samples: Iterable[Record] | None = None) -> None:
    """Raises DisagreementError when a sample shows what the solver says cannot be."""
    random = Random(SAMPLES)  # noqa: S311 - records to try, not secrets
    drawn = _drawn(search.worlds[0].rules, SAMPLES)
    for record in open_records(search, SAMPLES) if samples is None else samples:
        for records in _pairs(search, drawn, record, random):
            if search.holds(records):
                raise DisagreementError


def open_records(search: Search, count: int) -> Iterator[Record]:
    """Records of the kind that is searched, always the same ones."""
    random = Random(count)  # noqa: S311 - records to try, not secrets
    for record in _drawn(search.worlds[0].rules, count).records:
        if search.days is None:
            yield record
        else:
            yield {**record, DAY: random.randint(*search.days)}


def _items(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in item.items() if v is not None} for item in value]


def _pairs(
    search: Search, drawn: _Drawn, record: Record, random: Random
) -> Iterator[Records]:
    """The record alone, or twice with two values of the fact that is asked about."""
    slot = search.apart
    if slot is None:
        yield (record,)
        return
    if slot.list and not record.get(slot.list):
        return
    values = drawn.candidates.of(_fact(drawn.setting, slot), slot.list)
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
