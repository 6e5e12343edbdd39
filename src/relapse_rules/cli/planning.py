"""From the arguments of `plan` to an impact: both policies, the day, the records."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.session import day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

    from relapse_rules.cli.session import Session
    from relapse_rules.evaluator import Evaluator
    from relapse_rules.impact.comparison import Impact, Refused
    from relapse_rules.policy import Policy
    from relapse_rules.records.rows import Row

REFUSED_SHOWN = 20
PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be compared: two policies, the file of records, and the day."""

    base: str
    head: str
    data: Path | None
    lists: tuple[str, ...] = ()
    day: str = ""
    fail_on: tuple[str, ...] = ()
    max_changed: str = ""

    @property
    def file(self) -> Path:
        assert self.data is not None, "asked for before anything is planned"
        return self.data

    @property
    def files(self) -> tuple[Path, ...]:
        """The file of households, and the tables of lists in the order given."""
        return (self.file, *(Path(one.partition("=")[2]) for one in self.lists))

    @property
    def command(self) -> str:
        """What was typed, for whoever wants to do it again."""
        parts = [
            "relapse-rules",
            "plan",
            self.base,
            self.head,
            "--data",
            str(self.data),
        ]
        for one in self.lists:
            parts += ["--list", one]
        parts += ["--on", self.day] if self.day else []
        for one in self.fail_on:
            parts += ["--fail-on", one]
        parts += ["--max-changed", self.max_changed] if self.max_changed else []
        return shlex.join(parts)


def open_policy(session: Session, name: str) -> Policy:
    """A place, a path, or `git:REVISION:PATH`."""
    from relapse_rules.impact.revisions import is_revision, load_revision

    return load_revision(name) if is_revision(name) else session.load(name)


def plan_of(session: Session, wanted: Wanted) -> Impact:
    """Reads, compares, and says on stderr what was refused and why."""
    from relapse_rules.impact.comparison import compare

    day = _day(session, wanted)
    base, head = (
        _on(session, side, name, day)
        for side, name in (("base", wanted.base), ("head", wanted.head))
    )
    if wanted.file.suffix.lower() == PARQUET:
        impact = compare(base, head, _table(wanted, base, head))
        _say(session, wanted, impact)
        return impact
    rows = _read(session, wanted, base, head)
    good = [(row.number, row.record) for row in rows if row.record is not None]
    bad = [row for row in rows if row.record is None]
    impact = compare(base, head, good, rejected=_refused(bad))
    _say(session, wanted, impact)
    return impact


def _day(session: Session, wanted: Wanted) -> date:
    from relapse_rules.impact.gates import gates_of
    from relapse_rules.records.heads import head_of

    day = wanted.day or head_of(wanted.file).date
    gates_of(wanted.fail_on, wanted.max_changed)
    if not day:
        raise click.UsageError(session.word("cli_no_day", file=wanted.file.name))
    return day_of(day)


def _on(session: Session, side: str, name: str, day: date) -> Evaluator:
    from relapse_rules.errors import PolicyError
    from relapse_rules.impact.revisions import in_revision, is_revision

    policy = open_policy(session, name)
    try:
        return policy.on(day)
    except PolicyError as error:
        which = session.word(f"plan_{side}")
        session.note(session.word("plan_data_day", side=which, day=day.isoformat()))
        raise in_revision(error, name) if is_revision(name) else error from None


def _read(
    session: Session, wanted: Wanted, base: Evaluator, head: Evaluator
) -> list[Row]:
    from relapse_rules.cli.decided import list_tables
    from relapse_rules.impact.facts import all_facts, require_shared
    from relapse_rules.records.readers import read_records

    require_shared(base, head)
    tables: Mapping[str, Any] = list_tables(session, wanted.lists, [wanted.file])
    return list(read_records(wanted.file, all_facts(base, head), lists=tables))


def _table(wanted: Wanted, base: Evaluator, head: Evaluator) -> pl.DataFrame:
    """A whole Parquet file, its columns named by the ids of facts; members stand inside."""
    import polars as pl

    from relapse_rules.batch.frames import KEY
    from relapse_rules.batch.inputs.parquet import ParquetInput
    from relapse_rules.errors import FileError
    from relapse_rules.impact.facts import all_facts, require_shared

    if wanted.lists:
        fact = wanted.lists[0].partition("=")[0]
        raise FileError("RR635", file=wanted.file.name, fact=fact)
    require_shared(base, head)
    source = ParquetInput(wanted.file, all_facts(base, head))
    return pl.concat([chunk.frame for chunk in source.chunks()]).drop(KEY)


def _refused(rows: list[Row]) -> tuple[Refused, ...]:
    from relapse_rules.impact.comparison import Refused

    return tuple(
        Refused(
            row.number,
            "both",
            tuple(dict.fromkeys(p.code for p in row.problems)),
            tuple(dict.fromkeys(p.fact for p in row.problems)),
        )
        for row in rows
    )


def _say(session: Session, wanted: Wanted, impact: Impact) -> None:
    """What was not compared, row by row up to a point, and the account of all rows."""
    for one in impact.refused[:REFUSED_SHOWN]:
        codes = session.word("cli_between").join(
            f"{code} {fact}" for code, fact in zip(one.codes, one.facts, strict=False)
        )
        by = session.word(f"plan_by_{one.by}")
        args = {"file": wanted.file.name, "row": one.row, "by": by, "codes": codes}
        session.note(session.word("plan_refused", **args))
    if len(impact.refused) > REFUSED_SHOWN:
        more = len(impact.refused) - REFUSED_SHOWN
        session.note(session.word("more_problems", n=more))
    if impact.elsewhere.households:
        codes = session.word("cli_between").join(impact.elsewhere.codes[:5])
        n = impact.elsewhere.households
        session.note(session.word("plan_elsewhere", n=n, codes=codes))
    session.note(
        session.word(
            "plan_account",
            rows=impact.rows,
            compared=impact.households.height,
            refused=len(impact.refused),
        )
    )
