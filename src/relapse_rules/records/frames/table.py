"""A whole table of records, with the items of its lists: encoded, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.backends.columnar.batch import Batch, Items, among
from relapse_rules.records.frames.faults import Fault, Read, rejected, together, where
from relapse_rules.records.frames.items import ItemsRead, joined, nested
from relapse_rules.records.frames.values import read_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.encode import RecordLayout

REPEATED = "RR611"


@dataclass(frozen=True, slots=True)
class Reading:
    """The accepted records of a table as a batch, and what was refused.

    `accepted` are their rows, from 0, or None when all are; `absent` the facts that the
    rules read and no record can give, `members[].age` for those of items; `orphans` the
    rows of the lists' own tables that belong to no record.
    """

    batch: Batch
    accepted: pl.Series | None
    rejects: pl.DataFrame
    absent: tuple[str, ...]
    orphans: pl.DataFrame


@dataclass(slots=True)
class TableReader:
    """Reads tables of records of `facts` for rules that read the `used` ones."""

    facts: tuple[Fact, ...]
    used: RecordLayout
    _own: dict[str, Fact] = field(init=False)
    _lists: dict[str, Fact] = field(init=False)

    def __post_init__(self) -> None:
        stated = [f for f in self.facts if not f.personal]
        self._own = {f.id: f for f in stated if f.kind != "list"}
        self._lists = {f.id: f for f in stated if f.kind == "list"}

    @property
    def key(self) -> Fact | None:
        """The fact that names a record among others."""
        return next((f for f in self._own.values() if f.unique), None)

    def read(self, frame: pl.DataFrame, lists: Mapping[str, pl.DataFrame]) -> Reading:
        """Every row is accepted or rejected; a column that is no fact is not looked at."""
        columns = {
            name: read_column(fact, frame[name])
            for name, fact in self._own.items()
            if name in frame.columns
        }
        items, orphans = self._items(frame, lists)
        rejects = [
            part for n, read in columns.items() for part in rejected(n, read.faults)
        ]
        rejects += [one.rejects for one in items.values()]
        refused = _rows(rejects)
        for name, fault in self._repeated(columns, refused, frame.height):
            rejects += rejected(name, (fault,))
            refused = _rows(rejects)
        batch = self._batch(frame.height, columns, items)
        accepted = None
        if len(refused):
            mask = ~pl.repeat(False, frame.height, eager=True).scatter(refused, True)
            batch, accepted = _kept(batch, mask), mask.arg_true()
        return Reading(
            batch, accepted, together(rejects), self._absent(columns, items), orphans
        )

    def _items(
        self, frame: pl.DataFrame, lists: Mapping[str, pl.DataFrame]
    ) -> tuple[dict[str, ItemsRead], pl.DataFrame]:
        found: dict[str, ItemsRead] = {}
        orphans = [pl.DataFrame(schema={"list": pl.String, "row": pl.Int64})]
        for name, fact in self._lists.items():
            if name in lists:
                key = self.key
                assert key is not None
                found[name] = joined(fact, key, frame[key.id], lists[name])
                rows = found[name].orphans.cast(pl.Int64) + 1
                orphans.append(
                    rows.to_frame("row").select(pl.lit(name).alias("list"), "row")
                )
            elif name in frame.columns:
                found[name] = nested(fact, frame[name])
        return found, pl.concat(orphans)

    def _repeated(
        self, columns: Mapping[str, Read], refused: pl.Series, height: int
    ) -> Iterator[tuple[str, Fault]]:
        """Ids that an earlier accepted record has too."""
        for name, read in columns.items():
            if not self._own[name].unique or _all_differ(read.values):
                continue
            taken = pl.repeat(True, height, eager=True).scatter(refused, False)
            values = read.values.to_frame("v").select(pl.when(taken).then("v"))["v"]
            again = ~values.is_first_distinct() & values.is_not_null()
            for fault in where(REPEATED, again):
                yield name, fault

    def _batch(
        self, height: int, columns: Mapping[str, Read], items: Mapping[str, ItemsRead]
    ) -> Batch:
        """The facts that the rules read; what is unknown everywhere needs no column."""
        own = [c for f in self.used.facts for c in _encoded(f.id, columns)]
        lists = {}
        for name, wanted in self.used.items.items():
            if name in items and _known(items[name].lengths):
                one = items[name]
                inner = [c for f in wanted for c in _encoded(f.id, one.columns)]
                lists[name] = Items(one.lengths, pl.DataFrame(inner))
        return Batch(height, pl.DataFrame(own), lists)

    def _absent(
        self, columns: Mapping[str, Read], items: Mapping[str, ItemsRead]
    ) -> tuple[str, ...]:
        found = []
        for fact in self.used.facts:
            if fact.kind != "list":
                if fact.id not in columns:
                    found.append(fact.id)
            elif fact.id not in items:
                found.append(fact.id)
            else:
                inner = self.used.items.get(fact.id, ())
                given = items[fact.id].columns
                found += [f"{fact.id}[].{f.id}" for f in inner if f.id not in given]
        return tuple(found)


def _encoded(fact: str, columns: Mapping[str, Read]) -> Iterator[pl.Series]:
    """The columns that say what a fact is, none where nobody has given it."""
    read = columns.get(fact)
    if read is None or not _known(read.values):
        return
    yield read.values.alias(fact)
    for value, mask in read.among.items():
        yield mask.alias(among(fact, value))


def _all_differ(values: pl.Series) -> bool:
    known = values.drop_nulls()
    return known.n_unique() == len(known)


def _known(values: pl.Series) -> bool:
    return values.null_count() < len(values)


def _rows(rejects: list[pl.DataFrame]) -> pl.Series:
    parts = [r["row"] for r in rejects if r.height]
    if not parts:
        return pl.Series([], dtype=pl.Int64)
    return pl.concat(parts).unique() - 1


def _kept(batch: Batch, mask: pl.Series) -> Batch:
    lists = {}
    for name, one in batch.items.items():
        inside = mask.repeat_by(one.lengths.fill_null(0)).explode(
            empty_as_null=False, keep_nulls=False
        )
        frame = one.frame.filter(inside) if one.frame.width else one.frame
        lists[name] = Items(one.lengths.filter(mask), frame)
    own = batch.frame.filter(mask) if batch.frame.width else batch.frame
    return Batch(int(mask.sum()), own, lists)
