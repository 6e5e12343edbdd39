"""One table: its sheet, its headings, its columns, and its rows one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.amounts import is_yuan
from relapse_rules.records.cells import cell_text
from relapse_rules.records.columns import Matcher, letters
from relapse_rules.records.rows import Summary
from relapse_rules.records.tables.body import Body
from relapse_rules.records.tables.sheet import is_blank
from relapse_rules.records.tables.suspicion import check_columns
from relapse_rules.records.tables.typed import typed_text
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from relapse_rules.records.columns import Column
    from relapse_rules.records.names import Names
    from relapse_rules.records.options import TableOptions
    from relapse_rules.records.tables.header import Header
    from relapse_rules.records.tables.sheet import Cell, Sheet


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its number, the facts it states, and what is wrong with it.

    `item` is what it states about one item of a list, where both stand in one row.
    """

    line: int
    stated: dict[str, Any] = field(repr=False)
    problems: tuple[RecordProblem, ...]
    item: dict[str, Any] = field(default_factory=dict, repr=False)
    item_problems: tuple[RecordProblem, ...] = ()


def in_list(
    problem: RecordProblem, name: str, index: int, table: str, line: int
) -> RecordProblem:
    """A problem of one item, with the place of the item and of its row."""
    inner = "" if problem.fact == "record" else f".{problem.fact}"
    where = {"table": table, "line": line}
    return RecordProblem(
        problem.code, f"{name}[{index}]{inner}", {**problem.args, **where}
    )


class Table:
    """A sheet whose headings are matched. Raises FileError for what is wrong with them."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        names: Names,
        options: TableOptions,
        *,
        elsewhere: frozenset[str] = frozenset(),
        list_names: Mapping[str, str] | None = None,
    ) -> None:
        self.sheet = sheet
        self.header = header
        self.options = options
        self.notes: Counter[str] = Counter()
        matcher = Matcher(
            sheet.shown, names, options, self.notes, elsewhere, list_names or {}
        )
        matched = matcher.match(header.headings)
        self._check_unit(matched.columns)
        self.matched = {column.index: column for column in matched.columns}
        self.columns = tuple(c for c in matched.columns if not c.fact.personal)
        # Personal columns are known by their headings; their cells are never looked at.
        self._known = {c.index for c in matched.columns} | matched.skipped.keys()
        personal = [c for c in matched.columns if c.fact.personal]
        ids = [c.index for c in self.columns if c.fact.unique and not c.scope]
        self.body = Body(sheet, header, ids[0] if ids else None)
        self.summary = Summary(
            sheet.shown,
            sheet.encoding,
            dropped=tuple(c.fact.id for c in personal),
            dropped_headings=tuple(c.heading for c in personal),
            sheet=sheet.name,
            header=header.last,
            headings=tuple(c.heading for c in self.columns),
            unread=tuple(matched.skipped.values()),
            notes=self.notes,
            skipped=self.body.skipped,
        )

    def _check_unit(self, columns: Iterable[Column]) -> None:
        """A line such as 单位：万元 above the table may be meant of some columns only."""
        if not self.header.unit:
            return
        open_ = [c for c in columns if is_yuan(c.fact) and not c.has_unit]
        if open_:
            raise FileError(
                "RR649",
                file=self.sheet.shown,
                unit=self.header.unit,
                columns=" ".join(letters(c.index) for c in open_),
            )

    def column_of(self, fact: str, scope: str = "") -> Column | None:
        return next(
            (c for c in self.columns if (c.fact.id, c.scope) == (fact, scope)), None
        )

    @property
    def known(self) -> AbstractSet[int]:
        """The columns whose headings name a fact, or that nobody is to read."""
        return self._known

    def cells(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The records of a file of text as they are written, each with its row.

        Whether a column as a whole is what its heading says is left to the caller.
        """
        for number, cells, _ in self.body.rows():
            # Only a workbook has cells that are no text, or reach over columns.
            yield number, cast("Sequence[str]", cells)

    def _check(self) -> None:
        """A column as a whole may not be what its heading says."""
        cells = (cells for _, cells, _ in self.body.rows())
        check_columns(self.sheet.shown, self.columns, cells, self.options)
        self.notes.clear()

    def rows(self) -> Iterator[TableRow]:
        """Raises FileError when a column as a whole is not what its heading says."""
        self._check()
        for number, found, is_wide in self.body.rows():
            row = self._row(number, found)
            if is_wide:
                problem = RecordProblem("RR642", "record", {})
                row = TableRow(number, row.stated, (*row.problems, problem), row.item)
            yield row
        self.summary.blank = self.body.blank

    def _row(self, number: int, cells: Sequence[Cell]) -> TableRow:
        stated: dict[str, Any] = {}
        item: dict[str, Any] = {}
        problems: list[RecordProblem] = []
        item_problems: list[RecordProblem] = []
        width, shift = len(cells), self.sheet.shift or 0
        for column in self.columns:
            cell = cells[column.index] if column.index < width else ""
            if cell == "":
                continue
            try:
                if isinstance(cell, str):
                    text = cell_text(cell)
                else:
                    text = typed_text(column.fact, cell, shift, self.notes)
                if text:
                    column.state(text, item if column.scope else stated)
            except Refused as refused:
                place = {**refused.args_, **column.place}
                found = RecordProblem(refused.code, column.fact.id, place)
                (item_problems if column.scope else problems).append(found)
        if width > len(self._known):
            problems += self._beside(cells)
        return TableRow(number, stated, tuple(problems), item, tuple(item_problems))

    def _beside(self, cells: Sequence[Cell]) -> Iterator[RecordProblem]:
        """Cells under no heading may be the values of a row that slipped."""
        for index, cell in enumerate(cells):
            if index not in self._known and not is_blank(cell):
                yield RecordProblem("RR628", "record", {"column": letters(index)})
