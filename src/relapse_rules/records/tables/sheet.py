"""One sheet of cells, whatever file it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Broken(Enum):
    """A cell that shows an error, or a formula that was never calculated."""

    ERROR = "RR643"
    UNCALCULATED = "RR644"


Cell: TypeAlias = "str | float | bool | date | datetime | time | timedelta | Broken"
# Zero-based, both corners included: top, left, bottom, right.
Merged: TypeAlias = "tuple[int, int, int, int]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be asked for again and gives each row with the number it has on screen.

    `name` is empty where the file has one sheet alone; `shift` are the days to add to a
    bare number that stands for a day.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell]]]]
    merged: tuple[Merged, ...] = ()
    encoding: str = ""
    shift: int | None = None
    hidden: bool = False

    @property
    def shown(self) -> str:
        """How people are told of it: the file, and the sheet where there are several."""
        return f"{self.file}[{self.name}]" if self.name else self.file


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())


def plain_text(cell: Cell) -> str:
    """A cell as people see it; numbers to the fifteen digits that spreadsheets keep."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.name if isinstance(cell, Broken) else str(cell)


def number_text(number: float) -> str:
    """A number written out, to fifteen digits: what was typed, and no noise after it."""
    if not isfinite(number):
        return str(number)
    if number == (whole := int(number)) and abs(whole) < 10**15:
        return str(whole)
    return written_out(f"{number:.15g}")


def written_out(text: str) -> str:
    """A number in full, without an exponent."""
    return f"{Decimal(text):f}" if "e" in text else text
