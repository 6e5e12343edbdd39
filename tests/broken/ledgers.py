"""The broken ledgers, from the file of data beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.built import Formula, Wide, write_ledger

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
FILE = "台账"
_WIDE = re.compile(r"<(\d+)x(\d+) (.*)")
_CELLS: dict[str, Callable[[str], Any]] = {
    "#": lambda text: float(text) if "." in text or "e" in text else int(text),
    "@": date.fromisoformat,
    "!": lambda text: Formula(None if text == "没有算过" else text),
}


@dataclass(frozen=True)
class BrokenLedger:
    """One file, the options it is read with, and every line that is said of it."""

    name: str
    sheets: dict[str, list[list[Any]]]
    encoding: str
    options: tuple[str, ...]
    expected: tuple[str, ...]

    def write(self, folder: Path) -> Path:
        """As a workbook, or as CSV in the encoding that the case names."""
        if not self.encoding:
            return write_ledger(folder / f"{FILE}.xlsx", self.sheets)
        path = folder / f"{FILE}.csv"
        (rows,) = self.sheets.values()
        text = "".join(",".join(map(str, row)) + "\r\n" for row in rows)
        path.write_bytes(text.encode(self.encoding))
        return path


def broken_ledgers() -> list[BrokenLedger]:
    """Every case in the order of the file."""
    _, *parts = (HERE / "ledgers.txt").read_text("utf-8").split("=== ")
    return [_case(part) for part in parts]


def _case(part: str) -> BrokenLedger:
    name, *lines = part.splitlines()
    sheets: dict[str, list[list[Any]]] = {}
    options: tuple[str, ...] = ()
    encoding, said, rows = "", [], []
    for line in lines:
        if line.startswith("> "):
            said.append(line[2:])
        elif line.startswith("! "):
            options = tuple(line[2:].split())
        elif line.startswith("csv "):
            encoding, rows = line[4:], sheets.setdefault("", [])
        elif line.startswith("表 "):
            rows = sheets.setdefault(line[2:], [])
        else:
            rows.append([_cell(text.strip()) for text in line.split("|")])
    return BrokenLedger(name, sheets, encoding, options, tuple(said))


def _cell(text: str) -> Any:
    if wide := _WIDE.fullmatch(text):
        return Wide(_cell(wide[3]), int(wide[1]), int(wide[2]))
    read = _CELLS.get(text[:1])
    return read(text[1:]) if read and len(text) > 1 else text
