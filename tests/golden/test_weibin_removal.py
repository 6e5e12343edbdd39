"""渭滨区: removal of a household in fourteen steps, its conditions, refusals and due days."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from golden.places import NATION, SECURED, WEIBIN, decide, declared_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules import Decision

# 渭滨文章写明的三个条件，括号里是登记它的指标。
CONDITIONS = {
    "measures_in_place": "all_measures_in_place",
    "income_sustainable": "income_sustainable",
    "risks_lifted": "risks_fully_lifted",
}
# 三个条件之外，上级的条件也都满足：收入恰在线上，稳定和观察都恰满六个月。
READY: Mapping[str, Any] = {
    **SECURED,
    **dict.fromkeys(CONDITIONS.values(), True),
    "recorded_per_capita_net_income": 6000,
    "income_stable_months": 6,
    "rigid_spending_solved": True,
    "identified_on": "2022-04-30",
    "monitoring_status": "monitored",
    "whole_household_no_labour": False,
}
# 十四步都已走完。
CASE: Mapping[str, Any] = {
    "removal_proposed_on": "2022-10-07",
    "removal_checked_on": "2022-10-08",
    "household_confirmed_on": "2022-10-08",
    "removal_appraised_on": "2022-10-09",
    "removal_publicity_from": "2022-10-10",
    "removal_publicity_until": "2022-10-15",
    "village_submitted_on": "2022-10-17",
    "removal_township_checked_on": "2022-10-20",
    "filed_with_district_on": "2022-10-25",
    "removal_compared_on": "2022-10-26",
    "removal_sampled_on": "2022-10-27",
    "removal_decided_on": "2022-10-28",
    "removal_announced_on": "2022-10-28",
    "filed_with_leading_group_on": "2022-10-29",
    "removal_annotated_on": "2022-10-31",
    "filed_with_city_on": "2022-11-05",
}
YEAR_END = "2022-12-31"


def ready(**changes: Any) -> Decision:
    return decide(WEIBIN, {**READY, **changes})


def case(day: str = YEAR_END, **changes: Any) -> Decision:
    return decide(WEIBIN, {**READY, **CASE, **changes}, day)


@pytest.mark.parametrize("holds", list(product([True, False], repeat=3)))
def test_g36_removal_needs_all_three_conditions(holds: tuple[bool, ...]) -> None:
    """Removal is possible if and only if measures, income and risks are all settled."""
    facts = dict(zip(CONDITIONS.values(), holds, strict=True))
    removal = ready(**facts).removal
    assert removal.answer == ("yes" if all(holds) else "no")
    missing = [c for c, h in zip(CONDITIONS, holds, strict=True) if not h]
    assert list(removal.unmet) == missing


@pytest.mark.parametrize(("condition", "fact"), CONDITIONS.items())
def test_g37_the_missing_condition_is_named(condition: str, fact: str) -> None:
    """One condition that does not hold is the one that the decision names."""
    decision = ready(**{fact: False})
    assert (decision.removal.answer, decision.removal.unmet) == ("no", (condition,))
    label = decision.removal.conditions.details(condition)["label"]["zh"]
    assert f"[不成立] {label}" in decision.explain("zh")


@pytest.mark.parametrize(("condition", "fact"), CONDITIONS.items())
def test_g37_an_unknown_condition_does_not_pass(condition: str, fact: str) -> None:
    """A condition that nobody recorded leaves removal undecided, never possible."""
    removal = ready(**{fact: None}).removal
    assert (removal.answer, removal.undecided) == ("undecided", (condition,))


def test_g38_the_town_sends_back_to_the_village() -> None:
    """Measures not in place, found by the town: refused, back to the village."""
    removal = ready(township_found_measures_missing=True).removal
    assert (removal.answer, removal.refusals.yes) == ("no", ("township_not_in_place",))
    about = removal.refusals.details("township_not_in_place")
    assert (about["by"], about["return_to"]) == ("township", ("village",))


def test_g38_the_check_of_the_town_is_not_done() -> None:
    """A check that found measures missing does not take the case to the district."""
    procedure = case(township_found_measures_missing=True).removal.procedure
    assert procedure.next == "township_check"


def test_g39_the_district_does_not_strike_off() -> None:
    """Found by the district: 不予销号, back to town, village and departments."""
    removal = ready(county_found_measures_missing=True).removal
    assert removal.answer == "no"
    assert removal.refusals.yes == ("district_not_carried_out",)
    about = removal.refusals.details("district_not_carried_out")
    assert about["label"]["zh"] == "区级不予销号"
    assert about["by"] == "county"
    assert about["return_to"] == ("township", "village", "departments")


@pytest.mark.parametrize(
    ("change", "following"),
    [
        ({"removal_publicity_until": "2022-10-14"}, "village_publicity"),
        ({"removal_publicity_until": "2022-10-15"}, "submission"),
        ({"removal_objection": True}, "village_publicity"),
    ],
)
def test_g40_five_days_of_publicity_without_objection(
    change: dict[str, Any], following: str
) -> None:
    """Four days are not enough, five lead to the town, an objection stops the case."""
    procedure = case(village_submitted_on=None, **change).removal.procedure
    assert procedure.next == following


def test_g40_publicity_that_still_runs_is_not_done() -> None:
    """On the day before its last one, publicity is not over."""
    open_case = {"village_submitted_on": None}
    assert case("2022-10-14", **open_case).removal.procedure.next == "village_publicity"
    assert case("2022-10-15", **open_case).removal.procedure.next == "submission"


def test_g41_no_appraisal_without_the_household() -> None:
    """Without the household's confirmation the case waits before the appraisal."""
    decision = case(household_confirmed_on=None)
    assert decision.removal.procedure.next == "household_confirmation"
    assert decision.removal.procedure.details("household_confirmation")["level"] == (
        "household"
    )
    assert "appraised_without_confirmation" in decision.checks.yes
    assert case().checks["appraised_without_confirmation"] == "no"


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2022-10-17", "2022-10-25"),
        ("2022-10-25", "2022-10-25"),
        ("2022-10-26", "2022-11-25"),
        ("2022-12-26", "2023-01-25"),
    ],
)
def test_g42_filing_is_due_on_the_next_25th(submitted: str, due: str) -> None:
    """The town files by the first 25th on or after the village's submission."""
    procedure = case(village_submitted_on=submitted).removal.procedure
    assert procedure.due["district_filing"].isoformat() == due


