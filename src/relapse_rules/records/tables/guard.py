"""What a workbook may hold, before it is read: sizes, extents, and cells without a value.

A sheet is read as a rectangle, so that one cell far out would make it one of billions.
The reader gives blanks for errors and for formulas that were never calculated, and blank
would say "unknown": both are found here, and each cell of them is refused by its row.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Pictures, macros and printer settings stay behind.
PARTS = re.compile(r"(xl/.*\.(xml|rels)|_rels/\.rels|\[Content_Types\]\.xml)")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,9}")
_DIGITS = "0123456789"
# However an element may begin that is a cell, and how all programs write one.
_MAY_BE = re.compile(rb"[<:]c[\s>/]")
_CELL = re.compile(rb"<(?:[^\s<>/]+:)?c[\s/>]")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: [a-z]{1,3}="[^"<>&]*")*\s?/?>')
_CELL_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*?\st="e"')
_NO_VALUE = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*'
    rb"<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)(?!\s*<v)"
)
_IN_UTF8 = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding=(?![\"']utf-8))", re.IGNORECASE
)
_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, bytes of its parts together, and cells of its largest sheet."""

    size: int
    unzipped: int
    cells: int


# A county's ledger: some hundred thousand households, a few million cells.
LEDGER = Limits(128 << 20, 1 << 30, 12_000_000)
# What is written by hand and read as a whole, such as test households.
SMALL = Limits(16 << 20, 128 << 20, 1_000_000)


@dataclass(slots=True)
class Part:
    """Where one sheet has cells whose value is an error, or was never calculated."""

    errors: list[tuple[int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """The parts that are read, exactly as they were checked; `sheets` by their names."""

    content: io.BytesIO
    sheets: Mapping[str, Part]
    date1904: bool


class _TooLargeError(Exception):
    pass


def checked(path: Path, limits: Limits) -> Checked:
    """The workbook at `path`. Raises FileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileError("RR620", file=path.name)
        return _parts(path, limits)
    except _TooLargeError:
        raise FileError("RR942", file=path.name) from None
    except (expat.ExpatError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        # Python says an unknown compression and a password with the last two.
        raise FileError("RR941", file=path.name) from None
    except (OSError, ValueError):
        raise FileError("RR620", file=path.name) from None


def _parts(path: Path, limits: Limits) -> Checked:
    if path.stat().st_size > limits.size:
        raise _TooLargeError
    read = io.BytesIO()
    found: dict[str, Part] = {}
    book = _Book()
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(read, "w") as kept:
        parts = [part for part in file.infolist() if PARTS.fullmatch(part.filename)]
        if len({part.filename for part in parts}) != len(parts):
            raise zipfile.BadZipFile
        if sum(part.file_size for part in parts) > limits.unzipped:
            raise _TooLargeError
        for part in parts:
            content = file.read(part)
            found[part.filename] = _looked_at(content, limits.cells)
            book.look(part.filename, content)
            kept.writestr(part.filename, content)
    read.seek(0)
    if any(part not in found for _, part in book.sheets()):
        raise zipfile.BadZipFile
    sheets = {name: found[part] for name, part in book.sheets()}
    return Checked(read, sheets, book.date1904)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise expat.ExpatError


def _looked_at(content: bytes, most: int) -> Part:
    """Cells are found by their characters where these are plain, else by parsing."""
    cells = _CELL.findall(content)
    is_plain = (
        b"<!DOCTYPE" not in content
        and _IN_UTF8.match(content)
        and b"\0" not in content[:1000]
        and len(cells) == len(_MAY_BE.findall(content))
    )
    if not is_plain:
        return _Extent(most).check(content)
    rows = max(map(int, set(_CELL_ROW.findall(content))), default=0)
    columns = max((_number(one.decode()) for one in set(cells)), default=0)
    if max(len(cells), rows * columns) > most:
        raise _TooLargeError
    part = Part()
    for mark, pattern, places in (
        (b't="e"', _ERROR, part.errors),
        (b"<f", _NO_VALUE, part.uncalculated),
    ):
        if mark not in content:
            continue
        for letters, row in pattern.findall(content):
            places.append((int(row), _number(letters.decode())))
    return part


class _Extent:
    """How far the cells of a part reach; those without an address follow one another."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._row = self._column = self._rows = self._columns = self._cells = 0
        self._row_text = ""
        self._row_at = 0
        self._open = False
        self._numbers: dict[str, int] = {}
        self._part = Part()

    def check(self, content: bytes) -> Part:
        """Raises _TooLargeError, or ExpatError for what is not XML."""
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.Parse(content, True)
        self._close()
        return self._part

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2] if ":" in name else name
        if local == "v":
            self._open = False
        elif local == "c":
            if self._open:
                self._close()
            self._cell(attributes.get("r", ""))
            if attributes.get("t") == "e":
                self._part.errors.append((self._row_at, self._column))
        elif local == "f":
            self._open = True
        elif local == "row":
            self._close()
            text = attributes.get("r", "")
            self._row = int(text) if _ROW.fullmatch(text) else self._row + 1
            self._row_text = text
            self._column = 0

    def _close(self) -> None:
        """A formula whose cell ended without a value."""
        if self._open:
            self._part.uncalculated.append((self._row_at, self._column))
        self._open = False

    def _cell(self, address: str) -> None:
        letters = address.rstrip(_DIGITS)
        row = self._row
        if not letters or address[len(letters) :] != self._row_text:
            match = _ADDRESS.fullmatch(address)
            letters = match[1] if match else ""
            row = max(row, int(match[2])) if match else row
        column = self._numbers.get(letters)
        if column is None:
            column = _number(letters) if _ADDRESS.fullmatch(f"{letters}1") else 0
            if letters and len(self._numbers) < 20_000:
                self._numbers[letters] = column
        self._row_at = row
        self._column = column = column or self._column + 1
        self._cells += 1
        if row > self._rows:
            self._rows = row
        elif column <= self._columns:
            if self._cells > self._most:
                raise _TooLargeError
            return
        self._columns = max(self._columns, column)
        if self._rows * self._columns > self._most:
            raise _TooLargeError


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Book:
    """Which part each sheet is, and the day from which the workbook counts days."""

    def __init__(self) -> None:
        self.date1904 = False
        self._ids: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}

    def look(self, name: str, content: bytes) -> None:
        if name not in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}:
            return
        parser = _parser()
        parser.StartElementHandler = self._start
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "sheet":
            ids = (v for k, v in attributes.items() if k.rpartition(":")[2] == "id")
            self._ids.append((attributes.get("name", ""), next(ids, "")))
        elif local == "workbookPr":
            self.date1904 = attributes.get("date1904", "0") in _TRUE
        elif local == "Relationship":
            target = attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            self._targets[attributes.get("Id", "")] = path

    def sheets(self) -> list[tuple[str, str]]:
        return [(name, self._targets.get(one, "")) for name, one in self._ids]
