"""Where a piece of text stands, and how to show it.

Offsets count characters, never bytes, so that a caret under Chinese text is right.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

from relapse_rules.words.dialect import in_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable

# The line breaks libyaml counts; splitting otherwise would move every later line.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_BY_TWO = re.compile(r"(?:(?:\t+|(?:  )*)(?![ \t])[^\r\n]*(?:\r?\n|\Z))*")
TAB_WIDTH = 4


@dataclass(frozen=True, eq=False)
class Source:
    """A named text: a policy file, a record file, or an expression given in code."""

    name: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        return (0, *(m.end() for m in _BREAK.finditer(self.text)))

    @cached_property
    def in_chinese(self) -> bool:
        """Whether it is a policy file whose keys are written in Chinese."""
        return in_chinese(self.text)

    @cached_property
    def indented_by_two(self) -> bool:
        """Whether each line begins with pairs of blanks or with nothing but tabs."""
        return _BY_TWO.fullmatch(self.text) is not None

    def position(self, offset: int) -> tuple[int, int]:
        """The one-based line and column (in characters) of `offset`."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a one-based line, without its line break."""
        if not 1 <= number <= len(self.line_starts):
            return ""
        start = self.line_starts[number - 1]
        if number == len(self.line_starts):
            return self.text[start:]
        return self.text[start : self.line_starts[number]].rstrip(
            "\r\n\x85\u2028\u2029"
        )

    def offset(self, line: int, column: int) -> int:
        """The offset of a zero-based line and column, clamped to the text."""
        if line >= len(self.line_starts):
            return len(self.text)
        return min(self.line_starts[line] + column, len(self.text))

    def __repr__(self) -> str:
        return f"Source({self.name!r})"

    def __reduce__(self) -> tuple[type[Source], tuple[str, str]]:
        return Source, (self.name, self.text)


class Span(NamedTuple):
    """Characters `start` to `end` of a source. A tuple, since a policy has thousands."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


class Edit(NamedTuple):
    """A change of a source: the characters of a span give way to a text."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all changes made; of two that overlap, only the first."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        if edit.span.start >= at:
            pieces += [text[at : edit.span.start], edit.text]
            at = edit.span.end
    return "".join([*pieces, text[at:]])


def display_width(text: str) -> int:
    """The number of terminal cells that `text` takes."""
    width = 0
    for char in text:
        if char == "\t":
            width += TAB_WIDTH
        elif unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn"}:
            continue
        else:
            width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width


def printable(text: str) -> str:
    """`text` with tabs widened and control, format and surrogate characters named."""
    shown = []
    for char in text:
        if char == "\t":
            shown.append(" " * TAB_WIDTH)
        elif unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            shown.append(f"<U+{ord(char):04X}>")
        else:
            shown.append(char)
    return "".join(shown)


LINE_LIMIT = 160


def code_frame(span: Span, note: str = "", *, mark: str = "^") -> str:
    """The source line of `span` with an underline that is right under wide text."""
    line, column = span.source.position(span.start)
    text = span.source.line(line)
    left = column - 1
    right = min(max(left + 1, left + span.end - span.start), max(len(text), left + 1))
    shift = max(0, left - LINE_LIMIT // 2)
    end = min(len(text), shift + LINE_LIMIT)
    shown = printable(text[shift:end])
    before = display_width(printable(text[shift:left]))
    under = max(1, display_width(printable(text[left : min(right, end)])))
    number = str(line)
    gutter = " " * len(number)
    caret = mark * under + (f" {note}" if note else "")
    return f"{number} | {shown}\n{gutter} | {' ' * before}{caret}"


@runtime_checkable
class Located(Protocol):
    """A text that knows its place: any range of it maps to a span of its source."""

    @property
    def text(self) -> str: ...

    @property
    def span(self) -> Span: ...

    def part(self, start: int, end: int) -> Span:
        """The span of characters `start` to `end` of the text."""
        ...

    def edits(self, start: int, end: int, write: str) -> tuple[Edit, ...]:
        """How to write something else there; nothing where that cannot be said."""
        ...


@dataclass(frozen=True, slots=True)
class Inline:
    """An expression that stands in no file, such as one given in code."""

    text: str
    name: str = "<expression>"

    @property
    def span(self) -> Span:
        return Span(Source(self.name, self.text), 0, len(self.text))

    def part(self, start: int, end: int) -> Span:
        return Span(Source(self.name, self.text), start, end)

    def edits(self, start: int, end: int, write: str) -> tuple[Edit, ...]:
        return (Edit(self.part(start, end), write),)
