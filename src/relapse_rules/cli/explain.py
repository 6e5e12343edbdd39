"""`explain`: why one record is decided as it is."""

from __future__ import annotations

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
    if form == "text":
        session.result(one.decision.explain(session.lang))
        return
    where = {"file": one.file, "row": one.row, "id": one.id or None}
    print_json(
        {**where, "decision": one.decision.as_dict(), "trace": one.decision.trace}
    )


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
