"""Months and years between days, held to their definitions by counting."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from relapse_rules.program import calendar

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
# Where months end, and the years that are and are not leap years.
ENDS = st.builds(
    lambda year, month: first_of(year * 12 + month) - timedelta(1),
    st.sampled_from((1900, 1999, 2000, 2001, 2004, 2023, 2024, 2100)),
    st.integers(0, 11),
)
DATES = DAYS | ENDS
MONTHS = st.integers(-1200, 1200)


def first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def moved(day: date, months: int) -> date:
    """The same day of another month, or the last one before it that there is."""
    first = first_of(day.year * 12 + day.month - 1 + months)
    days = (first + timedelta(n) for n in range(day.day))
    return max(d for d in days if d.month == first.month)


@given(DATES, MONTHS)
def test_months_later_is_the_same_day_or_the_last(day: date, months: int) -> None:
    found = calendar.add_months(day.toordinal(), months)
    assert date.fromordinal(found) == moved(day, months)


@given(DATES, st.integers(0, 400), st.integers(-1, 1))
def test_a_month_has_passed_when_its_day_has_come(
    day: date, months: int, beside: int
) -> None:
    last = moved(day, months) + timedelta(beside)
    passed = calendar.months_between(day.toordinal(), last.toordinal())
    if last >= day:
        assert moved(day, passed) <= last < moved(day, passed + 1)
    assert passed == -calendar.months_between(last.toordinal(), day.toordinal())
    years = calendar.years_between(day.toordinal(), last.toordinal())
    assert years == abs(passed) // 12 * (1 if passed >= 0 else -1)


@given(DATES, st.integers(1, 31))
def test_a_day_of_a_month_or_its_last(day: date, number: int) -> None:
    wanted = moved(day.replace(day=1, month=1) + timedelta(number - 1), day.month - 1)
    assert calendar.month_day(day.toordinal(), number) == wanted.toordinal()
    following = moved(wanted.replace(month=1, day=number), day.month)
    assert calendar.next_month_day(day.toordinal(), number) == following.toordinal()
