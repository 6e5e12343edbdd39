"""Headings of a table to facts: by id, label or alias, and never by likeness."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import FileError
from relapse_rules.messages import Phrase
from relapse_rules.nearest import nearest_name
from relapse_rules.records.cells import cell_reader, month_of
from relapse_rules.records.values import NAME_DIGITS, NAME_LIMIT, accepted
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact

# What a heading names: a fact, and which of its numbered columns, or 0.
Named: TypeAlias = "tuple[Fact, int]"

_UNIT = re.compile(r"(.*?)\s*\(([^()]*)\)")
_NOT_UNITS = {"必填", "选填", "required", "optional"}
SHOWN_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One column whose heading names a fact, and how its cells are read.

    `number` is set when it is one of several that are one fact together; `month` is the
    fact that a cell of year and month states instead.
    """

    index: int
    heading: str
    fact: Fact
    read: Callable[[str], Any]
    number: int = 0
    month: Fact | None = None

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


def letters(index: int) -> str:
    """What spreadsheets call the column with that index: A, B … Z, AA."""
    above, last = divmod(index, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)


def match_columns(
    file: str, headings: Sequence[str], facts: Iterable[Fact]
) -> tuple[Column, ...]:
    """The column of each heading; blank headings have none. Raises FileError."""
    scalars = {fact.id: fact for fact in facts if fact.kind != "list"}
    names = _names(scalars.values())
    found: list[Column] = []
    unknown: list[int] = []
    for index, heading in enumerate(headings):
        if not _plain(heading):
            continue
        named, unit = _named(heading, names)
        if named is None:
            unknown.append(index)
            continue
        fact, number = named
        _check_unit(file, index, fact, unit)
        shown = printable(" ".join(heading.split())[:NAME_LIMIT])
        found.append(Column(index, shown, fact, cell_reader(fact), number))
    if not found:
        raise FileError("RR633", file=file)
    if unknown:
        listed = _shown(headings, unknown, names)
        raise FileError("RR622", file=file, count=len(unknown), columns=listed)
    _check_repeated(file, found)
    _check_numbers(file, found)
    return _with_months(found, scalars)


def match_lists(headings: Sequence[str], facts: Iterable[Fact]) -> tuple[Column, ...]:
    """The columns of a typed table that hold lists of items."""
    names = _names(fact for fact in facts if fact.kind == "list")
    found = []
    for index, heading in enumerate(headings):
        if named := names.get(_plain(heading)):
            found.append(Column(index, heading, named[0], cell_reader(named[0])))
    return tuple(found)


def _with_months(
    columns: list[Column], facts: Mapping[str, Fact]
) -> tuple[Column, ...]:
    """Months go to their own fact, also from the column that is headed by its name."""
    own = {column.fact.id for column in columns}
    months = {fact.month for fact in facts.values()}
    found = []
    for column in columns:
        fact = column.fact.id
        name = column.fact.month or (fact if fact in months else "")
        is_free = name == fact or name not in own
        found.append(replace(column, month=facts[name]) if name and is_free else column)
    return tuple(found)


def _names(facts: Iterable[Fact]) -> dict[str, Named]:
    """Every name a heading may have: ids, then labels, then aliases that name one fact."""
    plain = [(fact, 0) for fact in facts]
    numbered = [(f, n) for f, _ in plain for n in range(1, f.columns + 1)]
    tiers = (
        [(one[0].id, one) for one in plain],
        [(name, one) for one in plain for name in _labels(one[0])],
        [(name, one) for one in plain for name in one[0].aliases],
        [
            (f"{name}{one[1]}", one)
            for one in numbered
            for name in (one[0].id, *_labels(one[0]), *one[0].aliases)
        ],
    )
    names: dict[str, Named] = {}
    for tier in tiers:
        owners: dict[str, set[str]] = {}
        for name, (fact, _) in tier:
            owners.setdefault(_plain(name), set()).add(fact.id)
        for name, one in tier:
            if len(owners[_plain(name)]) == 1:
                names.setdefault(_plain(name), one)
    return names


def _labels(fact: Fact) -> tuple[str, str]:
    return fact.label.zh, fact.label.en


def _plain(heading: str) -> str:
    """A heading as it is compared: half-width, lower case, without blanks and star."""
    text = unicodedata.normalize("NFKC", heading).strip("\ufeff \t\r\n")
    return "".join(text.removesuffix("*").split()).lower()


def _named(heading: str, names: dict[str, Named]) -> tuple[Named | None, str]:
    """What a heading names, and the unit that it adds in brackets."""
    plain = _plain(heading)
    if plain in names:
        return names[plain], ""
    if match := _UNIT.fullmatch(plain):
        return names.get(match[1].removesuffix("*")), match[2]
    return None, ""


def _check_unit(file: str, index: int, fact: Fact, unit: str) -> None:
    """A heading in 万元 over a fact in 元 would be wrong by a factor, silently."""
    if not unit or unit in _NOT_UNITS or fact.kind not in NUMERIC or fact.personal:
        return
    declared = _plain(fact.unit)
    # Amounts per head are customarily headed with the plain unit: 人均纯收入（元）.
    if unit not in {declared, declared.split("/")[0]}:
        raise FileError(
            "RR632",
            file=file,
            column=letters(index),
            fact=fact.id,
            unit=fact.unit or "-",
        )


def _check_repeated(file: str, columns: Iterable[Column]) -> None:
    seen: dict[str, dict[int, int]] = {}
    for column in columns:
        of_fact = seen.setdefault(column.fact.id, {})
        # A fact has one column or numbered ones, and of each number one.
        others = [i for n, i in of_fact.items() if column.number in {n, 0} or n == 0]
        if others:
            raise FileError(
                "RR623",
                file=file,
                fact=column.fact.id,
                first=letters(others[0]),
                second=letters(column.index),
            )
        of_fact[column.number] = column.index


def _check_numbers(file: str, columns: Iterable[Column]) -> None:
    """A column that was deleted from between the others may have held one more value."""
    numbers: dict[str, set[int]] = {}
    for column in columns:
        if column.number:
            numbers.setdefault(column.fact.id, set()).add(column.number)
    for fact, found in numbers.items():
        for number in range(1, max(found)):
            if number not in found:
                raise FileError("RR637", file=file, fact=fact, number=number)


def _shown(
    headings: Sequence[str], unknown: Sequence[int], names: dict[str, Named]
) -> Phrase:
    shown = [_suggested(headings[i], i, names) for i in unknown[:SHOWN_COLUMNS]]
    rest = "…" if len(unknown) > len(shown) else ""
    return Phrase(
        "、".join(one.zh for one in shown) + rest,
        ", ".join(one.en for one in shown) + rest,
    )


def _suggested(heading: str, index: int, names: dict[str, Named]) -> Phrase:
    plain, column = _plain(heading)[:NAME_LIMIT], letters(index)
    # A heading with many digits is a value that stands in the wrong row.
    if sum(char.isdigit() for char in plain) > NAME_DIGITS:
        return Phrase(f"{column} 列", f"column {column}")
    text = f"{column} `{printable(heading.strip()[:NAME_LIMIT])}`"
    meant = nearest_name(plain, names)
    if not meant:
        return Phrase(text, text)
    fact, number = names[meant]
    of = number or ""
    return Phrase(
        f"{text}（是不是 `{fact.label.zh}{of}`？）",
        f"{text} (did you mean `{fact.id}{of}`?)",
    )
