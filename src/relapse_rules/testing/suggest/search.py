"""Searches for the smallest record that shows a goal, near a record that is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING

from relapse_rules.evaluator import Encoded
from relapse_rules.language import tree
from relapse_rules.testing.candidates import Candidates
from relapse_rules.testing.coverage.answers import Missed, watch_rows
from relapse_rules.testing.coverage.deciding import Deciding
from relapse_rules.testing.coverage.goals import dated_values
from relapse_rules.testing.coverage.sightings import Sightings
from relapse_rules.testing.suggest.asking import Asking, Place
from relapse_rules.testing.suggest.nudging import Nudging
from relapse_rules.testing.suggest.records import Spot
from relapse_rules.testing.suggest.routes import Routes
from relapse_rules.testing.suggest.shrinking import smallest, taken_back
from relapse_rules.testing.suggest.wants import Item, Missing, OnSide, Worth
from relapse_rules.testing.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from relapse_rules.decision import Decision
    from relapse_rules.evaluator import Rules
    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.coverage.goals import ConditionGoals, Goal, Goals
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.suggest.records import Values
    from relapse_rules.testing.suggest.wants import Want

TRIES = 12
STEPS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A record that shows a goal, and the record that it was made from."""

    values: Values
    base: Values
    changes: int


class Search:
    """Searches in one setting. The same seed finds the same records."""

    def __init__(
        self,
        setting: Setting,
        goals: Goals,
        on: Callable[[date], Rules],
        seed: int = 0,
    ) -> None:
        """`on` gives the rules of other days of the setting."""
        self.setting = setting
        self.goals = goals
        self.on = on
        self.random = Random(seed)  # noqa: S311 - a seeded search, not a secret
        self.asking = Asking(setting)
        self.candidates = Candidates(setting)
        self.nudging = Nudging(self.asking, self.candidates, self.random)
        self.routes = Routes(self.asking, self.random)
        self.missed = Missed(setting, self.candidates)
        self._deciding: dict[Key, Deciding] = {}
        self._of_goal = {
            goal: found
            for conditions in goals.conditions.values()
            for found in conditions
            for goal in found
        }

    # -- what shows a goal -----------------------------------------------------------

    def shows(
        self,
        goal: Goal,
        values: Values,
        fails: Callable[[Decision], bool] = lambda _: True,
    ) -> bool:
        """Whether a case with this record shows the goal.

        Unless it is said when the case fails, it expects every answer as it is.
        """
        day = date.fromordinal(values[-1])
        rules = self.setting.rules
        if day != rules.day:
            rules = self.on(day)
        trial = Trial("", rules, Encoded(values[:-1], 1), fails, self.goals.kind)
        return goal in self._shown(goal, trial).by

    def _shown(self, goal: Goal, trial: Trial) -> Sightings:
        found = Sightings()
        if goal.sort == "row":
            watch_rows(self.setting, self.goals.rows, trial, found)
        elif goal.sort == "unknown":
            self.missed.watch({goal.what: goal}, trial, found)
        else:
            self.deciding(self._of_goal[goal]).watch(trial, found)
        return found

    def deciding(self, goals: ConditionGoals) -> Deciding:
        key = goals.condition.key
        if key not in self._deciding:
            made = Deciding(self.setting, key, self.goals.conditions[key])
            self._deciding[key] = made
        return self._deciding[key]

    def lacking(self, goal: Goal, values: Values) -> int:
        """How much a record lacks to show a goal, roughly: the less, the nearer."""
        if not self._is_in_force(goal):
            return 0
        wants = self._wants(goal)
        return sum(not want.met(self.asking, values) for want in wants)

    # -- searching -------------------------------------------------------------------

    def find(self, goal: Goal, bases: Sequence[Values]) -> Found | None:
        """The record with the fewest changes that shows a goal, or None."""
        best: Found | None = None
        if not self._is_in_force(goal):
            return None
        for base in bases:
            values = self._from(goal, base)
            if values is None:
                continue
            records = self.asking.records
            values = smallest(records, values, base, lambda v: self.shows(goal, v))
            changes = len(list(taken_back(records, values, base)))
            found = Found(values, base, changes)
            if best is None or found.changes < best.changes:
                best = found
        return best

    def _is_in_force(self, goal: Goal) -> bool:
        if goal not in self._of_goal:
            return True
        if self._of_goal[goal].condition.key not in self.setting.meaning.typed:
            return False
        point = goal.setpoint
        if point is None:
            return True
        parameter = self.setting.meaning.parameters[point.parameter]
        dated = (value for _, value in dated_values(parameter))
        return any(value.since.isoformat() == point.since for value in dated)

    def _from(self, goal: Goal, base: Values) -> Values | None:
        if self.shows(goal, base):
            return base
        for _ in range(TRIES):
            wants = self._wants(goal)
            if not wants:
                return None
            values = self._meeting(goal, wants, base)
            if values is not None:
                return values
        return None

    def _meeting(
        self, goal: Goal, wants: Sequence[Want], values: Values
    ) -> Values | None:
        """Mends one unmet want after the other until the goal shows."""
        for _ in range(STEPS):
            unmet = [w for w in wants if not w.met(self.asking, values)]
            if not unmet:
                if self.shows(goal, values):
                    return values
                unmet = list(wants)
            items = [w for w in unmet if isinstance(w, Item)]
            chosen = items[0] if items else self.random.choice(unmet)
            nudged = chosen.nudge(self.nudging, values)
            if nudged is not None:
                values = nudged
        return values if self.shows(goal, values) else None

    # -- what a goal needs -------------------------------------------------------------

    def _wants(self, goal: Goal) -> list[Want]:
        if goal.sort == "row":
            return list(self._row(goal))
        if goal.sort == "unknown":
            return self._unknown(goal)
        found = self._of_goal[goal]
        condition = found.condition
        key = condition.key
        if key not in self.setting.meaning.typed or not self.routes.reaches(key):
            return []
        node = self.deciding(found).conditions[condition.index].node
        stop, item = self.routes.stop_of(key, node), 0
        place = Place(key, stop.node, stop.list, item if stop.list else None)
        wants = self.routes.wants(stop, item)
        if goal.sort == "boundary":
            assert goal.wanted in {"below", "at", "above"}
            return [*wants, OnSide(place, goal.wanted)]  # type: ignore[arg-type]
        wants.append(Worth(place, goal in found.yes.values()))
        if goal.wanted not in {"yes", "no"} and isinstance(node, tree.In):
            met = tree.In(
                node.start, node.end, node.type, node.subject, (goal.wanted,), False
            )
            # Another node at the same place of the text is told apart by its end.
            wants.append(Worth(place.of(_apart(met, goal.wanted)), True))
        return wants

    def _row(self, goal: Goal) -> Iterator[Want]:
        section = self.setting.meaning.sections[goal.clause.removeprefix("grid.")]
        for entry in section.entries:
            key = (section.id, entry.id, "when")
            if key in self.setting.meaning.typed:
                place = Place(key, self.setting.meaning.typed[key])
                yield Worth(place, entry.id == goal.what)
            if entry.id == goal.what:
                return

    def _unknown(self, goal: Goal) -> list[Want]:
        list_id, _, fact = goal.what.rpartition("[].")
        stops = self.routes.facts(fact, list_id)
        if not stops:
            return []
        stop, item = self.random.choice(stops), 0
        spot = Spot(list_id, item, fact) if list_id else Spot(fact)
        # Whatever is compared with the fact is on no side of it while that is unknown.
        wants = self.routes.wants(stop, item)
        return [*(w for w in wants if not isinstance(w, OnSide)), Missing(spot)]


def _apart(node: tree.In, value: str) -> tree.In:
    """The same condition with a place of its own, by which it is remembered."""
    number = list(node.subject.type.values).index(value) + 1
    return tree.In(
        node.start, -number, node.type, node.subject, node.values, node.negated
    )
