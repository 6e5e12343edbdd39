"""Civil-date arithmetic on proleptic day numbers (1 = 0001-01-01).

A month later is the same day of the next month, or its last day when there is none
(民法典 art. 202). `n` complete months have passed when the day `n` months later has come.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date

from relapse_rules.documents import policy

FIRST_DAY, LAST_DAY = policy.FIRST_DAY.toordinal(), policy.LAST_DAY.toordinal()
# What arithmetic may reach from there: some hundred years to each side.
FIRST_REACHED = date(1700, 1, 1).toordinal()
LAST_REACHED = date(2301, 12, 31).toordinal()


# The days of a month, of February in a common year; every month has this many.
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SHORTEST = 28


def _clamped(year: int, month: int, number: int) -> int:
    """Day `number` of a month from 0, or the last day when there is none."""
    if number > SHORTEST:
        number = min(number, LENGTHS[month] + (month == 1 and isleap(year)))
    return date(year, month + 1, number).toordinal()


def add_months(day: int, months: int) -> int:
    """The same day `months` later, clamped to the end of that month."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return _clamped(year, month, start.day)


def months_between(first: int, last: int) -> int:
    """Complete months from `first` to `last`; negative when `last` is earlier."""
    if last < first:
        return -months_between(last, first)
    a, b = date.fromordinal(first), date.fromordinal(last)
    months = (b.year - a.year) * 12 + b.month - a.month
    if b.day >= a.day or _clamped(b.year, b.month - 1, a.day) <= last:
        return months
    return months - 1


def years_between(first: int, last: int) -> int:
    """Complete years from `first` to `last`; negative when `last` is earlier."""
    if last < first:
        return -years_between(last, first)
    return months_between(first, last) // 12


def month_day(day: int, number: int) -> int:
    """Day `number` of the month of `day`, or its last day when there is none."""
    start = date.fromordinal(day)
    return _clamped(start.year, start.month - 1, number)


def next_month_day(day: int, number: int) -> int:
    """Day `number` of the month after, or its last day when there is none."""
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month, 12)
    return _clamped(year, month, number)
