"""One SELECT of a query, and what it reads: the table or steps before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Step:
    """`pieces` stand around the names of what it reads: one more than there are names."""

    name: str
    pieces: tuple[str, ...]
    reads: tuple[str, ...]

    @property
    def text(self) -> str:
        """The SELECT over what it reads."""
        return self.over(self.reads)

    def over(
        self, tables: Sequence[str], escape: Callable[[str], str] | None = None
    ) -> str:
        """The SELECT over other names; `escape` is for engines that fill in the names."""
        pieces = map(escape, self.pieces) if escape else iter(self.pieces)
        found = next(pieces)
        return found + "".join(t + p for t, p in zip(tables, pieces, strict=True))


def step(
    name: str,
    columns: Sequence[str],
    table: str,
    joins: Sequence[tuple[str, str]] = (),
    end: str = "",
) -> Step:
    """A SELECT of columns; `joins` are steps with the condition on which a row has a row."""
    pieces = ["SELECT\n" + ",\n".join(columns) + "\nFROM ", ""]
    for _, condition in joins:
        pieces[-1] += "\nLEFT JOIN "
        pieces.append(f" ON {condition}")
    pieces[-1] += end
    return Step(name, tuple(pieces), (table, *(joined for joined, _ in joins)))
