"""The households of a file of tables, joined with the items of their lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.names import Names, of_lists
from relapse_rules.records.options import NO_OPTIONS, TableOptions
from relapse_rules.records.rows import Acceptance, Row
from relapse_rules.records.tables.arrange import Arranged, Found, arrange
from relapse_rules.records.tables.header import find_header
from relapse_rules.records.tables.households import grouped
from relapse_rules.records.tables.table import Table, TableRow, in_list
from relapse_rules.records.tables.text_file import read_text_file
from relapse_rules.records.tables.workbook import WORKBOOKS, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.tables.sheet import Sheet

TABLES = frozenset({".csv", *WORKBOOKS})


@dataclass(slots=True)
class _List:
    """The rows of a list's own table, by the id of the household that they belong to."""

    fact: Fact
    table: Table
    by_household: dict[Any, list[TableRow]] = field(default_factory=dict)
    lost: list[int] = field(default_factory=list)


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets of a file. Raises FileError."""
    if path.suffix.lower() in WORKBOOKS:
        return read_workbook(path)
    return [read_text_file(path)]


def table_of(path: Path, facts: Sequence[Fact], options: TableOptions) -> Table:
    """The one table of a file without lists. Raises FileError."""
    (sheet,) = sheets_of(path)
    if not any(True for _ in sheet.rows()):
        raise FileError("RR627", file=path.name)
    names = Names()
    names.add(facts)
    header = find_header(sheet, names, options)
    if header is None:
        raise FileError("RR633", file=path.name)
    return Table(sheet, header, names, options)


class Ledger:
    """The rows of one file of tables, each a record or a reject. Raises FileError."""

    def __init__(
        self,
        path: Path,
        facts: tuple[Fact, ...],
        lists: Mapping[str, Path],
        options: TableOptions = NO_OPTIONS,
    ) -> None:
        self._file = path.name
        self._facts = facts
        self._options = options
        ids = [f for f in facts if f.unique and not f.personal and f.kind != "list"]
        self._id = ids[0] if ids else None
        every = sheets_of(path)
        sheets = [sheet for sheet in every if not sheet.hidden]
        found = self._arranged(path, sheets, lists)
        self._inline = self._list_fact(found.main.inline) if found.main.inline else None
        self._table = self._main_table(found.main)
        self.summary = self._table.summary
        self.summary.file = path.name
        self.summary.sheets = (*found.unread, *(s.name for s in every if s.hidden))
        headings = {c.fact.id: c.heading for c in self._table.columns if not c.scope}
        self._accept = Acceptance(path.name, facts, headings)
        if (lists or found.lists) and not self._has_id(self._table):
            first = next(iter((*lists, *(one.list for one in found.lists))))
            raise FileError("RR635", file=path.name, fact=first)
        self._lists = [self._own_list(one) for one in found.lists]
        self._lists += [self._other_list(name, lists[name]) for name in lists]

    def _arranged(
        self, path: Path, sheets: Sequence[Sheet], lists: Mapping[str, Path]
    ) -> Arranged:
        if not any(True for sheet in sheets for _ in sheet.rows()):
            raise FileError("RR627", file=path.name)
        return arrange(path.name, sheets, self._facts, self._options, tuple(lists))

    def _list_fact(self, name: str) -> Fact:
        found = (f for f in self._facts if f.id == name and f.kind == "list")
        fact = next(found, None)
        if fact is None or self._id is None:
            raise FileError("RR635", file=self._file, fact=name)
        return fact

    def _main_table(self, found: Found) -> Table:
        names = Names()
        names.add(self._facts)
        if self._inline:
            names.add(self._inline.items, self._inline.id)
        table = Table(
            found.sheet,
            found.header,
            names,
            self._options,
            list_names=of_lists(self._facts),
        )
        if self._inline and not self._has_id(table):
            raise FileError("RR635", file=self._file, fact=self._inline.id)
        return table

    def _has_id(self, table: Table) -> bool:
        return self._id is not None and table.column_of(self._id.id) is not None

    @property
    def unique(self) -> Fact | None:
        """The fact by which the rows of lists find their household."""
        return self._id

    @property
    def main(self) -> Table:
        """The table of the households."""
        return self._table

    @property
    def list_tables(self) -> tuple[Table, ...]:
        """The tables of their lists."""
        return tuple(one.table for one in self._lists)

    # -- tables of lists -----------------------------------------------------------------

    def _own_list(self, found: Found) -> _List:
        """A sheet of the same file, where facts of the household may be repeated."""
        fact = self._list_fact(found.list)
        return self._list(fact, found.sheet, found.header)

    def _other_list(self, name: str, path: Path) -> _List:
        fact = self._list_fact(name)
        names = self._item_names(fact)
        sheets = [sheet for sheet in sheets_of(path) if not sheet.hidden]
        for sheet in sheets:
            if header := find_header(sheet, names, self._options):
                return self._list(fact, sheet, header)
        empty = not any(True for sheet in sheets for _ in sheet.rows())
        raise FileError("RR627" if empty else "RR633", file=path.name)

    def _item_names(self, fact: Fact) -> Names:
        """The household's id comes first: an item fact of the same name gives way to it."""
        assert self._id is not None
        names = Names()
        names.add([self._id])
        names.add((f for f in fact.items if f.id != self._id.id), fact.id, after=10)
        names.add((f for f in self._facts if f is not self._id), after=20)
        return names

    def _list(self, fact: Fact, sheet: Sheet, header: Any) -> _List:
        assert self._id is not None
        stated = {c.fact.id for c in self._table.columns if not c.scope}
        stated |= set(self._table.summary.dropped)
        elsewhere = frozenset(stated - {self._id.id})
        table = Table(
            sheet,
            header,
            self._item_names(fact),
            self._options,
            elsewhere=elsewhere,
            list_names=of_lists(self._facts),
        )
        strange = [c for c in table.columns if not c.scope and c.fact.id != self._id.id]
        if not self._has_id(table) or strange:
            raise FileError("RR635", file=sheet.shown, fact=fact.id)
        found = _List(fact, table)
        for row in table.rows():
            table.summary.rows += 1
            owner = row.stated.get(self._id.id)
            if owner is None:
                found.lost.append(row.line)
            else:
                found.by_household.setdefault(owner, []).append(row)
        self.summary.lists[fact.id] = table.summary
        return found

    # -- rows ----------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        joined: set[Any] = set()
        for row in self._households():
            owner = row.stated.get(self._id.id) if self._id else None
            problems = list(row.problems)
            if owner is not None and owner not in joined:
                joined.add(owner)
                for one in self._lists:
                    problems += self._join(one, owner, row.stated)
            yield self._accept.row(row.line, row.stated, problems)
        for one in self._lists:
            yield from self._orphans(one, joined)

    def _households(self) -> Iterator[TableRow]:
        if self._inline is None or self._id is None:
            return self._table.rows()
        return grouped(self._table, self._id, self._inline)

    def _join(
        self, one: _List, owner: Any, record: dict[str, Any]
    ) -> Iterator[RecordProblem]:
        """Put the items of a household into its record; none at all is unknown."""
        rows = one.by_household.get(owner)
        if not rows:
            return
        record[one.fact.id] = [row.item for row in rows]
        for index, row in enumerate(rows):
            for problem in (*row.item_problems, *row.problems):
                yield in_list(
                    problem, one.fact.id, index, one.table.sheet.shown, row.line
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
            yield Row(line, None, (problem,), one.table.sheet.shown)
