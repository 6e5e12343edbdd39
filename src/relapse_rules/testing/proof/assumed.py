"""What is taken to be so about a record in one branch of a proof."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.program.nodes import Count, Int, Node, Slot

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountRange:
    """Where the two bounds of a count may lie: it surely holds so often, and at most so."""

    low: Range
    high: Range


@dataclass(frozen=True, slots=True)
class Assumed:
    """Facts given or not, their values as far as it matters, and the rest by name.

    `worth` is for yes-or-no facts and for conditions that are not looked into; None is
    unknown. `held` is for one value of a set of choices.
    """

    known: Mapping[Slot, bool] = field(default_factory=dict)
    worth: Mapping[Any, bool | None] = field(default_factory=dict)
    chosen: Mapping[Slot, str] = field(default_factory=dict)
    held: Mapping[tuple[Slot, str], bool] = field(default_factory=dict)
    ranges: Mapping[Int, Range] = field(default_factory=dict)
    given: Mapping[Node, bool] = field(default_factory=dict)
    counts: Mapping[Count, CountRange] = field(default_factory=dict)

    def having(self, what: str, key: Any, value: Any) -> Assumed:
        """The same with one thing more."""
        return replace(self, **{what: {**getattr(self, what), key: value}})
