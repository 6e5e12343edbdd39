"""Searches for the smallest record that shows a goal, near a record that is there."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from relapse_rules.evaluator import Encoded
from relapse_rules.language import tree
from relapse_rules.testing.candidates import Candidates
from relapse_rules.testing.coverage.answers import Missed, watch_rows
from relapse_rules.testing.coverage.deciding import Deciding
from relapse_rules.testing.coverage.sightings import Sightings
from relapse_rules.testing.suggest.asking import Asking, Place
from relapse_rules.testing.suggest.nudging import Nudging
from relapse_rules.testing.suggest.records import Spot
from relapse_rules.testing.suggest.routes import Routes
from relapse_rules.testing.suggest.wants import Item, Missing, OnSide, Worth
from relapse_rules.testing.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

    def __init__(self, setting: Setting, goals: Goals, seed: int = 0) -> None:
        self.setting = setting
        self.goals = goals
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

    def shows(self, goal: Goal, values: Values) -> bool:
        """Whether a case with this record, that expects every answer, shows the goal."""
        return goal in self.shown(goal, values).by

    def shown(self, goal: Goal, values: Values) -> Sightings:
        trial = Trial("", self.setting.rules, Encoded(values[:-1], 1), lambda _: True)
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

    # -- searching -------------------------------------------------------------------

    def find(self, goal: Goal, bases: Sequence[Values]) -> Found | None:
        """The record with the fewest changes that shows a goal, or None."""
        best: Found | None = None
        for base in bases:
            values = self._from(goal, base)
            if values is None:
                continue
            values = self._smaller(goal, values, base)
            found = Found(values, base, len(list(self._changes(values, base))))
            if best is None or found.changes < best.changes:
                best = found
        return best

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
        return [*self.routes.wants(stop, item), Missing(spot)]

    # -- making it small ---------------------------------------------------------------

    def _smaller(self, goal: Goal, values: Values, base: Values) -> Values:
        """Takes back every change that the goal does not need, and then again."""
        while True:
            for smaller in self._changes(values, base):
                if self.shows(goal, smaller):
                    values = smaller
                    break
            else:
                return values

    def _changes(self, values: Values, base: Values) -> Iterator[Values]:
        """The record with one change taken back, for each change."""
        records = self.asking.records
        for fact, place in records.places.items():
            now, before = values[place], base[place]
            if now == before:
                continue
            yield records.put(values, Spot(fact), before)
            if fact in records.items and now is not None:
                yield from self._items(values, fact, before)

    def _items(
        self, values: Values, fact: str, before: Values | None
    ) -> Iterator[Values]:
        """The record with one item left out, or one fact of an item as it was."""
        records = self.asking.records
        now = values[records.places[fact]]
        old = before or ()
        for index in reversed(range(len(now))):
            yield records.without_item(values, fact, index)
        for index, row in enumerate(now):
            was = old[index] if index < len(old) else (None,) * len(row)
            for position, inner in enumerate(records.items[fact]):
                if row[position] != was[position]:
                    spot = Spot(fact, index, inner)
                    yield records.put(values, spot, was[position])


def _apart(node: tree.In, value: str) -> tree.In:
    """The same condition with a place of its own, by which it is remembered."""
    number = list(node.subject.type.values).index(value) + 1
    return tree.In(
        node.start, -number, node.type, node.subject, node.values, node.negated
    )
