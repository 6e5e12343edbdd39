"""`explain`: why one record is decided as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import Command, Session, record_options

if TYPE_CHECKING:
    from relapse_rules.cli.decided import Decided, Decisions

HELP = """解释一户：每条规定、它的取值、参数和出处、还缺什么。

Explain one household: every clause, its values, parameters, sources, what is missing.

文件里有多户时用 --row 指明行号（evaluate 表里的“行”）。
Where a file holds several, --row says which (the row shown by evaluate).
"""


@click.command(
    "explain",
    cls=Command,
    formats=("text", "json"),
    help=HELP,
    short_help="解释一户 / explain one household",
)
@click.argument("arguments", metavar="[POLICY] FILE", nargs=-1, required=True)
@record_options
@click.option("--row", type=int, metavar="N", help="行号 / the row of the record")
@click.pass_obj
def command(
    session: Session,
    *,
    arguments: tuple[str, ...],
    day: str | None,
    lists: tuple[str, ...],
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
    wanted = Wanted(policy, tuple(files), day or "", tables, grid=grid, row=row)
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
