"""`evaluate`: decisions about the households of one or more files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.session import Command, Session, record_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules.cli.decided import Decisions
    from relapse_rules.records.options import TableOptions


@click.command(
    "evaluate",
    cls=Command,
    formats=("table", "json", "csv"),
)
@click.argument("arguments", metavar="[POLICY] FILE...", nargs=-1, required=True)
@record_options
@click.option(
    "--why/--no-why",
    default=True,
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
)
@click.pass_obj
def command(
    session: Session,
    *,
    arguments: tuple[str, ...],
    day: str | None,
    lists: tuple[str, ...],
    reading: TableOptions,
    grid: bool,
    why: bool,
    output: Path | None,
    form: str,
) -> None:
    from relapse_rules.cli.decided import (
        Decisions,
        Wanted,
        close,
        list_tables,
        split_arguments,
    )
    from relapse_rules.cli.output import replaced

    policy, files = split_arguments(session, arguments)
    tables = list_tables(session, lists, files)
    if output and output.resolve() in {p.resolve() for p in (*files, *tables.values())}:
        raise click.UsageError(session.word("cli_output_is_input", file=output.name))
    wanted = Wanted(
        policy, tuple(files), day or "", tables, grid=grid, why=why, reading=reading
    )
    decisions = Decisions(session, wanted)
    write = _WRITERS[form]
    if output is None:
        write(session, decisions, None)
    else:
        with replaced(session, output.resolve()) as file:
            write(session, decisions, file)
        session.note(session.word("cli_written", file=output.name))
    close(session, decisions.account)
    if decisions.account.rejected:
        raise click.exceptions.Exit(1)


def _write_table(session: Session, decisions: Decisions, file: Any) -> None:
    from relapse_rules.cli.summary import summary_table

    text = summary_table(session, decisions)
    if file is None:
        session.result(text)
    else:
        file.write(click.unstyle(text) + "\n")


def _write_json(_session: Session, decisions: Decisions, file: Any) -> None:
    from relapse_rules.cli.output import json_text, print_json

    for line in _json_lines(decisions):
        if file is None:
            print_json(line, indent=None)
        else:
            file.write(json_text(line) + "\n")


def _json_lines(decisions: Decisions) -> Iterator[dict[str, Any]]:
    """Each decision with its row; `Decision.from_json` reads such a line too."""
    for one in decisions:
        where = {"file": one.file, "row": one.row, "id": one.id or None}
        yield {**where, **one.decision.as_dict(why=decisions.wanted.why)}


def _write_csv(session: Session, decisions: Decisions, file: Any) -> None:
    from relapse_rules.cli.output import csv_text, print_csv
    from relapse_rules.cli.summary import csv_rows

    headings, rows = csv_rows(session, decisions)
    text = csv_text(headings, rows)
    if file is None:
        print_csv(text)
    else:
        file.write("\ufeff" + text)


_WRITERS: dict[str, Callable[[Session, Decisions, Any], None]] = {
    "table": _write_table,
    "json": _write_json,
    "csv": _write_csv,
}
