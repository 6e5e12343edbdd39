"""Workbooks of Excel and WPS, to sheets of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError
from relapse_rules.records.tables.guard import LEDGER, checked
from relapse_rules.records.tables.sheet import Broken, Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.records.tables.guard import Limits, Part

XLSX = ".xlsx"
# Macros are left behind with the rest that is not read.
WORKBOOKS = frozenset({XLSX, ".xlsm"})
EXTRA = "excel"
# From the first day of workbooks that count from 1904 to that of the others.
SHIFT_1904 = 1462


def read_workbook(path: Path, limits: Limits = LEDGER) -> list[Sheet]:
    """Its sheets of cells, hidden ones too. Raises FileError."""
    try:
        from python_calamine import (
            CalamineError,
            CalamineWorkbook,
            SheetTypeEnum,
            SheetVisibleEnum,
        )
    except ImportError:
        raise FileError("RR940", file=path.name, extra=EXTRA) from None
    found = checked(path, limits)
    sheets: list[Sheet] = []
    try:
        book = CalamineWorkbook.from_filelike(found.content)
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            part = found.sheets[about.name]
            shift = SHIFT_1904 if found.date1904 else 0
            hidden = about.visible != SheetVisibleEnum.Visible
            sheets.append(_sheet(path.name, sheet, part, shift, hidden=hidden))
    except (CalamineError, OSError, KeyError):
        raise FileError("RR941", file=path.name) from None
    return sheets


def _sheet(file: str, sheet: Any, part: Part, shift: int, *, hidden: bool) -> Sheet:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for broken, places in (
        (Broken.ERROR, part.errors),
        (Broken.UNCALCULATED, part.uncalculated),
    ):
        for row, column in places:
            _put(rows, row - 1, column - 1, broken)
    ranges = sheet.merged_cell_ranges or ()
    merged = tuple((a, b, c, d) for (a, b), (c, d) in ranges)

    def numbered() -> Iterator[tuple[int, Sequence[Cell]]]:
        return enumerate(rows, 1)

    return Sheet(file, sheet.name, numbered, merged, shift=shift, hidden=hidden)


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """A cell that the reader left blank may stand beyond what it gave at all."""
    while row >= len(rows):
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = cell
