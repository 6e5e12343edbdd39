"""Random dates, and the time between them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.terms import Term
from relapse_rules.language.units import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.expressions import Expressions

YEARS, MONTHS, DAYS = UNITS = tuple(Unit(((w, 1),)) for w in ("年", "月", "天"))
BETWEEN = (
    ("years_between", YEARS, 602),
    ("months_between", MONTHS, 7224),
    ("days_between", DAYS, 219_874),
)
# Farther than this from the declared years, dates would leave the calendar.
REACH = 30_000


def date(writer: Expressions, depth: int) -> tuple[str, int]:
    """A date, and how many days it may lie outside the declared years."""
    names = writer.named("date")
    if depth <= 0 or writer.chance(0.4):
        if not names or writer.chance(0.2):
            return "as_of", 0
        return writer.spelled(writer.random.choice(names)), 400
    text, reach = date(writer, depth - 1)
    draw = writer.random.random()
    if draw < 0.15:
        other, farther = date(writer, depth - 1)
        return f"({text} if {writer.inner(depth - 1)} else {other})", max(
            reach, farther
        )
    if draw < 0.55:
        name = writer.random.choice(("month_day", "next_month_day"))
        day = _integer(writer, 1, 31, ("1", "15", "25", "28", "30", "31"))
        return f"{name}({text}, {day})", reach + 62
    name, days = writer.random.choice((("add_days", 1), ("add_months", 31)))
    steps = ("0", "1", "5", "12", "30", "-1", "-7", "18", "1 + 1", "6 / 2")
    if reach + 12 * days > REACH:
        return text, reach
    return f"{name}({text}, {_integer(writer, -30, 30, steps)})", reach + 30 * days


def _integer(writer: Expressions, low: int, high: int, constants: Sequence[str]) -> str:
    names = [
        n
        for n in writer.number_names()
        if n.term.whole and low <= n.term.low and n.term.high <= high
    ]
    if names and writer.chance(0.5):
        return writer.spelled(writer.random.choice(names))
    return writer.random.choice(constants)


def between(writer: Expressions, depth: int) -> Term:
    """Complete years, months or days between two dates."""
    name, unit, most = writer.random.choice(BETWEEN)
    text = f"{name}({writer.date(depth)}, {writer.date(depth)})"
    edge = Fraction(most)
    return Term(text, unit, most, 1, -edge, edge, whole=True)
