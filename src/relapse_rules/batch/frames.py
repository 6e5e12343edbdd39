"""What the parts of a run hand to each other: chunks of rows, and judgements of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

import polars as pl

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.errors import RecordProblem
    from relapse_rules.records.columns import Column as Heading

# The column that carries the number of a row in its file; no fact has such a name.
KEY = "\0row"
REJECTS = {"row": pl.Int64(), "fact": pl.String(), "code": pl.String()}
# How values stand in a file: of their own types, as cells of text, or in records.
Kind = Literal["typed", "cells", "records"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong with the row of that number."""

    row: int
    problem: RecordProblem


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of one file, as it has them.

    `frame` has a column `KEY` and one for each heading, by its position; where the file
    holds records these stand in `records` with their numbers, and `frame` is empty.
    `refusals` are of rows in neither. `share` is how much of the file is read.
    """

    frame: pl.DataFrame = field(repr=False)
    records: Sequence[tuple[int, Any]] = field(default=(), repr=False)
    refusals: tuple[Refusal, ...] = ()
    share: float = 1.0


class Input(Protocol):
    """A file of households that is read in chunks, as often as it takes."""

    @property
    def path(self) -> Path: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def encoding(self) -> str: ...
    @property
    def headings(self) -> tuple[Heading, ...]: ...
    @property
    def notes(self) -> Counter[str]:
        """Counts the cells that had to be converted."""
        ...

    @property
    def dropped(self) -> tuple[str, ...]: ...
    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        """Every row in order; with `only`, no more than these facts of it."""
        ...


def numbered(frame: pl.DataFrame, numbers: Sequence[int] | pl.Series) -> pl.DataFrame:
    """The frame with the numbers of its rows in front."""
    found = pl.Series(KEY, numbers, dtype=pl.Int64)
    return frame.insert_column(0, found)
