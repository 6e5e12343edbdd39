"""The list of commands, and how a run of one ends: 0 clean, 1 findings, 2 could not run."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from relapse_rules import __version__
from relapse_rules.cli.session import (
    COULD_NOT_RUN,
    Session,
    discard_output,
    unexpected,
)
from relapse_rules.errors import default_lang

NAMES = (
    *("check", "test", "evaluate", "explain", "show", "facts", "schema"),
    "import-openfisca",
)
INTERRUPTED = 130
HELP = """防止返贫动态监测和帮扶的规则：检查政策文件，判定住户，解释结果。

Relapse monitoring rules: check policy files, decide about households, explain why.

\b
退出码 / exit codes:
  0  没有问题 / clean
  1  有发现：政策有错、用例失败，或有记录未采用
     findings: a policy is wrong, a case failed or a record was refused
  2  没能运行：用法、文件或日期有误 / could not run: usage, a file or a day is wrong

语言由 --lang 或环境变量 RELAPSE_RULES_LANG 决定。
The language is set by --lang or RELAPSE_RULES_LANG.
"""


class Commands(click.Group):
    """Commands by name; a module is imported when its command is."""

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
            error.show()
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
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="relapse-rules %(version)s")
def commands() -> None:
    """The group itself does nothing."""
