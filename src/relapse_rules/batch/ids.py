"""Ids that occur more than once in a whole run, found without keeping them all.

A first pass reads the columns of ids alone. While they ascend nothing is kept; otherwise
hashes of 64 bits are. The second pass looks at the few ids whose hash occurs twice and
compares the ids themselves, so that a collision of hashes never rejects anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from relapse_rules.batch.cells import read_cells
from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.batch.spool import Spool
from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.batch.frames import Chunk, Input

# Among which rows an id must not be repeated.
Scope = Literal["run", "file"]
# So many repeated ids are no slips: a file was given twice, or is no list of households.
MOST = 1_000_000


@dataclass(slots=True)
class Repeats:
    """The hashes of one fact that occur more than once, and where each id was first."""

    fact: str
    scope: Scope
    hashes: pl.Series
    first: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)

    def check(self, number: int, file: str, rows: pl.DataFrame) -> list[Refusal]:
        """The rows whose id an earlier row has; `rows` have `KEY` and the fact.

        Asked in order about every row that is right otherwise.
        """
        if not self.hashes.len() or self.fact not in rows.columns:
            return []
        scope = number if self.scope == "file" else 0
        ids = as_text(rows[self.fact])
        again = _hashed(ids, scope).is_in(self.hashes.implode()) & ids.is_not_null()
        found = []
        for row, one in zip(rows[KEY].filter(again), ids.filter(again), strict=True):
            at = self.first.setdefault((scope, one), (file, row))
            if at != (file, row):
                place = {"first": _place(file, *at), "fact": self.fact}
                found.append(Refusal(row, RecordProblem("RR611", self.fact, place)))
        return found


def _place(here: str, file: str, row: int) -> Phrase:
    if here == file:
        return Phrase(f"第 {row} 行", f"row {row}")
    return Phrase(f" {file} 第 {row} 行", f"row {row} of {file}")


def as_text(ids: pl.Series) -> pl.Series:
    """Ids as they are compared, whatever type their column has."""
    return ids if ids.dtype == pl.String else ids.cast(pl.String)


def _hashed(ids: pl.Series, scope: int) -> pl.Series:
    return ids.hash(seed=scope)


def ids_of(chunk: Chunk, source: Input, fact: str) -> pl.Series:
    """One fact of a chunk as text, whether the rest of the row is right or not."""
    if source.kind == "records":
        found = [record.get(fact) for _, record in chunk.records]
        plain = [str(v) if isinstance(v, (str, int)) else None for v in found]
        return pl.Series(fact, plain, dtype=pl.String)
    heading = next((one for one in source.headings if one.fact.id == fact), None)
    if heading is None:
        return pl.Series(fact, [], dtype=pl.String)
    if source.kind == "typed":
        return as_text(chunk.frame[fact])
    return as_text(read_cells(chunk.frame, [heading])[0][fact])


class Finder:
    """Takes the ids of one fact in order, then tells which hashes repeat."""

    def __init__(self, fact: str, scope: Scope, spool: Spool) -> None:
        self.fact = fact
        self.scope: Scope = scope
        self._spool = spool
        self._last: tuple[int, str] | None = None
        self.ascending = True

    def add(self, number: int, ids: pl.Series) -> None:
        """While all ids ascend nothing is kept; when they do not, start over."""
        ids = ids.drop_nulls()
        scope = number if self.scope == "file" else 0
        if not ids.len():
            return
        if self.ascending:
            first, last = (scope, ids[0]), (scope, ids[-1])
            rising = self._last is None or self._last < first
            self.ascending = rising and bool((ids.slice(1) > ids.head(-1)).all())
            self._last = last
        else:
            self._spool.add(_hashed(ids, scope))

    def found(self) -> Repeats:
        if self.ascending:
            return Repeats(self.fact, self.scope, pl.Series(dtype=pl.UInt64))
        parts, count = [], 0
        for part in self._spool.repeated():
            parts.append(part)
            count += part.len()
            if count > MOST:
                raise FileError("RR652", fact=self.fact, most=MOST)
        return Repeats(self.fact, self.scope, pl.concat(parts))


def find_repeats(sources: Sequence[Input], fact: str, scope: Scope) -> Repeats:
    """Reads the ids of every file, once more from the start where they do not ascend.

    Raises FileError when a file cannot be read or too many ids repeat.
    """
    with Spool() as spool:
        finder = Finder(fact, scope, spool)
        # To start over is cheap where one column is read without the others.
        typed = all(one.kind == "typed" for one in sources)
        if typed and _ascends(finder, sources):
            return finder.found()
        finder.ascending = False
        for number, ids in _all(sources, fact):
            finder.add(number, ids)
        return finder.found()


def _ascends(finder: Finder, sources: Sequence[Input]) -> bool:
    for number, ids in _all(sources, finder.fact):
        finder.add(number, ids)
        if not finder.ascending:
            return False
    return True


def _all(sources: Sequence[Input], fact: str) -> Iterator[tuple[int, pl.Series]]:
    for number, source in enumerate(sources):
        held = any(one.fact.id == fact for one in source.headings)
        if held or source.kind == "records":
            for chunk in source.chunks([fact]):
                yield number, ids_of(chunk, source, fact)
