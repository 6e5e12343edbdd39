"""The articles that policies cite, where they are at hand: paragraphs, and figures in them."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
# One stored text has the reading of rare characters in brackets: 經(jīng).
_PINYIN = re.compile(r"\([A-Za-z\u00c0-\u024f\u1e00-\u1eff]+\)")
# How the texts write small numbers, with the unit that they count.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "1": ("单一", "一次", "一遍"),
    "2": ("两种", "两次", "每两个月"),
    "7": ("每周",),
    "7 days": ("每周",),
    "1 weeks": ("每周",),
    "1 months": ("每月",),
    "2 months": ("每两个月",),
}
# 存本里“每两个月”的“两个”已损坏。
_DAMAGED = {"每两个月": "每?jī)蓚€月"}


def folder() -> Path | None:
    """Where the articles are, or None where they are not at hand."""
    stated = os.environ.get("RELAPSE_RULES_SOURCES")
    found = Path(stated) if stated else ROOT.parent / "shared" / "sources"
    return found if found.is_dir() else None


@cache
def paragraphs(file: Path) -> tuple[str, ...]:
    """The lines of an article that are not blank, in order."""
    text = _PINYIN.sub("", file.read_text("utf-8"))
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def paragraph(file: Path, at: str) -> str:
    """The paragraph that `¶14` names; it must be there."""
    assert re.fullmatch("¶[1-9][0-9]*", at), at
    return paragraphs(file)[int(at[1:]) - 1]


def stands(figure: str, text: str) -> bool:
    """Whether a figure stands in a paragraph, in digits or as the texts word it."""
    digits = re.compile(rf"(?<![0-9.]){re.escape(figure)}(?![0-9]|\.[0-9])")
    words = _WORDS.get(figure, ())
    return bool(digits.search(text)) or any(
        word in text or _DAMAGED.get(word, word) in text for word in words
    )
