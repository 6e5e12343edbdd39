"""Sheets from files and to files: CSV with a file a list, or an Excel workbook."""

from __future__ import annotations

import csv
import io
import stat
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError
from relapse_rules.records.cells import plain_cell, safe_cell
from relapse_rules.records.decoding import encoding_of, open_text
from relapse_rules.testing.endings import XLSX
from relapse_rules.testing.sheets.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

# What a workbook may be, zipped and unzipped: it is read as a whole.
SIZE_LIMIT = 16 * 1024 * 1024
UNZIPPED_LIMIT = 256 * 1024 * 1024
# Spreadsheets keep fifteen digits of a number; one with more is written as text.
MOST_DIGITS = 15
EXTRA = "excel"

Cell = str | int | Decimal


def read_tables(path: Path, name: str) -> dict[str, Table]:
    """Every sheet of a file by its name; the main sheet comes first. Raises FileError."""
    if path.name.endswith(XLSX):
        return _read_workbook(path, name)
    return dict(_read_csv(path, name))


def _read_csv(path: Path, name: str) -> Iterator[tuple[str, Table]]:
    """`x.cases.csv`, and the lists beside it: `x.cases.members.csv`."""
    yield "", Table(name, tuple(_csv_rows(path)))
    stem = path.name.removesuffix(".csv")
    for other in sorted(path.parent.glob(f"{stem}.*.csv")):
        sheet = other.name.removeprefix(f"{stem}.").removesuffix(".csv")
        shown = name.removesuffix(path.name) + other.name
        yield sheet, Table(shown, tuple(_csv_rows(other)))


def _csv_rows(path: Path) -> Iterator[tuple[str, ...]]:
    encoding = encoding_of(path, national=True)
    with open_text(path, encoding) as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                yield tuple(map(plain_cell, cells))
        except csv.Error:
            raise FileError("RR634", file=path.name, line=reader.line_num) from None


def _read_workbook(path: Path, name: str) -> dict[str, Table]:
    _check_size(path)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise FileError("RR940", file=path.name, extra=EXTRA) from None
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            sheet: Table(
                f"{name}[{sheet}]",
                _texts(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)),
            )
            for sheet in book.sheet_names
        }
    except (CalamineError, OSError):
        raise FileError("RR941", file=path.name) from None


def _check_size(path: Path) -> None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise FileError("RR620", file=path.name)
        with zipfile.ZipFile(path) as file:
            unzipped = sum(part.file_size for part in file.infolist())
    except (OSError, ValueError):
        raise FileError("RR620", file=path.name) from None
    except zipfile.BadZipFile:
        raise FileError("RR941", file=path.name) from None
    if status.st_size > SIZE_LIMIT or unzipped > UNZIPPED_LIMIT:
        raise FileError("RR942", file=path.name)


def _texts(rows: Iterable[Iterable[Any]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_text, row)) for row in rows)


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


# -- writing ------------------------------------------------------------------------------


def write_tables(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]
) -> list[Path]:
    """Writes the sheets, the main one first; returns the files. Raises FileError."""
    if path.name.endswith(XLSX):
        _write_workbook(path, sheets)
        return [path]
    written = []
    for number, (sheet, rows) in enumerate(sheets.items()):
        stem = path.name.removesuffix(".csv")
        target = path if number == 0 else path.with_name(f"{stem}.{sheet}.csv")
        text = io.StringIO()
        writer = csv.writer(text)
        for row in rows:
            writer.writerow(
                [safe_cell(c) if isinstance(c, str) else str(c) for c in row]
            )
        target.write_bytes(text.getvalue().encode("utf-8-sig"))
        written.append(target)
    return written


def _write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
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
