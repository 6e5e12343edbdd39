"""Parquet: columns of their own types, read a slice of rows at a time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.frames import Chunk, numbered
from relapse_rules.errors import FileError
from relapse_rules.records.columns import match_columns, match_lists
from relapse_rules.records.decoding import check_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from relapse_rules.batch.frames import Kind
    from relapse_rules.documents.policy import Fact

# Rows of one chunk; a row group is usually as long, so that none is read twice.
ROWS = 1 << 18


class ParquetInput:
    """One Parquet file, whose footer is read when it is opened."""

    kind: Kind = "typed"
    encoding = "UTF-8"

    def __init__(self, path: Path, facts: Sequence[Fact]) -> None:
        self.path = path
        check_regular(path)
        with _readable(path):
            self._frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            names = self._frame.collect_schema().names()
            self.rows: int = self._frame.select(pl.len()).collect().item()
        if not self.rows:
            raise FileError("RR627", file=path.name)
        # Values spread over numbered columns are a habit of spreadsheets.
        whole = [replace(fact, columns=0) for fact in facts]
        lists = match_lists(names, whole)
        taken = {one.index for one in lists}
        others = ["" if i in taken else name for i, name in enumerate(names)]
        scalars = match_columns(path.name, others, whole) if any(others) else ()
        self.headings = tuple(c for c in (*scalars, *lists) if not c.fact.personal)
        self.dropped = tuple(c.heading for c in scalars if c.fact.personal)
        self._names = {c.fact.id: names[c.index] for c in self.headings}

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        wanted = self._names if only is None else only
        columns = [pl.col(self._names[one]).alias(one) for one in wanted]
        chosen = self._frame.select(columns)
        for start in range(0, self.rows, ROWS):
            with _readable(self.path):
                frame = chosen.slice(start, ROWS).collect()
                numbers = pl.int_range(start + 1, start + frame.height + 1, eager=True)
            share = min(1.0, (start + ROWS) / self.rows)
            yield Chunk(numbered(frame, numbers), share=share)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What a reader says of a broken file might show values of it."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise FileError("RR650", file=path.name) from None
