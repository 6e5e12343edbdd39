"""Columns of cells that together say that something went wrong, at bounded memory.

The same judgement as `records.tables.suspicion` makes of small tables, from counts: the
median of all amounts need not be known to know whether it is small.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.cells import uncounted
from relapse_rules.errors import FileError
from relapse_rules.records.amounts import is_yuan
from relapse_rules.records.cells import cell_text
from relapse_rules.records.columns import letters
from relapse_rules.records.tables.suspicion import (
    FEWEST,
    KEPT,
    SMALL,
    TOO_MANY,
    amount_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.records.columns import Column
    from relapse_rules.records.options import TableOptions

_PLAIN = r"^-?[0-9]{1,15}(?:\.[0-9]{1,2})?$"
_DIGITS = r"^\p{Nd}+$"


@dataclass(slots=True)
class _Amounts:
    """How many amounts there are, how many of them are small, and those in the middle."""

    column: Column
    count: int = 0
    small: int = 0
    largest_small: float = 0.0
    smallest_other: float = field(default=float("inf"))

    def look(self, texts: pl.Series) -> None:
        plain = texts.set(~texts.str.contains(_PLAIN), None)
        numbers = plain.cast(pl.Float64) * 10.0**self.column.scale
        rest = texts.filter(plain.is_null() & (texts != ""))
        if rest.len():
            counts = rest.value_counts(name="n")
            found = [
                amount
                for text, n in counts.iter_rows()
                for amount in [amount_of(self.column, cell_text(text))] * n
            ]
            numbers = pl.concat([numbers, pl.Series(found, dtype=pl.Float64)])
        self._count(numbers.drop_nulls().abs())

    def _count(self, numbers: pl.Series) -> None:
        numbers = numbers.filter(numbers != 0)
        small = numbers.filter(numbers < SMALL)
        other = numbers.filter(numbers >= SMALL)
        self.count += numbers.len()
        self.small += small.len()
        if small.len():
            self.largest_small = max(self.largest_small, float(small.max()))  # type: ignore[arg-type]
        if other.len():
            self.smallest_other = min(self.smallest_other, float(other.min()))  # type: ignore[arg-type]

    def problem(self) -> str:
        middle = (self.largest_small + self.smallest_other) / 2
        half = 2 * self.small == self.count and middle < SMALL
        mostly = 2 * self.small > self.count or half
        return "RR646" if self.count >= FEWEST and mostly else ""


@dataclass(slots=True)
class _Ids:
    """How many ids are longer than a spreadsheet keeps, and how many of them are cut."""

    column: Column
    long: int = 0
    cut: int = 0

    def look(self, texts: pl.Series) -> None:
        plain = texts.str.strip_chars().str.replace(r'^="(.*)"$', "$1")
        long = plain.filter(
            plain.str.contains(_DIGITS) & (plain.str.len_chars() > KEPT)
        )
        self.long += long.len()
        self.cut += int((long.str.slice(KEPT).str.strip_chars("0") == "").sum())

    def problem(self) -> str:
        cut = self.cut > 1 and self.cut * TOO_MANY > self.long
        return "RR647" if cut else ""


class Watching:
    """Looks at the columns of a table while they pass by."""

    def __init__(
        self, file: str, columns: Sequence[Column], options: TableOptions
    ) -> None:
        self._file = file
        self._watched: list[_Amounts | _Ids] = [
            _Ids(one) if one.fact.unique else _Amounts(uncounted(one))
            for one in columns
            if (is_yuan(one.fact) or one.fact.unique)
            and not options.is_checked(one.heading, letters(one.index))
        ]

    def look(self, frame: pl.DataFrame) -> None:
        """At columns that are named by their positions."""
        for one in self._watched:
            one.look(frame[str(one.column.index)])

    def end(self) -> None:
        """Raises FileError when a column as a whole is not what its heading says."""
        for one in self._watched:
            if problem := one.problem():
                raise FileError(
                    problem,
                    file=self._file,
                    column=letters(one.column.index),
                    heading=one.column.heading,
                )
