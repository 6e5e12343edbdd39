"""Workbooks: held as a whole, their lists joined, each household a record."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from relapse_rules.batch.inputs.records import chunk_of
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.batch.frames import Chunk, Kind
    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.columns import Column
    from relapse_rules.records.options import TableOptions
    from relapse_rules.records.rows import Row

ROWS = 1 << 15


class LedgerInput:
    """One workbook; it is read once, however often its rows are asked for."""

    kind: Kind = "records"
    headings: tuple[Column, ...] = ()
    encoding = "UTF-8"

    def __init__(
        self, path: Path, facts: Sequence[Fact], reading: TableOptions
    ) -> None:
        self.path = path
        records = read_records(path, tuple(facts), options=reading)
        self._rows: list[Row] = list(records)
        self.summary = records.summary
        self.notes = self.summary.notes
        self.dropped = self.summary.dropped_headings

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        rows, done = iter(self._rows), 0
        while found := list(islice(rows, ROWS)):
            done += len(found)
            yield chunk_of(found, only, done / len(self._rows))
