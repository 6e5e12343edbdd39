"""The columns of the output: which, in what order, and of what type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.cells import dtype_of
from relapse_rules.batch.frames import KEY
from relapse_rules.errors import FileError
from relapse_rules.messages import Phrase
from relapse_rules.nearest import nearest_name
from relapse_rules.table import DETAILS, Truth, chosen, columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.batch.frames import Input
    from relapse_rules.batch.job import Job
    from relapse_rules.batch.places import Place, Places
    from relapse_rules.documents.policy import Fact
    from relapse_rules.table import Detail
    from relapse_rules.tabular import Tabular

FILE, ROW, POLICY = "file", "row", "policy"
ABOUT = (FILE, ROW, POLICY)


@dataclass(slots=True)
class Shape:
    """The output's columns; `kept` are facts that go through from the input."""

    names: tuple[str, ...]
    detail: Detail
    kept: dict[str, Fact]
    schema: dict[str, pl.DataType] = field(default_factory=dict)
    # Answers that some place does not define at all.
    truths: frozenset[str] = frozenset()

    def settle(self, judges: Mapping[str, Tabular]) -> None:
        """The types of all columns, once there is a judge for each place."""
        empty = pl.DataFrame(schema={KEY: pl.Int64()})
        tables = [one.judge(empty, keep=(KEY,)).decisions for one in judges.values()]
        if len(tables) > 1:
            # The closed lists of different places are different types.
            closed = pl.selectors.enum() | pl.selectors.categorical()
            tables = [one.with_columns(closed.cast(pl.String)) for one in tables]
        types: dict[str, pl.DataType] = {
            FILE: pl.String(),
            ROW: pl.Int64(),
            POLICY: pl.String(),
            **{name: dtype_of(fact) for name, fact in self.kept.items()},
        }
        if tables:
            decided = pl.concat(tables, how="diagonal_relaxed").schema
            types |= {n: t for n, t in decided.items() if n != KEY}
        every = [c for one in judges.values() for c in one.columns]
        names = self.names or tuple(dict.fromkeys(c.name for c in every))
        self.names = names
        self.schema = {name: types[name] for name in names if name in types}
        self.truths = frozenset(c.name for c in every if isinstance(c.form, Truth))

    def fitted(self, decisions: pl.DataFrame, place: Place, file: str) -> pl.DataFrame:
        """The decisions of one place with all columns of the output, and `KEY`."""
        made = {
            FILE: pl.lit(file),
            ROW: pl.col(KEY),
            POLICY: pl.lit(place.id),
        }
        columns = [pl.col(KEY)]
        for name, dtype in self.schema.items():
            if name in decisions.columns:
                column = pl.col(name)
            elif name in made:
                column = made[name]
            elif name in self.truths:
                column = pl.lit("not_defined")
            else:
                column = pl.lit(None)
            columns.append(column.cast(dtype).alias(name))
        return decisions.select(columns)

    def joined(self, parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """All parts of a chunk in the order of its rows."""
        if not parts:
            return pl.DataFrame(schema=self.schema)
        if len(parts) == 1:
            return parts[0].drop(KEY)
        return pl.concat(parts).sort(KEY).drop(KEY)


def shape_of(
    job: Job, sources: Sequence[Input], places: Places, visited: Sequence[Place]
) -> Shape:
    """The columns that a job asks for, or the usual ones. Raises FileError."""
    facts = {f.id: f for f in places.facts if not f.personal and f.kind != "list"}
    every = {c.name: c for one in visited for c in columns_of(one.rules.program)}
    if not job.columns:
        ids = [f.id for f in facts.values() if f.unique]
        lead = _usual(job, sources, places, ids)
        usual = {
            c.name: None
            for one in visited
            for c in chosen(columns_of(one.rules.program), job.detail)
        }
        kept = {name: facts[name] for name in lead if name in facts}
        return Shape((*lead, *usual), job.detail, kept)
    kept, detail = {}, job.detail
    for name in job.columns:
        if name in every:
            detail = max(detail, every[name].detail, key=DETAILS.index)
        elif name in facts:
            kept[name] = facts[name]
        elif name not in ABOUT:
            near = nearest_name(name, {**every, **facts, **dict.fromkeys(ABOUT)})
            nearest = Phrase(near, near) if near else None
            raise FileError("RR655", column=name, nearest=nearest)
    return Shape(job.columns, detail, kept)


def _usual(
    job: Job, sources: Sequence[Input], places: Places, ids: Sequence[str]
) -> list[str]:
    """What tells the rows of the output apart."""
    found = [FILE] if len(job.inputs) > 1 else []
    everywhere = ids and all(
        any(h.fact.id in ids for h in source.headings) for source in sources
    )
    if not everywhere:
        found.append(ROW)
    found += ids
    return [*found, POLICY] if places.by else found
