"""Workbooks as people make them: a builder of ledgers for tests."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


# Stands for the value of a formula until the file is written.
NEVER = 987654321


@dataclass(frozen=True)
class Wide:
    """A cell merged over so many columns and rows."""

    value: Any
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Formula:
    """A formula and the value that it was calculated to; None when it never was."""

    value: Any


@dataclass(frozen=True)
class Percent:
    """A number that is shown with a format of its own."""

    value: float
    form: str = "0.00%"


def write_ledger(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    hidden: Sequence[str] = (),
    date1904: bool = False,
) -> Path:
    """A workbook whose sheets have these rows; blank texts leave a cell out."""
    with xlsxwriter.Workbook(str(path), {"date_1904": date1904}) as book:
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(book, sheet, formats, (at, column), cell)
    _forget(path)
    return path


def _forget(path: Path) -> None:
    """Formulas that were never calculated have no value at all."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    value = f"<v>{NEVER}</v>".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content.replace(value, b""))


def _write(
    book: Any, sheet: Any, formats: Any, place: tuple[int, int], cell: Any
) -> None:
    match cell:
        case "":
            return
        case Wide(value=value, columns=columns, rows=rows):
            row, column = place
            sheet.merge_range(*place, row + rows - 1, column + columns - 1, "")
            _write(book, sheet, formats, place, value)
        case Formula(value=value):
            sheet.write_formula(*place, "=1+1", None, NEVER if value is None else value)
        case Percent(value=value, form=form):
            sheet.write_number(*place, value, book.add_format({"num_format": form}))
        case bool():
            sheet.write_boolean(*place, cell)
        case int() | float():
            sheet.write_number(*place, cell)
        case date() | time():
            sheet.write_datetime(*place, cell, formats[type(cell)])
        case _:
            sheet.write_string(*place, cell)
