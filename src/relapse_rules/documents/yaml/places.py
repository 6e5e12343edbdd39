"""Which source characters stand behind each character of a YAML scalar.

Each reader below repeats what YAML does to a scalar of one style and keeps the places.
The result counts only if it spells the very text that the parser read; if it does not,
every character is placed on the whole scalar, which is vague but never wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Places = list[tuple[int, int]]
# A character of the text, then the offsets in the raw scalar where it starts and ends.
_Piece = tuple[str, int, int]

_FOLD = re.compile(r"[ \t]*(?:\r\n|[\r\n])[ \t\r\n]*")
_BREAK = re.compile(r"\r\n|[\r\n]")
_HEADER = re.compile(r"[|>]([-+0-9]*)[^\r\n]*(?:\r\n|[\r\n]|$)")
_LINE = re.compile(r"([^\r\n]*)(\r\n|[\r\n]|$)")
# How many indentations are tried for a scalar that gives its own.
MOST_INDENTS = 64
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_CODE_DIGITS = {"x": 2, "u": 4, "U": 8}


def places_of(text: str, raw: str, style: str, start: int) -> Places:
    """The place of every character of `text`, written as `raw` at offset `start`."""
    for pieces in _readings(raw, style):
        if "".join(char for char, _, _ in pieces) == text:
            return [(start + a, start + b) for _, a, b in pieces]
    return [(start, start + len(raw))] * len(text)


def _readings(raw: str, style: str) -> Iterator[list[_Piece]]:
    if style in {"|", ">"}:
        for indent in _indents(raw):
            yield _block(raw, style, indent)
    elif style:
        yield list(_flow(raw, 1, len(raw) - 1, style))
    else:
        yield list(_flow(raw, 0, len(raw), style))


def _flow(raw: str, at: int, end: int, style: str) -> Iterator[_Piece]:
    """Plain and quoted scalars: line folding, doubled quotes, escapes."""
    while at < end:
        fold = _FOLD.match(raw, at, end)
        if fold:
            yield from _folded(raw, fold.start(), fold.end(), escaped=False)
            at = fold.end()
        elif style == "'" and raw.startswith("''", at):
            yield "'", at, at + 2
            at += 2
        elif style == '"' and raw[at] == "\\":
            broken = _FOLD.match(raw, at + 1, end)
            if broken and raw[at + 1] in "\r\n":
                yield from _folded(raw, at + 1, broken.end(), escaped=True)
                at = broken.end()
            else:
                piece = _escape(raw, at)
                yield piece
                at = piece[2]
        else:
            yield raw[at], at, at + 1
            at += 1


def _folded(raw: str, start: int, end: int, *, escaped: bool) -> Iterator[_Piece]:
    """One line break is a space, or nothing if escaped; each further one stays."""
    first, *further = _BREAK.finditer(raw, start, end)
    for found in further:
        yield "\n", found.start(), found.end()
    if not further and not escaped:
        yield " ", first.start(), first.end()


def _escape(raw: str, at: int) -> _Piece:
    letter = raw[at + 1]
    if digits := _CODE_DIGITS.get(letter):
        end = at + 2 + digits
        return chr(int(raw[at + 2 : end], 16)), at, end
    return _ESCAPES.get(letter, letter), at, at + 2


def _indents(raw: str) -> Iterator[int]:
    """The indentation of a block scalar: that of its first line, unless given as less."""
    header = _HEADER.match(raw)
    assert header, "a block scalar starts with its header"
    lines = [found.group(1) for found in _LINE.finditer(raw, header.end())]
    first = next((line for line in lines if line.strip(" ")), max(lines, key=len) + "x")
    lead = len(first) - len(first.lstrip(" "))
    given = any(map(str.isdigit, header.group(1)))
    yield from range(lead, max(0, lead - MOST_INDENTS) if given else lead - 1, -1)


def _block(raw: str, style: str, indent: int) -> list[_Piece]:
    """Literal and folded scalars, in the order of libyaml's own loop."""
    header = _HEADER.match(raw)
    assert header, "a block scalar starts with its header"
    pieces: list[_Piece] = []
    ending: list[_Piece] = []  # the break of the last line with text
    blank: list[_Piece] = []  # the breaks of the empty lines after it
    indented_before = False
    for line in _LINE.finditer(raw, header.end()):
        content, end = line.span(1)
        content = min(content + indent, end)
        broken = [("\n", end, line.end())] if line.group(2) else []
        if not raw[line.start() : end].strip(" ") and end - line.start() <= indent:
            blank += broken
            continue
        indented = raw[content] in " \t"
        if style == ">" and ending and not (indented_before or indented):
            pieces += blank or [(" ", ending[0][1], ending[0][2])]
        else:
            pieces += ending + blank
        pieces += [(raw[i], i, i + 1) for i in range(content, end)]
        ending, blank, indented_before = broken, [], indented
    if "-" in header.group(1):
        return pieces
    return pieces + ending + (blank if "+" in header.group(1) else [])
