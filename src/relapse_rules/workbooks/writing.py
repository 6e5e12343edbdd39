"""How workbooks are written: text as text, so that nothing in them is ever a formula."""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from relapse_rules.errors import FileError
from relapse_rules.records.tables.workbook import EXTRA
from relapse_rules.source import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What may stand in a cell; anything else is written as its text.
Cell: TypeAlias = "str | int | float | bool | Decimal | date | datetime | None"
Style = Literal[
    "plain", "text", "date", "head", "needed", "title", "wrong", "wrong_date", "advice"
]
# Spreadsheets keep fifteen digits of a number; one with more is written as text.
MOST_DIGITS = 15
_LONGEST = 32_000
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_WIDEST, _NARROWEST = 60, 8
_HEAD = {
    "num_format": "@",
    "bold": True,
    "border": 1,
    "text_wrap": True,
    "valign": "vcenter",
}
_STYLES: Mapping[Style, Mapping[str, Any]] = {
    "plain": {"text_wrap": True, "valign": "top"},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "head": {**_HEAD, "bg_color": "#DDE7F0"},
    "needed": {**_HEAD, "bg_color": "#FCD5B4"},
    "title": {"bold": True, "font_size": 14},
    "wrong": {"num_format": "@", "bg_color": "#FFC7CE", "text_wrap": True},
    "wrong_date": {"num_format": "yyyy-mm-dd", "bg_color": "#FFC7CE"},
    "advice": {"num_format": "@", "bg_color": "#FFF2CC", "text_wrap": True},
}


@dataclass(slots=True)
class Book:
    """A workbook in the making; sheets are written through `write`."""

    book: Any
    content: io.BytesIO
    _formats: dict[str, Any] = field(default_factory=dict)

    def style(self, name: Style) -> Any:
        if name not in self._formats:
            self._formats[name] = self.book.add_format(dict(_STYLES[name]))
        return self._formats[name]

    def sheet(self, name: str) -> Any:
        """A sheet of that name, or of the nearest one that spreadsheets allow."""
        plain = _NOT_IN_NAMES.sub("_", name).strip("' ")[:_LONGEST_NAME] or "_"
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        found, number = plain, 1
        while found.lower() in taken:
            number += 1
            end = f" {number}"
            found = plain[: _LONGEST_NAME - len(end)] + end
        return self.book.add_worksheet(found)

    def write(
        self, sheet: Any, row: int, column: int, cell: Cell, style: Style = "text"
    ) -> None:
        """A number as a number, a day as a day, and everything else as text."""
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, self.style(style))
        elif isinstance(cell, date):
            form: Style = "wrong_date" if style == "wrong" else "date"
            sheet.write_datetime(row, column, cell, self.style(form))
        elif _is_number(cell):
            plain: Style = "plain" if style == "text" else style
            sheet.write_number(row, column, cell, self.style(plain))
        else:
            sheet.write_string(row, column, _text(cell), self.style(style))

    def rows(
        self, sheet: Any, rows: Sequence[Sequence[Cell]], *, heads: int = 1
    ) -> None:
        """A table whose first rows are headings, with columns as wide as they need."""
        widths: dict[int, int] = {}
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                self.write(sheet, at, column, cell, "head" if at < heads else "text")
                width = display_width(_text(cell).partition("\n")[0])
                widths[column] = max(widths.get(column, _NARROWEST), width + 2)
        for column, width in widths.items():
            sheet.set_column(column, column, min(width, _WIDEST))
        sheet.freeze_panes(heads, 0)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, float):
        return isfinite(cell)
    if isinstance(cell, bool) or not isinstance(cell, (int, Decimal)):
        return False
    digits = str(cell).strip("-").replace(".", "")
    return digits.isdecimal() and len(digits) <= MOST_DIGITS


def _text(cell: Cell) -> str:
    """A text as a workbook can hold it, which no control character is."""
    shown = "".join(
        c for c in str("" if cell is None else cell) if c >= " " or c in "\n\t"
    )
    return shown[:_LONGEST]


@contextmanager
def new_book(name: str) -> Iterator[Book]:
    """A workbook whose bytes are in `content` when the block ends. Raises FileError."""
    try:
        import xlsxwriter
    except ImportError:
        raise FileError("RR940", file=name, extra=EXTRA) from None
    content = io.BytesIO()
    # Links and formulas are made by nobody here; text that looks like one stays text.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        yield Book(book, content)


def book_of(name: str, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook of tables, each with one row of headings. Raises FileError."""
    with new_book(name) as book:
        for title, rows in sheets.items():
            book.rows(book.sheet(title), rows)
    return book.content.getvalue()
