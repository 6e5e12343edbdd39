"""Sheets from files and to files: CSV with a file a list, or an Excel workbook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from relapse_rules.errors import FileError
from relapse_rules.records.cells import plain_cell, safe_cell
from relapse_rules.records.decoding import encoding_of, open_text
from relapse_rules.source import printable
from relapse_rules.testing.endings import XLSX
from relapse_rules.testing.sheets.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from relapse_rules.testing.sheets.tables import Cell

# A file is read as a whole.
SIZE_LIMIT = 16 * 1024 * 1024


def read_tables(path: Path, name: str) -> dict[str, Table]:
    """Every sheet of a file by its name; the main sheet comes first. Raises FileError."""
    if path.name.endswith(XLSX):
        from relapse_rules.testing.sheets.workbooks import read_workbook

        sheets = read_workbook(path).items()
        return {sheet: _table(f"{name}[{sheet}]", rows) for sheet, rows in sheets}
    return dict(_read_csv(path, name))


def _read_csv(path: Path, name: str) -> Iterator[tuple[str, Table]]:
    """`x.cases.csv`, and the lists beside it: `x.cases.members.csv`."""
    yield "", _table(name, _csv_rows(path))
    stem = path.name.removesuffix(".csv")
    for other in sorted(path.parent.glob(f"{stem}.*.csv")):
        sheet = other.name.removeprefix(f"{stem}.").removesuffix(".csv")
        shown = name.removesuffix(path.name) + other.name
        yield sheet, _table(shown, _csv_rows(other))


def _csv_rows(path: Path) -> Iterator[list[str]]:
    encoding = encoding_of(path, national=True)
    if path.stat().st_size > SIZE_LIMIT:
        raise FileError("RR942", file=path.name)
    with open_text(path, encoding) as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                yield list(map(plain_cell, cells))
        except csv.Error:
            raise FileError("RR634", file=path.name, line=reader.line_num) from None


def _table(name: str, rows: Iterable[Iterable[str]]) -> Table:
    return Table(name, tuple(tuple(map(_shown, cells)) for cells in rows))


def _shown(text: str) -> str:
    """A cell as it may be shown: control characters are named, lines are kept."""
    if text.isprintable():
        return text
    return "\n".join(map(printable, text.splitlines()))


def write_tables(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]
) -> list[Path]:
    """Writes the sheets, the main one first; returns the files. Raises FileError."""
    if path.name.endswith(XLSX):
        from relapse_rules.testing.sheets.workbooks import write_workbook

        write_workbook(path, sheets)
        return [path]
    stem = path.name.removesuffix(".csv")
    others = [path.with_name(f"{stem}.{sheet}.csv") for sheet in list(sheets)[1:]]
    targets = [path, *others]
    for target, rows in zip(targets, sheets.values(), strict=True):
        target.write_bytes(_csv(rows))
    return targets


def _csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([safe_cell(c) if isinstance(c, str) else str(c) for c in row])
    # Spreadsheets know UTF-8 by its mark alone.
    return text.getvalue().encode("utf-8-sig")
