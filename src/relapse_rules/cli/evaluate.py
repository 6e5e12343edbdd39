"""`evaluate`: decisions about the households of one or more files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.session import Command, Session, record_options
from relapse_rules.records.tables.workbook import XLSX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
@click.option("--by", metavar="FACT", default="")
@click.option("--detail", type=click.Choice(["answers", "reasons", "clauses"]))
@click.option("--columns", metavar="NAME,NAME...", default="")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--account", type=click.Path(path_type=Path), metavar="FILE.json")
@click.option("--summary", is_flag=True)
@click.option("--verify", metavar="SHARE", default="")
@click.option("--seed", type=click.IntRange(0, (1 << 32) - 1), metavar="NUMBER")
@click.option("--problems", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@click.option("--unique", type=click.Choice(["run", "file"]))
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    arguments: tuple[str, ...],
    day: str | None,
    lists: tuple[str, ...],
    reading: TableOptions,
    grid: bool,
    why: bool,
    output: Path | None,
    form: str,
    problems: Path | None,
    **more: Any,
) -> None:
    from relapse_rules.cli.batch import Asked, run_batch

    session: Session = ctx.obj
    asked = Asked(arguments, day or "", lists, grid, output, reading=reading, **more)
    of_screen = [name for name in ("form", "why") if _was_given(ctx, name)]
    if problems and (asked.says_so or asked.by_endings):
        raise click.UsageError(session.word("cli_problems_and_batch"))
    if asked.says_so and of_screen:
        raise click.UsageError(session.word("cli_batch_and_form"))
    if asked.says_so or (asked.by_endings and not of_screen):
        run_batch(session, asked)
    else:
        screen = Screen(
            arguments, day or "", lists, reading, grid, why, output, form, problems
        )
        _on_screen(session, screen)


def _was_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


@dataclass(frozen=True, slots=True)
class Screen:
    """The options of decisions for people to read."""

    arguments: tuple[str, ...]
    day: str
    lists: tuple[str, ...]
    reading: TableOptions
    grid: bool
    why: bool
    output: Path | None
    form: str
    problems: Path | None

    @property
    def targets(self) -> list[Path]:
        """Every file that is written."""
        return [path for path in (self.output, self.problems) if path]


def _on_screen(session: Session, asked: Screen) -> None:
    """A table, or each decision in full."""
    from relapse_rules.cli.decided import (
        Decisions,
        Wanted,
        close,
        list_tables,
        split_arguments,
    )
    from relapse_rules.cli.output import replaced

    policy, files = split_arguments(session, asked.arguments)
    tables = list_tables(session, asked.lists, files)
    output = asked.output
    inputs = {p.resolve() for p in (*files, *tables.values())}
    for path in asked.targets:
        if path.resolve() in inputs:
            raise click.UsageError(session.word("cli_output_is_input", file=path.name))
    is_book = output is not None and output.suffix.lower() == XLSX
    _check_problems(session, asked.problems, files)
    wanted = Wanted(
        policy,
        tuple(files),
        asked.day,
        tables,
        grid=asked.grid,
        why=asked.why,
        reading=asked.reading,
        keep_rejects=is_book or asked.problems is not None,
    )
    decisions = Decisions(session, wanted)
    write = _WRITERS[asked.form]
    if output is None:
        write(session, decisions, None)
    elif is_book:
        _write_book(session, decisions, output)
    else:
        with replaced(session, output.resolve()) as file:
            write(session, decisions, file)
        session.note(session.word("cli_written", file=output.name))
    if asked.problems:
        _write_problems(session, decisions, asked.problems)
    close(session, decisions.account)
    if decisions.account.rejected:
        raise click.exceptions.Exit(1)


def _check_problems(
    session: Session, target: Path | None, files: Sequence[Path]
) -> None:
    """Before anything is decided, so that nobody waits for a refusal."""
    from relapse_rules.cli.results import check_is_ledger
    from relapse_rules.cli.workbook_files import check_ending

    if target is None:
        return
    check_ending(session, target)
    if len(files) > 1:
        raise click.UsageError(session.word("cli_one_file"))
    check_is_ledger(files)


def _write_book(session: Session, decisions: Decisions, output: Path) -> None:
    from relapse_rules.cli.results import results_book
    from relapse_rules.cli.workbook_files import write_bytes

    write_bytes(session, output, results_book(session, decisions, output.name))
    session.note(session.word("cli_written", file=output.name))


def _write_problems(session: Session, decisions: Decisions, target: Path) -> None:
    """Nothing is written where there is nothing to mend."""
    from relapse_rules.cli.results import problems_book
    from relapse_rules.cli.workbook_files import write_bytes

    if not decisions.rejected and not decisions.contradictions:
        session.note(session.word("cli_no_problems", file=target.name))
        return
    content, rows = problems_book(session, decisions, target.name)
    write_bytes(session, target, content)
    session.note(session.word("cli_problems", file=target.name, rows=rows))


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