@pytest.mark.parametrize(
    ("filed", "late"), [("2022-10-25", ()), ("2022-10-26", ("district_filing",))]
)
def test_g42_the_25th_is_in_time(filed: str, late: tuple[str, ...]) -> None:
    """Filed on the 25th is in time, on the 26th late."""
    assert case(filed_with_district_on=filed).removal.procedure.late == late


@pytest.mark.parametrize(
    ("day", "late"), [("2022-10-25", ()), ("2022-10-26", ("district_filing",))]
)
def test_g42_not_filed_is_late_from_the_26th(day: str, late: tuple[str, ...]) -> None:
    """A case that was not filed is late once the 25th is over."""
    record = {k: v for k, v in CASE.items() if not k.startswith("filed")}
    procedure = decide(WEIBIN, {**READY, **record}, day).removal.procedure
    assert procedure.next == "district_filing"
    assert procedure.late == late


@pytest.mark.parametrize(
    ("decided", "due"),
    [
        ("2022-10-28", "2022-11-05"),
        ("2022-11-01", "2022-12-05"),
        ("2022-10-31", "2022-11-05"),
        ("2022-12-31", "2023-01-05"),
    ],
)
def test_g43_the_city_hears_by_the_5th_of_the_next_month(
    decided: str, due: str
) -> None:
    """Due on the 5th of the month after the decision, also over the end of a year."""
    procedure = case(removal_decided_on=decided).removal.procedure
    assert procedure.due["city_report"].isoformat() == due


@pytest.mark.parametrize(
    ("filed", "late"), [("2022-11-05", ()), ("2022-11-06", ("city_report",))]
)
def test_g43_the_5th_is_in_time(filed: str, late: tuple[str, ...]) -> None:
    """Reported on the 5th is in time, on the 6th late; then all fourteen steps are done."""
    procedure = case(filed_with_city_on=filed).removal.procedure
    assert procedure.late == late
    assert (procedure.answer, len(procedure.done)) == ("yes", 14)


def test_g43_a_december_decision_is_late_on_6_january() -> None:
    """Decided in December and not reported: late on 6 January, not on the 5th."""
    december = {"removal_decided_on": "2022-12-30", "filed_with_city_on": None}
    assert case("2023-01-05", **december).removal.procedure.late == ()
    assert case("2023-01-06", **december).removal.procedure.late == ("city_report",)


def test_g47_the_nation_holds_households_that_cannot_work() -> None:
    """整户无劳动力: every condition is met, yet a national hold refuses, and says so."""
    decision = ready(whole_household_no_labour=True)
    removal = decision.removal
    assert (removal.unmet, removal.undecided) == ((), ())
    assert (removal.answer, removal.holds.yes) == ("no", ("no_labour",))
    assert declared_by(WEIBIN, "removal.holds", "no_labour") == NATION
    lines = decision.explain("zh").splitlines()
    at = lines.index("  [成立] 整户无劳动力暂不标注")
    assert lines[at + 2].endswith(f"假设 A-31; 沿用 {NATION}")


def test_g47_without_the_hold_removal_is_possible() -> None:
    """The same household with somebody who can work may be removed."""
    removal = ready().removal
    assert (removal.answer, removal.holds.yes) == ("yes", ())
