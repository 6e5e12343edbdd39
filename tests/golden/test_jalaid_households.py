"""扎赉特旗: the households of the text, measures by capacity, and reported figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from golden.places import JALAID, SECURED, decide, figures, items, policy
from relapse_rules import load
from relapse_rules.documents.shipped import policy_root

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relapse_rules import Policy

# 甲户：不是脱贫户，妻子慢性病，人均5408.7元，保障齐全。
HOUSEHOLD_A: Mapping[str, Any] = {
    **SECURED,
    "is_ex_poor": False,
    "recorded_per_capita_net_income": "5408.70",
    "members": [
        {"age": 69, "labour_ability": "ordinary", "health": ["healthy"]},
        {"health": ["chronic_disease"], "labour_ability": "ordinary"},
    ],
}
# 乙户：三口人，外出务工者患大病返乡；文中没有收入，这里按低于线。
HOUSEHOLD_B: Mapping[str, Any] = {
    **SECURED,
    "household_size": 3,
    "is_ex_poor": False,
    "recorded_per_capita_net_income": 5000,
    "medical_total_12m": 100000,
    "job_lost": True,
    "returned_home": True,
    "members": [
        {"health": ["serious_disease"], "labour_ability": "lost"},
        {"health": ["healthy"], "labour_ability": "ordinary"},
        {"health": ["healthy"], "labour_ability": "ordinary"},
    ],
}
MONITORED = {"monitoring_status": "monitored"}


def with_line(root: Path, line: str) -> Policy:
    """The policy with another income line, in a folder of its own."""
    for file in sorted(policy_root().rglob("*.policy.yaml")):
        text = file.read_text("utf-8")
        if file.name == "inner-mongolia.policy.yaml":
            assert text.count("value: 6000,") == 1
            text = text.replace("value: 6000,", f"value: {line},")
        copy = root / file.relative_to(policy_root())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, "utf-8")
    return load(JALAID, root)


@pytest.mark.parametrize("line", ["5408.71", "6000", "9000"])
def test_g22_household_a_is_marginal_below_any_higher_line(
    tmp_path: Path, line: str
) -> None:
    """Household A, one risk and no guarantee affected: 边缘易致贫户 and blue."""
    decision = with_line(tmp_path, line).on("2021-09-30").evaluate(HOUSEHOLD_A)
    assert decision.risks.yes == ("illness",)
    assert (decision.type.value, decision.tier.value) == ("marginal", "blue")


def test_g22_the_shipped_line_identifies_household_a() -> None:
    """The shipped line of 2021 lies above 5408.70, as the text implies."""
    decision = decide(JALAID, HOUSEHOLD_A)
    assert decision.values["per_capita_net_income"] == Decimal("5408.70")
    assert decision.type.value == "marginal"
    assert decision.type.details["label"]["zh"] == "边缘易致贫户"


@pytest.mark.parametrize("line", ["5000", "5408.70"])
def test_g23_household_a_is_not_identified_above_the_line(
    tmp_path: Path, line: str
) -> None:
    """With a line of 5000, or of exactly its income, household A has no type."""
    decision = with_line(tmp_path, line).on("2021-09-30").evaluate(HOUSEHOLD_A)
    assert (decision.type.answer, decision.type.value) == ("no", None)


def test_g24_the_help_of_household_a_is_kept_as_reported() -> None:
    """6000 a year, 2500 a month, 10 mu let for 4500: examples, never parameters."""
    reported = figures(JALAID, "reported_examples")
    wanted = {"income": Decimal("5408.7"), "post": 6000, "wage": 2500}
    wanted |= {"land": 10, "land_fee": 4500}
    assert {k: reported[f"case_a_{k}"] for k in wanted} == wanted
    assert policy(JALAID).catalogue["reported_examples"]["assumption"] == "A-45"


def test_g24_only_the_yearly_part_is_added_up() -> None:
    """The monthly wage is not made yearly: the months worked are not stated."""
    post = {"status": "done", "amount": 6000, "amount_period": "yearly"}
    wage = {"status": "done", "amount": 2500, "amount_period": "monthly"}
    decision = decide(JALAID, {"measures": [post, wage]})
    assert decision.values["yearly_help"] == 6000
    assert decision.values["one_off_help"] == 0


def test_g25_household_b_is_marginal_and_yellow() -> None:
    """Household B has two risks, illness and lost work: 边缘易致贫户 and yellow."""
    decision = decide(JALAID, HOUSEHOLD_B)
    assert decision.risks.yes == ("illness", "employment")
    assert (decision.type.value, decision.tier.value) == ("marginal", "yellow")


def test_g25_without_the_lost_work_household_b_is_blue() -> None:
    """With illness alone household B would be blue."""
    at_work = {"job_lost": False, "returned_home": False}
    assert decide(JALAID, {**HOUSEHOLD_B, **at_work}).tier.value == "blue"


def test_g26_the_help_of_household_b_adds_up() -> None:
    """6000 and 15 000 a year, 8000 once; the loan in process counts for nothing yet."""
    help_given = [
        {
            "kind": "public_post",
            "status": "done",
            "amount": 6000,
            "amount_period": "yearly",
        },
        {
            "kind": "comprehensive_security",
            "status": "done",
            "amount": 15000,
            "amount_period": "yearly",
        },
        {"kind": "health", "status": "done", "amount": 8000, "amount_period": "once"},
        {"kind": "finance", "status": "in_process"},
    ]
    decision = decide(JALAID, {**HOUSEHOLD_B, "measures": help_given})
    assert decision.values["yearly_help"] == 21000
    assert decision.values["one_off_help"] == 8000
    assert "measures_in_place" in decision.removal.unmet
    granted = [*help_given[:3], {"kind": "finance", "status": "done"}]
    done = decide(JALAID, {**HOUSEHOLD_B, "measures": granted})
    assert "measures_in_place" in done.removal.met


def test_g26_the_help_of_household_b_is_kept_as_reported() -> None:
    """The post, the allowance of three and the relief are kept in their own units."""
    reported = items(JALAID, "reported_examples")
    kept = {k: (reported[k]["value"], reported[k]["unit"]) for k in reported}
    assert kept["case_b_post"] == (6000, "元/年")
    assert kept["case_b_allowance"] == (Decimal("1.5"), "万元/年")
    assert kept["case_b_relief"] == (8000, "元")


def test_g27_cracked_walls_are_red_whatever_else_is_unknown() -> None:
    """Cracks alone affect the housing guarantee, which alone makes household C red."""
    decision = decide(JALAID, {"housing_damage_observed": True})
    assert decision.guarantees.yes == ("housing",)
    assert (decision.tier.answer, decision.tier.value) == ("yes", "red")


def test_g27_the_township_may_solve_a_red_case() -> None:
    """Red is mostly, not necessarily, handled by the banner: the town solved this one."""
    about = decide(JALAID, {"housing_damage_observed": True}).tier.details
    assert about["modality"] == "mostly"
    assert figures(JALAID, "reported_examples")["case_c_house"] == 60


def test_g27_a_grade_decides_over_what_was_seen() -> None:
    """A house graded A after the damage was seen is safe: not red."""
    graded = {**SECURED, "risk_causes": ["illness"], "housing_damage_observed": True}
    decision = decide(JALAID, graded)
    assert decision.guarantees["housing"] == "no"
    assert decision.tier.value == "blue"


@pytest.mark.parametrize(
    ("facts", "measure", "action"),
    [
        (
            {"has_industry_conditions": True, "willing_to_develop": True},
            "industry_support",
            "小额信贷",
        ),
        ({"whole_household_no_labour": False}, "employment_support", "转移就业"),
        ({"whole_household_no_labour": True}, "social_security", "特困供养"),
    ],
)
def test_g28_capacity_decides_the_measures(
    facts: dict[str, bool], measure: str, action: str
) -> None:
    """Conditions and willingness, ability, inability: each opens its set of measures."""
    measures = decide(JALAID, {**MONITORED, **facts}).measures
    assert measures.yes == (measure,)
    assert action in measures.details(measure)["actions"]


def test_g28_able_and_unable_exclude_each_other() -> None:
    """A household gets either the help to work or social security."""
    able = decide(JALAID, {**MONITORED, "whole_household_no_labour": False}).measures
    unable = decide(JALAID, {**MONITORED, "whole_household_no_labour": True}).measures
    assert (able["employment_support"], able["social_security"]) == ("yes", "no")
    assert (unable["employment_support"], unable["social_security"]) == ("no", "yes")


@pytest.mark.parametrize(
    ("conditions", "willing"), [(True, False), (False, True), (False, False)]
)
def test_g29_industry_needs_conditions_and_the_wish(
    conditions: bool,  # noqa: FBT001
    willing: bool,  # noqa: FBT001
) -> None:
    """Without the conditions, or without the wish, no help with industry is offered."""
    facts = {"has_industry_conditions": conditions, "willing_to_develop": willing}
    assert decide(JALAID, {**MONITORED, **facts}).measures["industry_support"] == "no"


def test_g30_reported_figures() -> None:
    """The households and people at the end of 2020, the new ones, and the fund."""
    reported = figures(JALAID)
    who = ("marginal", "unstable")
    kinds = [f"{name}_{what}" for name in who for what in ("households", "people")]
    assert [reported[f"{kind}_2020"] for kind in kinds] == [212, 510, 285, 843]
    assert [reported[f"{kind}_q2"] for kind in kinds] == [14, 45, 5, 13]
    fund = (reported["fund"], reported["helped_households"], reported["helped_amount"])
    assert fund == (300, 31, Decimal("82.6"))


def test_g30_reported_figures_add_up() -> None:
    """All grid staff, and households and people before and after the second quarter."""
    reported = figures(JALAID)
    staff = ("supervisors", "managers", "full_time", "part_time")
    assert sum(reported[kind] for kind in staff) == 2442

    def both(what: str, when: str) -> int:
        found: int = reported[f"marginal_{what}_{when}"]
        found += reported[f"unstable_{what}_{when}"]
        return found

    assert (both("households", "2020"), both("people", "2020")) == (497, 1353)
    assert (both("households", "q2"), both("people", "q2")) == (19, 58)
    after = {
        f"{kind}_{what}": reported[f"{kind}_{what}_2020"]
        + reported[f"{kind}_{what}_q2"]
        for kind in ("marginal", "unstable")
        for what in ("households", "people")
    }
    assert list(after.values()) == [226, 555, 290, 856]
    assert sum(after.values()) == 516 + 1411
