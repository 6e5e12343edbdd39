"""The command line: one file per command, each loaded when it is asked for."""

from __future__ import annotations


def main() -> None:
    """What `relapse-rules` and `python -m relapse_rules` run."""
    from relapse_rules.cli.group import commands

    commands(prog_name="relapse-rules")
