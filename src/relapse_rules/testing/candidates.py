"""The values of each fact that are worth trying, read off the formulas."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program import calendar
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import list_inside, list_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.policy import Fact
    from relapse_rules.testing.setting import Setting

# How far from the day of the decision dates are tried, besides what formulas name.
NEAR_DAYS = (0, -1, 1, -40, 40, -400)
MOST_ITEMS = 3
# Sets of choices are tried whole, empty, one by one and in pairs up to so many.
MOST_PAIRED = 4

Path = tuple[str, str]


class Candidates:
    """For each fact (its list, and its id) the encoded values worth trying."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.day = setting.rules.day.toordinal()
        self._kept: dict[Path, tuple[Any, ...]] = {}

    def of(self, fact: Fact, list_id: str = "") -> tuple[Any, ...]:
        """Encoded values, each once; not None, which is unknown."""
        path = list_id, fact.id
        if path not in self._kept:
            self._kept[path] = tuple(dict.fromkeys(self._made(fact, path)))
        return self._kept[path]

    def _made(self, fact: Fact, path: Path) -> Iterable[Any]:
        if fact.kind == "boolean":
            return (True, False)
        if fact.kind == "choice":
            return tuple(fact.values)
        if fact.kind == "choices":
            return _sets(tuple(fact.values))
        if fact.kind == "text":
            return ("x",)
        if fact.kind == "date":
            return self._dates(path)
        if fact.kind in NUMERIC:
            return _numbers(fact, self._constants.get(path, set()))
        return self._lists(fact)

    def _dates(self, path: Path) -> Iterator[int]:
        near = [self.day + n for n in NEAR_DAYS]
        for constant in sorted(self._constants.get(path, set())):
            if constant.denominator == 1 and abs(constant) <= calendar.LAST_DAY:
                near += _days_apart(self.day, int(constant))
        yield from (d for d in near if calendar.FIRST_DAY <= d <= calendar.LAST_DAY)

    def _lists(self, fact: Fact) -> Iterator[tuple[Any, ...]]:
        """Lists that are empty, or of one or two items of whom nothing is known."""
        ids = dict(self.setting.like.items).get(fact.id, ())
        nothing = (None,) * len(ids)
        yield ()
        for count in range(1, min(MOST_ITEMS, fact.max_items) + 1):
            yield (nothing,) * count
        for position, item in enumerate(ids):
            inner = next(i for i in fact.items if i.id == item)
            for value in self.of(inner, fact.id):
                yield ((*nothing[:position], value, *nothing[position + 1 :]),)

    @cached_property
    def _constants(self) -> dict[Path, set[Fraction]]:
        """The numbers that each fact is compared with, in base units."""
        found: dict[Path, set[Fraction]] = {}
        for key, node in self.setting.meaning.typed.items():
            for compared, of in _comparisons(node, list_of(key)):
                paths: set[Path] = set()
                constants: set[Fraction] = set()
                self._collect(compared, of, paths, constants)
                for path in paths:
                    found.setdefault(path, set()).update(constants)
        return found

    def _collect(
        self, node: tree.Node, of: str, paths: set[Path], constants: set[Fraction]
    ) -> None:
        """The facts and the constants of a sub-expression, through derived values."""
        meaning = self.setting.meaning
        inner = list_inside(node, of)
        match node:
            case tree.Constant(value=Fraction() as value):
                constants.add(value)
            case tree.Name(symbol=symbol):
                if symbol.kind in {"fact", "item"}:
                    paths.add((of if symbol.kind == "item" else "", symbol.id))
                elif symbol.kind == "derived":
                    self._collect(
                        meaning.typed["derived", symbol.id], "", paths, constants
                    )
                elif symbol.kind == "parameter":
                    constants.update(self._values(symbol.id))
            case tree.Lookup(table=symbol):
                constants.update(self._values(symbol.id))
        for child in children(node):
            self._collect(child, inner, paths, constants)

    def _values(self, name: str) -> Iterator[Fraction]:
        """The values of a parameter, and where the rows of a table begin and end."""
        parameter = self.setting.meaning.parameters[name]
        scale = parse_unit(parameter.unit).scale
        rows = chain.from_iterable(row.values for row in parameter.rows)
        for dated in chain(parameter.values, rows):
            if isinstance(dated.value, Fraction):
                yield dated.value * scale
            elif isinstance(dated.value, date):
                yield Fraction(dated.value.toordinal())
        for row in parameter.rows:
            yield from (end for end in (row.low, row.high) if end is not None)


def _comparisons(node: tree.Node, of: str) -> Iterator[tuple[tree.Node, str]]:
    if isinstance(node, tree.Compare):
        yield node, of
    inner = list_inside(node, of)
    for child in children(node):
        yield from _comparisons(child, inner)


def _sets(values: tuple[str, ...]) -> Iterator[frozenset[str]]:
    yield frozenset()
    yield from (frozenset({value}) for value in values)
    yield frozenset(values)
    if len(values) <= MOST_PAIRED:
        yield from map(frozenset, combinations(values, 2))


def _numbers(fact: Fact, constants: set[Fraction]) -> Iterator[int]:
    """The ends of the range, and both sides of each constant, the nearest to 0 first."""
    assert fact.low is not None
    assert fact.high is not None
    low, high = ceil(fact.low * fact.scale), floor(fact.high * fact.scale)
    unit = parse_unit(fact.unit).scale
    found = {low, high, 0, fact.scale}
    for constant in constants:
        exact = constant / unit * fact.scale
        found |= {floor(exact) + n for n in (-1, 0, 1, 2)}
    yield from sorted((v for v in found if low <= v <= high), key=lambda v: (abs(v), v))


def _days_apart(day: int, count: int) -> list[int]:
    """So many days, months and years before and after a day, and the days around."""
    if abs(count) > calendar.FIRST_DAY:
        return [count - 1, count, count + 1]
    found = [day - count, day + count]
    for months in (count, 12 * count):
        if abs(months) <= 1200:
            found += [
                calendar.add_months(day, -months),
                calendar.add_months(day, months),
            ]
    return [near + n for near in found for n in (-1, 0, 1)]
