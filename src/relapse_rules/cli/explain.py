"""`explain`: why one record is decided as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, record_options

if TYPE_CHECKING:
    from relapse_rules.cli.decided import Decided, Decisions
    from relapse_rules.records.options import TableOptions


@click.command(
    "explain",
    cls=Command,
    formats=("text", "json"),
)
@click.argument("arguments", metavar="[POLICY] FILE", nargs=-1, required=True)
@record_options
@click.option("--row", type=int, metavar="N")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE.html")
@click.pass_obj
def command(
    session: Session,
    *,
    arguments: tuple[str, ...],
    day: str | None,
    lists: tuple[str, ...],
    reading: TableOptions,
    grid: bool,
    row: int | None,
    report: Path | None,
    form: str,
) -> None:
    from relapse_rules.cli.decided import (
        Decisions,
        Wanted,
        list_tables,
        split_arguments,
    )
    from relapse_rules.cli.output import print_json

    policy, files = split_arguments(session, arguments)
    if len(files) > 1:
        raise click.UsageError(session.word("cli_one_file"))
    tables = list_tables(session, lists, files)
    wanted = Wanted(
        policy, tuple(files), day or "", tables, grid=grid, row=row, reading=reading
    )
    decisions = Decisions(session, wanted)
    one = _only(session, decisions, row)
    if report is not None:
        _write(session, one, report, files)
        return
    if form == "text":
        session.result(one.decision.explain(session.lang))
        return
    where = {"file": one.file, "row": one.row, "id": one.id or None}
    print_json(
        {**where, "decision": one.decision.as_dict(), "trace": one.decision.trace}
    )


def _write(session: Session, one: Decided, report: Path, files: list[Path]) -> None:
    """The page of one household, as Markdown where the name says so."""
    from relapse_rules.cli.output import replaced
    from relapse_rules.cli.pages import written
    from relapse_rules.reports.household import household_page

    if report.resolve() in {path.resolve() for path in files}:
        said = session.word("cli_output_is_input", file=report.name)
        raise click.UsageError(said)
    name = f"{one.file} {session.word('row', n=one.row)}"
    page = household_page(one.rules, one.record, session.lang, name)
    text = written(session, page, report)
    with replaced(session, report.resolve()) as file:
        file.write(text)
    session.note(session.word("cli_written", file=report.name))


def _only(session: Session, decisions: Decisions, row: int | None) -> Decided:
    """The record that was asked for; exits with 1 when it was refused."""
    found = list(decisions)
    if len(found) == 1:
        return found[0]
    if found:
        rows = ", ".join(str(one.row) for one in found[:10])
        raise click.UsageError(session.word("cli_which_row", n=len(found), rows=rows))
    if decisions.account.rejected:
        raise click.exceptions.Exit(1)
    raise session.failed(session.word("cli_no_such_row", n=row))
