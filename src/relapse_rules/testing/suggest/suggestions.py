"""The cases that are missing, each with the answer that the policy gives today."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.evaluator import Encoded
from relapse_rules.testing.case import Case, Expectation
from relapse_rules.testing.coverage.measure import all_goals, watch
from relapse_rules.testing.coverage.sightings import Sightings
from relapse_rules.testing.life import settings_of_life
from relapse_rules.testing.replies import reply
from relapse_rules.testing.setting import settings_of
from relapse_rules.testing.suggest.bases import NOTHING
from relapse_rules.testing.suggest.plain import plain_record
from relapse_rules.testing.suggest.search import Found, Search
from relapse_rules.testing.telling import telling
from relapse_rules.testing.trial import Trial, trials_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from relapse_rules.decision import Decision
    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile, Kind
    from relapse_rules.testing.coverage.goals import Goal, Goals
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.suggest.bases import Base

# Of the named households, so many are tried for each goal: those that lack least.
BASES_TRIED = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that closes gaps; the first goal is what it is for.

    Its record is that of the household `base`, or nothing, with some `changes`: the facts
    that differ, None for those that are unknown here.
    """

    case: Case
    base: str
    changes: Mapping[str, Any]
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """The cases found, and the goals for which nothing was found."""

    suggestions: tuple[Suggestion, ...]
    missing: tuple[Goal, ...]


@dataclass
class Suggesting:
    """Looks for cases of one policy. The same seed finds the same ones."""

    policy: Policy
    files: tuple[CaseFile, ...]
    bases: Sequence[Base]
    seed: int = 0
    progress: Callable[[int, int], None] = field(default=lambda _done, _all: None)

    def cases_for(self, gaps: Sequence[Goal]) -> Suggested:
        """A case for each gap, or for several; gaps that a found case closes are done."""
        found: list[Suggestion] = []
        sightings = Sightings()
        missing: list[Goal] = []
        done = 0
        for goals in all_goals(self.policy):
            mine = set(goals)
            open_ = [g for g in gaps if g in mine]
            searches = [
                Search(s, goals, self._on(goals.kind), self.seed)
                for s in self._settings(goals.kind)
            ]
            for goal in open_:
                done += 1
                self.progress(done, len(gaps))
                if goal in sightings.by:
                    continue
                made = self._first(searches, goals, goal)
                if made is None:
                    missing.append(goal)
                    continue
                closed = self._closed(made.case, goals, open_, sightings)
                found.append(replace(made, goals=(goal, *closed)))
        left = tuple(g for g in missing if g not in sightings.by)
        return Suggested(tuple(found), left)

    def _on(self, kind: Kind) -> Callable[[date], Any]:
        def rules(day: date) -> Any:
            evaluator = self.policy.on(day)
            return evaluator if kind == "household" else evaluator.grid

        return rules

    def _settings(self, kind: Kind) -> list[Setting]:
        """Those of the days that cases are about come first."""
        trials = [t for t in trials_of(self.files) if t.kind == kind]
        tested = [(len(group), s) for s, group in settings_of(trials)]
        tested.sort(key=lambda pair: -pair[0])
        return [s for _, s in tested] + list(settings_of_life(self.policy, kind))

    def _first(
        self, searches: Sequence[Search], goals: Goals, goal: Goal
    ) -> Suggestion | None:
        for search in searches:
            found = self._found(search, goal)
            case = None if found is None else self._case(search, goals, goal, found[0])
            if found is not None and case is not None:
                changes = changed(search.setting, found[0])
                return Suggestion(case, found[1].name, changes, (goal,))
        return None

    def _found(self, search: Search, goal: Goal) -> tuple[Found, Base] | None:
        """The record with the fewest changes from any household that lacks little."""
        best: tuple[Found, Base] | None = None
        for base in self._near(search, goal):
            values = base.values(search.setting)
            made = None if values is None else search.find(goal, [values])
            if made is not None and (best is None or made.changes < best[0].changes):
                best = made, base
        return best

    def _near(self, search: Search, goal: Goal) -> list[Base]:
        if search.goals.kind == "grid":
            return [NOTHING]
        ranked = []
        for number, base in enumerate(self.bases):
            values = base.values(search.setting)
            if values is not None:
                ranked.append((search.lacking(goal, values), number, base))
        ranked.sort(key=lambda rank: rank[:2])
        nearest = [base for _, _, base in ranked[:BASES_TRIED]]
        return list(dict.fromkeys([*self.bases[:1], *nearest])) if nearest else []

    def _case(
        self, search: Search, goals: Goals, goal: Goal, found: Found
    ) -> Case | None:
        """The case that expects no more than shows the goal; None when nothing does."""
        day = date.fromordinal(found.values[-1])
        rules = self._on(goals.kind)(day)
        record = Encoded(found.values[:-1], 1)
        today = rules.decide(record)
        others: list[Decision] = []

        def remember(decision: Decision) -> bool:
            others.append(decision)
            return True

        search.shows(goal, found.values, remember)
        for one in telling(rules.layout, today, others):
            if search.shows(goal, found.values, _failing(one)):
                return Case(
                    name=goal.id,
                    policy=self.policy.id,
                    day=day,
                    kind=goals.kind,
                    record=plain_record(search.setting, found.values),
                    expected=(one,),
                    confirm=True,
                )
        return None

    def _closed(
        self,
        case: Case,
        goals: Goals,
        open_: Sequence[Goal],
        sightings: Sightings,
    ) -> Iterator[Goal]:
        """Further gaps that the case closes, now that it is there."""
        before = set(sightings.by)
        rules = self._on(goals.kind)(case.day)
        (expectation,) = case.expected
        trial = Trial(
            case.name,
            rules,
            rules.record(case.record),
            _failing(expectation),
            goals.kind,
        )
        wanted = goals.only(open_)
        for setting, group in settings_of([trial]):
            watch(setting, wanted, group, sightings)
        yield from (
            g
            for g in open_
            if g in sightings.by and g not in before and g.id != case.name
        )


def changed(setting: Setting, found: Found) -> dict[str, Any]:
    """The facts in which a record differs from its base, as a case writes them."""
    record = plain_record(setting, found.values)
    pairs = zip(setting.rules.program.facts, found.values, found.base, strict=False)
    return {fact: record.get(fact) for fact, now, before in pairs if now != before}


def _failing(expectation: Expectation) -> Callable[[Decision], bool]:
    def fails(decision: Decision) -> bool:
        return reply(decision, expectation.question) != expectation.wanted

    return fails
