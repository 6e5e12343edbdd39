"""The stretches of days on which a policy stands unchanged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.policy import PolicyText, RuleSet

EARLIEST = date(1900, 1, 1)
ONE_DAY = timedelta(days=1)


def periods(text: PolicyText) -> Iterator[tuple[date, date | None]]:
    """The stretches of days between which nothing changes, while all layers are in force."""
    firsts = [layer.valid.first for layer in text.layers if layer.valid.first]
    lasts = [layer.valid.last for layer in text.layers if layer.valid.last]
    changes = set(_changes(text))
    start = max(firsts, default=min(changes, default=EARLIEST))
    end = min(lasts, default=None)
    inside = sorted(
        {start, *(c for c in changes if c > start and (end is None or c <= end))}
    )
    nexts: list[date | None] = [c - ONE_DAY for c in inside[1:]]
    yield from zip(inside, [*nexts, end], strict=True)


def lifetime(text: PolicyText) -> Period:
    """The days on which all layers are in force."""
    found = Period()
    for layer in text.layers:
        found = within(found, layer.valid)
    return found


def within(one: Period, other: Period) -> Period:
    """The days that are in both; none where the first comes after the last."""
    firsts = [p.first for p in (one, other) if p.first]
    lasts = [p.last for p in (one, other) if p.last]
    return Period(max(firsts, default=None), min(lasts, default=None))


def overlap(one: Period, other: Period) -> bool:
    """Whether some day is in both."""
    both = within(one, other)
    return both.first is None or both.last is None or both.first <= both.last


def _changes(text: PolicyText) -> Iterator[date]:
    """Every day on which a value or an entry begins, or has just ended."""
    for parameter in text.parameters:
        dated = [*parameter.values, *(v for row in parameter.rows for v in row.values)]
        yield from (value.since for value in dated)
        yield from (value.until + ONE_DAY for value in dated if value.until)
    for rules in (text.household, text.grid):
        if rules is not None:
            yield from _changes_of(entry_periods(rules))


def entry_periods(rules: RuleSet) -> Iterator[Period]:
    """When each derived value and each clause is in force."""
    yield from (derived.valid for derived in rules.derived)
    for section in rules.sections:
        yield from (entry.valid for entry in section.entries)


def _changes_of(valid: Iterable[Period]) -> Iterator[date]:
    for period in valid:
        if period.first:
            yield period.first
        if period.last:
            yield period.last + ONE_DAY
