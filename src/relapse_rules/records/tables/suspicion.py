"""Columns whose values together say that something went wrong, before any row is used."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from relapse_rules.errors import FileError
from relapse_rules.records.amounts import is_yuan
from relapse_rules.records.cells import cell_text
from relapse_rules.records.columns import letters
from relapse_rules.records.tables.sheet import is_blank
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.records.columns import Column
    from relapse_rules.records.options import TableOptions
    from relapse_rules.records.tables.sheet import Cell

# A column of amounts in 元 most of which are smaller was filled in 万元.
SMALL, FEWEST = 50, 5
# Of ids with more digits than a spreadsheet keeps, one in a thousand ends in three zeros.
KEPT, TOO_MANY = 15, 10


@dataclass(slots=True)
class _Seen:
    amounts: list[float] = field(default_factory=list)
    long_ids: int = 0
    cut_ids: int = 0
    padded_ids: int = 0
    number_ids: int = 0


def check_columns(
    file: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    options: TableOptions,
) -> None:
    """Raises FileError for a column of amounts in 万元, or of damaged ids."""
    watched = [
        (column, _Seen())
        for column in columns
        if (is_yuan(column.fact) or column.fact.unique)
        and not options.is_checked(column.heading, letters(column.index))
    ]
    if not watched:
        return
    for cells in rows:
        for column, seen in watched:
            if column.index < len(cells) and not is_blank(cells[column.index]):
                _look(column, cells[column.index], seen)
    for column, seen in watched:
        if problem := _problem(seen):
            raise FileError(
                problem,
                file=file,
                column=letters(column.index),
                heading=column.heading,
            )


def _look(column: Column, cell: Cell, seen: _Seen) -> None:
    if column.fact.unique:
        _look_at_id(cell, seen)
        return
    if isinstance(cell, float):
        number = cell * 10.0**column.scale
    elif isinstance(cell, str):
        number = amount_of(column, cell_text(cell))
    else:
        return
    if number:
        seen.amounts.append(abs(number))


def amount_of(column: Column, text: str) -> float:
    """The amount that a cell means, near enough to tell 元 from 万元; 0 when it is none."""
    if not text:
        return 0.0
    try:
        return float(column.read(text))
    except Refused:
        # Three decimals are no amount in 元, and what one in 万元 looks like.
        return _plain(text)


def _plain(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _look_at_id(cell: Cell, seen: _Seen) -> None:
    if isinstance(cell, float):
        seen.number_ids += 1
    elif isinstance(cell, str):
        text = cell_text(cell)
        if len(text) > KEPT and text.isdecimal():
            seen.long_ids += 1
            seen.cut_ids += not text[KEPT:].strip("0")
        seen.padded_ids += text.startswith("0") and text.isdecimal()


def _problem(seen: _Seen) -> str:
    if len(seen.amounts) >= FEWEST and median(seen.amounts) < SMALL:
        return "RR646"
    if seen.cut_ids > 1 and seen.cut_ids * TOO_MANY > seen.long_ids:
        return "RR647"
    return "RR648" if seen.padded_ids and seen.number_ids else ""
