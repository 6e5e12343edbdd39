"""How a change falls on parts of the households: places, risks, types, sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.impact.comparison import Count, count_of

if TYPE_CHECKING:
    import polars as pl

    from relapse_rules.impact.comparison import Impact


@dataclass(frozen=True, slots=True)
class Spread:
    """One part of the households: how many are watched before and after, and what moved.

    `name` is empty for households of which the part is not recorded. `share` is the rise
    as a share of all households of the part.
    """

    name: str
    all: Count
    old: Count
    new: Count
    moved: dict[str, int]

    @property
    def added(self) -> int:
        return self.new.households - self.old.households

    @property
    def share(self) -> float:
        return self.added / self.all.households if self.all.households else 0.0


SHOWN_MOVES = ("entering", "leaving", "tier_up", "tier_down", "newly_undecided")


def spread(impact: Impact, column: str) -> list[Spread]:
    """The parts by a column, the one that rises most as a share of it first."""
    groups = impact.households.group_by(column)
    found = [part_of("" if k[0] is None else str(k[0]), f) for k, f in groups]
    return sorted(found, key=lambda s: (-abs(s.share), s.name))


def part_of(name: str, frame: pl.DataFrame) -> Spread:
    """One part of the households."""
    import polars as pl

    return Spread(
        name,
        count_of(frame),
        count_of(frame.filter(pl.col("base_watched") == "yes")),
        count_of(frame.filter(pl.col("head_watched") == "yes")),
        {move: int(frame[move].sum()) for move in SHOWN_MOVES},
    )
