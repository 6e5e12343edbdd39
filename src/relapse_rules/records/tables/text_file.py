"""CSV files, to a sheet whose cells are text; large ones are never held in memory."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from relapse_rules.errors import FileError
from relapse_rules.records.decoding import encoding_name, encoding_of, open_text
from relapse_rules.records.tables.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_text_file(path: Path) -> Sheet:
    """The one sheet of a CSV file. Raises FileError, also while its rows are taken."""
    encoding = encoding_of(path, national=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        with open_text(path, encoding) as file:
            reader = csv.reader(file, strict=True)
            line = 1
            try:
                for cells in reader:
                    yield line, cells
                    line = reader.line_num + 1
            except csv.Error as error:
                raise _broken(path, error, line) from None

    return Sheet(path.name, "", rows, encoding=encoding_name(encoding))


def _broken(path: Path, error: csv.Error, line: int) -> FileError:
    if "field limit" in str(error):
        most = csv.field_size_limit()
        return FileError("RR630", file=path.name, line=line, most=most)
    return FileError("RR634", file=path.name, line=line)
