"""The rows of one chunk after the other: decided or rejected, told and counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

import polars as pl

from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.batch.judging import as_rejects, judged
from relapse_rules.batch.originals import items_of
from relapse_rules.batch.reading import parts_of
from relapse_rules.errors import RecordError, RecordProblem
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.batch.account import Account, FileAccount
    from relapse_rules.batch.frames import Chunk, Input
    from relapse_rules.batch.ids import Repeats
    from relapse_rules.batch.judging import Outcome
    from relapse_rules.batch.lists import ListTable
    from relapse_rules.batch.outputs.rejects import Rejects
    from relapse_rules.batch.places import Places
    from relapse_rules.batch.reading import Part
    from relapse_rules.batch.shape import Shape
    from relapse_rules.batch.verify import Verifier
    from relapse_rules.tabular import Tabular

# Rows whose problems are told in words; the file of rejects has them all.
TOLD = 100


class Watch(Protocol):
    """Whoever waits for a run, and is told how it goes."""

    def progress(self, rows: int, share: float) -> None: ...
    def problem(self, file: str, row: int, problem: RecordProblem) -> None: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the rows of one place; nobody decides about rows of no place."""

    rejects: pl.DataFrame
    problems: list[Refusal]
    decisions: pl.DataFrame | None = None


@dataclass(slots=True)
class Deciding:
    """What it takes to decide about rows, and where what becomes of them is noted."""

    sources: Sequence[Input]
    places: Places
    judges: Mapping[str, Tabular]
    shape: Shape
    repeats: Sequence[Repeats]
    lists: Sequence[ListTable]
    verifier: Verifier | None
    account: Account
    rejects: Rejects
    watch: Watch
    _told: int = field(default=0)

    @property
    def _unique(self) -> list[str]:
        return [one.fact for one in self.repeats]

    def chunk(self, number: int, chunk: Chunk) -> pl.DataFrame:
        """The decided rows of a chunk in the order and shape of the output."""
        file = self.account.files[number]
        parts = list(parts_of(chunk, self.sources[number], self.places))
        self._join(parts)
        found = [self._part(number, file, part) for part in parts]
        self._note(file.name, found)
        return self.shape.joined(
            [f for one in found if (f := one.decisions) is not None]
        )

    def end(self) -> None:
        """After the last chunk: what is left of the lists belongs to nobody."""
        for one in self.lists:
            one.end()
            self._orphans(one)

    def _note(self, name: str, found: Sequence[Settled]) -> None:
        """What was rejected, by row, whichever place it lies in."""
        problems = (problem for one in found for problem in one.problems)
        self._tell(name, sorted(problems, key=attrgetter("row")))
        if rejects := [one.rejects for one in found]:
            every = pl.concat(rejects).sort("row", maintain_order=True)
            self.rejects.add(every.with_columns(file=pl.lit(name)))

    def _join(self, parts: Sequence[Part]) -> None:
        """Gives each part the items of its households."""
        for one in self.lists:
            key = one.key.id
            known = [p.frame.select(KEY, key) for p in parts if key in p.frame.columns]
            rows = pl.concat(known).sort(KEY) if known else None
            if rows is None:
                continue
            found, refusals = one.take(rows[KEY], rows[key])
            for part in parts:
                if key in part.frame.columns:
                    mine = part.frame[key].drop_nulls().unique().implode()
                    inside = found.filter(pl.col(key).is_in(mine))
                    part.lists[one.fact.id] = inside
                    part.key = key
                    held = set(part.frame[KEY]) if refusals else set()
                    for refusal in (r for r in refusals if r.row in held):
                        part.refusals.append(refusal)
                        part.inner.setdefault(refusal.row, []).append(refusal.problem)
            self._orphans(one)

    def _orphans(self, one: ListTable) -> None:
        lost = one.lost()
        if lost:
            name = one.account.name
            self.account.problems[one.fact.id, "RR631"] += len(lost)
            self.rejects.add(as_rejects(lost).with_columns(file=pl.lit(name)))
            self._tell(name, lost)

    def _part(self, number: int, file: FileAccount, part: Part) -> Settled:
        place = part.place
        judge = None if place is None else self.judges[place.id]
        keep = list(dict.fromkeys((*self.shape.kept, *self._unique)))
        outcome = judged(part, judge, keep, self._unique)
        again = [
            refusal
            for repeats in self.repeats
            for refusal in repeats.check(number, file.name, outcome.decisions)
        ]
        decisions, every = outcome.decisions, outcome.rejects
        if again:
            rows = pl.Series([one.row for one in again], dtype=pl.Int64)
            decisions = decisions.filter(~pl.col(KEY).is_in(rows.implode()))
            every = pl.concat([every, as_rejects(again)])
        self._count(file, part, decisions, every)
        told = chain(part.refusals, again, self._explained(part, outcome))
        problems = list(islice(told, TOLD - self._told))
        if place is None or judge is None:
            return Settled(every, problems)
        file.present |= {*part.frame.columns, *part.lists}
        file.asked |= set(outcome.absent)
        self.account.places[place.id].add(decisions, judge.columns)
        if self.verifier:
            self.verifier.check((number, file.name), part, judge.columns, outcome)
        return Settled(every, problems, self.shape.fitted(decisions, place, file.name))

    def _count(
        self,
        file: FileAccount,
        part: Part,
        decisions: pl.DataFrame,
        every: pl.DataFrame,
    ) -> None:
        rejected = every["row"].n_unique() if every.height else 0
        assert part.rows == decisions.height + rejected, (
            "decided or rejected, never both"
        )
        file.rows += part.rows
        file.decided += decisions.height
        file.rejected += rejected
        for fact, code, count in every.group_by("fact", "code").len().iter_rows():
            self.account.problems[fact, code] += count
        if part.place is not None:
            self.account.places[part.place.id].rejected += rejected
        elif self.places.by:
            lost = every.filter(pl.col("fact") == self.places.by)
            self.account.ungoverned += lost["row"].n_unique()

    def _tell(self, file: str, problems: Sequence[Refusal]) -> None:
        """The first problems in words, as the record reader tells them."""
        for one in problems:
            if self._told >= TOLD:
                return
            self._told += 1
            self.watch.problem(file, one.row, one.problem)

    def _explained(self, part: Part, outcome: Outcome) -> Iterator[Refusal]:
        """The judge's rejects with what the check of single records says of them."""
        if part.place is None or not outcome.own.height:
            return
        repeated = outcome.own.filter(
            pl.col("fact").is_in(self._unique) & (pl.col("code") == "RR611")
        )
        for row, fact, _ in repeated.head(TOLD).iter_rows():
            yield Refusal(row, _repeats(part.frame, outcome.decisions, row, fact))
        others = outcome.own.join(repeated, on=["row", "fact", "code"], how="anti")
        rows = others["row"].unique(maintain_order=True).head(TOLD)
        asked = set(others.select("row", "fact", "code").iter_rows())
        items = items_of(part, rows)
        for number, record, problems in part.originals(rows) if rows.len() else ():
            found = list(problems)
            try:
                part.place.rules.record(record | items.get(number, {}))
            except RecordError as error:
                found += error.problems
            for one in found:
                if (number, one.fact, one.code) in asked:
                    yield Refusal(number, one)


def _repeats(
    frame: pl.DataFrame, decisions: pl.DataFrame, row: int, fact: str
) -> RecordProblem:
    """Says which row of the same chunk has the id."""
    value = frame.filter(pl.col(KEY) == row)[fact]
    first = decisions.filter(pl.col(fact).is_in(value.implode()))[KEY][0]
    place = Phrase(f"第 {first} 行", f"row {first}")
    return RecordProblem("RR611", fact, {"first": place, "fact": fact})
