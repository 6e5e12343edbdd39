"""Households as the national register states them: types and months, no status, no days."""

from __future__ import annotations

from typing import Any

import pytest

from golden.places import JALAID, SECURED, decide

DAY = "2021-11-22"
OPEN = {"monitoring_type": "marginal", "risk_removed": False}


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"identified_month": "2021-04-01"}, "yes"),
        ({"identified_month": "2021-05-01"}, "undecided"),
        ({"identified_month": "2021-05-31"}, "undecided"),
        ({"identified_month": "2021-06-01"}, "no"),
        ({"identified_month": "2021-05-01", "identified_on": "2021-05-22"}, "yes"),
        ({"identified_on": "2021-05-22"}, "yes"),
        ({"identified_on": "2021-05-23"}, "no"),
        ({}, "undecided"),
        ({"risk_removed": True}, "no"),
    ],
)
def test_a_month_counts_only_where_each_of_its_days_would(
    facts: dict[str, str], answer: str
) -> None:
    """Six months before 22 November ends on 22 May, in the middle of a month."""
    decision = decide(JALAID, {**OPEN, **facts}, DAY)
    assert decision.removal.conditions["observed"] == answer


def test_where_the_month_does_not_settle_it_the_day_is_asked_for() -> None:
    ready = {
        **OPEN,
        **SECURED,
        "all_measures_in_place": True,
        "recorded_per_capita_net_income": 9000,
        "income_stable_months": 12,
        "risks_fully_lifted": True,
        "rigid_spending_solved": True,
        "recheck_on": "2021-11-01",
        "whole_household_no_labour": False,
    }
    decision = decide(JALAID, {**ready, "identified_month": "2021-05-01"}, DAY)
    assert decision.removal.answer == "undecided"
    assert decision.needs_of("removal.conditions") == ("identified_on",)
    settled = decide(JALAID, {**ready, "identified_month": "2021-04-01"}, DAY)
    assert settled.removal.answer == "yes"


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        (OPEN, "yes"),
        ({**OPEN, "risk_removed": True}, "no"),
        ({**OPEN, "monitoring_type": "none"}, "undecided"),
        ({**OPEN, "monitoring_status": "none"}, "undecided"),
        ({"monitoring_type": "marginal"}, "undecided"),
    ],
)
def test_who_is_in_the_register_is_monitored_until_removed(
    facts: dict[str, Any], answer: str
) -> None:
    decision = decide(JALAID, {**facts, "whole_household_no_labour": False}, DAY)
    assert decision.measures["employment_support"] == answer


@pytest.mark.parametrize(
    ("kind", "type_"), [("ex_poor", "unstable_ex_poor"), ("ordinary", "marginal")]
)
def test_the_kind_of_household_tells_the_types_apart(kind: str, type_: str) -> None:
    record = {
        "household_kind": kind,
        "risk_causes": ["illness"],
        "recorded_per_capita_net_income": "5408.70",
    }
    assert decide(JALAID, record).type.value == type_


@pytest.mark.parametrize(
    ("guarantee", "fact"),
    [
        ("education", "dropout_found"),
        ("medical", "uninsured_found"),
        ("housing", "dilapidated_house"),
        ("water", "water_problem_found"),
    ],
)
def test_what_the_register_asks_of_each_guarantee(guarantee: str, fact: str) -> None:
    """Its question answers alone, and a yes is never hidden by what else is recorded."""
    for found, answer in ((True, "yes"), (False, "no")):
        assert decide(JALAID, {fact: found}).guarantees[guarantee] == answer
    secured = {k: v for k, v in SECURED.items() if k != "housing_grade"}
    secured["housing_damage_observed"] = False
    assert decide(JALAID, secured).guarantees[guarantee] == "no"
    assert decide(JALAID, {**secured, fact: True}).guarantees[guarantee] == "yes"
    assert decide(JALAID, {}).guarantees[guarantee] == "undecided"


@pytest.mark.parametrize(
    "facts",
    [
        {"risk_removed": True, "monitoring_status": "monitored"},
        {"risk_removed": False, "monitoring_status": "removed"},
    ],
)
def test_a_removal_against_the_status_is_a_problem(facts: dict[str, Any]) -> None:
    assert "status_mismatch" in decide(JALAID, facts).checks.yes


def test_months_are_out_of_order_only_where_no_two_of_their_days_fit() -> None:
    closed = {"risk_removed": True, "identified_month": "2021-06-01"}
    for month, wrong in (("2021-05-31", True), ("2021-06-01", False)):
        checks = decide(JALAID, {**closed, "removed_month": month}, DAY).checks
        assert ("dates_out_of_order" in checks.yes) == wrong
