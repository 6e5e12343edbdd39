"""Tables of their own for facts that are lists: the members of all households.

A table of up to `WHOLE` rows is kept and may be in any order. A larger one is read along
with the households, which takes both in the order of the household's id; that they are is
checked row by row, and a run over tables that are not ends before anything is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from relapse_rules.batch.account import ListAccount
from relapse_rules.batch.cells import read_cells
from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.batch.inputs.opening import opened
from relapse_rules.batch.order import Ascending
from relapse_rules.errors import FileError, RecordProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from relapse_rules.batch.frames import Chunk, Input
    from relapse_rules.documents.policy import Fact

WHOLE = 2_000_000


class Join(Protocol):
    """How the rows of a table are found for households that come one chunk at a time."""

    def take(self, numbers: pl.Series, ids: pl.Series) -> pl.DataFrame: ...
    def lost(self) -> pl.Series:
        """The numbers of rows that by now are known to belong to no household."""
        ...

    def end(self) -> None:
        """After the last household."""
        ...


class ListTable:
    """One table with the items of one list."""

    def __init__(
        self, fact: Fact, key: Fact, path: Path, households: str, whole: int
    ) -> None:
        """Raises FileError when it cannot be joined by the fact `key`."""
        # The household's id comes first: an item fact of the same name gives way to it.
        facts = (key, *(f for f in fact.items if f.id != key.id))
        self.source: Input = opened(path, facts)
        if all(one.fact.id != key.id for one in self.source.headings):
            raise FileError("RR635", file=path.name, fact=fact.id)
        self.fact, self.key = fact, key
        self.account = ListAccount(fact.id, path.name)
        self._refusals: dict[int, list[Refusal]] = {}
        self._join = self._joining(households, whole)

    def _joining(self, households: str, whole: int) -> Join:
        chunks = self._typed()
        parts: list[pl.DataFrame] = []
        for part in chunks:
            parts.append(part)
            if sum(one.height for one in parts) > whole:
                own = Ascending(self.account.name, self.fact.id)
                theirs = Ascending(households, self.fact.id)
                return Alongside(self.key.id, parts, chunks, own, theirs)
        return Kept(self.key.id, pl.concat(parts))

    def _typed(self) -> Iterator[pl.DataFrame]:
        for chunk in self.source.chunks():
            self.account.rows += chunk.frame.height
            yield self._frame(chunk)

    def _frame(self, chunk: Chunk) -> pl.DataFrame:
        frame, refusals = chunk.frame, list(chunk.refusals)
        if self.source.kind == "cells":
            frame, refused = read_cells(frame, self.source.headings)
            refusals += refused
        for one in refusals:
            self._refusals.setdefault(one.row, []).append(one)
        return frame

    def take(
        self, numbers: pl.Series, ids: pl.Series
    ) -> tuple[pl.DataFrame, list[Refusal]]:
        """The items of these households, and what is wrong with them, by household."""
        found = self._join.take(numbers, ids)
        self.account.joined += found.height
        return found, list(self._of_households(found, numbers, ids))

    def lost(self) -> list[Refusal]:
        """The rows that belong to no household, as far as that is known."""
        rows = self._join.lost()
        self.account.orphans += rows.len()
        for row in rows if self._refusals else ():
            self._refusals.pop(row, None)
        return [Refusal(row, RecordProblem("RR631", self.fact.id)) for row in rows]

    def end(self) -> None:
        self._join.end()

    def _of_households(
        self, found: pl.DataFrame, numbers: pl.Series, ids: pl.Series
    ) -> Iterator[Refusal]:
        if not self._refusals:
            return
        owners: Mapping[str, int] = dict(
            zip(reversed(ids.to_list()), reversed(numbers.to_list()), strict=True)
        )
        placed = found.select(
            KEY, self.key.id, at=pl.int_range(pl.len()).over(self.key.id)
        )
        for line, owner, at in placed.iter_rows():
            for one in self._refusals.pop(line, ()):
                inner = "" if one.problem.fact == "record" else f".{one.problem.fact}"
                place = f"{self.fact.id}[{at}]{inner}"
                table = {"table": self.account.name, "line": line}
                args = {**one.problem.args, **table}
                problem = RecordProblem(one.problem.code, place, args)
                yield Refusal(owners[owner], problem)


class Kept:
    """All rows at once, in whatever order."""

    def __init__(self, key: str, frame: pl.DataFrame) -> None:
        self._key = key
        self._frame = frame
        self._alone = pl.repeat(True, frame.height, eager=True)
        self._ended = False

    def take(self, _numbers: pl.Series, ids: pl.Series) -> pl.DataFrame:
        wanted = ids.drop_nulls().unique().implode()
        mine = self._frame[self._key].is_in(wanted).fill_null(value=False)
        # Of two households with one id the first has the rows; the other is rejected.
        mine &= self._alone
        self._alone &= ~mine
        return self._frame.filter(mine)

    def lost(self) -> pl.Series:
        if not self._ended:
            return pl.Series(KEY, [], dtype=pl.Int64)
        return self._frame[KEY].filter(self._alone)

    def end(self) -> None:
        self._ended = True


class Alongside:
    """Rows in the order of the households, no more of them than those at hand need."""

    def __init__(
        self,
        key: str,
        parts: list[pl.DataFrame],
        more: Iterator[pl.DataFrame],
        own: Ascending,
        theirs: Ascending,
    ) -> None:
        self._key = key
        self._more = more
        self._own, self._theirs = own, theirs
        self._waiting = pl.concat(parts)
        self._check(self._waiting)
        self._alone: list[pl.Series] = []

    def _check(self, part: pl.DataFrame) -> None:
        self._own.check(part[KEY], part[self._key])

    def take(self, numbers: pl.Series, ids: pl.Series) -> pl.DataFrame:
        self._theirs.check(numbers, ids)
        known = ids.drop_nulls()
        if not known.len():
            return self._waiting.clear()
        last = known[-1]
        while not self._reaches_beyond(last):
            part = next(self._more, None)
            if part is None:
                break
            self._check(part)
            self._waiting = pl.concat([self._waiting, part])
        owner = self._waiting[self._key]
        due = (owner <= last).fill_null(value=True)
        mine = owner.is_in(known.unique().implode()).fill_null(value=False)
        self._alone.append(self._waiting[KEY].filter(due & ~mine))
        found = self._waiting.filter(due & mine)
        self._waiting = self._waiting.filter(~due)
        return found

    def _reaches_beyond(self, last: object) -> bool:
        known = self._waiting[self._key].drop_nulls()
        return bool(known.len() and known[-1] > last)

    def lost(self) -> pl.Series:
        found, self._alone = self._alone, []
        return pl.concat([pl.Series(KEY, [], dtype=pl.Int64), *found])

    def end(self) -> None:
        self._alone.append(self._waiting[KEY])
        self._waiting = self._waiting.clear()
        for part in self._more:
            self._check(part)
            self._alone.append(part[KEY])
