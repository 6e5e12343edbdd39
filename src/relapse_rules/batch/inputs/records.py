"""Files of records: JSON lines, which are streamed, and JSON and YAML, which are not."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.batch.frames import Chunk, Refusal, numbered
from relapse_rules.errors import RecordProblem
from relapse_rules.records.readers import unchecked_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.batch.frames import Kind
    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.columns import Column
    from relapse_rules.records.rows import Row

ROWS = 1 << 15
# JSON lines whose length is not known are taken to be so long, for a guess at the end.
LINE = 500


class RecordsInput:
    """One file of records, each with facts of its own choice."""

    kind: Kind = "records"
    headings: tuple[Column, ...] = ()
    dropped: tuple[str, ...] = ()

    def __init__(self, path: Path, facts: Sequence[Fact]) -> None:
        self.path = path
        self.notes: Counter[str] = Counter()
        self._facts = tuple(facts)
        self.encoding = self._open().summary.encoding

    def _open(self) -> Any:
        return unchecked_records(self.path, self._facts)

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        rows = self._open()
        size, done = max(1, self.path.stat().st_size), 0
        while found := list(islice(rows, ROWS)):
            done += len(found)
            yield chunk_of(found, only, min(1.0, done * LINE / size))


def chunk_of(rows: Sequence[Row], only: Sequence[str] | None, share: float) -> Chunk:
    """Rows of records as a chunk; with `only`, no more than these facts of each."""
    records: list[tuple[int, Any]] = []
    refusals: list[Refusal] = []
    for row in rows:
        problems = row.problems
        if row.record is None and not problems:
            problems = (RecordProblem("RR613", "record"),)
        if problems:
            refusals += [Refusal(row.number, one) for one in problems]
        elif only is None:
            records.append((row.number, row.record))
        elif isinstance(row.record, dict):
            kept = {one: row.record.get(one) for one in only}
            records.append((row.number, kept))
    return Chunk(numbered(pl.DataFrame(), []), records, tuple(refusals), share)
