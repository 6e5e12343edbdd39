"""Other values of parameters, and periods that begin or end a day earlier or later."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import Period, decimal_text
from relapse_rules.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from relapse_rules.documents.policy import DatedValue, Entry, Parameter
    from relapse_rules.testing.mutation.units import Units

ONE_DAY = timedelta(days=1)
# Behind the date of a value: the value itself, alone or under `value`.
_VALUE = re.compile(r"\s*:\s*(?:\{[^}]*?\bvalue\s*:\s*|\n\s*value\s*:\s*)?([^,}\s]+)")
# How far behind an entry's id its days are looked for.
ENTRY_LENGTH = 2000


def other_values(
    parameter: Parameter, dated: DatedValue, units: Units
) -> Iterator[tuple[bool | Fraction | date, str]]:
    value = dated.value
    if isinstance(value, bool):
        yield not value, "false" if value else "true"
    elif isinstance(value, date):
        for days in (-ONE_DAY, ONE_DAY):
            yield value + days, (value + days).isoformat()
    else:
        step = units.step_of_parameter(parameter.id, value)
        for other in (value - step, value + step):
            yield other, decimal_text(other)


def value_span(dated: DatedValue) -> Span:
    """Where a value stands behind its date."""
    source, _, end = dated.origin.span
    found = _VALUE.match(source.text, end)
    return dated.origin.span if found is None else Span(source, *found.span(1))


def shifted_periods(
    valid: Period, alive: Period
) -> Iterator[tuple[Period, frozenset[date], date, date]]:
    """A period with one end moved by a day: the days that differ, the old and the new."""
    first, last = valid.first, valid.last
    if first is not None and (alive.first is None or first > alive.first):
        yield (
            replace(valid, first=first - ONE_DAY),
            _days(first - ONE_DAY),
            first,
            (first - ONE_DAY),
        )
        yield (
            replace(valid, first=first + ONE_DAY),
            _days(first),
            first,
            first + ONE_DAY,
        )
    if last is not None and (alive.last is None or last < alive.last):
        yield replace(valid, last=last - ONE_DAY), _days(last), last, last - ONE_DAY
        yield (
            replace(valid, last=last + ONE_DAY),
            _days(last + ONE_DAY),
            last,
            (last + ONE_DAY),
        )


def _days(day: date) -> frozenset[date]:
    return frozenset({day})


def day_span(entry: Entry, day: date) -> Span:
    """Where the entry states a day, or its id when another layer does."""
    source, _, end = entry.origin.span
    at = source.text.find(day.isoformat(), end, end + ENTRY_LENGTH)
    return entry.origin.span if at < 0 else Span(source, at, at + 10)
