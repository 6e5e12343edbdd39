"""Tables of text with a place for every cell, so that what is wrong can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from relapse_rules.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

BETWEEN = " | "

Cell = str | int | Decimal


@dataclass(frozen=True)
class Table:
    """One sheet: the first row holds headings; line numbers are row numbers."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @cached_property
    def source(self) -> Source:
        """The rows as lines of a text, which diagnostics can underline."""
        lines = (BETWEEN.join(map(_one_line, row)) for row in self.rows)
        return Source(self.name, "\n".join(lines))

    def place(self, row: int, column: int) -> Span:
        """Where the cell of a zero-based row and column stands."""
        if row >= len(self.rows):
            return Span(self.source, 0, 0)
        cells = self.rows[row]
        start = self.source.line_starts[row]
        before = cells[:column] + ("",) * (column - len(cells))
        at = start + sum(len(_one_line(cell)) + len(BETWEEN) for cell in before)
        text = _one_line(cells[column]) if column < len(cells) else ""
        at = min(at, len(self.source.text))
        return Span(self.source, at, at + len(text))

    def line(self, row: int) -> Span:
        """Where a whole row stands."""
        start = self.source.line_starts[row]
        return Span(self.source, start, start + len(self.source.line(row + 1)))

    def cell(self, row: int, column: int) -> str:
        cells = self.rows[row]
        return cells[column].strip() if column < len(cells) else ""

    @property
    def headings(self) -> tuple[str, ...]:
        return self.rows[0] if self.rows else ()

    def filled(self) -> Iterator[int]:
        """The rows below the headings that are not blank."""
        for number, row in enumerate(self.rows[1:], 1):
            if any(cell.strip() for cell in row):
                yield number

    def heading_of(self, span: Span) -> Span | None:
        """The heading above a place, so that people can find its column."""
        line = span.line - 1
        if span.source is not self.source or line < 1:
            return None
        cells = range(len(self.rows[line]))
        found = [c for c in cells if self.place(line, c).start <= span.start]
        column = max(found, default=0)
        return self.place(0, column) if column < len(self.headings) else None


def _one_line(cell: str) -> str:
    return " ".join(cell.split())
