"""Headings of a table to facts: by id, label or alias, and never by likeness."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import FileError
from relapse_rules.messages import Phrase
from relapse_rules.messages.words import WORDS
from relapse_rules.messages.workbooks import OWN_HEADINGS
from relapse_rules.records.amounts import is_yuan, units_of
from relapse_rules.records.cells import cell_reader, month_of
from relapse_rules.records.names import (
    NOT_UNITS,
    Named,
    Names,
    compared,
    of_lists,
    unit_of,
)
from relapse_rules.records.options import NO_OPTIONS, TableOptions
from relapse_rules.records.values import NAME_DIGITS, NAME_LIMIT, accepted
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from relapse_rules.documents.policy import Fact

SHOWN_COLUMNS = 40
# The columns that a list of problems adds to the rows that it repeats.
_OWN = {text for key in OWN_HEADINGS for text in WORDS[key]}


@dataclass(frozen=True, slots=True)
class Column:
    """One column whose heading names a fact, and how its cells are read.

    `number` is set when it is one of several that are one fact together; `month` is the
    fact that a cell of year and month states instead; `scope` is the list whose items
    have the fact, or nothing; `scale` are the zeros that its heading stands for, which
    says a unit where `has_unit`.
    """

    index: int
    heading: str
    fact: Fact
    read: Callable[[str], Any]
    number: int = 0
    month: Fact | None = None
    scope: str = ""
    scale: int = 0
    has_unit: bool = False

    @property
    def place(self) -> dict[str, str]:
        """How people find it: by the heading that they wrote, and the letter above it."""
        return {"fact": self.heading, "column": letters(self.index)}

    def state(self, text: str, stated: dict[str, Any]) -> None:
        """Add what a cell that is not blank says. Raises Refused."""
        if self.month and (first := month_of(text)):
            stated[self.month.id] = accepted(self.month, first)
            return
        value = self.read(text)
        if self.number:
            value |= stated.get(self.fact.id, frozenset())
        stated[self.fact.id] = value


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column: its own text, and what stands above it over several."""

    text: str
    above: str = ""

    @property
    def shown(self) -> str:
        joined = f"{self.above}/{self.text}" if self.above else self.text
        return printable(" ".join(joined.split())[:NAME_LIMIT])


@dataclass(slots=True)
class Matched:
    """The columns of a table: those that are read, and those that nobody is to read."""

    columns: tuple[Column, ...] = ()
    skipped: dict[int, str] = field(default_factory=dict)


def letters(index: int) -> str:
    """What spreadsheets call the column with that index: A, B … Z, AA."""
    above, last = divmod(index, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)


def match_columns(
    file: str, headings: Sequence[str], facts: Iterable[Fact]
) -> tuple[Column, ...]:
    """The column of each heading; blank headings have none. Raises FileError."""
    names = Names()
    names.add(facts)
    return Matcher(file, names).match([Heading(h) for h in headings]).columns


def match_lists(headings: Sequence[str], facts: Iterable[Fact]) -> tuple[Column, ...]:
    """The columns of a typed table that hold lists of items."""
    lists = {fact.id: fact for fact in facts if fact.kind == "list"}
    names = of_lists(lists.values())
    found = []
    for index, heading in enumerate(headings):
        if name := names.get(compared(heading)):
            fact = lists[name]
            found.append(Column(index, heading, fact, cell_reader(fact)))
    return tuple(found)


