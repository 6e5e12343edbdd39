"""A whole run: every chunk of every file, judged, written, and accounted for."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from relapse_rules.batch.account import Account, FileAccount, PlaceAccount, Verified
from relapse_rules.batch.ahead import ahead
from relapse_rules.batch.deciding import Deciding
from relapse_rules.batch.ids import find_repeats
from relapse_rules.batch.inputs.opening import opened
from relapse_rules.batch.lists import WHOLE, ListTable
from relapse_rules.batch.outputs.atomic import replaced
from relapse_rules.batch.outputs.rejects import rejects_file
from relapse_rules.batch.outputs.writers import writer_for
from relapse_rules.batch.places import PlacesByArea
from relapse_rules.batch.reading import areas_of
from relapse_rules.batch.shape import shape_of
from relapse_rules.batch.verify import Verifier
from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import polars as pl

    from relapse_rules.batch.deciding import Watch
    from relapse_rules.batch.frames import Chunk
    from relapse_rules.batch.job import Job
    from relapse_rules.batch.outputs.rejects import Rejects
    from relapse_rules.batch.places import Places
    from relapse_rules.documents.policy import Fact


class Run:
    """One run of one job; make a new one for each."""

    def __init__(self, job: Job, places: Places, day: str, watch: Watch) -> None:
        """Opens every file. Raises FileError when one cannot be read."""
        self.job = job
        self.places = places
        self.watch = watch
        self.sources = [opened(path, places.facts, job.reading) for path in job.inputs]
        names = _short_names(job)
        files = [
            FileAccount(
                name,
                one.encoding,
                one.dropped,
                summary=getattr(one, "summary", None),
            )
            for name, one in zip(names, self.sources, strict=True)
        ]
        self.account = Account(day, files)
        self._sizes = [max(1, one.path.stat().st_size) for one in self.sources]

    def run(self) -> Account:
        """Reads, decides and writes. Raises FileError, and then nothing is written."""
        started = time.perf_counter()
        with ExitStack() as files:
            rejects = files.enter_context(rejects_file(self.job.rejects))
            output = self.job.output
            write = None if output is None else writer_for(output)
            beside = None if output is None else files.enter_context(replaced(output))
            deciding = self._prepared(rejects)
            frames = self._frames(deciding)
            if write is None or beside is None:
                for _ in frames:
                    pass
            else:
                write(beside, deciding.shape.schema, frames)
            self.account.check()
            self.account.seconds = time.perf_counter() - started
            if self.job.account is not None:
                _write_account(
                    files.enter_context(replaced(self.job.account)), self.account
                )
        return self.account

    def _prepared(self, rejects: Rejects) -> Deciding:
        """What must be known before the first row is written."""
        if isinstance(self.places, PlacesByArea):
            self._visit(self.places)
        ids = [f for f in self.places.facts if f.unique and not f.personal]
        ids = [f for f in ids if f.kind != "list"]
        repeats = [find_repeats(self.sources, f.id, self.job.unique) for f in ids]
        lists = self._lists(ids)
        visited = self.places.visited()
        shape = shape_of(self.job, self.sources, self.places, visited)
        judges = {}
        for place in visited:
            judges[place.id] = place.rules.tabular(shape.detail)
            self.account.places[place.id] = PlaceAccount(place.id, place.rules.digest)
        shape.settle(judges)
        return Deciding(
            self.sources,
            self.places,
            judges,
            shape,
            repeats,
            lists,
            self._verifier([f.id for f in ids]),
            self.account,
            rejects,
            self.watch,
        )

    def _verifier(self, unique: Sequence[str]) -> Verifier | None:
        if not self.job.verify:
            return None
        self.account.verified = Verified(self.job.verify, self.job.seed)
        return Verifier(self.account.verified, unique)

    def _lists(self, ids: Sequence[Fact]) -> list[ListTable]:
        facts = {f.id: f for f in self.places.facts if f.kind == "list"}
        found = []
        for name, path in (self.job.lists or {}).items():
            held = {h.fact.id for source in self.sources for h in source.headings}
            joins = ids and ids[0].id in held and name not in held
            if name not in facts or not joins:
                raise FileError("RR635", file=path.name, fact=name)
            file = self.account.files[0].name
            found.append(ListTable(facts[name], ids[0], path, file, WHOLE))
        self.account.lists = [one.account for one in found]
        return found

    def _visit(self, places: PlacesByArea) -> None:
        """Looks at every area, so that it is known which places there will be."""
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

    def _frames(self, deciding: Deciding) -> Iterator[pl.DataFrame]:
        for number, chunk in ahead(self._chunks()):
            yield deciding.chunk(number, chunk)
            self._progress(number, chunk.share)
        deciding.end()

    def _chunks(self) -> Iterator[tuple[int, Chunk]]:
        for number, source in enumerate(self.sources):
            for chunk in source.chunks():
                yield number, chunk

    def _progress(self, number: int, share: float) -> None:
        done = sum(self._sizes[:number]) + share * self._sizes[number]
        self.watch.progress(self.account.rows, done / sum(self._sizes))


def _write_account(beside: Path, account: Account) -> None:
    text = json.dumps(account.as_dict(), ensure_ascii=False, indent=2)
    beside.write_text(f"{text}\n", encoding="utf-8")


def _short_names(job: Job) -> list[str]:
    """The names of the files, or their paths where two have one name."""
    names = [path.name for path in job.inputs]
    return [p.name if names.count(p.name) == 1 else str(p) for p in job.inputs]
