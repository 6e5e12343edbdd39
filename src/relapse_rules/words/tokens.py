"""An expression cut into tokens, and its words in the one spelling that Python parses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from relapse_rules.words.table import (
    CONSTANTS,
    FUNCTIONS,
    NULL,
    OPERATORS,
    PARTS,
    SECTIONS,
    SHORT_FOR,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(
    rf"""(?P<space>[ \n]+)
    |(?P<thousands>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?[%{CJK}]*(?![0-9.]*\w))
    |(?P<number>[0-9][A-Za-z0-9_.{CJK}]*%?|\.[0-9][A-Za-z0-9_.{CJK}]*)
    |(?P<name>[A-Za-z_{CJK}][A-Za-z0-9_{CJK}]*)
    |(?P<string>[A-Za-z]*"[^"\n]*"|[A-Za-z]*'[^'\n]*')
    |(?P<open>["'])
    |(?P<operator>===|<=|>=|==|!=|<>|=<|=>|&&|\|\||//|\*\*|<<|>>|:=|->|[-+*/<>(),\[\].=!&|^~@%:;{{}}#\\?$`])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of an expression; `word` is what everything behind the gate sees of it.

    `kind` is empty for a character that begins nothing.
    """

    kind: str
    text: str
    start: int
    end: int
    word: str


# The words of expressions but for sections, whose names are not said so short.
_SAID = OPERATORS | CONSTANTS | FUNCTIONS
_SAID_BACK = {zh: en for en, zh in _SAID.items()}


def in_words(word: str, lang: str) -> str:
    """A word of expressions in one language; any other text as it is."""
    english = _SAID_BACK.get(word, word)
    return _SAID.get(english, english) if lang == "zh" else english


def _reversed(words: Mapping[str, str]) -> dict[str, str]:
    return {zh: SHORT_FOR.get(en, en) for en, zh in words.items()}


# What each word of either language is to Python. Where it means something depends on
# the dot before it: `风险消除.消除条件` is a section, `风险.消除条件` would be an entry.
WORDS: dict[str, str] = SHORT_FOR | _reversed(
    OPERATORS | CONSTANTS | FUNCTIONS | SECTIONS
)
_PARTS = _reversed(PARTS)
# What no name may be: it would be read as the word, whatever it is the name of.
RESERVED_WORDS = frozenset((*WORDS, *NULL.values()))
_MAY_HOLD_WORDS = re.compile(rf"[{CJK}]|{'|'.join(SHORT_FOR)}")


def cut(text: str) -> Iterator[Token]:
    """Every token of `text` but blanks, up to a quote that is never closed."""
    position, before, path = 0, "", ""
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            yield Token("", text[position], position, position + 1, text[position])
            before, position = "", position + 1
            continue
        kind, piece, end = match.lastgroup or "", match.group(), match.end()
        if kind != "space":
            word = piece
            if kind == "name":
                word = _word(piece, path if before == "." else None)
                path = word
            yield Token(kind, piece, position, end, word)
            before = piece
        if kind == "open":
            return
        position = end


def _word(name: str, path: str | None) -> str:
    """The spelling of a name; `path` is what stands before the dot before it."""
    if path is None:
        return WORDS.get(name, name)
    return _PARTS.get(name, name) if path == "removal" else name


def canonical(text: str) -> str:
    """An expression in the words that everything behind the gate sees."""
    if _MAY_HOLD_WORDS.search(text) is None:
        return text
    return "".join(piece for piece, _, _ in pieces(text, cut(text)))


def pieces(text: str, tokens: Iterable[Token]) -> Iterator[tuple[str, int, int]]:
    """The canonical text in pieces, each with the range of `text` that it stands for."""
    position = 0
    for token in tokens:
        if token.start > position:
            yield text[position : token.start], position, token.start
        yield token.word, token.start, token.end
        position = token.end
    if position < len(text):
        yield text[position:], position, len(text)
