"""Which conditions of a formula decided the answers of which cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PolicyError
from relapse_rules.testing.conditions import conditions, with_switches
from relapse_rules.testing.coverage.edges import Edge
from relapse_rules.testing.coverage.look import Look
from relapse_rules.testing.coverage.setpoints import Setpoints
from relapse_rules.testing.setting import objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.layout import Outcomes
    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.coverage.goals import ConditionGoals, Goal
    from relapse_rules.testing.coverage.look import Seen
    from relapse_rules.testing.coverage.sightings import Sightings
    from relapse_rules.testing.setting import Setting, Version
    from relapse_rules.testing.trial import Trial


class Deciding:
    """One formula in one setting, with a switch at each of its conditions.

    A condition decides in a case when the case would fail if just this occurrence of it,
    in just this item, were turned round. An unknown condition has nothing to turn round.
    """

    def __init__(
        self, setting: Setting, key: Key, goals: Sequence[ConditionGoals]
    ) -> None:
        self.setting = setting
        self.goals = goals
        self.conditions = conditions(key, setting.meaning.typed[key])
        self.look = Look(setting, self.conditions)
        formula = with_switches(setting.meaning.typed[key], self.conditions)
        self.version: Version = setting.version({key: formula})
        self._edges: dict[int, Edge | None] = {}
        self._points: dict[int, Setpoints] = {}

    def watch(self, trial: Trial, sightings: Sightings) -> None:
        """Notes every goal that a case shows."""
        before: Outcomes | None = None
        for seen in self.look.at(trial.values):
            wanted = sightings.still_open(self._shown(trial, seen))
            if not wanted:
                continue
            if before is None:
                before = self.version.outcomes(self._switches.off(trial.values))
            if self._decides(trial, seen, before):
                sightings.see(wanted, trial)

    def _decides(self, trial: Trial, seen: Seen, before: Outcomes) -> bool:
        turned = self._switches.on(trial.values, seen)
        after = self.version.outcomes(turned)
        if after == before:
            return False
        return objects(trial, self.version.among(self.setting.whole(trial), after))

    def _shown(self, trial: Trial, seen: Seen) -> Iterator[Goal]:
        """What a case shows if the condition decides in it."""
        if seen.value is None:
            return
        goals = self.goals[seen.condition.index]
        by = goals.yes if seen.value else goals.no
        yield by[seen.met if seen.met in by else ""]
        if goals.edges:
            yield from self._at_edge(trial, seen, goals)

    def _at_edge(
        self, trial: Trial, seen: Seen, goals: ConditionGoals
    ) -> Iterator[Goal]:
        index, values = seen.condition.index, trial.values
        if seen.item is not None:
            values = self.look.of_item(values, seen.condition.list, seen.item)
        if index not in self._points:
            self._points[index] = Setpoints(self.setting, seen.condition)
        points = self._points[index].of(values)
        wanted = [g for (_, point), g in goals.edges.items() if point in points]
        if not wanted:
            return
        if index not in self._edges:
            self._edges[index] = _edge(self.setting, seen)
        edge = self._edges[index]
        side = None if edge is None else edge.side(values)
        if side is not None:
            yield from (
                goals.edges[side, p] for p in points if (side, p) in goals.edges
            )

    @cached_property
    def _switches(self) -> Switches:
        return Switches(self)


def _edge(setting: Setting, seen: Seen) -> Edge | None:
    """None for what the language cannot say: a quotient inside a list."""
    try:
        return Edge(setting, seen.condition)
    except PolicyError:
        return None


@dataclass(frozen=True, slots=True)
class Switches:
    """Puts the switches of a formula into records."""

    deciding: Deciding

    def off(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return self._with(values, None)

    def on(self, values: tuple[Any, ...], seen: Seen) -> tuple[Any, ...]:
        """The record with one condition turned round, of one item where it has items."""
        return self._with(values, seen)

    def _with(self, values: tuple[Any, ...], seen: Seen | None) -> tuple[Any, ...]:
        program = self.deciding.version.program
        name = None if seen is None else seen.condition.switch
        of = "" if seen is None else seen.condition.list
        found = [*values, *(f == name and not of for f in program.facts[len(values) :])]
        like = dict(self.deciding.setting.like.items)
        for list_id, ids in program.items:
            added = ids[len(like.get(list_id, ())) :]
            at = program.facts.index(list_id)
            if not added or found[at] is None:
                continue
            found[at] = tuple(
                (
                    *item,
                    *(
                        f == name
                        and of == list_id
                        and seen is not None
                        and index == seen.item
                        for f in added
                    ),
                )
                for index, item in enumerate(found[at])
            )
        return tuple(found)
