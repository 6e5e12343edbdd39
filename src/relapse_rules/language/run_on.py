"""Names and operators written without blanks between them, as Chinese is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from relapse_rules.language.slips import SPELLINGS, UNCERTAIN
from relapse_rules.words.table import OPERATORS
from relapse_rules.words.tokens import CJK

if TYPE_CHECKING:
    from collections.abc import Collection

# What a word between two names is, and what to write for it.
_BETWEEN = {zh: zh for zh in OPERATORS.values()} | {
    slip: wanted
    for slip, wanted in SPELLINGS.items()
    if "\u3400" <= slip[0] <= CJK[-1] and slip not in UNCERTAIN
}


def apart(name: str, known: Collection[str]) -> str:
    """`name` as words with blanks between, if it is nothing but known ones; else ""."""

    @cache
    def words(start: int) -> tuple[str, ...] | None:
        if start == len(name):
            return ()
        for end in range(len(name), start, -1):
            piece = name[start:end]
            if piece in known or piece in _BETWEEN or piece.isdecimal():
                rest = words(end)
                if rest is not None:
                    return (_BETWEEN.get(piece, piece), *rest)
        return None

    found = words(0)
    if found is None or not set(found) & set(_BETWEEN.values()):
        return ""
    return " ".join(found)
