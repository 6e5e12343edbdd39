"""Civil dates on day numbers, by the calendar of Polars and integer arithmetic."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.backends.columnar.value import UNKNOWN_INT, Value, strict, whole
from relapse_rules.program import calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.backends.columnar.writer import Writer
    from relapse_rules.program import nodes

# Polars counts days from 1970, the program from the year 1.
EPOCH = date(1970, 1, 1).toordinal()


def date_call(writer: Writer, node: nodes.DateCall) -> Value:
    left, right = writer.value(node.left), writer.value(node.right)
    if left.is_unknown or right.is_unknown:
        return UNKNOWN_INT
    if not (left.is_open or right.is_open):
        function = getattr(calendar, node.function)
        return whole(function(left.settled, right.settled))
    left, right = writer.atom(left), writer.atom(right)
    return strict(FUNCTIONS[node.function](left.expr, right.expr), left, right)


def as_date(day: pl.Expr) -> pl.Expr:
    """A day number as a Polars date."""
    return (day - EPOCH).cast(pl.Int32).cast(pl.Date)


def _parts(day: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Month since the year 0, day of the month, and days that the month has."""
    when = as_date(day)
    months = when.dt.year().cast(pl.Int64) * 12 + when.dt.month().cast(pl.Int64) - 1
    return (
        months,
        when.dt.day().cast(pl.Int64),
        when.dt.days_in_month().cast(pl.Int64),
    )


def _smaller(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Null where `a` is; where `b` is, the caller's date is unknown anyhow."""
    return pl.when(b < a).then(b).otherwise(a)


def _first_of(months: pl.Expr) -> pl.Expr:
    """The day number of the first day of a month, given since the year 0."""
    year = months // 12
    # Years that begin in March put the leap day at their end.
    march = (months % 12 + 10) % 12
    year = pl.when(march >= 10).then(year - 1).otherwise(year)
    return (
        365 * year
        + year // 4
        - year // 100
        + year // 400
        + (march * 153 + 2) // 5
        - 305
    )


def _days_in(months: pl.Expr) -> pl.Expr:
    return _first_of(months + 1) - _first_of(months)


def _add_months(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    start, number, _ = _parts(day)
    target = start + months
    return _first_of(target) + _smaller(number, _days_in(target)) - 1


def _months_between(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The last month counts once the day of the first has come, or the month has ended."""
    early, late = _parts(first), _parts(last)
    forward = _complete(early, late)
    backward = _complete(late, early)
    return pl.when(last >= first).then(forward).otherwise(-backward)


def _complete(
    early: tuple[pl.Expr, pl.Expr, pl.Expr], late: tuple[pl.Expr, pl.Expr, pl.Expr]
) -> pl.Expr:
    months, day = late[0] - early[0], _smaller(early[1], late[2])
    return pl.when(day <= late[1]).then(months).otherwise(months - 1)


def _years_between(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    months = _months_between(first, last)
    return pl.when(months >= 0).then(months // 12).otherwise(-(-months // 12))


def _month_day(day: pl.Expr, number: pl.Expr) -> pl.Expr:
    _, today, most = _parts(day)
    return day - today + _smaller(number, most)


def _next_month_day(day: pl.Expr, number: pl.Expr) -> pl.Expr:
    months = _parts(day)[0] + 1
    return _first_of(months) + _smaller(number, _days_in(months)) - 1


FUNCTIONS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "years_between": _years_between,
    "months_between": _months_between,
    "add_months": _add_months,
    "month_day": _month_day,
    "next_month_day": _next_month_day,
}
