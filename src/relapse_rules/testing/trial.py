"""A case as coverage, suggestions and mutations see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.decision import Decision
    from relapse_rules.evaluator import Encoded, Rules
    from relapse_rules.source import Span


@dataclass(frozen=True, slots=True)
class Trial:
    """A record that was decided as expected, and what would not have been.

    `fails` says of another decision about the same record whether the case would object.
    """

    name: str
    rules: Rules
    record: Encoded
    fails: Callable[[Decision], bool] = field(repr=False)
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def values(self) -> tuple[Any, ...]:
        """The record as programs read it, with the day of the decision behind it."""
        return (*self.record.values, self.rules.day.toordinal())
