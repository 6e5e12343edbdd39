"""Civil dates on day numbers, by the calendar of Polars and integer arithmetic."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.backends.columnar.value import (
    UNKNOWN_INT,
    Value,
    latest,
    strict,
    whole,
)
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
    return FUNCTIONS[node.function](writer, writer.atom(left), writer.atom(right))


def as_date(day: pl.Expr) -> pl.Expr:
    """A day number as a Polars date."""
    return (day - EPOCH).cast(pl.Int32).cast(pl.Date)


@dataclass(frozen=True, slots=True)
class Parts:
    """Month since the year 0, day of the month, and days that the month has."""

    months: Value
    day: Value
    last: Value


def _parts(writer: Writer, day: Value) -> Parts:
    """Columns of their own: most dates are asked for their parts more than once."""
    if not day.is_open:
        return _settled(int(day.settled))
    key = writer.inside, day.expr.meta.output_name()
    found: Parts | None = writer.parts.get(key)
    if found is None:
        when = as_date(day.expr)
        months = when.dt.year().cast(pl.Int64) * 12 + when.dt.month().cast(pl.Int64) - 1
        found = writer.parts[key] = Parts(
            writer.atom(strict(months, day)),
            writer.atom(strict(when.dt.day().cast(pl.Int64), day)),
            writer.atom(strict(when.dt.days_in_month().cast(pl.Int64), day)),
        )
    return found


def _settled(number: int) -> Parts:
    day = date.fromordinal(number)
    last = monthrange(day.year, day.month)[1]
    return Parts(whole(day.year * 12 + day.month - 1), whole(day.day), whole(last))


def _smaller(a: pl.Expr, b: pl.Expr) -> pl.Expr:
    """Null where `a` is; where `b` is, the caller's date is unknown anyhow."""
    return pl.when(b < a).then(b).otherwise(a)


def _first_of(writer: Writer, months: Value) -> Value:
    """The day number of the first day of a month, given since the year 0."""
    # Years that begin in March put the leap day at their end.
    march = writer.atom(strict((months.expr % 12 + 10) % 12, months))
    january = pl.when(march.expr >= 10).then(whole(1).expr).otherwise(whole(0).expr)
    year = writer.atom(strict(months.expr // 12 - january, months, march))
    days = 365 * year.expr + year.expr // 4 - year.expr // 100 + year.expr // 400
    return strict(days + (march.expr * 153 + 2) // 5 - 305, year, march)


def _day_of(writer: Writer, first: Value, number: Value) -> Value:
    """That day of the month which begins on `first`, or its last."""
    first = writer.atom(first)
    most = as_date(first.expr).dt.days_in_month().cast(pl.Int64)
    return strict(first.expr + _smaller(number.expr, most) - 1, first, number)


def _add_months(writer: Writer, day: Value, months: Value) -> Value:
    parts = _parts(writer, day)
    target = writer.atom(strict(parts.months.expr + months.expr, parts.months, months))
    return _day_of(writer, _first_of(writer, target), parts.day)


def _months_between(writer: Writer, first: Value, last: Value) -> Value:
    """The last month counts once the day of the first has come, or the month has ended."""
    early, late = _parts(writer, first), _parts(writer, last)
    forward, backward = _complete(early, late), _complete(late, early)
    expr = pl.when(last.expr >= first.expr).then(forward).otherwise(-backward)
    when = latest((first, last, early.months, late.months, early.last, late.last))
    return Value(expr, first.nullable or last.nullable, when)


def _complete(early: Parts, late: Parts) -> pl.Expr:
    months = late.months.expr - early.months.expr
    day = _smaller(early.day.expr, late.last.expr)
    return pl.when(day <= late.day.expr).then(months).otherwise(months - 1)


def _years_between(writer: Writer, first: Value, last: Value) -> Value:
    months = writer.atom(_months_between(writer, first, last))
    years = months.expr // 12
    back = -(-months.expr // 12)
    return strict(pl.when(months.expr >= 0).then(years).otherwise(back), months)


def _month_day(writer: Writer, day: Value, number: Value) -> Value:
    parts = _parts(writer, day)
    chosen = _smaller(number.expr, parts.last.expr)
    return strict(
        day.expr - parts.day.expr + chosen, day, number, parts.day, parts.last
    )


def _next_month_day(writer: Writer, day: Value, number: Value) -> Value:
    parts = _parts(writer, day)
    first = day.expr - parts.day.expr + parts.last.expr + 1
    return _day_of(writer, strict(first, day, parts.day, parts.last), number)


FUNCTIONS: dict[str, Callable[[Writer, Value, Value], Value]] = {
    "years_between": _years_between,
    "months_between": _months_between,
    "add_months": _add_months,
    "month_day": _month_day,
    "next_month_day": _next_month_day,
}
