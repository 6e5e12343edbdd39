"""Tables of cells, such as CSV: every column is text until its fact reads it."""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.frames import Chunk, Refusal, numbered
from relapse_rules.batch.inputs.suspicion import Watching
from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.columns import letters
from relapse_rules.records.tables.ledger import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.batch.frames import Kind
    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.options import TableOptions

ROWS = 1 << 16


class CellsInput:
    """One table whose headings name facts. Blank cells are null, the others as written."""

    kind: Kind = "cells"

    def __init__(
        self, path: Path, facts: Sequence[Fact], reading: TableOptions
    ) -> None:
        self.path = path
        self._reading = reading
        self._table = table_of(path, facts, reading)
        self.summary = self._table.summary
        self.encoding = self._table.summary.encoding
        self.headings = self._table.columns
        self.notes = self._table.notes
        self.dropped = self._table.summary.dropped_headings

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        lines = self._table.cells()
        watching = Watching(self.path.name, self.headings, self._reading)
        size = max(1, self.path.stat().st_size)
        done = 0
        while rows := list(islice(lines, ROWS)):
            # Characters are near enough to bytes to say how much is left.
            done += sum(sum(map(len, cells)) + len(cells) for _, cells in rows)
            chunk = self._chunk(rows, only, min(1.0, done / size))
            if only is None:
                watching.look(chunk.frame)
            yield chunk
        if not done:
            raise FileError("RR627", file=self.path.name)
        watching.end()

    def _chunk(
        self,
        rows: list[tuple[int, Sequence[str]]],
        only: Sequence[str] | None,
        share: float,
    ) -> Chunk:
        numbers = [line for line, _ in rows]
        columns = list(zip_longest(*(cells for _, cells in rows), fillvalue=""))
        blank = ("",) * len(rows)
        found = {
            str(one.index): columns[one.index] if one.index < len(columns) else blank
            for one in self.headings
            if only is None or one.fact.id in only
        }
        frame = pl.DataFrame(found, schema=dict.fromkeys(found, pl.String))
        outside = self._outside(columns, numbers) if only is None else ()
        return Chunk(numbered(frame, numbers), refusals=tuple(outside), share=share)

    def _outside(
        self, columns: Sequence[Sequence[str]], numbers: Sequence[int]
    ) -> Iterator[Refusal]:
        """Cells that stand under no heading."""
        for index, column in enumerate(columns):
            if index in self._table.known:
                continue
            for number, cell in zip(numbers, column, strict=True):
                if cell.strip():
                    place = {"column": letters(index)}
                    yield Refusal(number, RecordProblem("RR628", "record", place))
