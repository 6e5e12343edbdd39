"""Households from CSV tables: one row each, with further tables for their lists."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.cells import cell_text
from relapse_rules.records.columns import Column, letters, match_columns
from relapse_rules.records.decoding import encoding_name, encoding_of, open_text
from relapse_rules.records.rows import Acceptance, Row, Summary
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path
    from typing import TextIO

    from relapse_rules.documents.policy import Fact


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its line, the facts it states, and what is wrong with it."""

    line: int
    stated: dict[str, Any] = field(repr=False)
    problems: tuple[RecordProblem, ...]


class Table:
    """A CSV file whose headings are matched; its rows are read one after the other."""

    def __init__(self, path: Path, facts: Sequence[Fact]) -> None:
        self.path = path
        self._encoding = encoding_of(path, national=True)
        with open_text(path, self._encoding) as file:
            headings = next((cells for _, cells in self._lines(file)), None)
        if headings is None:
            raise FileError("RR627", file=path.name)
        columns = match_columns(path.name, headings, facts)
        self.columns = tuple(c for c in columns if not c.fact.personal)
        # Personal columns are known by their headings; their cells are never looked at.
        self._known = {column.index for column in columns}
        personal = [c for c in columns if c.fact.personal]
        self.summary = Summary(
            path.name,
            encoding_name(self._encoding),
            dropped=tuple(c.fact.id for c in personal),
            dropped_headings=tuple(c.heading for c in personal),
        )

    @property
    def known(self) -> AbstractSet[int]:
        """The columns whose headings name a fact, personal ones among them."""
        return self._known

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headings as they are written, each with its line."""
        with open_text(self.path, self._encoding) as file:
            lines = self._lines(file)
            next(lines)
            yield from lines

    def rows(self) -> Iterator[TableRow]:
        for line, cells in self.cells():
            yield self._row(line, cells)

    def _lines(self, file: TextIO) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, with the line on which each begins."""
        reader = csv.reader(file, strict=True)
        line = 1
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield line, cells
                elif hasattr(self, "summary"):
                    self.summary.blank += 1
                line = reader.line_num + 1
        except csv.Error as error:
            raise self._broken(error, line) from None

    def _broken(self, error: csv.Error, line: int) -> FileError:
        if "field limit" in str(error):
            most = csv.field_size_limit()
            return FileError("RR630", file=self.path.name, line=line, most=most)
        return FileError("RR634", file=self.path.name, line=line)

    def _row(self, line: int, cells: Sequence[str]) -> TableRow:
        stated: dict[str, Any] = {}
        problems: list[RecordProblem] = []
        for column in self.columns:
            text = cell_text(cells[column.index]) if column.index < len(cells) else ""
            if not text:
                continue
            try:
                column.state(text, stated)
            except Refused as refused:
                place = {**refused.args_, **column.place}
                problems.append(RecordProblem(refused.code, column.fact.id, place))
        for index, cell in enumerate(cells):
            if index not in self._known and cell.strip():
                place = {"column": letters(index)}
                problems.append(RecordProblem("RR628", "record", place))
        return TableRow(line, stated, tuple(problems))


@dataclass(slots=True)
class _List:
    """The rows of a list's own table, by the id of the household that they belong to."""

    fact: Fact
    table: Table
    by_household: dict[Any, list[TableRow]] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)


class CsvRecords:
    """The households of one CSV file, joined with the tables of their lists."""

    def __init__(
        self, path: Path, facts: tuple[Fact, ...], lists: Mapping[str, Path]
    ) -> None:
        self._table = Table(path, facts)
        self.summary = self._table.summary
        headings = {c.fact.id: c.heading for c in self._table.columns}
        self._accept = Acceptance(path.name, facts, headings)
        ids = [f for f in facts if f.unique and not f.personal and f.kind != "list"]
        self._id = ids[0] if ids else None
        if lists and not self._has_id(self._table.columns):
            raise FileError("RR635", file=path.name, fact=next(iter(lists)))
        self._lists = [self._list(name, facts, lists[name]) for name in lists]

    def _has_id(self, columns: Sequence[Column]) -> bool:
        return self._id is not None and any(c.fact.id == self._id.id for c in columns)

    def _list(self, name: str, facts: Sequence[Fact], path: Path) -> _List:
        fact = next((f for f in facts if f.id == name and f.kind == "list"), None)
        if fact is None or self._id is None:
            raise FileError("RR635", file=path.name, fact=name)
        # The household's id comes first: an item fact of the same name gives way to it.
        table = Table(path, (self._id, *(f for f in fact.items if f.id != self._id.id)))
        if not self._has_id(table.columns):
            raise FileError("RR635", file=path.name, fact=name)
        found = _List(fact, table)
        for row in table.rows():
            table.summary.rows += 1
            owner = row.stated.pop(self._id.id, None)
            if owner is None:
                found.lost.append(row.line)
            else:
                found.by_household.setdefault(owner, []).append(row)
        self.summary.lists[name] = table.summary
        return found

    def rows(self) -> Iterator[Row]:
        joined: set[Any] = set()
        for row in self._table.rows():
            owner = row.stated.get(self._id.id) if self._id else None
            problems = list(row.problems)
            if owner is not None and owner not in joined:
                joined.add(owner)
                for one in self._lists:
                    problems += self._join(one, owner, row.stated)
            yield self._accept.row(row.line, row.stated, problems)
        for one in self._lists:
            yield from self._orphans(one, joined)

    def _join(
        self, one: _List, owner: Any, record: dict[str, Any]
    ) -> Iterator[RecordProblem]:
        """Put the items of a household into its record; none at all is unknown."""
        rows = one.by_household.get(owner)
        if not rows:
            return
        record[one.fact.id] = [row.stated for row in rows]
        for index, row in enumerate(rows):
            for problem in row.problems:
                place = f"{one.fact.id}[{index}]"
                inner = "" if problem.fact == "record" else f".{problem.fact}"
                where = {"table": one.table.path.name, "line": row.line}
                yield RecordProblem(
                    problem.code, place + inner, {**problem.args, **where}
                )

    def _orphans(self, one: _List, joined: set[Any]) -> Iterator[Row]:
        lines = one.lost + [
            row.line
            for owner, rows in one.by_household.items()
            if owner not in joined
            for row in rows
        ]
        problem = RecordProblem("RR631", one.fact.id)
        for line in sorted(lines):
            self.summary.orphans += 1
            one.table.summary.orphans += 1
            yield Row(line, None, (problem,), one.table.path.name)
