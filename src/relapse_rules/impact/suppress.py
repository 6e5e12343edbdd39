"""Small counts are not published, nor what would let somebody work them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

Cell = TypeVar("Cell", bound="Hashable")
# Counts from one up to below this are not published.
SMALLEST = 5


def is_small(count: int, smallest: int = SMALLEST) -> bool:
    return 0 < count < smallest


def hidden_cells(
    counts: Mapping[Cell, int],
    sums: Iterable[Collection[Cell]],
    smallest: int = SMALLEST,
) -> frozenset[Cell]:
    """The cells of a table that must not be shown.

    `sums` are sets of cells whose total is known to readers. Besides the small counts,
    further ones are hidden, the smallest first, until in each such set what is hidden is
    nothing, or two cells or more that come to `smallest` or more together.
    """
    hidden = {cell for cell, n in counts.items() if is_small(n, smallest)}
    lines = [set(line) & counts.keys() for line in sums]
    again = True
    while again:
        again = False
        for line in lines:
            inside = hidden & line
            while inside and not _covers(inside, counts, smallest):
                more = [cell for cell in counts if cell in line and cell not in hidden]
                if not more:
                    break
                # Of equal ones the first, so that the same table always hides the same.
                added = min(more, key=lambda cell: (counts[cell] == 0, counts[cell]))
                hidden.add(added)
                inside = hidden & line
                again = True
    return frozenset(hidden)


def _covers(
    inside: Collection[Cell], counts: Mapping[Cell, int], smallest: int
) -> bool:
    return len(inside) > 1 and sum(counts[cell] for cell in inside) >= smallest