@dataclass(slots=True)
class Matcher:
    """Finds the columns of one table.

    `elsewhere` are facts that another table already states: their columns are left out.
    """

    file: str
    names: Names
    options: TableOptions = NO_OPTIONS
    notes: Counter[str] = field(default_factory=Counter)
    elsewhere: frozenset[str] = frozenset()
    lists: Mapping[str, str] = field(default_factory=dict)

    def match(self, headings: Sequence[Heading]) -> Matched:
        """Raises FileError for what is unknown, ambiguous, repeated or in another unit."""
        found: list[Column] = []
        unknown: list[int] = []
        skipped: dict[int, str] = {}
        for index, heading in enumerate(headings):
            if not compared(heading.text):
                continue
            if heading.text.strip() in _OWN and not self.names.find(
                compared(heading.text)
            ):
                skipped[index] = heading.shown
                continue
            target = self.options.target(heading.text, letters(index))
            if target == "":
                skipped[index] = heading.shown
                continue
            named, unit = self._named(index, heading, target)
            if named is None:
                unknown.append(index)
            elif named.fact.id in self.elsewhere and not named.scope:
                skipped[index] = heading.shown
            else:
                found.append(self._column(index, heading, named, unit))
        if not found:
            raise FileError("RR633", file=self.file)
        if unknown and not self.options.skip_unknown:
            listed = self._listed(headings, unknown)
            count = len(unknown)
            raise FileError("RR622", file=self.file, count=count, columns=listed)
        skipped |= {i: headings[i].shown for i in unknown}
        self._check_repeated(found)
        self._check_numbers(found)
        return Matched(self._with_months(found), dict(sorted(skipped.items())))

    # -- one heading ---------------------------------------------------------------------

    def _named(
        self, index: int, heading: Heading, target: str | None
    ) -> tuple[Named | None, Unit]:
        """What a heading names, and the unit that it or the one above it adds."""
        if target is not None:
            unit = Unit(unit_of(compared(heading.text))[1])
            return self._target(index, heading, target), unit
        for plain, unit in spellings(heading):
            found = self._readable(plain)
            if len(found) == 1:
                return found[0], unit
            if found:
                raise self._ambiguous(index, heading, found)
        return None, Unit()

    def _readable(self, plain: str) -> list[Named]:
        """Of facts that are dropped when they are read, it does not matter which it is."""
        found = self.names.find(plain)
        if len(found) > 1 and all(one.fact.personal for one in found):
            return found[:1]
        return found

    def _target(self, index: int, heading: Heading, target: str) -> Named:
        found = meant_by(target, self.names, self.lists)
        if len(found) == 1:
            return found[0]
        if found:
            raise self._ambiguous(index, heading, found)
        raise FileError("RR639", file=self.file, fact=shown_target(target))

    def _ambiguous(
        self, index: int, heading: Heading, found: Sequence[Named]
    ) -> FileError:
        zh = "、".join(f"`{_label(one)}`" for one in found)
        en = ", ".join(f"`{one.path}`" for one in found)
        return FileError(
            "RR638",
            file=self.file,
            column=letters(index),
            heading=heading.shown,
            facts=Phrase(zh, en),
            first=found[0].path,
        )

    def _column(self, index: int, heading: Heading, named: Named, unit: Unit) -> Column:
        scale = self._scale(index, named.fact, unit)
        read = cell_reader(named.fact, self.notes, scale)
        return Column(
            index,
            heading.shown,
            named.fact,
            read,
            named.number,
            scope=named.scope,
            scale=scale,
            has_unit=bool(unit.name) or "(" in compared(heading.text),
        )

    def _scale(self, index: int, fact: Fact, unit: Unit) -> int:
        """The zeros that a heading in 万元 stands for; another unit would be a factor off."""
        if not unit.name or unit.name in NOT_UNITS or fact.kind not in NUMERIC:
            return 0
        units = units_of(fact)
        if unit.name in units:
            return units[unit.name]
        # What stands above several columns need not be the unit of each of them.
        if fact.personal or not (unit.is_own or is_yuan(fact)):
            return 0
        raise FileError(
            "RR632",
            file=self.file,
            column=letters(index),
            fact=called(fact),
            unit=fact.unit or "-",
        )

    # -- all of them ---------------------------------------------------------------------

    def _check_repeated(self, columns: Iterable[Column]) -> None:
        seen: dict[tuple[str, str], dict[int, int]] = {}
        for column in columns:
            of_fact = seen.setdefault((column.scope, column.fact.id), {})
            # A fact has one column or numbered ones, and of each number one.
            others = [
                i for n, i in of_fact.items() if column.number in {n, 0} or n == 0
            ]
            if others:
                raise FileError(
                    "RR623",
                    file=self.file,
                    fact=called(column.fact),
                    first=letters(others[0]),
                    second=letters(column.index),
                )
            of_fact[column.number] = column.index

    def _check_numbers(self, columns: Iterable[Column]) -> None:
        """A column that was deleted from between the others may have held one more value."""
        numbers: dict[str, set[int]] = {}
        for column in columns:
            if column.number:
                name = called(column.fact)
                numbers.setdefault(name, set()).add(column.number)
        for fact, found in numbers.items():
            for number in range(1, max(found)):
                if number not in found:
                    raise FileError("RR637", file=self.file, fact=fact, number=number)

    def _with_months(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """Months go to their own fact, also from the column that is headed by its name."""
        own = {(column.scope, column.fact.id) for column in columns}
        months = {(s, fact.month) for (s, _), fact in self.names.facts.items()}
        found = []
        for column in columns:
            fact = (column.scope, column.fact.id)
            name = (column.scope, column.fact.month)
            if not name[1]:
                name = fact if fact in months else name
            is_free = name == fact or name not in own
            month = self.names.facts[name] if name[1] and is_free else None
            found.append(replace(column, month=month))
        return tuple(found)

    def _listed(self, headings: Sequence[Heading], unknown: Sequence[int]) -> Phrase:
        shown = [self._suggested(headings[i], i) for i in unknown[:SHOWN_COLUMNS]]
        rest = "…" if len(unknown) > len(shown) else ""
        return Phrase(
            "、".join(one.zh for one in shown) + rest,
            ", ".join(one.en for one in shown) + rest,
        )

    def _suggested(self, heading: Heading, index: int) -> Phrase:
        plain, column = compared(heading.text)[:NAME_LIMIT], letters(index)
        # A heading with many digits is a value that stands in the wrong row.
        if sum(char.isdigit() for char in plain) > NAME_DIGITS:
            return Phrase(f"{column} 列", f"column {column}")
        text = f"{column} `{printable(heading.text.strip()[:NAME_LIMIT])}`"
        meant = self.names.nearest(plain)
        if meant is None:
            return Phrase(text, text)
        of = meant.number or ""
        return Phrase(
            f"{text}（是不是 `{meant.fact.label.zh}{of}`？）",
            f"{text} (did you mean `{meant.fact.id}{of}`?)",
        )


def meant_by(target: str, names: Names, lists: Mapping[str, str]) -> list[Named]:
    """What `age`, `年龄` or `家庭成员.年龄` may mean."""
    scope, dot, name = target.rpartition(".")
    return [
        one
        for one in names.find(compared(name if dot else target))
        if not dot or one.scope == lists.get(compared(scope))
    ]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that a heading adds in brackets, or that the one above it does."""

    name: str = ""
    is_own: bool = True


def spellings(heading: Heading) -> Iterator[tuple[str, Unit]]:
    """What a heading may be called, the fullest name first, each with its unit."""
    own, above = compared(heading.text), compared(heading.above)
    bare, unit = unit_of(own)
    bare_above, unit_above = unit_of(above)
    added = Unit(unit) if unit else Unit(unit_above, is_own=False)
    if above:
        yield bare_above + bare, added
        yield bare + bare_above, added
    # A name that is declared with its brackets says by itself what it is in.
    yield own, added if bare == own else Unit()
    yield bare, added


def shown_target(target: str) -> str:
    return printable(target[:NAME_LIMIT])


def called(fact: Fact) -> str:
    """A fact as officers and programs know it."""
    label = fact.label.zh
    return label if label == fact.id else f"{label}（{fact.id}）"


def _label(named: Named) -> str:
    return f"{named.fact.label.zh}（{named.path}）"
