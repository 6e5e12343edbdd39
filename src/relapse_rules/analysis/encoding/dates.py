"""Civil dates for the solver: a day number split into year, month and day, and back.

A split introduces numbers of its own, each fixed by linear rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import z3

from relapse_rules.analysis.encoding.terms import (
    Term,
    all_of,
    any_of,
    choose,
    negation,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Years that four divides without being leap years, within what arithmetic may reach.
NOT_LEAP = (1700, 1800, 1900, 2100, 2200, 2300)
BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year: the number of its last day before it, and its length."""

    before: Term
    length: Term


@dataclass(frozen=True, slots=True)
class Civil:
    """A day: its year, month (1 to 12), day of the month, and that month."""

    year: Term
    month: Term
    day: Term
    of: Month


class Calendar:
    """Splits days into dates; `rules` fix the numbers that it introduces."""

    def __init__(self, rules: list[Term]) -> None:
        self.rules = rules
        self._split: dict[int, tuple[Any, Civil]] = {}
        self._fresh = 0

    def split(self, day: Term) -> Civil:
        """The date of a day number."""
        if isinstance(day, int):
            return _fixed(date.fromordinal(day))
        found = self._split.get(day.get_id())
        if found is None:
            found = self._split[day.get_id()] = day, self._made(day)
        return found[1]

    def _made(self, day: Any) -> Civil:
        year, month, of_month = self._number("y"), self._number("m"), self._number("d")
        self.rules += [month >= 1, month <= 12, year >= 1700, year <= 2301]
        of = self.month(year, month)
        self.rules += [of_month >= 1, of_month <= of.length]
        self.rules.append(day == of.before + of_month)
        return Civil(year, month, of_month, of)

    def _number(self, stem: str) -> Any:
        self._fresh += 1
        return z3.FreshInt(f"{stem}!")

    def month(self, year: Term, month: Term) -> Month:
        """A month of a year."""
        if isinstance(year, int) and isinstance(month, int):
            return _fixed(date(year, month, 1)).of
        leap, before = self._year(year)
        ahead = _table(month, BEFORE_MONTH)
        later = choose(all_of((leap, month > 2)), 1, 0)
        short = any_of([month == m for m in (4, 6, 9, 11)])
        february = choose(leap, 29, 28)
        length = choose(month == 2, february, choose(short, 30, 31))
        return Month(before + ahead + later, length)

    def _year(self, year: Any) -> tuple[Term, Term]:
        """Whether it is a leap year, and the number of the last day before it."""
        fours, rest = self._number("q"), self._number("r")
        self.rules += [year == 4 * fours + rest, rest >= 0, rest <= 3]
        by_four = rest == 0
        leap = all_of((by_four, *(year != y for y in NOT_LEAP)))
        passed = choose(by_four, fours - 1, fours)
        # From 1601 to 1700 sixteen of the years that four divides were no leap years,
        # less the four that four hundred divides.
        skipped: Term = 12
        for other in NOT_LEAP:
            skipped = choose(year > other, _skipped(other), skipped)
        return leap, 365 * (year - 1) + passed - skipped

    # -- what programs ask for -----------------------------------------------------------

    def add_months(self, day: Term, months: Term) -> Term:
        start = self.split(day)
        index = start.year * 12 + start.month - 1 + months
        if isinstance(index, int):
            year, month = divmod(index, 12)
            month += 1
        else:
            year, rest = self._number("y"), self._number("m")
            self.rules += [index == 12 * year + rest, rest >= 0, rest <= 11]
            month = rest + 1
        of = self.month(year, month)
        return of.before + _smaller(start.day, of.length)

    def months_between(self, first: Term, last: Term) -> Term:
        if isinstance(first, int) and isinstance(last, int):
            later = last >= first
            months = self._months(first, last) if later else self._months(last, first)
            return months if later else -months
        return choose(
            last >= first, self._months(first, last), -self._months(last, first)
        )

    def _months(self, first: Term, last: Term) -> Term:
        """Complete months, where `last` is no earlier."""
        a, b = self.split(first), self.split(last)
        months = (b.year - a.year) * 12 + b.month - a.month
        return months - choose(_smaller(a.day, b.of.length) <= b.day, 0, 1)

    def reached(self, first: Term, last: Term, k: int, size: int) -> Term:
        """Whether at least `k` complete units of `size` months have passed."""
        months = k * size
        a, b = self.split(first), self.split(last)
        passed = (b.year - a.year) * 12 + b.month - a.month
        if months > 0:
            day = _smaller(a.day, b.of.length) <= b.day
            return any_of((passed > months, all_of((passed == months, day))))
        # Before the first day they are counted backwards: more than so many, negated.
        back = -passed
        day = _smaller(b.day, a.of.length) <= a.day
        most = size - months
        return negation(any_of((back > most, all_of((back == most, day)))))

    def years_between(self, first: Term, last: Term) -> Term:
        return choose(
            last >= first,
            self._twelfth(self._months(first, last)),
            -self._twelfth(self._months(last, first)),
        )

    def _twelfth(self, months: Term) -> Term:
        return months // 12 if isinstance(months, int) else months / 12

    def month_day(self, day: Term, wanted: Term) -> Term:
        start = self.split(day)
        return start.of.before + _smaller(wanted, start.of.length)

    def next_month_day(self, day: Term, wanted: Term) -> Term:
        start = self.split(day)
        december = start.month == 12
        year = start.year + choose(december, 1, 0)
        month = choose(december, 1, start.month + 1)
        of = self.month(year, month)
        return of.before + _smaller(wanted, of.length)

    @property
    def functions(self) -> dict[str, Callable[[Term, Term], Term]]:
        return {
            "years_between": self.years_between,
            "months_between": self.months_between,
            "add_months": self.add_months,
            "month_day": self.month_day,
            "next_month_day": self.next_month_day,
        }


def _skipped(year: int) -> int:
    """Of the years up to this one, how many are divided by four without being leap."""
    return year // 100 - year // 400


def _fixed(day: date) -> Civil:
    first = day.replace(day=1)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    before = first.toordinal() - 1
    of = Month(before, following.toordinal() - first.toordinal())
    return Civil(day.year, day.month, day.day, of)


def _table(month: Any, values: tuple[int, ...]) -> Term:
    found: Term = values[-1]
    for index in range(len(values) - 2, -1, -1):
        found = choose(month <= index + 1, values[index], found)
    return found


def _smaller(left: Term, right: Term) -> Term:
    if isinstance(left, int) and isinstance(right, int):
        return min(left, right)
    return z3.If(number(left) <= number(right), number(left), number(right))
