"""What is taken to be so about a record in one branch of a proof."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.program.nodes import Slot

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountRange:
    """Where the two bounds of a count may lie: it surely holds so often, and at most so."""

    low: Range
    high: Range


@dataclass(frozen=True, slots=True)
class Assumed:
    """Facts given or not, their values as far as it matters, and the rest by its term.

    `held` is for one value of a set of choices. Terms are known by their numbers: `worth`
    is what a condition is, None for unknown, and `given` whether a number is known.
    """

    known: Mapping[Slot, bool] = field(default_factory=dict)
    facts: Mapping[Slot, bool] = field(default_factory=dict)
    chosen: Mapping[Slot, str] = field(default_factory=dict)
    held: Mapping[tuple[Slot, str], bool] = field(default_factory=dict)
    worth: Mapping[int, bool | None] = field(default_factory=dict)
    given: Mapping[int, bool] = field(default_factory=dict)
    ranges: Mapping[int, Range] = field(default_factory=dict)
    counts: Mapping[int, CountRange] = field(default_factory=dict)

    def having(self, what: str, key: Any, value: Any) -> Assumed:
        """The same with one thing more."""
        return replace(self, **{what: {**getattr(self, what), key: value}})
