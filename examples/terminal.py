"""Text for a terminal of 100 columns in which Chinese characters take two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.source import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH = 100


def heading(zh: str, en: str) -> str:
    return f"\n{zh}  {en}\n{'=' * WIDTH}"


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()
) -> str:
    """Columns of even width, those in `right` flush right; long lines are cut off."""
    lines = [list(headings), *([str(cell) for cell in row] for row in rows)]
    wide = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    shown = []
    for line in lines:
        cells = [
            _padded(cell, width, right=index in right)
            for index, (cell, width) in enumerate(zip(line, wide, strict=True))
        ]
        shown.append(clipped("  " + "  ".join(cells).rstrip()))
    return "\n".join(
        [shown[0], "  " + "-" * min(sum(wide) + 2 * len(wide), 96), *shown[1:]]
    )


def _padded(text: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def clipped(text: str, width: int = WIDTH) -> str:
    """`text`, or as much of it as fits with an ellipsis."""
    if display_width(text) <= width:
        return text
    return next(_pieces(text, width - 2, width)) + "…"


def wrapped(text: str, width: int = WIDTH) -> str:
    """Lines no wider than `width`; what is carried over is indented under its line."""
    return "\n".join(
        piece for line in text.splitlines() for piece in _folded(line, width)
    )


def _folded(line: str, width: int) -> Iterator[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    pieces = _pieces(line, width, width - len(indent))
    for index, piece in enumerate(pieces):
        yield piece if index == 0 else indent + piece.lstrip()


def _pieces(text: str, first: int, later: int) -> Iterator[str]:
    """`text` in pieces, broken behind a blank or mark where one is near the end."""
    room = first
    while display_width(text) > room:
        end = 0
        width = 0
        while (width := width + display_width(text[end])) <= room:
            end += 1
        near = max(
            (text.rfind(mark, end - 12, end) + 1 for mark in " ，、；"), default=0
        )
        end = near or end
        yield text[:end].rstrip()
        text, room = text[end:], later
    yield text
