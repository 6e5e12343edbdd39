"""The name somebody probably meant."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import islice
from operator import ne
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Below this share of common characters a suggestion misleads more than it helps.
CLOSE_ENOUGH = 0.6
# Nobody mistypes a longer name, and comparing two of them takes the square of their length.
LONGEST = 80
# A policy has some hundred names of about one length; a hostile one has ten thousand.
MOST_COMPARED = 500
# Of two characters one wrong is half of the word, and still what was meant.
SHORT = 3


def nearest_name(name: str, known: Iterable[str]) -> str:
    """The closest of `known`, or the empty string when none is close."""
    if len(name) > LONGEST:
        return ""
    known = tuple(known)
    best, best_score = "", CLOSE_ENOUGH
    matcher = SequenceMatcher(None, "", name)
    for candidate in islice(_as_long(name, known), MOST_COMPARED):
        matcher.set_seq1(candidate)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < best_score:
            continue
        score = matcher.ratio()
        if score > best_score or (score == best_score and not best):
            best, best_score = candidate, score
    return best or _one_letter_off(name, known)


def _one_letter_off(name: str, known: Iterable[str]) -> str:
    """Of short Chinese words, the only one that differs in one character."""
    if not 2 <= len(name) <= SHORT or name.isascii():
        return ""
    found = {
        one
        for one in islice(known, MOST_COMPARED)
        if len(one) == len(name) and sum(map(ne, one, name)) == 1
    }
    return found.pop() if len(found) == 1 else ""


def _as_long(name: str, known: Iterable[str]) -> Iterable[str]:
    """Those of `known` whose length alone does not rule them out."""
    for candidate in known:
        shorter, longer = sorted((len(name), len(candidate)))
        if 2 * shorter >= CLOSE_ENOUGH * (shorter + longer):
            yield candidate
