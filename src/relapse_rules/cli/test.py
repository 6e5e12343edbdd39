"""`test`: runs test households and lists everything that came out otherwise."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import FINDINGS, Command, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.testing.case import CaseFile
    from relapse_rules.testing.run import Report

HELP = """运行测试户，列出每个用例里每一处与预期不同的结果，以及是哪条规则、哪些数值造成的。

Run test households and list every answer that differs, with the clause and values behind it.

\b
TARGET 可为 .cases.yaml 文件、文件夹或政策编号；不写时运行 ./policies，没有则运行自带的政策。
TARGET is a .cases.yaml file, a folder or the id of a policy; by default ./policies,
or the shipped policies.

\b
  relapse-rules test
  relapse-rules test cn/anhui/suzhou --run 低保
  relapse-rules test 我的政策/ --format junit -o report.xml
"""
FORMATS = ("text", "json", "junit", "github")
HERE = Path("policies")


@click.command(
    "test",
    cls=Command,
    formats=FORMATS,
    help=HELP,
    short_help="运行测试户 / run test households",
)
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option(
    "--run",
    "pattern",
    metavar="REGEX",
    default="",
    help="只运行名称符合的用例 / only cases whose name matches",
)
@click.option(
    "--keyword",
    metavar="WORD",
    default="",
    help="只运行带这个关键词的用例 / only cases with this keyword",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="写入文件而不是屏幕 / write to a file",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="不运行，写成 .cases.xlsx 或 .cases.csv 表格 / write the cases as sheets instead",
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

    given: tuple[str | Path, ...] = targets
    if not given and session.root is None and HERE.is_dir():
        given = (HERE,)
    return load_cases(*given, root=session.root)
