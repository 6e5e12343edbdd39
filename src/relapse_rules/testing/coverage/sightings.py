"""Which goals have been seen, and by which case first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.testing.coverage.goals import Goal
    from relapse_rules.testing.trial import Trial


@dataclass(slots=True)
class Sightings:
    """Goals with the name of the case that showed each first."""

    by: dict[Goal, str] = field(default_factory=dict)

    def still_open(self, goals: Iterable[Goal]) -> list[Goal]:
        return [goal for goal in goals if goal not in self.by]

    def see(self, goals: Iterable[Goal], trial: Trial) -> None:
        for goal in goals:
            self.by.setdefault(goal, trial.name)
