"""The stretches of days on which several policies stand unchanged and can decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from relapse_rules.documents.periods import periods
from relapse_rules.documents.policy import LAST_DAY
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.policy import Policy


class Stretch(NamedTuple):
    """Days from `first` to `last`, both included; None is open."""

    first: date
    last: date | None

    @property
    def numbers(self) -> tuple[int, int]:
        """The same as day numbers."""
        return self.first.toordinal(), (self.last or LAST_DAY).toordinal()


def stretches(policies: Sequence[Policy], day: date | None = None) -> Iterator[Stretch]:
    """The stretches of the policies' common life, or one day of it, in order."""
    found = [Stretch(day, day)] if day is not None else list(_common(policies))
    for stretch in found:
        if day is not None or all(_decides(p, stretch.first) for p in policies):
            yield stretch


def _common(policies: Sequence[Policy]) -> Iterator[Stretch]:
    firsts: set[date] = set()
    ends: list[date] = []
    starts: list[date] = []
    for policy in policies:
        mine = list(periods(policy.text))
        firsts |= {first for first, _ in mine}
        starts.append(mine[0][0])
        if mine[-1][1] is not None:
            ends.append(mine[-1][1])
    start, end = max(starts), min(ends, default=None)
    inside = sorted(f for f in firsts if f >= start and (end is None or f <= end))
    following: list[date | None] = [f - timedelta(1) for f in inside[1:]]
    yield from map(Stretch, inside, [*following, end])


def _decides(policy: Policy, day: date) -> bool:
    try:
        policy.on(day)
    except PolicyError:
        return False
    return True
