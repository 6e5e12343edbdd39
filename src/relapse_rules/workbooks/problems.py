"""The officer's own rows with what is wrong with each: mended there, and loaded again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from relapse_rules.messages import word
from relapse_rules.records.amounts import TEN_THOUSAND_YUAN
from relapse_rules.records.cells import cell_text
from relapse_rules.records.columns import letters
from relapse_rules.records.tables.sheet import Broken, plain_text
from relapse_rules.workbooks.writing import new_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.errors import RecordProblem
    from relapse_rules.messages import Lang
    from relapse_rules.records.rows import Row
    from relapse_rules.records.tables.ledger import Ledger
    from relapse_rules.records.tables.sheet import Cell as Read
    from relapse_rules.records.tables.table import Table
    from relapse_rules.workbooks.writing import Book, Cell

# What a cell without a value becomes: blank would say that the value is unknown.
NO_VALUE = "#N/A"


@dataclass(slots=True)
class _Said:
    """What is said of one row, and the columns of it that are wrong."""

    problems: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Problems:
    """What is wrong with the rows of one ledger, by table and row."""

    lang: Lang
    ledger: Ledger
    _said: dict[tuple[str, int], _Said] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """A row that was rejected."""
        main = self.ledger.main.sheet.shown
        own = row.file in {"", self.ledger.summary.file}
        self._at(main if own else row.file, row.number)
        for problem in row.problems:
            args = problem.args
            table = str(args.get("table") or (main if own else row.file))
            line = int(args["line"]) if args.get("table") else row.number
            self._say(table, line, problem)

    def add_checks(self, row: int, labels: Sequence[str]) -> None:
        """A row that was decided, and whose data contradict themselves."""
        said = self._at(self.ledger.main.sheet.shown, row)
        between = word("cli_between", self.lang)
        what = between.join(labels)
        said.problems.append(word("sheet_check", self.lang).format(what=what))

    @property
    def rows(self) -> int:
        """How many rows have to be mended."""
        return sum(bool(said.problems) for said in self._said.values())

    def _at(self, table: str, line: int) -> _Said:
        return self._said.setdefault((table, line), _Said())

    def _say(self, table: str, line: int, problem: RecordProblem) -> None:
        said = self._at(table, line)
        said.problems.append(f"[{problem.code}] {problem.text(self.lang)}")
        if (advice := problem.help(self.lang)) and advice not in said.advice:
            said.advice.append(advice)
        if isinstance(column := problem.args.get("column"), str):
            said.columns.add(column)

    # -- the workbook --------------------------------------------------------------------

    def workbook(self, name: str) -> bytes:
        """The rows with problems, whole households of them. Raises FileError."""
        wanted = self._wanted_ids()
        with new_book(name) as book:
            tables = (self.ledger.main, *self.ledger.list_tables)
            for number, table in enumerate(tables):
                title = table.sheet.name or word("sheet_households", self.lang)
                if number and not table.sheet.name:
                    title = table.sheet.file[:31]
                self._table(book, title, table, wanted)
        return book.content.getvalue()

    def _wanted_ids(self) -> set[str]:
        """The ids, as written, of the households with a problem."""
        main = self.ledger.main
        return {
            owner
            for number, owner, _ in self._owned(main)
            if owner and (main.sheet.shown, number) in self._said
        }

    def _owned(self, table: Table) -> Iterator[tuple[int, str, Sequence[Read]]]:
        """Each row with the id of its household as written; blank ones are of the one above."""
        unique = self.ledger.unique
        column = table.column_of(unique.id) if unique else None
        is_main = table is self.ledger.main
        has_items = any(c.scope for c in table.columns)
        current = ""
        for number, cells, _ in table.body.rows():
            own = ""
            if column is not None and column.index < len(cells):
                own = cell_text(plain_text(cells[column.index]))
            current = own or (current if is_main and has_items else "")
            yield number, current, cells

    def _table(self, book: Book, title: str, table: Table, wanted: set[str]) -> None:
        rows = [
            (number, cells)
            for number, owner, cells in self._owned(table)
            if owner in wanted or (table.sheet.shown, number) in self._said
        ]
        if not rows and table is not self.ledger.main:
            return
        sheet = book.sheet(title)
        headings = [_heading(table, i) for i in range(len(table.header.headings))]
        width = max([len(headings), *(len(cells) for _, cells in rows)])
        heads: list[Cell] = [*headings, *[""] * (width - len(headings))]
        heads += [word("sheet_problem", self.lang), word("sheet_advice", self.lang)]
        book.rows(sheet, [heads])
        for at, (number, cells) in enumerate(rows, 1):
            said = self._said.get((table.sheet.shown, number), _Said())
            self._row(book, sheet, at, cells, said)
            place = f" ({word('row', self.lang).format(n=number)})"
            texts = ["\n".join(said.problems), "\n".join(said.advice)]
            if texts[0]:
                texts[0] += place
            for column, text in enumerate(texts, width):
                book.write(sheet, at, column, text, "advice" if text else "text")
        sheet.set_column(width, width + 1, 60)
        sheet.freeze_panes(1, 0)

    @staticmethod
    def _row(
        book: Book, sheet: object, at: int, cells: Sequence[Read], said: _Said
    ) -> None:
        for column, cell in enumerate(cells):
            wrong = letters(column) in said.columns
            shown = NO_VALUE if isinstance(cell, Broken) else cell
            book.write(sheet, at, column, _cell(shown), "wrong" if wrong else "text")


def _cell(cell: object) -> Cell:
    if isinstance(cell, (str, bool, int, float, datetime, date)):
        return cell
    return str(cell)


def _heading(table: Table, index: int) -> str:
    """The heading of a column in one row, so that it means the same again."""
    heading = table.header.headings[index]
    column = table.matched.get(index)
    if not heading.above or column is None:
        return heading.text
    unit = f"（{TEN_THOUSAND_YUAN}）" if column.scale else ""
    return f"{column.fact.label.zh}{column.number or ''}{unit}"
