"""Thousands of different records of one policy: each takes every fact from a small pool.

The pools hold values on the lines and beside them, so that these meet in all ways; the
records are kept as the places of their values, which every back end turns into its own form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa

from conformance.batches import batch_of
from conformance.households import encoded, is_complete, value
from conformance.warehouse import ROW, arrow_type, stored
from conformance.yaml_text import as_written
from relapse_rules.backends.columnar import Batch, Items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from numpy.typing import NDArray

    from conformance.households import Record
    from conformance.policies import Generated
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Program

    Places = NDArray[np.int64]

# Different values of one fact, at most: three facts meet in some ten thousand ways.
SIZE = 40
GAPS = (0, 0, 0.1, 0.25, 0.6)
# Above this, pairs are renumbered before a third is joined to them.
MANY = 2**40


@dataclass(frozen=True)
class Pool:
    """`places` says for each fact which of its `values` each record has."""

    facts: tuple[Fact, ...]
    values: Mapping[str, Sequence[Any]]
    places: Mapping[str, Places]
    height: int

    def record(self, row: int) -> Record:
        return {f.id: self.values[f.id][self.places[f.id][row]] for f in self.facts}

    def records(self, program: Program) -> list[tuple[Any, ...]]:
        """Every record as the program reads it."""
        columns = (self._read(program, f) for f in program.facts)
        return list(zip(*columns, strict=True)) or [()] * self.height

    def _read(self, program: Program, fact: str) -> list[Any]:
        values = self.values[fact]
        inner = dict(program.items).get(fact)
        if inner is not None:
            values = [
                None if v is None else tuple(tuple(i[k] for k in inner) for i in v)
                for v in values
            ]
        return [values[place] for place in self.places[fact].tolist()]

    def is_complete(self, program: Program) -> bool:
        """Whether no record lacks anything that the program reads."""
        names = {f.id: list(self.values[f.id]) for f in self.facts}
        most = max((len(names[f]) for f in program.facts), default=0)
        rows = ({f: v[n % len(v)] for f, v in names.items()} for n in range(most))
        return all(is_complete(encoded(program, row)) for row in rows)

    def batch(self, program: Program) -> Batch:
        """Every record in the columns of a batch."""
        own, items = [], {}
        for name in program.facts:
            records = [{**self.record(0), name: v} for v in self.values[name]]
            small = batch_of(program, self.facts, records)
            places = self.places[name]
            if name in small.items:
                items[name] = _taken(small.items[name], places)
            own += [
                column.gather(pl.Series(places))
                for column in small.frame.get_columns()
                if column.name.partition("=")[0] == name
            ]
        return Batch(self.height, pl.DataFrame(own), items)

    def table(self) -> pa.Table:
        """Every record as a table of a warehouse holds it, numbered."""
        columns = {ROW: pa.array(range(self.height), pa.int64())}
        for fact in self.facts:
            rows = (
                stored((fact,), as_written((fact,), {fact.id: v}))
                for v in self.values[fact.id]
            )
            found = pa.array([row.get(fact.id) for row in rows], arrow_type(fact))
            columns[fact.id] = found.take(pa.array(self.places[fact.id]))
        return pa.table(columns)


def _taken(items: Items, places: Places) -> Items:
    """The items of a pool's lists, for each record those of its list."""
    lengths = items.lengths.fill_null(0).to_numpy().astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    taken = lengths[places]
    before = np.cumsum(taken) - taken
    inside = np.repeat(starts[places] - before, taken) + np.arange(taken.sum())
    frame = items.frame[inside] if items.frame.width else items.frame
    return Items(items.lengths.gather(pl.Series(places)), frame)


def pool_of(made: Generated, records: Sequence[Record]) -> Pool:
    """Records as they are."""
    values = {f.id: [record[f.id] for record in records] for f in made.facts}
    places = {f.id: np.arange(len(records)) for f in made.facts}
    return Pool(made.facts, values, places, len(records))


def pool(random: Random, made: Generated, program: Program, count: int) -> Pool:
    """At most so many records, no two of which are the same to the program."""
    gaps = random.choice(GAPS)
    read = dict(program.items)
    values = {f.id: _values(random, made, f, gaps, read.get(f.id)) for f in made.facts}
    draw = np.random.default_rng(random.getrandbits(64))
    places = {name: draw.integers(0, len(v), count) for name, v in values.items()}
    columns = [(places[f], len(values[f])) for f in program.facts]
    first = np.sort(numbered(columns, count)[0])
    kept = {name: found[first] for name, found in places.items()}
    return Pool(made.facts, values, kept, len(first))


def _values(
    random: Random,
    made: Generated,
    fact: Fact,
    gaps: float,
    read: Sequence[str] | None,
) -> list[Any]:
    """Values that differ in what the program reads of them."""
    drawn = [value(random, made, fact, gaps) for _ in range(SIZE)]
    return list({_seen(v, read): v for v in drawn}.values())


def _seen(value: Any, read: Sequence[str] | None) -> Any:
    if value is None or not isinstance(value, list):
        return value
    return tuple(tuple(item[i] for i in read or ()) for item in value)


def numbered(
    columns: Sequence[tuple[Places, int]], height: int
) -> tuple[Places, Places]:
    """Rows that are the same in all columns get one number.

    Returns the first row of each number, and the number of each row. A column comes with
    the count of its values, which are numbers below it.
    """
    joined, count = np.zeros(height, np.int64), 1
    for codes, size in columns:
        if count * size > MANY:
            found, joined = np.unique(joined, return_inverse=True)
            count = len(found)
        joined, count = joined * size + codes, count * size
    if count > 4 * height:
        _, first, numbers = np.unique(joined, return_index=True, return_inverse=True)
        return first, numbers
    rows = np.full(count, -1, np.int64)
    rows[joined[::-1]] = np.arange(height - 1, -1, -1)
    seen = np.flatnonzero(rows >= 0)
    again = np.zeros(count, np.int64)
    again[seen] = np.arange(len(seen))
    return rows[seen], again[joined]
