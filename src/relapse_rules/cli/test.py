"""`test`: runs test households and lists everything that came out otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.roots import root_of_cases
from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from relapse_rules.testing.case import Case, CaseFile
    from relapse_rules.testing.coverage.report import Coverage
    from relapse_rules.testing.run import Report

    Formatter = Callable[[Session, Report, float, Sequence[Coverage] | None], str]

FORMATS = ("text", "json", "junit", "github")


@click.command(
    "test",
    cls=Command,
    formats=FORMATS,
)
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--run",
    "pattern",
    metavar="REGEX",
    default="",
)
@click.option(
    "--keyword",
    metavar="WORD",
    default="",
)
@click.option(
    "--coverage",
    is_flag=True,
)
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
)
@click.pass_obj
def command(
    session: Session,
    *,
    targets: tuple[str, ...],
    pattern: str,
    keyword: str,
    coverage: bool,
    threshold: int | None,
    output: Path | None,
    export: Path | None,
    form: str,
) -> None:
    from relapse_rules.cli.case_report import closing
    from relapse_rules.cli.output import replaced
    from relapse_rules.testing.loading import load_cases
    from relapse_rules.testing.run import run_cases, selected

    _check_options(session, coverage=coverage, threshold=threshold, form=form)
    try:
        wanted = selected(pattern, keyword)
    except re.error as error:
        raise click.UsageError(session.word("case_bad_pattern", why=error)) from None
    start = perf_counter()
    files = load_cases(*targets, root=root_of_cases(targets, session.root))
    if export is not None:
        from relapse_rules.cli.export import export_cases

        export_cases(session, files, wanted, export)
        return
    report = run_cases(files, wanted)
    seconds = perf_counter() - start
    covered = _covered(files, wanted) if coverage else None
    text = _formatted(form)(session, report, seconds, covered)
    if output is None:
        session.result(text)
    else:
        with replaced(session, output.resolve()) as file:
            file.write(click.unstyle(text) + "\n")
        session.note(session.word("cli_written", file=output.name))
        session.note(closing(session, report, seconds))
    missed = _missed(session, covered or (), threshold)
    if missed or not report.passed:
        raise click.exceptions.Exit(FINDINGS)


def _check_options(
    session: Session, *, coverage: bool, threshold: int | None, form: str
) -> None:
    if threshold is not None and not coverage:
        raise click.UsageError(session.word("cover_alone"))
    if coverage and form == "junit":
        raise click.UsageError(session.word("cover_formats"))


def _covered(
    files: tuple[CaseFile, ...], wanted: Callable[[Case], bool]
) -> tuple[Coverage, ...]:
    """What the cases that were asked for show."""
    from relapse_rules.testing.coverage.report import coverage_of

    return coverage_of(
        replace(file, cases=tuple(filter(wanted, file.cases))) for file in files
    )


def _missed(
    session: Session, covered: tuple[Coverage, ...], threshold: int | None
) -> bool:
    """Says why the coverage is not good enough, if it is not."""
    if not covered:
        return False
    from relapse_rules.cli.coverage_report import misses

    found = misses(session, covered, threshold)
    for text in found:
        session.note(text)
    return bool(found)


def _formatted(form: str) -> Formatter:
    """Only text needs no more than the report itself."""
    if form == "text":
        from relapse_rules.cli.case_report import text_of

        return text_of
    from relapse_rules.cli import case_formats

    found: Formatter = getattr(case_formats, f"{form}_of")
    return found
