"""Decisions as one sheet of a workbook, whose rows are not kept in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import polars as pl

# Rows of a sheet, the headings among them.
MOST = 1_048_576
# Text is text: nothing is taken for a formula, a link or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    path: Path, headings: Iterable[str], frames: Iterable[pl.DataFrame]
) -> None:
    """Raises FileError for more rows than a sheet has, and OSError."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), OPTIONS)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings)
    at = 0
    try:
        for frame in frames:
            for row in frame.iter_rows():
                at += 1
                if at >= MOST:
                    raise FileError("RR657", most=MOST - 1)
                for column, value in enumerate(row):
                    _cell(sheet, at, column, value, day)
    finally:
        # What it keeps in files of its own goes away with it.
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise _system_error(error) from None


def _cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | Decimal():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_string(row, column, str(value))


def _system_error(error: Exception) -> OSError:
    found = error.args[0] if error.args else None
    return found if isinstance(found, OSError) else OSError(0, "")
