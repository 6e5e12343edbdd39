"""Workbooks looked at and filled in, as a person at a spreadsheet would."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook

from records.built import write_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Rows = list[list[Any]]


def sheets(path: Path) -> dict[str, Rows]:
    """Every sheet with its cells, hidden ones too."""
    book = CalamineWorkbook.from_path(str(path))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def formulas(path: Path) -> list[str]:
    """Whatever a spreadsheet would calculate, fetch or run."""
    with zipfile.ZipFile(path) as file:
        parts = [file.read(n).decode() for n in file.namelist() if n.endswith(".xml")]
    found = [
        re.findall(r"<f[ >].*?</f>|<f/>|<hyperlink .*?>|<ddeLink", p) for p in parts
    ]
    return [one for each in found for one in each]


def filled_in(path: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """The same workbook with rows under its headings, each by heading."""
    found = sheets(path)
    for name, given in rows.items():
        heads = found[name][0]
        assert {key for row in given for key in row} <= set(heads)
        found[name] += [[row.get(head, "") for head in heads] for row in given]
    return write_ledger(path, found, hidden=["字典", "words"])


def mended(path: Path, change: Callable[[str, list[str], list[Any]], None]) -> Path:
    """The same workbook after `change(sheet, headings, row)` of each row."""
    found = sheets(path)
    for name, (heads, *rows) in found.items():
        for row in rows:
            change(name, heads, row)
    return write_ledger(path, found)


def corrected(path: Path, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """The same workbook with cells changed in the rows whose first cells are the same."""
    found = sheets(path)
    for name, given in rows.items():
        heads, *body = found[name]
        for wanted in given:
            first = next(iter(wanted.values()))
            (row,) = (r for r in body if str(r[0]) == first)
            for head, text in wanted.items():
                row[heads.index(head)] = text
    return write_ledger(path, found)
