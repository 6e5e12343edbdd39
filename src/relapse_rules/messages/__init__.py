"""Every text a person reads, in Chinese and English, keyed by a stable code.

One file a stage, and the words of the interface. A text is written beside its
translation, so that a missing one is seen; a test compares their placeholders.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.messages.terms import Phrase, Term, Wording, with_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Lang", "Message", "Phrase", "Term", "Text", "Wording", "message", "word"]
Lang = Literal["zh", "en"]
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Message:
    """A message and its advice; `nearest` replaces the advice when a name is close."""

    text: str
    help: str = ""
    nearest: str = ""

    def format_text(self, args: Mapping[str, Any], *, chinese: bool = False) -> str:
        """`chinese`: the file that it is about is written in Chinese words."""
        return _cut(self.text.format_map(with_terms(args, chinese=chinese)))

    def format_help(self, args: Mapping[str, Any], *, chinese: bool = False) -> str:
        chosen = self.nearest if self.nearest and args.get("nearest") else self.help
        return _cut(chosen.format_map(with_terms(args, chinese=chinese)))


def _cut(text: str) -> str:
    """A message repeats what stands in a file, which may be a megabyte of one word."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


@dataclass(frozen=True, slots=True)
class Text:
    """One entry of the catalogue: both languages side by side."""

    zh: str
    en: str
    help_zh: str = ""
    help_en: str = ""
    nearest_zh: str = ""
    nearest_en: str = ""

    def message(self, lang: Lang) -> Message:
        if lang == "zh":
            return Message(self.zh, self.help_zh, self.nearest_zh)
        return Message(self.en, self.help_en, self.nearest_en)


@cache
def catalogue() -> dict[str, Text]:
    """Every coded message."""
    from relapse_rules.messages import (
        analysis,
        batch,
        cases,
        coverage,
        decisions,
        impact,
        language,
        places,
        reading,
        records,
        warehouse,
    )

    found: dict[str, Text] = {}
    for part in (
        reading,
        language,
        analysis,
        records,
        warehouse,
        batch,
        places,
        decisions,
        impact,
        cases,
        coverage,
    ):
        assert not found.keys() & part.MESSAGES.keys(), "a code stands for one message"
        found |= part.MESSAGES
    return found


def message(code: str, lang: Lang) -> Message:
    """The message of `code` in `lang`."""
    return catalogue()[code].message(lang)


def word(key: str, lang: Lang) -> str:
    """A word of the interface; a key that has none is its own text."""
    from relapse_rules.messages.words import WORDS

    pair = WORDS.get(key)
    return key if pair is None else pair[0 if lang == "zh" else 1]
