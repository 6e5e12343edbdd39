"""An edited table of thresholds, back to what it changes in the files of a policy."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text
from relapse_rules.errors import FileError
from relapse_rules.messages import Phrase, word
from relapse_rules.nearest import nearest_name
from relapse_rules.records.cells import cell_text, day_of, truth_of
from relapse_rules.records.tables.guard import SMALL
from relapse_rules.records.tables.sheet import is_blank, number_text, plain_text
from relapse_rules.records.tables.workbook import read_workbook
from relapse_rules.workbooks.thresholds import (
    COLUMNS,
    Key,
    Threshold,
    headings,
    thresholds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from relapse_rules.documents.policy import Parameter, PolicyText
    from relapse_rules.messages import Lang
    from relapse_rules.records.tables.sheet import Cell

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?", re.ASCII)
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,14})/[1-9][0-9]{0,14}", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_KINDS = {
    "number": Phrase("一个数，分数写成 2/3", "a number, a fraction as 2/3"),
    "boolean": Phrase("true 或 false", "true or false"),
    "date": Phrase("日期", "a date"),
}
SAME_SOURCE = Phrase(
    "已有的值的依据要在政策文件里改，这里只能改值",
    "the source of a value that is there is changed in the policy file; only the value here",
)
TWICE = Phrase(
    "同一天的同一个值写了两次", "the same value of the same day is there twice"
)
NO_FIRST = Phrase(
    "还没有任何值，第一个值先写在政策文件里",
    "it has no value yet: write the first one in the policy file",
)
NO_ROW = Phrase("这张参数表里没有这一行", "the parameter's table has no such row")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is to be `text`; `before` is None where there is none of that day."""

    row: int
    key: Key
    parameter: Parameter
    text: str
    before: Threshold | None
    after: Threshold | None = None
    source: str = ""
    at: str = ""
    assumption: str = ""


@dataclass(slots=True)
class Returned:
    """What an edited table asks for, and what is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    problems: list[FileError] = field(default_factory=list)
    missing: list[Threshold] = field(default_factory=list)


def read_back(path: Path, policy: PolicyText) -> Returned:
    """Raises FileError when the file holds no such table."""
    reader = _Reader(path.name, policy)
    rows = _table(path)
    for number, cells in rows:
        reader.row(number, cells)
    found = reader.found
    found.missing = [one for key, one in reader.known.items() if key not in reader.seen]
    return found


def _table(path: Path) -> list[tuple[int, dict[str, Cell]]]:
    for sheet in read_workbook(path, SMALL):
        rows = list(sheet.rows())
        if not rows:
            continue
        heads = [plain_text(cell).strip() for cell in rows[0][1]]
        for lang in LANGUAGES:
            names = dict(zip(headings(lang), COLUMNS, strict=True))
            at = {names[h]: i for i, h in enumerate(heads) if h in names}
            if {"id", "since", "value"} <= at.keys():
                return [
                    (n, {k: cells[i] for k, i in at.items() if i < len(cells)})
                    for n, cells in rows[1:]
                    if not all(map(is_blank, cells))
                ]
    shown = " ".join(headings("zh")[:6])
    raise FileError("RR664", file=path.name, columns=shown)


class _Reader:
    def __init__(self, file: str, policy: PolicyText) -> None:
        self.file = file
        self.policy = policy
        self.parameters = {p.id: p for p in policy.parameters}
        self.known = {one.key: one for one in thresholds(policy)}
        self.seen: set[Key] = set()
        self.found = Returned()
        self._last: dict[tuple[str, str], Threshold] = {}
        for one in self.known.values():
            self._last[(one.key.parameter, one.key.row)] = one

    def row(self, number: int, cells: dict[str, Cell]) -> None:
        text = defaultdict(str, {k: _plain(c) for k, c in cells.items()})
        parameter = self.parameters.get(text["id"])
        if parameter is None:
            near = nearest_name(text["id"], self.parameters)
            self._wrong("RR665", number, name=text["id"], nearest=near)
            return
        since = _day(cells.get("since", ""))
        if since is None:
            self._bad_value(number, word("sheet_value_since", "zh"), "date")
            return
        key = Key(parameter.id, text["row"], since)
        if key in self.seen:
            self._refuse(number, key, TWICE)
            return
        self.seen.add(key)
        wanted = _value(parameter.type, cells.get("value", ""))
        if wanted is None:
            self._bad_value(number, word("sheet_value_value", "zh"), parameter.type)
            return
        sources = (text["source"], text["at"], text["assumption"])
        before = self.known.get(key)
        if before is not None:
            self._existing(number, before, wanted, sources)
        else:
            self._new(number, key, parameter, wanted, sources)

    def _existing(
        self, number: int, before: Threshold, wanted: str, sources: Sequence[str]
    ) -> None:
        if tuple(sources) != before.source:
            self._refuse(number, before.key, SAME_SOURCE)
        elif wanted != before.shown:
            self.found.changes.append(
                Change(number, before.key, before.parameter, wanted, before)
            )

    def _new(
        self,
        number: int,
        key: Key,
        parameter: Parameter,
        wanted: str,
        sources: Sequence[str],
    ) -> None:
        source, at, assumption = sources
        after = self._last.get((key.parameter, key.row))
        if after is None:
            self._refuse(number, key, NO_ROW if parameter.by else NO_FIRST)
        elif (source not in self.policy.sources) if source else not assumption:
            self._wrong("RR667", number, name=key.parameter, source=source or "-")
        elif assumption and assumption not in self.policy.assumptions:
            self._wrong("RR667", number, name=key.parameter, source=assumption)
        else:
            self.found.changes.append(
                Change(
                    number,
                    key,
                    parameter,
                    wanted,
                    None,
                    after,
                    source,
                    at,
                    assumption,
                )
            )

    def _bad_value(self, number: int, column: str, kind: str) -> None:
        self._wrong("RR666", number, column=column, wanted=_KINDS[kind])

    def _refuse(self, number: int, key: Key, why: Phrase) -> None:
        self._wrong("RR668", number, name=key.parameter, why=why)

    def _wrong(self, code: str, row: int, **args: object) -> None:
        self.found.problems.append(FileError(code, file=self.file, row=row, **args))


def _plain(cell: Cell) -> str:
    return cell_text(plain_text(cell))


def _day(cell: Cell) -> date | None:
    """A day as a day, as text, or as the number that a column without format shows."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        whole = int(cell)
        return _DAY_ZERO + timedelta(days=whole) if 3654 <= whole < 73_415 else None
    return day_of(_plain(cell))


def _value(kind: str, cell: Cell) -> str | None:
    """A value as the policy shows it; None when it is of another kind."""
    text = _plain(cell)
    if kind == "boolean":
        truth = truth_of(text)
        return None if truth is None else "true" if truth else "false"
    if kind == "date":
        day = _day(cell)
        return day.isoformat() if day else None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        text = number_text(float(cell))
    if not (_NUMBER.fullmatch(text) or _FRACTION.fullmatch(text)):
        return None
    return decimal_text(Fraction(text))
