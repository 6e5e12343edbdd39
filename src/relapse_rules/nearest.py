"""The name somebody probably meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Below this share of common characters a suggestion misleads more than it helps.
CLOSE_ENOUGH = 0.6


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The closest of `known`, or the empty string when none is close."""
    best, best_score = "", CLOSE_ENOUGH
    for candidate in known:
        matcher = SequenceMatcher(None, name, candidate)
        if matcher.real_quick_ratio() < best_score:
            continue
        score = matcher.ratio()
        if score > best_score or (score == best_score and not best):
            best, best_score = candidate, score
    return best
