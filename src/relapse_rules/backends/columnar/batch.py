"""Many encoded records as columns: what the frames give and the expressions read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one list of all records, one behind the other.

    `lengths` has one number a record, null where the list is unknown; `frame` has a column
    for each item fact that is given, encoded as in `Batch`.
    """

    lengths: pl.Series
    frame: pl.DataFrame = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """Encoded records; a fact without a column is unknown in all of them.

    Booleans are `Boolean`; numbers are `Int64` in units of their last place and dates are
    `Int64` day numbers; a choice is an `Enum`, or a text that is one of its values, with
    columns named by `among` where somebody has compared them; choices are a list of texts;
    of a text only null or not is read. Null is unknown.
    """

    height: int
    frame: pl.DataFrame = field(repr=False)
    items: Mapping[str, Items] = field(default_factory=dict, repr=False)

    def rows(self, first: int, count: int) -> Batch:
        """Some of the records."""
        found = {}
        for name, one in self.items.items():
            lengths = one.lengths.slice(first, count)
            before = int(one.lengths.slice(0, first).sum() or 0)
            inside = one.frame.slice(before, int(lengths.sum() or 0))
            found[name] = Items(lengths, inside)
        return Batch(
            min(count, self.height - first), self.frame.slice(first, count), found
        )

    def shape(self) -> Shape:
        """Which facts are given, and which of them have gaps."""
        given = [("", n, s.null_count() > 0) for n, s in _columns(self.frame)]
        for name, one in self.items.items():
            given.append(("", name, one.lengths.null_count() > 0))
            given += [(name, n, s.null_count() > 0) for n, s in _columns(one.frame)]
        return Shape(frozenset(given))


def among(fact: str, value: str) -> str:
    """The name of the column that says whether a choice is this one of its values."""
    return f"{fact}={value}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The facts that a batch gives: (list or nothing, fact, whether some are null).

    Code is made for a shape: what is surely known or surely unknown needs no columns.
    """

    given: frozenset[tuple[str, str, bool]]


def _columns(frame: pl.DataFrame) -> list[tuple[str, pl.Series]]:
    return [(s.name, s) for s in frame.get_columns()]
