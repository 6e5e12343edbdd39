"""`evaluate` from files to files: what was asked becomes a job, and its account a text."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.decided import (
    is_record_file,
    list_tables,
    place_of,
    split_arguments,
)
from relapse_rules.cli.session import COULD_NOT_RUN, FINDINGS, day_of
from relapse_rules.records.options import NO_OPTIONS, TableOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.batch.places import Places
    from relapse_rules.cli.session import Session
    from relapse_rules.errors import RecordProblem
    from relapse_rules.table import Detail

# Files with these endings are tables of decisions, unless -f asks for another form. A
# workbook is results in words for people, and a table where an option of tables is given.
OUTPUTS = frozenset({".parquet", ".csv", ".jsonl", ".ndjson"})
INPUTS = frozenset({".parquet"})
MOST_ABSENT = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a run from files to files, as they were given."""

    arguments: tuple[str, ...]
    day: str
    lists: tuple[str, ...]
    grid: bool
    output: Path | None
    by: str
    detail: Detail | None
    columns: str
    rejects: Path | None
    account: Path | None
    summary: bool
    verify: str
    seed: int | None
    unique: str | None
    reading: TableOptions = NO_OPTIONS

    @property
    def says_so(self) -> bool:
        """Whether an option was given that only such a run has."""
        named = (self.by, self.detail, self.columns, self.rejects, self.account)
        more = (self.summary, self.verify, self.seed is not None, self.unique)
        return any(map(bool, (*named, *more)))

    @property
    def by_endings(self) -> bool:
        """Whether a file's ending alone asks for such a run."""
        if self.output and self.output.suffix.lower() in OUTPUTS:
            return True
        return any(Path(one).suffix.lower() in INPUTS for one in self.arguments)


def run_batch(session: Session, asked: Asked) -> None:
    """Carries the run out and says how it went."""
    try:
        import polars as _  # noqa: F401, ICN001 - only whether it is there
    except ImportError:
        raise session.failed(session.word("cli_no_extra", extra="batch")) from None
    wanted = {one.suffix.lower() for one in (asked.output, asked.rejects) if one}
    if ".xlsx" in wanted and find_spec("xlsxwriter") is None:
        raise session.failed(session.word("cli_no_extra", extra="excel"))
    from relapse_rules.batch.run import Run
    from relapse_rules.cli.batch_account import say, summary_text

    files, name = _files(session, asked)
    if asked.output is None and not asked.summary:
        raise click.UsageError(session.word("cli_batch_no_output"))
    day = asked.day or _day_of(session, files)
    places = _places(session, asked, files, name, day)
    job = _job(session, asked, files)
    watch = Watcher(session)
    try:
        account = Run(job, places, day, watch).run()
    finally:
        watch.end()
    if asked.summary:
        session.result(summary_text(session, account, places))
    say(session, account, job, places.facts)
    if account.verified and account.verified.different:
        raise click.exceptions.Exit(COULD_NOT_RUN)
    if account.rejected:
        raise click.exceptions.Exit(FINDINGS)


def _files(session: Session, asked: Asked) -> tuple[tuple[Path, ...], str]:
    if not asked.by:
        name, files = split_arguments(session, asked.arguments)
        return tuple(files), name
    for one in asked.arguments:
        if not is_record_file(one):
            raise click.UsageError(session.word("cli_batch_by_policy", given=one))
    return tuple(map(Path, asked.arguments)), ""


def _day_of(session: Session, files: Sequence[Path]) -> str:
    from relapse_rules.records.heads import head_of

    days = {path: head_of(path).date for path in files}
    for path, day in days.items():
        if not day:
            raise click.UsageError(session.word("cli_no_day", file=path.name))
    if len(set(days.values())) > 1:
        raise click.UsageError(session.word("cli_batch_heads"))
    return next(iter(days.values()))


def _places(
    session: Session, asked: Asked, files: Sequence[Path], name: str, day: str
) -> Places:
    from relapse_rules.batch.places import OnePlace, PlacesByArea
    from relapse_rules.book import load_book
    from relapse_rules.cli.roots import here
    from relapse_rules.errors import PlaceError

    on = day_of(day)
    if asked.by:
        book = load_book(session.root or here())
        places = PlacesByArea(book, asked.by, on)
        _check_by(session, places, asked.by)
        return places
    evaluator = session.load(name or _policy_of(session, files)).on(on)
    if not asked.grid:
        return OnePlace(evaluator)
    if evaluator.grid is None:
        raise PlaceError("RR705", policy=evaluator.policy_id)
    return OnePlace(evaluator.grid)


def _check_by(session: Session, places: Places, by: str) -> None:
    """The fact must be there, be a text, and be no secret."""
    from relapse_rules.nearest import nearest_name

    fine = [
        f.id for f in places.facts if f.kind in {"text", "choice"} and not f.personal
    ]
    if by not in fine:
        near = nearest_name(by, fine)
        raise click.UsageError(session.word("cli_batch_by", given=by, near=near or "-"))


def _policy_of(session: Session, files: Sequence[Path]) -> str:
    from relapse_rules.records.heads import head_of

    names = {path: head_of(path).policy for path in files}
    for path, name in names.items():
        if not name:
            raise click.UsageError(session.word("cli_no_policy", file=path.name))
    if len(set(names.values())) > 1:
        raise click.UsageError(session.word("cli_batch_heads"))
    return next(iter(names.values()))


def _job(session: Session, asked: Asked, files: tuple[Path, ...]) -> Any:
    from relapse_rules.batch.job import Job

    tables = list_tables(session, asked.lists, files)
    seed = secrets.randbelow(1 << 32) if asked.seed is None else asked.seed
    job = Job(
        files,
        asked.output,
        asked.rejects,
        asked.account,
        tables,
        asked.detail or "answers",
        tuple(one.strip() for one in asked.columns.split(",") if one.strip()),
        "file" if asked.unique == "file" else "run",
        _share(session, asked.verify),
        seed,
        asked.reading,
    )
    inputs = {path.resolve() for path in (*files, *tables.values())}
    targets = [path.resolve() for path in job.targets]
    for path in targets:
        if path in inputs:
            raise click.UsageError(session.word("cli_output_is_input", file=path.name))
    if len(set(targets)) < len(targets):
        raise click.UsageError(session.word("cli_batch_same_target"))
    return job


def _share(session: Session, text: str) -> float:
    """`1%` or `0.01`; more than everything is a slip."""
    if not text:
        return 0.0
    number, percent = text.removesuffix("%"), text.endswith("%")
    try:
        found = float(number) / (100 if percent else 1)
    except ValueError:
        found = -1.0
    if not 0 < found <= 1:
        raise click.UsageError(session.word("cli_batch_share", given=text))
    return found


class Watcher:
    """Tells of problems on stderr, and of progress if that is a terminal."""

    def __init__(self, session: Session) -> None:
        from relapse_rules.cli.progress import RowProgress

        self.session = session
        self._progress = RowProgress(session)
        self._advised: set[tuple[str, str]] = set()

    def progress(self, rows: int, share: float) -> None:
        self._progress.show(rows, share)

    def problem(self, file: str, row: int, problem: RecordProblem) -> None:
        """Says where and what, never the value; the advice once for each kind."""
        session = self.session
        self._progress.clear()
        place = place_of(session, file, row, problem)
        session.note(f"{place}: [{problem.code}] {problem.text(session.lang)}")
        advice = problem.help(session.lang)
        if advice and (problem.code, advice) not in self._advised:
            self._advised.add((problem.code, advice))
            session.note(f"  {session.word('help')}: {advice}")

    def end(self) -> None:
        self._progress.clear()
