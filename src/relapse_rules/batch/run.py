"""A whole run: every chunk of every file, judged, written, and accounted for."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import polars as pl

from relapse_rules.batch.account import Account, FileAccount, PlaceAccount, Verified
from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.batch.ids import find_repeats
from relapse_rules.batch.inputs.opening import opened
from relapse_rules.batch.judging import as_rejects, judged
from relapse_rules.batch.outputs.atomic import replaced
from relapse_rules.batch.outputs.rejects import rejects_file
from relapse_rules.batch.outputs.writers import writer_for
from relapse_rules.batch.places import PlacesByArea
from relapse_rules.batch.reading import areas_of, parts_of
from relapse_rules.batch.shape import Shape, shape_of
from relapse_rules.batch.verify import Verifier
from relapse_rules.errors import RecordError, RecordProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relapse_rules.batch.frames import Chunk
    from relapse_rules.batch.ids import Repeats
    from relapse_rules.batch.job import Job
    from relapse_rules.batch.judging import Outcome
    from relapse_rules.batch.outputs.rejects import Rejects
    from relapse_rules.batch.places import Places
    from relapse_rules.batch.reading import Part
    from relapse_rules.tabular import Tabular

# Rows whose problems are told in words; the file of rejects has them all.
TOLD = 100


class Watch(Protocol):
    """Whoever waits for a run, and is told how it goes."""

    def progress(self, rows: int, share: float) -> None: ...
    def problem(self, file: str, row: int, problem: RecordProblem) -> None: ...


class Run:
    """One run of one job; make a new one for each."""

    def __init__(self, job: Job, places: Places, day: str, watch: Watch) -> None:
        """Opens every file. Raises FileError when one cannot be read."""
        self.job = job
        self.places = places
        self.watch = watch
        self.sources = [opened(path, places.facts) for path in job.inputs]
        names = _short_names(job)
        files = [
            FileAccount(name, one.encoding, one.dropped)
            for name, one in zip(names, self.sources, strict=True)
        ]
        self.account = Account(day, files)
        self._judges: dict[str, Tabular] = {}
        self._repeats: list[Repeats] = []
        self._verifier = self._verify(job.verify, job.seed)
        self._sizes = [max(1, one.path.stat().st_size) for one in self.sources]
        self._told = 0

    def _verify(self, share: float, seed: int) -> Verifier | None:
        if not share:
            return None
        self.account.verified = Verified(share, seed)
        return Verifier(self.account.verified)

    def run(self) -> Account:
        """Reads, decides and writes. Raises FileError, and then nothing is written."""
        started = time.perf_counter()
        with ExitStack() as files:
            rejects = files.enter_context(rejects_file(self.job.rejects))
            output = self.job.output
            write = None if output is None else writer_for(output)
            beside = None if output is None else files.enter_context(replaced(output))
            shape = self._prepared()
            frames = self._frames(shape, rejects)
            if write is None or beside is None:
                for _ in frames:
                    pass
            else:
                write(beside, shape.schema, frames)
            self.account.check()
            self.account.seconds = time.perf_counter() - started
            if self.job.account is not None:
                _write_account(
                    files.enter_context(replaced(self.job.account)), self.account
                )
        return self.account

    def _prepared(self) -> Shape:
        """What must be known before the first row is written."""
        if isinstance(self.places, PlacesByArea):
            self._visit(self.places)
        ids = [f.id for f in self.places.facts if f.unique and not f.personal]
        for one in ids:
            self._repeats.append(find_repeats(self.sources, one, self.job.unique))
        visited = self.places.visited()
        shape = shape_of(self.job, self.sources, self.places, visited)
        for place in visited:
            self._judges[place.id] = place.rules.tabular(shape.detail)
            self.account.places[place.id] = PlaceAccount(place.id, place.rules.digest)
        shape.settle(self._judges)
        return shape

    def _visit(self, places: PlacesByArea) -> None:
        for source in self.sources:
            if source.kind == "records":
                for chunk in source.chunks([places.by]):
                    for _, record in chunk.records:
                        area = record.get(places.by)
                        places.of(area if isinstance(area, str) else None)
            elif any(one.fact.id == places.by for one in source.headings):
                for chunk in source.chunks([places.by]):
                    for area in areas_of(chunk.frame, source, places.by).unique():
                        places.of(area)

    def _frames(self, shape: Shape, rejects: Rejects) -> Iterator[pl.DataFrame]:
        for number, source in enumerate(self.sources):
            for chunk in source.chunks():
                yield self._decided(number, chunk, shape, rejects)
                self._progress(number, chunk.share)

    def _progress(self, number: int, share: float) -> None:
        done = sum(self._sizes[:number]) + share * self._sizes[number]
        self.watch.progress(self.account.rows, done / sum(self._sizes))

    def _decided(
        self, number: int, chunk: Chunk, shape: Shape, rejects: Rejects
    ) -> pl.DataFrame:
        """The rows of a chunk that are decided, in the order and shape of the output."""
        file, source = self.account.files[number], self.sources[number]
        found: list[pl.DataFrame] = []
        for part in parts_of(chunk, source, self.places):
            place = part.place
            judge = None if place is None else self._judges[place.id]
            outcome = judged(part, judge, self._keep(shape))
            again = self._again(number, outcome)
            if again:
                rows = [one.row for one in again]
                is_first = ~pl.col(KEY).is_in(rows)
                decisions = outcome.decisions.filter(is_first)
            else:
                decisions = outcome.decisions
            every = pl.concat([outcome.rejects, as_rejects(again)])
            self._count(file, part, decisions, every)
            self._tell(file.name, part, again, outcome)
            rejects.add(every.with_columns(file=pl.lit(file.name)))
            if place is None or judge is None:
                continue
            file.present |= set(part.frame.columns)
            file.asked |= set(outcome.absent)
            self.account.places[place.id].add(decisions, judge.columns)
            if self._verifier:
                at = (number, file.name)
                self._verifier.check(at, part, judge.columns, outcome)
            found.append(shape.fitted(decisions, place, file.name))
        return shape.joined(found)

    def _keep(self, shape: Shape) -> list[str]:
        return list({**shape.kept, **{one.fact: None for one in self._repeats}})

    def _again(self, number: int, outcome: Outcome) -> list[Refusal]:
        name = self.account.files[number].name
        return [
            refusal
            for repeats in self._repeats
            for refusal in repeats.check(number, name, outcome.decisions)
        ]

    def _count(
        self,
        file: FileAccount,
        part: Part,
        decisions: pl.DataFrame,
        every: pl.DataFrame,
    ) -> None:
        rejected = every["row"].n_unique()
        assert part.rows == decisions.height + rejected, (
            "decided or rejected, never both"
        )
        file.rows += part.rows
        file.decided += decisions.height
        file.rejected += rejected
        for fact, code, count in every.group_by("fact", "code").len().iter_rows():
            self.account.problems[(fact, code)] += count
        if part.place is not None:
            self.account.places[part.place.id].rejected += rejected
        elif self.places.by:
            lost = every.filter(pl.col("fact") == self.places.by)
            self.account.ungoverned += lost["row"].n_unique()

    def _tell(
        self, file: str, part: Part, again: list[Refusal], outcome: Outcome
    ) -> None:
        """The first problems in words, as the record reader tells them."""
        for one in (*part.refusals, *again, *_explained(part, outcome, TOLD)):
            if self._told >= TOLD:
                return
            self._told += 1
            self.watch.problem(file, one.row, one.problem)


def _explained(part: Part, outcome: Outcome, most: int) -> Iterator[Refusal]:
    """The judge's rejects with what the check of single records says of them."""
    if part.place is None or not outcome.own.height:
        return
    rows = outcome.own["row"].unique(maintain_order=True).head(most)
    for number, record, _ in part.originals(rows):
        try:
            part.place.rules.record(record)
        except RecordError as error:
            for problem in error.problems:
                yield Refusal(number, problem)


def _write_account(beside: Path, account: Account) -> None:
    text = json.dumps(account.as_dict(), ensure_ascii=False, indent=2)
    beside.write_text(f"{text}\n", encoding="utf-8")


def _short_names(job: Job) -> list[str]:
    """The names of the files, or their paths where two have one name."""
    names = [path.name for path in job.inputs]
    return [p.name if names.count(p.name) == 1 else str(p) for p in job.inputs]
