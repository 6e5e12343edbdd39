"""The list of commands, and how a run of one ends: 0 clean, 1 findings, 2 could not run."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from relapse_rules import __version__
from relapse_rules.cli.help import (
    SpokenContext,
    complaint,
    lang_of,
    said,
    write_options,
    write_text,
)
from relapse_rules.cli.session import (
    COULD_NOT_RUN,
    Session,
    discard_output,
    unexpected,
)
from relapse_rules.errors import default_lang

NAMES = (
    "init",
    "check",
    "prove",
    "test",
    "suggest",
    "mutate",
    "fmt",
    "template",
    "thresholds",
    "evaluate",
    "explain",
    "plan",
    "sweep",
    "show",
    "describe",
    "facts",
    "schema",
    "sql",
    "rule",
    "import-openfisca",
)
INTERRUPTED = 130


class Commands(click.Group):
    """Commands by name; a module is imported when its command is."""

    context_class = SpokenContext

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        write_text(formatter, said(lang_of(ctx), ""))

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        write_options(ctx, self.get_params(ctx), formatter)
        lang = lang_of(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, said(lang, f"{name}:short")) for name in NAMES])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(NAMES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if name not in NAMES:
            return None
        found: click.Command = import_module(
            f"relapse_rules.cli.{name.replace('-', '_')}"
        ).command
        return found

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Runs a command and exits; a reader that went away is no crash."""
        replace_what_cannot_be_shown()
        try:
            code = super().main(*args, **extra | {"standalone_mode": False})
            sys.stdout.flush()
        except click.ClickException as error:
            click.echo(complaint(error), err=True)
            code = error.exit_code
        except click.Abort:
            code = INTERRUPTED
        except BrokenPipeError:
            discard_output()
            code = COULD_NOT_RUN
        except Exception as error:  # noqa: BLE001 - the last resort of a program
            session = Session(default_lang(), None, None, "--debug" in sys.argv)
            unexpected(session, error)
            code = COULD_NOT_RUN
        sys.exit(code)


def replace_what_cannot_be_shown() -> None:
    """Consoles in GBK lack many characters; a `?` is better than a crash."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="relapse-rules %(version)s")
def commands() -> None:
    """The group itself does nothing."""
