"""The words of an expression in the other language, and what must be written where."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from relapse_rules.words.table import (
    CONSTANTS,
    FUNCTIONS,
    OPERATORS,
    PARTS,
    SECTIONS,
)
from relapse_rules.words.tokens import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANYWHERE = OPERATORS | CONSTANTS | FUNCTIONS | SECTIONS


def _both_ways(words: dict[str, str]) -> dict[str, dict[str, str]]:
    return {"zh": words, "en": {zh: en for en, zh in words.items()}}


_WORDS = _both_ways(_ANYWHERE)
_PARTS = _both_ways(PARTS)


class Change(NamedTuple):
    """Characters `start` to `end` of an expression give way to `word`."""

    start: int
    end: int
    word: str


def in_words_of(text: str, lang: str) -> str:
    """An expression whose words are all of one language."""
    found, at = [], 0
    for change in translated(text, lang):
        found += [text[at : change.start], change.word]
        at = change.end
    return "".join([*found, text[at:]])


def translated(text: str, lang: str) -> Iterator[Change]:
    """What to change so that every word of `text` is one of `lang`."""
    words, parts = _WORDS[lang], _PARTS[lang]
    tokens = [token for token in cut(text) if token.kind]
    joined = {
        left.start: Change(left.start, right.end, words["not in"])
        for left, right in pairwise(tokens)
        if lang == "zh" and (left.word, right.word) == ("not", "in")
    }
    end, before, path = 0, "", ""
    for token in tokens:
        dotted = before == "."
        table = (parts if path == "removal" else {}) if dotted else words
        path = path if token.text == "." else token.word
        before = token.text
        if token.start < end or token.kind != "name":
            continue
        change = joined.get(token.start)
        if change is None and token.text in table:
            change = Change(token.start, token.end, table[token.text])
        if change is not None:
            end = change.end
            yield change
