"""What counts as covered: conditions that decide, rows that win, edges, missing facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules.testing.coverage.measure import all_goals, watch
from relapse_rules.testing.coverage.report import coverage_by
from relapse_rules.testing.coverage.sightings import Sightings
from relapse_rules.testing.life import settings_of_life
from relapse_rules.testing.samples import samples_of
from testing.place import HEAD, read

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.testing.coverage.report import Coverage

POOR = "income: 1, household_size: 1"


def covered(root: Path, cases: str, head: str = HEAD) -> Coverage:
    file = read(root, head + cases)
    assert file.problems == (), file.problems[0].render("en")
    assert file.policy is not None
    return coverage_by(file.policy, [file])


def seen(found: Coverage, clause: str) -> set[str]:
    """What is shown of a clause, each goal without the clause's name."""
    return {g.id.split(f"{clause}: ")[1] for g in found.seen if g.clause == clause}


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        # Both conditions of `below_line and not ex_poor` hold: either would undo it.
        (f"{POOR}, ex_poor: false", {"below_line = yes", "ex_poor = no"}),
        (f"{POOR}, ex_poor: true", {"ex_poor = yes"}),
        ("income: 9000, household_size: 1, ex_poor: false", {"below_line = no"}),
        # Both keep the clause from holding: neither has decided it.
        ("income: 9000, household_size: 1, ex_poor: true", set()),
    ],
)
def test_a_condition_is_seen_when_turning_it_round_changes_the_answer(
    root: Path, case: str, shown: set[str]
) -> None:
    poor = "poor" if shown >= {"ex_poor = no"} else "none"
    if "ex_poor = yes" in shown:
        poor = "relapsed"
    found = covered(root, f"  c: {{input: {{{case}}}, output: {{type: {poor}}}}}\n")
    assert seen(found, "types.poor") == shown


def test_what_no_case_expects_is_not_seen(root: Path) -> None:
    found = covered(
        root,
        f"  c: {{input: {{{POOR}, grade: D}}, output: {{guarantees.housing: true}}}}\n",
    )
    assert not seen(found, "types.poor")
    assert seen(found, "guarantees.housing") == {'grade == "D" = yes'}


@pytest.mark.parametrize(
    ("income", "side"), [("5999.99", "below"), ("6000", "at"), ("6000.01", "above")]
)
def test_each_side_of_a_parameter_has_a_goal_of_its_own(
    root: Path, income: str, side: str
) -> None:
    answer = "poor" if side == "below" else "none"
    record = f"income: {income}, household_size: 1, ex_poor: false"
    found = covered(root, f"  c: {{input: {{{record}}}, output: {{type: {answer}}}}}\n")
    sides = {g.wanted for g in found.seen if g.sort == "boundary"}
    assert sides == {side}


def test_a_row_is_covered_when_it_wins(root: Path) -> None:
    found = covered(root, "  c: {input: {grade: D}, output: {tier: red}}\n")
    assert {g.what for g in found.seen if g.sort == "row"} == {"red"}


def test_a_missing_fact_is_covered_when_an_answer_must_stay_open(root: Path) -> None:
    found = covered(root, f"  c: {{input: {{{POOR}}}, undecided: [type]}}\n")
    assert {g.what for g in found.seen if g.sort == "unknown"} == {"ex_poor"}


def test_a_fact_that_only_a_choice_asks_for_can_be_missed(root: Path) -> None:
    found = covered(root, "  c: {input: {grade: D}, output: {tier: red}}\n")
    assert "unknown ex_poor = unknown" in {g.id for g in found.gaps}


def test_each_goal_is_in_one_place(root: Path) -> None:
    found = covered(root, "  c: {input: {grade: D}, output: {tier: red}}\n")
    parts = [set(found.seen), set(found.impossible), set(found.marked), set(found.gaps)]
    assert sum(map(len, parts)) == len(set().union(*parts)) == len(found.goals)
    assert 0 < found.share < 1


def test_a_mark_rules_a_goal_out_until_a_case_shows_it(root: Path) -> None:
    goal = "row tiers: yellow = won"
    mark = f"impossible: [{{goal: '{goal}', why: no such household}}]\n{HEAD}"
    case = "  c: {input: {grade: D}, output: {tier: red}}\n"
    found = covered(root, case, mark)
    assert [g.id for g in found.marked] == [goal]
    assert goal not in {g.id for g in found.gaps}
    shown = "  c: {input: {grade: A, causes: [work], members: [{ill: true}]}, output: {tier: yellow}}\n"
    found = covered(root, shown, mark)
    assert [p.code for p in found.problems] == ["RR951"]
    assert not found.marked


def test_no_random_record_shows_what_is_proved_impossible(root: Path) -> None:
    found = covered(root, "  c: {input: {grade: D}, output: {tier: red}}\n")
    impossible = {g for g in found.impossible if found.impossible[g] != "absent"}
    assert {g.id for g in impossible} >= {
        "unknown household_id = unknown",
        "boundary tiers.yellow: count(risks) >= 2 = above",
    }
    for goals in all_goals(found.policy):
        for setting in settings_of_life(found.policy, goals.kind):
            sightings = Sightings()
            trials = list(samples_of(setting, goals.kind, 400))
            watch(setting, goals, trials, sightings)
            assert len(sightings.by) > 3
            assert not impossible & sightings.by.keys()
