"""Sheets of cases in Excel workbooks, read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError
from relapse_rules.records.tables.guard import SMALL
from relapse_rules.records.tables.sheet import plain_text
from relapse_rules.records.tables.workbook import EXTRA
from relapse_rules.records.tables.workbook import read_workbook as sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from relapse_rules.testing.sheets.tables import Cell

# Spreadsheets keep fifteen digits of a number; one with more is written as text.
MOST_DIGITS = 15


def read_workbook(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by their names, cells as text. Raises FileError."""
    return {
        sheet.name: [_texts(cells) for _, cells in sheet.rows()]
        for sheet in sheets_of(path, SMALL)
    }


def _texts(cells: Sequence[Any]) -> list[str]:
    return [plain_text(cell) for cell in cells]


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Writes the sheets of a workbook. Raises FileError."""
    try:
        import xlsxwriter
    except ImportError:
        raise FileError("RR940", file=path.name, extra=EXTRA) from None
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "bg_color": "#FCE4D6", "text_wrap": True})
        plain = book.add_format({"num_format": "@", "text_wrap": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write_cell(sheet, at, column, cell, bold if at == 0 else plain)
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, max(1, len(rows[0]) - 1), 14)


def _write_cell(
    sheet: Any, row: int, column: int, cell: Cell, text_format: Any
) -> None:
    """Numbers as numbers, all else as text: nothing becomes a formula or a date."""
    if (
        isinstance(cell, str)
        or len(str(cell).strip("-").replace(".", "")) > MOST_DIGITS
    ):
        if str(cell):
            sheet.write_string(row, column, str(cell), text_format)
    else:
        sheet.write_number(row, column, cell)
