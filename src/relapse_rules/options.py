"""Words that an option has: a misspelt one is not taken for the usual one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.errors import TableError
from relapse_rules.messages.warehouse import WHAT
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def require_one_of(what: str, name: object, known: Iterable[str]) -> None:
    """Raises TableError for a word that an option does not have."""
    words = tuple(known)
    if name not in words:
        given, listed = printable(str(name)), ", ".join(words)
        raise TableError("RR675", what=WHAT[what], name=given, known=listed)
