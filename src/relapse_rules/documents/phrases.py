"""Phrases that messages about documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.policy import LEVELS
from relapse_rules.messages import Phrase, Wording
from relapse_rules.words.table import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterable


def either(phrases: Iterable[Phrase | Wording]) -> Wording:
    """The phrases as alternatives."""
    listed = list(phrases)
    return Wording(" 或 ".join(p.zh for p in listed), " or ".join(p.en for p in listed))


NOTHING = Phrase("", "")

LEVEL_NAMES = {level: Phrase(VALUES[level], level) for level in LEVELS}
