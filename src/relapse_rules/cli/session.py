"""What every command shares: its options, its two streams, and how it fails."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from relapse_rules.cli.help import (
    SpokenContext,
    lang_of,
    note_lang,
    said,
    write_options,
    write_text,
)
from relapse_rules.cli.roots import root_of
from relapse_rules.errors import RulesError, default_lang
from relapse_rules.messages import Lang, word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from relapse_rules.policy import Policy

FINDINGS = 1
COULD_NOT_RUN = 2


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command: results go to stdout, everything else to stderr."""

    lang: Lang
    color: bool | None
    root: Path | None
    debug: bool

    def word(self, key: str, **args: Any) -> str:
        """A text of the interface, its places filled."""
        return word(key, self.lang).format_map(args)

    def result(self, text: str) -> None:
        click.echo(text, color=self.color)

    def note(self, text: str) -> None:
        click.echo(text, err=True, color=self.color)

    def failed(self, text: str) -> click.exceptions.Exit:
        """Says why the run cannot be carried out; raise what this returns."""
        self.note(f"{strong('red', self.word('error'))}: {text}")
        return click.exceptions.Exit(COULD_NOT_RUN)

    def load(self, name: str) -> Policy:
        """The policy of an id or a path. Raises PolicyError and PlaceError."""
        from relapse_rules.compiler import load

        return load(name, root_of(name, self.root))


def strong(color: str, text: str) -> str:
    """Bold and coloured; click drops both where they are not wanted."""
    return click.style(text, fg=color, bold=True)


def faint(text: str) -> str:
    """For what matters less."""
    return click.style(text, dim=True) if text else ""


class Command(click.Command):
    """A command with the options that all have; it never ends in a traceback."""

    def __init__(self, *args: Any, formats: Sequence[str] = (), **extra: Any) -> None:
        extra["params"] = [*extra.get("params", ()), *_common_options(formats)]
        super().__init__(*args, **extra)

    context_class = SpokenContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        note_lang(ctx, args)
        return super().parse_args(ctx, args)

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        write_text(formatter, said(lang_of(ctx), self.name or ""))

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        write_options(ctx, self.get_params(ctx), formatter)

    def invoke(self, ctx: click.Context) -> Any:
        taken = {
            name: ctx.params.pop(name) for name in ("lang", "color", "root", "debug")
        }
        lang = cast("Lang", taken["lang"] or default_lang())
        session = Session(lang, _color(taken["color"]), taken["root"], taken["debug"])
        ctx.obj = session
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # Whoever read the results went away; click would exit with 1, as for findings.
            discard_output()
        except RulesError as error:
            session.note(painted(error.render(lang)))
        except Exception as error:  # noqa: BLE001 - the last resort of a program
            unexpected(session, error)
        raise click.exceptions.Exit(COULD_NOT_RUN)


def discard_output() -> None:
    """What is still buffered must not be written to the closed pipe at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def unexpected(session: Session, error: Exception) -> None:
    """The kind of error only: its text might hold values of a record."""
    if session.debug:
        traceback.print_exc()
    session.failed(session.word("cli_unexpected", kind=type(error).__name__))


def _color(wanted: str) -> bool | None:
    """None lets click decide by whether a stream is a terminal."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _common_options(formats: Sequence[str]) -> list[click.Option]:
    found = [
        click.Option(
            ["--root"],
            type=click.Path(path_type=Path),
            metavar="DIR",
        ),
        click.Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
        ),
    ]
    if formats:
        kind = click.Choice(list(formats))
        choice = click.Option(
            ["-f", "--format", "form"],
            type=kind,
            default=formats[0],
            show_default=True,
        )
        found.insert(0, choice)
    return found


def on_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--on DATE`, which never defaults to today."""
    return click.option(
        "--on",
        "day",
        metavar="DATE",
    )(function)


def words_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--words zh|en`: the words in which policy files are written."""
    return click.option(
        "--words",
        type=click.Choice(["zh", "en"]),
    )(function)


def record_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that decide about files of records."""
    grid = click.option("--grid", is_flag=True)
    lists = click.option(
        "--list",
        "lists",
        metavar="FACT=FILE",
        multiple=True,
    )
    return on_option(lists(grid(table_options(function))))


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What somebody says about tables of records; the command gets it as `reading`."""

    @wraps(function)
    def called(*args: Any, **given: Any) -> Any:
        from relapse_rules.records.options import TableOptions

        names = ("sheet", "mapped", "skip_unknown", "checked")
        sheet, mapped, skip, checked = (given.pop(name) for name in names)
        reading = TableOptions(
            sheet or "", dict(map(_mapping, mapped)), skip, frozenset(checked)
        )
        return function(*args, reading=reading, **given)

    for option in (
        click.option("--checked", multiple=True, metavar="COLUMN"),
        click.option("--skip-unknown", is_flag=True),
        click.option("--map", "mapped", multiple=True, metavar="COLUMN=FACT"),
        click.option("--sheet", metavar="NAME"),
    ):
        called = option(called)
    return called


def _mapping(given: str) -> tuple[str, str]:
    """`表头=指标`; nothing after the sign leaves the column out."""
    heading, equals, fact = given.partition("=")
    if not equals or not heading.strip():
        context = click.get_current_context()
        raise click.UsageError(context.obj.word("cli_bad_map", given=given))
    return heading.strip(), fact.strip()


def day_of(text: str) -> date:
    """A day as people give it; PlaceError says how to write it."""
    from relapse_rules.policy import as_day

    return as_day(text)


def painted(rendered: str) -> str:
    """A rendered diagnostic with its head, place, underline and advice in colour."""
    return "\n".join(map(_painted_line, rendered.split("\n")))


def _painted_line(line: str) -> str:
    head, bracket, rest = line.partition("[RR")
    if bracket and not head.startswith(" "):
        code, close, message = rest.partition("]")
        color = "yellow" if head in {"警告", "warning"} else "red"
        return strong(color, head + bracket + code + close) + click.style(
            message, bold=True
        )
    if line.startswith("  --> "):
        return "  " + click.style(line[2:], fg="blue")
    before, bar, under = line.partition("|")
    if bar and not before.strip() and under.strip()[:1] in {"^", "-"}:
        return before + bar + click.style(under, fg="red")
    return line
