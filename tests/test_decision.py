"""A decision as a value: read back, copied, compared, asked what it cannot know."""

from __future__ import annotations

import copy
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from relapse_rules import Decision, DecisionError, load
from relapse_rules.answers import ChecklistAnswer, RemovalAnswer
from relapse_rules.layout import main_sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules import Evaluator

HOUSEHOLD = {
    "household_size": 2,
    "is_ex_poor": False,
    "recorded_per_capita_net_income": "5408.70",
    "risk_causes": ["illness"],
    "housing_grade": "B",
}


@pytest.fixture(scope="module")
def rules() -> Evaluator:
    return load("cn/inner-mongolia/hinggan/jalaid").on("2021-09-30")


@pytest.fixture(scope="module")
def decision(rules: Evaluator) -> Decision:
    return rules.evaluate(HOUSEHOLD)


def parts(decision: Decision) -> tuple[Any, ...]:
    choices = (decision.type, decision.tier, decision.visits)
    return (*choices, decision.risks, decision.identification, decision.removal)


def through_json(decision: Decision) -> Decision:
    return Decision.from_json(decision.to_json())


def through_pickle(decision: Decision) -> Decision:
    found: Decision = pickle.loads(pickle.dumps(decision))
    return found


@pytest.mark.parametrize("through", [through_json, through_pickle])
def test_what_is_read_back_is_the_same(
    decision: Decision, through: Callable[[Decision], Decision]
) -> None:
    again = through(decision)
    assert again == decision
    assert hash(again) == hash(decision)
    assert parts(again) == parts(decision)
    assert again.to_json() == decision.to_json()


def test_parts_can_be_counted_and_grouped(decision: Decision) -> None:
    assert len({*parts(decision), *parts(through_json(decision))}) == 6


def test_details_are_those_of_the_policy(decision: Decision) -> None:
    again = through_json(decision)
    assert again.visits.details == decision.visits.details
    (unmet, *_) = again.removal.unmet
    about = again.removal.conditions.details(unmet)
    assert about == decision.removal.conditions.details(unmet)


@pytest.mark.parametrize("made", [copy.copy, copy.deepcopy])
def test_a_copy_can_still_explain(decision: Decision, made: Any) -> None:
    assert made(decision).explain("en") == decision.explain("en")


def test_what_was_left_out_stays_out(decision: Decision) -> None:
    brief = Decision.from_json(json.dumps(decision.as_dict(why=False)))
    assert brief == decision
    assert "needs" not in brief.as_dict()
    assert through_pickle(brief) == through_json(brief) == decision
    with pytest.raises(DecisionError, match="RR801"):
        _ = brief.needs


@pytest.mark.parametrize(
    "ask",
    [
        lambda d: d.explain("zh"),
        lambda d: d.trace,
        lambda d: d.needs_of("tiers"),
    ],
)
def test_without_its_record_nothing_is_explained(decision: Decision, ask: Any) -> None:
    with pytest.raises(DecisionError, match="RR801"):
        ask(through_json(decision))


@pytest.mark.parametrize("text", ["", "[", "{}", "[]", "null", "1", '{"version": 1}'])
def test_a_text_that_is_no_decision_is_refused(text: str) -> None:
    with pytest.raises(DecisionError, match="RR802"):
        Decision.from_json(text)


def test_another_version_is_refused(decision: Decision) -> None:
    later = json.dumps({**decision.as_dict(), "version": 2})
    with pytest.raises(DecisionError, match="RR802"):
        Decision.from_json(later)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"a": True, "b": True}, "yes"),
        ({"a": True, "b": None}, "undecided"),
        ({"a": None, "b": False}, "no"),
        (None, "not_defined"),
    ],
)
def test_a_checklist_asks_for_every_condition(
    values: dict[str, bool | None] | None, answer: str
) -> None:
    conditions = ChecklistAnswer(values)
    assert conditions.answer == answer
    assert RemovalAnswer(conditions).answer == answer


def test_grids_decide_after_a_pickle_too(rules: Evaluator) -> None:
    again = pickle.loads(pickle.dumps(rules))
    grid = pickle.loads(pickle.dumps(rules.grid))
    assert again.evaluate_grid({}) == rules.evaluate_grid({}) == grid.evaluate({})
    assert repr(again) == "Evaluator('cn/inner-mongolia/hinggan/jalaid', '2021-09-30')"


def test_a_household_without_main_sections_is_no_grid() -> None:
    assert main_sections({"risks", "checks"}) == ("types", "tiers", "visits")
    assert main_sections({"checks", "values"}) == ("checks",)
