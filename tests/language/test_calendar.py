"""Complete months and years, and days of a month: the calendar that due days need."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sample import holds, value_of
from relapse_rules.language import ranges
from relapse_rules.program import calendar

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.toordinal)
MONTHS = st.integers(-1200, 1200)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2022-01-31", 1, "2022-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2022-03-31", -1, "2022-02-28"),
        ("2022-01-15", -13, "2020-12-15"),
        ("2022-12-31", 2, "2023-02-28"),
        ("2000-02-29", -1200, "1900-02-28"),
        ("2022-05-31", 0, "2022-05-31"),
    ],
)
def test_adding_months(start: str, months: int, end: str) -> None:
    assert calendar.add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("first", "last", "months", "years"),
    [
        ("2022-01-31", "2022-02-28", 1, 0),
        ("2022-01-31", "2022-02-27", 0, 0),
        ("2022-02-28", "2022-03-30", 1, 0),
        ("2020-02-29", "2021-02-28", 12, 1),
        ("2020-02-29", "2021-02-27", 11, 0),
        ("2006-08-31", "2022-08-30", 191, 15),
        ("2006-08-31", "2022-08-31", 192, 16),
        ("2022-02-28", "2022-01-31", -1, 0),
        ("2022-08-31", "2006-08-31", -192, -16),
        ("2022-05-01", "2022-05-01", 0, 0),
    ],
)
def test_complete_months_and_years(
    first: str, last: str, months: int, years: int
) -> None:
    assert calendar.months_between(day(first), day(last)) == months
    assert calendar.years_between(day(first), day(last)) == years


@pytest.mark.parametrize(
    ("start", "number", "same", "following"),
    [
        ("2022-10-31", 25, "2022-10-25", "2022-11-25"),
        ("2022-01-31", 31, "2022-01-31", "2022-02-28"),
        ("2024-01-01", 30, "2024-01-30", "2024-02-29"),
        ("2022-12-05", 1, "2022-12-01", "2023-01-01"),
        ("2022-02-10", 31, "2022-02-28", "2022-03-31"),
    ],
)
def test_day_of_this_month_and_the_next(
    start: str, number: int, same: str, following: str
) -> None:
    assert calendar.month_day(day(start), number) == day(same)
    assert calendar.next_month_day(day(start), number) == day(following)


@given(DAYS, DAYS)
def test_months_between_is_the_most_that_can_be_added(first: int, last: int) -> None:
    if first <= last:
        months = calendar.months_between(first, last)
        assert calendar.add_months(first, months) <= last
        assert calendar.add_months(first, months + 1) > last
    else:
        months = calendar.months_between(first, last)
        assert months == -calendar.months_between(last, first)


@given(DAYS, MONTHS, st.integers(0, 40))
def test_adding_months_keeps_the_order_of_days(
    start: int, months: int, more: int
) -> None:
    """Bounds of a moved date are its moved bounds."""
    assert calendar.add_months(start, months) <= calendar.add_months(
        start + more, months
    )
    assert calendar.add_months(start, months) <= calendar.add_months(
        start, months + more
    )


def test_checker_knows_how_far_dates_may_be_moved() -> None:
    """The language cannot import the calendar; its spans are written out."""
    first, last = calendar.FIRST_REACHED, calendar.LAST_REACHED
    assert {
        "days_between": last - first,
        "months_between": calendar.months_between(first, last + 1),
        "years_between": calendar.years_between(first, last + 1),
    } == ranges.SPAN


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("years_between(surveyed_on, as_of)", 1),
        ("months_between(surveyed_on, as_of)", 12),
        ("days_between(as_of, surveyed_on)", -365),
        ("days_between(surveyed_on, add_days(surveyed_on, -7))", -7),
        ("days_between(surveyed_on, month_day(surveyed_on, 1))", -27),
        ("days_between(surveyed_on, next_month_day(surveyed_on, 31))", 31),
        ("days_between(surveyed_on, add_months(surveyed_on, 6 / 2))", 89),
    ],
)
def test_dates_in_expressions(text: str, wanted: int) -> None:
    """On 2022-02-28, of 2021-02-28."""
    assert value_of(text, surveyed_on="2021-02-28") == wanted


def test_unknown_day_stays_unknown() -> None:
    assert value_of("years_between(surveyed_on, as_of)") is None
    assert holds("add_days(surveyed_on, 5) > as_of") is None
