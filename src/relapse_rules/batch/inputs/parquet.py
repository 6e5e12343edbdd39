"""Parquet: columns of their own types, read a slice of rows at a time."""

from __future__ import annotations

from collections import Counter
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
        self.notes: Counter[str] = Counter()
        check_regular(path)
        with _readable(path):
            self._frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
            schema = self._frame.collect_schema()
            self.rows: int = self._frame.select(pl.len()).collect().item()
        if not self.rows:
            raise FileError("RR627", file=path.name)
        names = schema.names()
        # Values spread over numbered columns are a habit of spreadsheets.
        whole = [replace(fact, columns=0) for fact in facts]
        lists = match_lists(names, whole)
        taken = {one.index for one in lists}
        others = ["" if i in taken else name for i, name in enumerate(names)]
        scalars = match_columns(path.name, others, whole) if any(others) else ()
        self.headings = tuple(c for c in (*scalars, *lists) if not c.fact.personal)
        self.dropped = tuple(c.heading for c in scalars if c.fact.personal)
        self._columns = {
            one.fact.id: _column(path.name, names[one.index], schema, one.fact)
            for one in self.headings
        }

    def chunks(self, only: Sequence[str] | None = None) -> Iterator[Chunk]:
        wanted = self._columns if only is None else only
        chosen = self._frame.select(self._columns[one] for one in wanted)
        for start in range(0, self.rows, ROWS):
            with _readable(self.path):
                frame = chosen.slice(start, ROWS).collect()
                numbers = pl.int_range(start + 1, start + frame.height + 1, eager=True)
            share = min(1.0, (start + ROWS) / self.rows)
            yield Chunk(numbered(frame, numbers), share=share)


def _column(file: str, name: str, schema: pl.Schema, fact: Fact) -> pl.Expr:
    """A column under the id of its fact, with the facts of its items under theirs."""
    column = pl.col(name).alias(fact.id)
    kind = schema[name]
    inner = kind.inner if isinstance(kind, (pl.List, pl.Array)) else None
    if fact.kind != "list" or not isinstance(inner, pl.Struct):
        # What is no list of records is refused row by row.
        return column
    names = [one.name for one in inner.fields]
    items = [replace(one, columns=0) for one in fact.items]
    found = match_columns(f"{file} {name}", names, items)
    stated = {one.fact.id: names[one.index] for one in found if not one.fact.personal}
    if list(stated) == names == list(stated.values()):
        return column
    fields = [pl.element().struct.field(n).alias(one) for one, n in stated.items()]
    return pl.col(name).list.eval(pl.struct(fields)).alias(fact.id)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What a reader says of a broken file might show values of it."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise FileError("RR650", file=path.name) from None
