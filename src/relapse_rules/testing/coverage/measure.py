"""Measures what the cases of one policy show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relapse_rules.compiler import check
from relapse_rules.testing.candidates import Candidates
from relapse_rules.testing.coverage.answers import Missed, watch_rows
from relapse_rules.testing.coverage.deciding import Deciding
from relapse_rules.testing.coverage.goals import (
    ConditionGoals,
    Goal,
    Goals,
    goals_of,
)
from relapse_rules.testing.coverage.impossible import (
    Impossible,
    Reason,
)
from relapse_rules.testing.coverage.sightings import Sightings
from relapse_rules.testing.life import settings_of_life
from relapse_rules.testing.samples import samples_of
from relapse_rules.testing.setting import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.policy import Policy
    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.trial import Trial

# With fewer goals open, proofs are tried at once.
WORTH_SAMPLING = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """Every goal of a policy, those that a case shows, and those that nothing can."""

    goals: tuple[Goal, ...]
    seen: Mapping[Goal, str]
    impossible: Mapping[Goal, Reason]


def measure(policy: Policy, trials: Sequence[Trial]) -> Measured:
    """What the trials of a policy show."""
    listed: list[Goal] = []
    sightings = Sightings()
    impossible: dict[Goal, Reason] = {}
    for goals in all_goals(policy):
        ours = [t for t in trials if t.kind == goals.kind]
        listed += goals
        impossible |= _measured(policy, goals, ours, sightings)
    return Measured(tuple(listed), sightings.by, impossible)


def _measured(
    policy: Policy, goals: Goals, trials: Sequence[Trial], sightings: Sightings
) -> dict[Goal, Reason]:
    """Notes what the trials show of one kind of record; the goals that nothing can."""
    settings = settings_of_life(policy, goals.kind)
    prover = Impossible(goals, settings)
    # That a missing fact never matters does not depend on what was seen.
    found = prover.of(goals.unknown.values())
    kept = {path: goal for path, goal in goals.unknown.items() if goal not in found}
    goals = replace(goals, unknown=kept)
    for setting, group in settings_of(trials):
        watch(setting, goals, group, sightings)
    # What some record shows needs no proof that none does.
    tried = Sightings(dict(sightings.by))
    if len(tried.still_open(goals)) > WORTH_SAMPLING:
        for setting in settings:
            watch(setting, goals, tuple(samples_of(setting, goals.kind)), tried)
    return found | prover.of(tried.still_open(goals))


def all_goals(policy: Policy) -> tuple[Goals, ...]:
    """The goals of a policy: those about households, and those about grids."""
    household, grid = check(policy.text)
    found = [goals_of(policy.text, household, "household")]
    if grid is not None:
        found.append(goals_of(policy.text, grid, "grid"))
    return tuple(found)


def watch(
    setting: Setting, goals: Goals, trials: Sequence[Trial], sightings: Sightings
) -> None:
    """Notes what trials of one setting show."""
    for key, found in goals.conditions.items():
        if key in setting.meaning.typed and setting.reach([key]):
            _watch_formula(setting, key, found, trials, sightings)
    missed = Missed(setting, Candidates(setting))
    for trial in trials:
        watch_rows(setting, goals.rows, trial, sightings)
        missed.watch(goals.unknown, trial, sightings)


def _watch_formula(
    setting: Setting,
    key: Key,
    goals: Sequence[ConditionGoals],
    trials: Sequence[Trial],
    sightings: Sightings,
) -> None:
    every = [goal for condition in goals for goal in condition]
    deciding: Deciding | None = None
    for trial in trials:
        if not sightings.still_open(every):
            return
        deciding = deciding or Deciding(setting, key, goals)
        deciding.watch(trial, sightings)
