"""`mutate`: changes policies in small ways and lists what no case finds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.progress import Progress
from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from relapse_rules.testing.case import CaseFile

HELP = """把政策改动一小处，看用例能不能发现：参数差一分、< 换成 <=、去掉一个条件、换两行次序……

Change a policy in one small way after the other and list the changes that no case finds.

\b
TARGET 与 test 相同 / as for `test`
  relapse-rules mutate cn/anhui/suzhou
  relapse-rules mutate --threshold 95
"""
HERE = Path("policies")


@click.command(
    "mutate",
    cls=Command,
    formats=("text", "json"),
    help=HELP,
    short_help="改动政策，考验用例 / change policies to test the cases",
)
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="得分低于这个百分比算不通过 / fail below this score",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="用几个进程，默认用满处理器 / processes, by default one a core",
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

    files = _sound(session, targets)
    found = mutate(
        files,
        jobs=jobs or len(os.sched_getaffinity(0)),
        root=session.root,
        progress=Progress(session).show_of,
    )
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


def _sound(session: Session, targets: tuple[str, ...]) -> tuple[CaseFile, ...]:
    """The files of cases; mutants say nothing about cases that fail as it is."""
    from relapse_rules.testing.loading import load_cases
    from relapse_rules.testing.run import run_cases

    given: tuple[str | Path, ...] = targets
    if not given and session.root is None and HERE.is_dir():
        given = (HERE,)
    files = load_cases(*given, root=session.root)
    report = run_cases(files)
    for file in report.broken:
        raise session.failed(session.word("mutant_broken", file=file.name))
    for one in report.of("failed"):
        failed = sum(r.case.policy == one.case.policy for r in report.of("failed"))
        text = session.word("mutant_failing", policy=one.case.policy, failed=failed)
        raise session.failed(text)
    return files
