"""How far a long command is: one line on a terminal that is written over."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from relapse_rules.cli.session import Session


class Progress:
    """Says how much is done on stderr if that is a terminal, and nothing anywhere else."""

    def __init__(self, session: Session, policy: str = "") -> None:
        self.session = session
        self.policy = policy
        self.shown = sys.stderr.isatty()

    def show(self, done: int, every: int) -> None:
        self.show_of(self.policy, done, every)

    def show_of(self, policy: str, done: int, every: int) -> None:
        """For commands about several policies."""
        if self.shown:
            args = {"policy": policy, "done": done, "all": every}
            text = self.session.word("mutant_progress", **args)
            end = "\n" if done == every else ""
            click.echo(f"\r\033[K{text}{end}", nl=False, err=True)
