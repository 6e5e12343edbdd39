"""The problems found while one file is read, up to a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.source import Edit, Span

_SHOWN_TEXT = 40


class Stop(Exception):  # noqa: N818 - it ends the reading; the problem is already noted
    """Nothing after this place is worth reading."""


class Problems:
    """Diagnostics in the order in which they were noted."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def note(
        self,
        code: str,
        span: Span,
        *also: tuple[Span, str],
        fix: tuple[Edit, ...] = (),
        **args: str,
    ) -> None:
        clean = {name: _shown(text) for name, text in args.items()}
        self.add([Diagnostic(code, span, clean, also, fix=fix)])

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.found += diagnostics
        if len(self.found) >= PROBLEM_LIMIT:
            raise Stop


def _shown(text: str) -> str:
    """A text short and clean enough for a message."""
    clean = printable(text[:_SHOWN_TEXT])
    return clean if len(text) <= _SHOWN_TEXT else f"{clean}…"
