"""Words of policy files inside messages, said as the file says them.

In a template `{k[when]}` is a key, `{v[county]}` a listed value and `{w[and]}` a word of
expressions: each in the words of the file that the message is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from relapse_rules.words.table import (
    CONSTANTS,
    FUNCTIONS,
    KEYS,
    NULL,
    OPERATORS,
    SECTIONS,
    TRUTH,
    VALUES,
    key_word,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class Phrase(NamedTuple):
    """Words inside a message: `{why.zh}` in the Chinese text, `{why.en}` in the other."""

    zh: str
    en: str


class Wording(NamedTuple):
    """A phrase that is a template itself, since it names words of policy files."""

    zh: str
    en: str


class Term(NamedTuple):
    """One word of policy files in both languages."""

    en: str
    zh: str

    def as_in(self, *, chinese: bool) -> str:
        return self.zh if chinese else self.en


def key_term(key: str, kind: str = "") -> Term:
    """A key of entries of that kind; an id, which has no other word, stays as it is."""
    known = key in KEYS or f"{kind}.{key}" in KEYS
    return Term(key, key_word(key, kind) if known else key)


def value_term(value: str) -> Term:
    """A listed value of a key."""
    return Term(value, VALUES.get(value, value))


class _Words(dict[str, str]):
    """Looks a word up for a template; the English one when the file is written so."""

    def __missing__(self, word: str) -> str:
        return word.rpartition(".")[2]


WORDS_OF_FILES: dict[str, dict[str, str]] = {
    "k": _Words(KEYS),
    "v": _Words(VALUES | TRUTH | NULL),
    "w": _Words(SECTIONS | CONSTANTS | OPERATORS | FUNCTIONS),
}
_IN_ENGLISH = dict.fromkeys(WORDS_OF_FILES, _Words())


def with_terms(args: Mapping[str, Any], *, chinese: bool) -> dict[str, Any]:
    """The arguments of a message, with every word of policy files as the file has it."""
    words: dict[str, Any] = dict(WORDS_OF_FILES if chinese else _IN_ENGLISH)
    return words | {key: _said(arg, words, chinese) for key, arg in args.items()}


def _said(arg: Any, words: dict[str, Any], chinese: bool) -> Any:  # noqa: FBT001 - passed on
    if isinstance(arg, Term):
        return arg.as_in(chinese=chinese)
    if isinstance(arg, Wording):
        return Phrase(arg.zh.format_map(words), arg.en.format_map(words))
    if isinstance(arg, list):
        return ", ".join(_said(one, words, chinese) for one in arg)
    return arg
