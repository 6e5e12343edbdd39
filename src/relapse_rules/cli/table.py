"""Columns that stay aligned under Chinese text, and lists of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relapse_rules.source import display_width, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = "  "


def padded(text: str, width: int) -> str:
    """`text` followed by blanks up to `width` terminal cells."""
    return text + " " * max(0, width - display_width(click.unstyle(text)))


def widths(rows: Iterable[Sequence[str]]) -> list[int]:
    """The width of each column. The last cell of a row may be as long as it likes."""
    found: list[int] = []
    for row in rows:
        for index, cell in enumerate(row):
            if index == len(found):
                found.append(0)
            if index < len(row) - 1:
                found[index] = max(found[index], display_width(click.unstyle(cell)))
    return found


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """One line a row, without trailing blanks."""
    wide = widths(rows)
    return [
        (indent + GAP.join(map(padded, row, wide[: len(row)]))).rstrip() for row in rows
    ]


def right_aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """One line a row, every cell to the right in its column."""
    wide = [max(map(display_width, cells)) for cells in zip(*rows, strict=True)]
    return [
        GAP.join(
            " " * (width - display_width(cell)) + cell
            for cell, width in zip(row, wide, strict=True)
        ).rstrip()
        for row in rows
    ]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Headings, a rule below them, and the rows."""
    shown = [[printable(h) for h in headings], *rows]
    head, *body = aligned(shown)
    rule = "-" * max(display_width(click.unstyle(line)) for line in (head, *body))
    return "\n".join([click.style(head, bold=True), rule[:120], *body])
