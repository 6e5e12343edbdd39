"""How far a long command is: one line on a terminal that is written over."""

from __future__ import annotations

import sys
import time
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


# Often enough to be read, seldom enough to cost nothing.
SECONDS_BETWEEN = 0.2


class RowProgress:
    """Rows, rows a second and the time that is left, on stderr if that is a terminal."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.shown = sys.stderr.isatty()
        self._started = self._last = time.monotonic()
        self._is_there = False

    def show(self, rows: int, share: float) -> None:
        """`share` is how much of all input is read."""
        now = time.monotonic()
        if not self.shown or now - self._last < SECONDS_BETWEEN:
            return
        self._last = now
        spent = max(now - self._started, 0.001)
        left = spent * (1 - share) / share if share else 0
        args = {"rows": f"{rows:,}", "rate": f"{rows / spent:,.0f}"}
        text = self.session.word(
            "cli_batch_progress", **args, percent=f"{share:.0%}", left=_minutes(left)
        )
        click.echo(f"\r\033[K{text}", nl=False, err=True)
        self._is_there = True

    def clear(self) -> None:
        """Makes way for other lines."""
        if self._is_there:
            click.echo("\r\033[K", nl=False, err=True)
            self._is_there = False


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
