"""Excel workbooks read and written; what a hostile one could do is refused before it is read."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from relapse_rules.testing.sheets.tables import Cell

SIZE_LIMIT = 16 * 1024 * 1024
UNZIPPED_LIMIT = 128 * 1024 * 1024
# A sheet is read as a rectangle: one cell far out would make it one of billions.
CELL_LIMIT = 1_000_000
# Spreadsheets keep fifteen digits of a number; one with more is written as text.
MOST_DIGITS = 15
EXTRA = "excel"
ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
ROW = re.compile(r"[0-9]{1,9}")
# Pictures, macros and printer settings stay behind.
PARTS = re.compile(r"(xl/.*\.(xml|rels)|_rels/\.rels|\[Content_Types\]\.xml)")


class _TooLarge(Exception):  # noqa: N818 - never leaves this module
    pass


def read_workbook(path: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook by their names, cells as text. Raises FileError."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise FileError("RR940", file=path.name, extra=EXTRA) from None
    try:
        book = CalamineWorkbook.from_filelike(_checked(path))
        return {name: _rows(book.get_sheet_by_name(name)) for name in book.sheet_names}
    except (CalamineError, OSError):
        raise FileError("RR941", file=path.name) from None


def _rows(sheet: Any) -> list[list[str]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [[_text(cell) for cell in cells] for cells in rows]


def _text(cell: Any) -> str:
    """A cell as people see it; a number in its shortest form, which is what was typed."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        number = Decimal(repr(cell))
        return f"{number.quantize(Decimal(1)) if number == number.to_integral_value() else number:f}"
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else str(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# -- what may be read -------------------------------------------------------------------


def _checked(path: Path) -> io.BytesIO:
    """The parts that are read, exactly as they were checked. Raises FileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError("RR620", file=path.name)
        return _parts(path)
    except _TooLarge:
        raise FileError("RR942", file=path.name) from None
    except (expat.ExpatError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        # Python says an unknown compression and a password with the last two.
        raise FileError("RR941", file=path.name) from None
    except (OSError, ValueError):
        raise FileError("RR620", file=path.name) from None


def _parts(path: Path) -> io.BytesIO:
    if path.stat().st_size > SIZE_LIMIT:
        raise _TooLarge
    read = io.BytesIO()
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(read, "w") as kept:
        parts = [part for part in file.infolist() if PARTS.fullmatch(part.filename)]
        if sum(part.file_size for part in parts) > UNZIPPED_LIMIT:
            raise _TooLarge
        for part in parts:
            content = file.read(part)
            _Extent().check(content)
            kept.writestr(part.filename, content)
    read.seek(0)
    return read


class _Extent:
    """How far the cells of a part reach; those without an address follow one another."""

    def __init__(self) -> None:
        self._row = self._column = self._rows = self._columns = self._cells = 0

    def check(self, content: bytes) -> None:
        """Raises _TooLarge, or ExpatError for what is not XML."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.Parse(content, True)

    def _refuse(self, *_: object) -> None:
        raise expat.ExpatError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local, address = name.rpartition(":")[2], attributes.get("r", "")
        if local == "row":
            self._row = int(address) if ROW.fullmatch(address) else self._row + 1
            self._column = 0
        elif local == "c":
            found = ADDRESS.fullmatch(address)
            letters, row = found.groups() if found else ("", "0")
            self._cell(int(row), _number(letters) or self._column + 1)

    def _cell(self, row: int, column: int) -> None:
        self._column = column
        self._cells += 1
        self._rows = max(self._rows, self._row, row)
        self._columns = max(self._columns, column)
        if max(self._rows * self._columns, self._cells) > CELL_LIMIT:
            raise _TooLarge


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


# -- writing ------------------------------------------------------------------------------


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
