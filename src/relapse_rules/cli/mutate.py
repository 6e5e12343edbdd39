"""`mutate`: changes policies in small ways and lists what no case finds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.progress import Progress
from relapse_rules.cli.roots import root_of_cases
from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.testing.case import CaseFile


@click.command(
    "mutate",
    cls=Command,
    formats=("text", "json"),
)
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
)
@click.pass_obj
def command(
    session: Session,
    targets: tuple[str, ...],
    threshold: int | None,
    jobs: int | None,
    form: str,
) -> None:
    from relapse_rules.cli.mutation_report import misses, mutation_data, mutation_text
    from relapse_rules.cli.output import print_json
    from relapse_rules.testing.mutation.report import mutate

    root = root_of_cases(targets, session.root)
    files = _sound(session, targets, root)
    progress = Progress(session).show_of
    found = mutate(files, jobs=jobs or _cores(), root=root, progress=progress)
    if not found:
        raise session.failed(session.word("cover_nothing"))
    if form == "json":
        print_json(mutation_data(session, found))
    else:
        session.result(mutation_text(session, found))
    below = misses(session, found, threshold)
    for text in below:
        session.note(text)
    if below:
        raise click.exceptions.Exit(FINDINGS)


def _cores() -> int:
    """Those that this process may use, where the system says so."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _sound(
    session: Session, targets: tuple[str, ...], root: Path | None
) -> tuple[CaseFile, ...]:
    """The files of cases; mutants say nothing about cases that fail as it is."""
    from relapse_rules.testing.loading import load_cases
    from relapse_rules.testing.run import run_cases

    files = load_cases(*targets, root=root)
    report = run_cases(files)
    for file in report.broken:
        raise session.failed(session.word("mutant_broken", file=file.name))
    for one in report.of("failed"):
        failed = sum(r.case.policy == one.case.policy for r in report.of("failed"))
        text = session.word("mutant_failing", policy=one.case.policy, failed=failed)
        raise session.failed(text)
    return files
