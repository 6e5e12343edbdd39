"""Characters that no policy may hold: what cannot be seen, and tabs as indentation."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic
from relapse_rules.source import Edit, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# One file of nothing but such characters must not make a million diagnostics.
MOST_REPORTED = 200

# Controls but tab and line breaks; a carriage return alone; separators that only some
# programs take for a line break; and whatever has no width or changes the direction.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_UNSEEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_REFUSED = re.compile(f"[{_CONTROL}{_UNSEEN}]|\r(?!\n)")
# What an escape such as "\u202e" may not make either.
_REFUSED_UNESCAPED = re.compile(f"[{_CONTROL}{_UNSEEN}\r]")
# Of these nothing is seen, and nothing around them looks different without them.
_NO_WIDTH = frozenset("\xad\u200b\u200c\u200d\u2060\ufeff")
INDENT = "  "
# The first branch swallows a comment with its tabs.
_TABS = re.compile(r"(?:(?<=[ \t])|(?<![^\r\n]))#[^\r\n]*|(\t+)")


def refused_characters(source: Source) -> list[Diagnostic]:
    """Every control, direction-changing or invisible character."""
    found = islice(_REFUSED.finditer(source.text), MOST_REPORTED)
    return [refused(Span(source, m.start(), m.end()), m.group()) for m in found]


def refused_unescaped(text: str) -> Iterator[int]:
    """Where an unescaped text holds a character that may not be written plainly."""
    found = islice(_REFUSED_UNESCAPED.finditer(text), MOST_REPORTED)
    yield from (m.start() for m in found)


def refused(span: Span, char: str) -> Diagnostic:
    """The diagnostic for one refused character; what has no width may simply go."""
    name = unicodedata.name(char, "control character")
    args = {"char": f"U+{ord(char):04X}", "name": name}
    gone = char in _NO_WIDTH and span.text == char
    return Diagnostic("RR004", span, args, fix=(Edit(span, ""),) if gone else ())


def tab_at(span: Span) -> Diagnostic:
    """The diagnostic for tabs at one place; what they are as spaces, if that is clear."""
    source = span.source
    start = source.line_starts[span.line - 1]
    before = source.text[start : span.start]
    if before.strip():
        return Diagnostic("RR003", span, fix=(Edit(span, " "),))
    # At the start of a line tabs are levels, unless other lines count them differently.
    fits = not before and source.indented_by_two
    spaces = INDENT * (span.end - span.start)
    return Diagnostic("RR003", span, fix=(Edit(span, spaces),) if fits else ())


def stray_tabs(source: Source, texts: list[Span], end: int) -> list[Diagnostic]:
    """Tabs before `end` outside comments and `texts`, the quoted and block scalars.

    The readers of YAML disagree on them, and nobody sees the difference.
    """
    visible = _without(source.text[:end], texts)
    tabs = (m.span(1) for m in _TABS.finditer(visible) if m.group(1))
    found = islice(tabs, MOST_REPORTED)
    return [tab_at(Span(source, *place)) for place in found]


def _without(text: str, hidden: list[Span]) -> str:
    """`text` with the characters of the ordered spans `hidden` made into letters."""
    pieces, at = [], 0
    for span in hidden:
        pieces += [text[at : span.start], "x" * (span.end - span.start)]
        at = span.end
    return "".join([*pieces, text[at:]])
