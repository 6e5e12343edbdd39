"""Civil-date arithmetic on day numbers, from what engines agree on: year, month, day,
the last day of a month, and months added with the end of a month kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.backends.sql.writer import Sql, Writer
    from relapse_rules.program import nodes


def date_call(writer: Writer, node: nodes.DateCall) -> Sql:
    left, right = writer.value(node.left), writer.value(node.right)
    write = CALLS[node.function]
    return writer.shared((left, right), lambda a, b: write(writer, a, b))


def _months_between(writer: Writer, first: Sql, last: Sql) -> Sql:
    """Complete months; from the earlier day to the later one, then with the sign."""
    forward = _complete_months(writer, first, last)
    back = _complete_months(writer, last, first)
    pattern = "(CASE WHEN {0} <= {1} THEN {2} WHEN {0} > {1} THEN -{3} END)"
    return writer.join(pattern, first, last, forward, back)


def _complete_months(writer: Writer, first: Sql, last: Sql) -> Sql:
    """One less while the day of the month is still to come; its last day is never late."""
    a, b = writer.write("date", n=first), writer.write("date", n=last)
    years, months, days = (
        (writer.write(part, date=a), writer.write(part, date=b))
        for part in ("year", "month", "day")
    )
    end = writer.write("last day", date=b)
    pattern = (
        "(({1} - {0}) * 12 + {3} - {2} - CASE WHEN {4} > {5} AND {6} <> {7}"
        " THEN 1 ELSE 0 END)"
    )
    return writer.join(pattern, *years, *months, *days, b, end)


def _years_between(writer: Writer, first: Sql, last: Sql) -> Sql:
    months = _months_between(writer, first, last)
    twelve = writer.whole(12)
    return writer.write("floor of positive", a=months, b=twelve)


def _add_months(writer: Writer, day: Sql, months: Sql) -> Sql:
    date = writer.write("date", n=day)
    later = writer.write("add months", date=date, n=months)
    return writer.write("day number", date=later)


def _month_day(writer: Writer, day: Sql, number: Sql) -> Sql:
    """That day of the month, or its last one when the month is shorter."""
    date = writer.write("date", n=day)
    end = writer.write("last day", date=date)
    last, this = writer.write("day", date=end), writer.write("day", date=date)
    pattern = "({0} - {1} + CASE WHEN {2} <= {3} THEN {2} WHEN {2} > {3} THEN {3} END)"
    return writer.join(pattern, day, this, number, last)


def _next_month_day(writer: Writer, day: Sql, number: Sql) -> Sql:
    date = writer.write("date", n=day)
    end = writer.write("last day", date=date)
    first = writer.join("({0} + 1)", writer.write("day number", date=end))
    return writer.shared((first, number), lambda a, b: _month_day(writer, a, b))


CALLS: dict[str, Callable[[Writer, Sql, Sql], Sql]] = {
    "years_between": _years_between,
    "months_between": _months_between,
    "add_months": _add_months,
    "month_day": _month_day,
    "next_month_day": _next_month_day,
}
