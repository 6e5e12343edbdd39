"""`test`: runs test households and lists everything that came out otherwise."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.roots import here
from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.run import Report

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
    output: Path | None,
    export: Path | None,
    form: str,
) -> None:
    from relapse_rules.cli.case_report import closing
    from relapse_rules.cli.output import replaced
    from relapse_rules.testing.run import run_cases, selected

    try:
        wanted = selected(pattern, keyword)
    except re.error as error:
        raise click.UsageError(session.word("case_bad_pattern", why=error)) from None
    start = perf_counter()
    files = _loaded(session, targets)
    if export is not None:
        from relapse_rules.cli.export import export_cases

        export_cases(session, files, wanted, export)
        return
    report = run_cases(files, wanted)
    seconds = perf_counter() - start
    text = _formatted(form)(session, report, seconds)
    if output is None:
        session.result(text)
    else:
        with replaced(session, output.resolve()) as file:
            file.write(click.unstyle(text) + "\n")
        session.note(session.word("cli_written", file=output.name))
        session.note(closing(session, report, seconds))
    if not report.passed:
        raise click.exceptions.Exit(FINDINGS)


def _formatted(form: str) -> Callable[[Session, Report, float], str]:
    """Only text needs no more than the report itself."""
    if form == "text":
        from relapse_rules.cli.case_report import text_of

        return text_of
    from relapse_rules.cli import case_formats

    found: Callable[[Session, Report, float], str]
    found = getattr(case_formats, f"{form}_of")
    return found


def _loaded(session: Session, targets: tuple[str, ...]) -> tuple[CaseFile, ...]:
    from relapse_rules.testing.loading import load_cases

    root = session.root
    if root is None and not (targets and all(map(_is_path, targets))):
        root = here()
    return load_cases(*targets, root=root)


def _is_path(target: str) -> bool:
    """Not the id of a policy; a file says by itself where its policy stands."""
    return bool(Path(target).suffix) or Path(target).is_dir()
