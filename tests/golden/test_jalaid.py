"""扎赉特旗: tiers, grids, channels, and identification in eleven steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from golden.places import (
    JALAID,
    SECURED,
    decide,
    items,
    policy,
    rules,
)
from relapse_rules import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules import Decision

STEPS = {
    "village_check": "checked_on",
    "application_and_authorisation": "authorisation_signed_on",
    "representatives_appraisal": "appraised_on",
    "first_publicity": "publicity_until",
    "township_check_and_tier": "township_checked_on",
    "banner_comparison": "compared_on",
    "approval": "approved_on",
    "second_publicity": "second_publicity_until",
    "township_entry": "system_entered_on",
    "measures_carried_out": "all_measures_in_place",
    "grid_recheck": "recheck_on",
}
LEVELS = ["village", "household", "village", "village", "township", "county", "county"]
LEVELS += ["village", "township", "departments", "grid_worker"]
# 识别各步都已完成，措施落实后再核查。
CASE: Mapping[str, Any] = {
    "checked_on": "2021-05-06",
    "application_written": True,
    "authorisation_signed_on": "2021-05-06",
    "appraised_on": "2021-05-07",
    "publicity_from": "2021-05-08",
    "publicity_until": "2021-05-13",
    "township_checked_on": "2021-05-14",
    "compared_on": "2021-05-17",
    "approved_on": "2021-05-18",
    "second_publicity_from": "2021-05-19",
    "second_publicity_until": "2021-05-24",
    "system_entered_on": "2021-05-25",
    "measures": [
        {"kind": "health", "status": "done", "done_on": "2021-06-01"},
        {"kind": "public_post", "status": "done", "done_on": "2021-06-10"},
    ],
    "recheck_on": "2021-06-10",
}


def tier_of(causes: list[str], **unsecured: Any) -> Decision:
    return decide(JALAID, {**SECURED, "risk_causes": causes, **unsecured})


def test_g10_one_risk_is_blue() -> None:
    """No guarantee affected and one risk: blue, handled by village or township."""
    tier = tier_of(["illness"]).tier
    assert (tier.answer, tier.value) == ("yes", "blue")
    assert tier.details["handled_by"] == ("village", "township")
    assert tier.details["modality"] == "mostly"


def test_g11_two_risks_are_yellow() -> None:
    """No guarantee affected and two risks: yellow, township and departments jointly."""
    tier = tier_of(["illness", "employment"]).tier
    assert tier.value == "yellow"
    assert tier.details["handled_by"] == ("township", "departments")
    assert tier.details["modality"] == "required"


def test_g12_three_risks_are_yellow() -> None:
    """No guarantee affected and three risks: still yellow."""
    assert tier_of(["illness", "employment", "schooling"]).tier.value == "yellow"


@pytest.mark.parametrize(
    ("guarantee", "fact", "value"),
    [
        ("food", "food_secure", False),
        ("clothing", "clothing_secure", False),
        ("education", "compulsory_dropout_count", 1),
        ("medical", "uninsured_member_count", 1),
        ("housing", "housing_grade", "C"),
    ],
)
def test_g13_one_affected_guarantee_is_red(
    guarantee: str, fact: str, value: Any
) -> None:
    """One of 两不愁三保障 affected and one risk: red, mostly handled by the banner."""
    decision = tier_of(["illness"], **{fact: value})
    assert decision.guarantees.yes == (guarantee,)
    assert decision.tier.value == "red"
    assert decision.tier.details["handled_by"] == ("county",)
    assert decision.tier.details["modality"] == "mostly"


def test_g13_unsafe_water_alone_is_not_red() -> None:
    """Water is no part of 两不愁三保障: one risk with unsafe water stays blue."""
    decision = tier_of(["illness"], drinking_water_safe=False)
    assert decision.guarantees.yes == ("water",)
    assert decision.tier.value == "blue"


def test_g14_red_comes_before_yellow() -> None:
    """One guarantee affected and three risks: red, not yellow."""
    causes = ["illness", "employment", "schooling"]
    assert tier_of(causes, housing_grade="D").tier.value == "red"


def test_g15_no_risk_no_tier() -> None:
    """No risk and no guarantee affected: no tier, and that is settled."""
    decision = tier_of([])
    assert (decision.tier.answer, decision.tier.value) == ("no", None)
    assert decision.risks.yes == ()


def test_g16_a_risk_listed_twice_is_refused() -> None:
    """The same risk listed twice is a mistake in the record, never two risks."""
    with pytest.raises(RecordError) as caught:
        tier_of(["illness", "illness"])
    assert [p.code for p in caught.value.problems] == ["RR614"]


def test_g16_two_leads_to_one_risk_count_once() -> None:
    """Two sick members and large bills are one kind of risk, hence blue."""
    members = [
        {"health": ["serious_disease"], "labour_ability": "ordinary"},
        {"health": ["chronic_disease"], "labour_ability": "ordinary"},
    ]
    income = {"recorded_per_capita_net_income": 5000, "medical_self_paid_12m": 20000}
    decision = decide(JALAID, {**SECURED, **income, "members": members})
    assert decision.risks.yes == ("illness",)
    assert decision.tier.value == "blue"


@pytest.mark.parametrize(
    ("households", "flagged"), [(29, True), (30, False), (50, False), (51, True)]
)
def test_g17_a_grid_has_30_to_50_households(households: int, flagged: bool) -> None:  # noqa: FBT001
    """Grids of 30 and of 50 households are right, those of 29 and 51 are errors."""
    grid = {"households": households, "workers": 2}
    checks = rules(JALAID).evaluate_grid(grid).checks
    assert checks.yes == (("grid_size",) if flagged else ())
    assert checks.details("grid_size")["severity"] == "error"


def test_g18_four_channels_with_their_tools() -> None:
    """Four channels: two with an app of their own, the departments' data, and cases."""
    channels = items(JALAID, "channels")
    assert {name: item["tool"] for name, item in channels.items()} == {
        "grid_patrol": "扎赉特e家",
        "self_report": "防贫监测110",
        "department_data": "系统自动比对",
        "supervision_media_case": "系统录入",
    }
    sharing = channels["department_data"]["departments"]
    assert sharing == ("乡村振兴", "医保", "卫健", "民政")
    assert channels["supervision_media_case"]["parts"] == ("旗", "乡", "村")


