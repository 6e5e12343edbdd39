"""Civil-date arithmetic on proleptic day numbers (1 = 0001-01-01).

A month later is the same day of the next month, or its last day when there is none
(民法典 art. 202). `n` complete months have passed when the day `n` months later has come.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from relapse_rules.documents import policy

FIRST_DAY, LAST_DAY = policy.FIRST_DAY.toordinal(), policy.LAST_DAY.toordinal()
# What arithmetic may reach from there: some hundred years to each side.
FIRST_REACHED = date(1700, 1, 1).toordinal()
LAST_REACHED = date(2301, 12, 31).toordinal()


def add_months(day: int, months: int) -> int:
    """The same day `months` later, clamped to the end of that month."""
    start = date.fromordinal(day)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def months_between(first: int, last: int) -> int:
    """Complete months from `first` to `last`; negative when `last` is earlier."""
    if last < first:
        return -months_between(last, first)
    a, b = date.fromordinal(first), date.fromordinal(last)
    months = (b.year - a.year) * 12 + b.month - a.month
    return months if add_months(first, months) <= last else months - 1


def years_between(first: int, last: int) -> int:
    """Complete years from `first` to `last`; negative when `last` is earlier."""
    if last < first:
        return -years_between(last, first)
    return months_between(first, last) // 12


def month_day(day: int, number: int) -> int:
    """Day `number` of the month of `day`, or its last day when there is none."""
    start = date.fromordinal(day)
    last = monthrange(start.year, start.month)[1]
    return start.replace(day=min(number, last)).toordinal()


def next_month_day(day: int, number: int) -> int:
    """Day `number` of the month after, or its last day when there is none."""
    start = date.fromordinal(day).replace(day=1).toordinal()
    return month_day(add_months(start, 1), number)