def test_g18_records_name_the_same_channels() -> None:
    """Every channel of the list can be recorded."""
    (fact,) = [f for f in policy(JALAID).facts if f.id == "channels"]
    assert set(items(JALAID, "channels")) <= set(fact.values)


def test_g19_eleven_steps_in_the_order_of_the_text() -> None:
    """Identification has its eleven steps, two of them publicity, at the right levels."""
    steps = decide(JALAID, CASE).identification
    assert steps.steps == tuple(STEPS)
    assert (steps.answer, steps.done) == ("yes", tuple(STEPS))
    levels = [steps.details(step)["level"] for step in steps.steps]
    assert levels == LEVELS


@pytest.mark.parametrize("step", [s for s in STEPS if s != "measures_carried_out"])
def test_g19_what_was_not_done_comes_next(step: str) -> None:
    """Without the day of a step, that step is the next one."""
    record = {k: v for k, v in CASE.items() if k != STEPS[step]}
    assert decide(JALAID, record).identification.next == step


@pytest.mark.parametrize("name", ["publicity", "second_publicity"])
def test_g19_publicity_takes_five_days(name: str) -> None:
    """Each publicity takes five days and ends at an objection."""
    step = "first_publicity" if name == "publicity" else name
    start = date.fromisoformat(CASE[f"{name}_from"])
    until = f"{name}_until"
    short = decide(JALAID, {**CASE, until: start + timedelta(days=4)})
    full = decide(JALAID, {**CASE, until: start + timedelta(days=5)})
    stopped = decide(JALAID, {**CASE, f"{name}_objection": True})
    assert step in full.identification.done
    assert short.identification.next == stopped.identification.next == step


def test_g20_no_approval_without_authorisation() -> None:
    """Approved without the signed 承诺授权书: an error, and the approval does not count."""
    unsigned = {k: v for k, v in CASE.items() if k != "authorisation_signed_on"}
    decision = decide(JALAID, unsigned)
    assert "approval" not in decision.identification.done
    assert decision.identification.next == "application_and_authorisation"
    assert "approval_without_authorisation" in decision.checks.yes
    about = decision.checks.details("approval_without_authorisation")
    assert about["severity"] == "error"


def test_g20_with_authorisation_the_approval_counts() -> None:
    """With the signed 承诺授权书 the approval is done and no check complains."""
    decision = decide(JALAID, CASE)
    assert "approval" in decision.identification.done
    assert decision.checks["approval_without_authorisation"] == "no"


def test_g21_closing_needs_a_check_after_all_measures() -> None:
    """A check on the day of the last measure closes the loop."""
    decision = decide(JALAID, CASE)
    assert "grid_recheck" in decision.identification.done
    assert "rechecked" in decision.removal.met


@pytest.mark.parametrize(
    "change",
    [
        {"recheck_on": "2021-06-09"},
        {"recheck_on": None},
        {
            "measures": [
                {"status": "done", "done_on": "2021-06-01"},
                {"status": "planned"},
            ]
        },
        {"all_measures_in_place": False},
    ],
)
def test_g21_an_early_check_does_not_close(change: dict[str, Any]) -> None:
    """No check, a check before the last measure, or a measure not done: not closed."""
    decision = decide(JALAID, {**CASE, **change})
    assert "rechecked" in decision.removal.unmet
    assert "grid_recheck" not in decision.identification.done
    assert decision.removal.answer == "no"


def test_g31_two_channels_are_one_case() -> None:
    """Reported by patrol and by itself on one day: one case, both channels recorded."""
    record = {"reported_on": "2021-09-29", "channels": ["grid_patrol", "self_report"]}
    both = decide(JALAID, record)
    once = decide(JALAID, {**record, "channels": ["grid_patrol"]})
    assert both.triggers.yes == once.triggers.yes == ("risk_reported",)
    assert both.answers == once.answers
    kept = rules(JALAID).model.model_validate(record).model_dump()["channels"]
    assert kept == {"grid_patrol", "self_report"}


def test_g31_a_channel_is_recorded_once() -> None:
    """The same channel twice in one case is refused."""
    with pytest.raises(RecordError) as caught:
        decide(JALAID, {"channels": ["grid_patrol", "grid_patrol"]})
    assert [p.code for p in caught.value.problems] == ["RR614"]


def test_g31_a_checked_case_is_not_started_again() -> None:
    """Once the village has checked, another report starts nothing new."""
    record = {"reported_on": "2021-09-28", "checked_on": "2021-09-29"}
    assert decide(JALAID, record).triggers["risk_reported"] == "no"
