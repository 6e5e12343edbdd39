"""草碧镇: visits by tag, emergencies, early signs, and what it leaves to the layers above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from golden.places import CAOBI, NATION, decide, declared_by, items, labels, policy

if TYPE_CHECKING:
    from relapse_rules import Decision

MONTHLY = {"times": 1, "months": 1}
SIGNS = ("micro_credit", "online_sales", "skills_training", "expert_analysis")


def visited(*tags: str, ages: tuple[int, ...] = (45,)) -> Decision:
    """A household with the named tags and with no other."""
    names = ("tekun_support", "lives_alone", "has_disabled_member", "limited_mobility")
    record: dict[str, Any] = {name: name in tags for name in names}
    return decide(CAOBI, record | {"members": [{"age": age} for age in ages]})


@pytest.mark.parametrize("tag", ["tekun_support", "lives_alone", "has_disabled_member"])
def test_g01_tagged_households_are_visited_every_month(tag: str) -> None:
    """五保户, 独居户 and 残疾户, each alone, are visited at least once a month and on call."""
    visits = visited(tag).visits
    assert (visits.answer, visits.value) == ("yes", "tagged")
    assert visits.details["every"] == MONTHLY
    assert "on_call" in visits.details["mode"]


def test_g01_any_level_of_disability_counts() -> None:
    """A disabled member of any level makes the household a 残疾户."""
    untagged = {"tekun_support": False, "lives_alone": False}
    member = {"health": ["disabled"], "disability_level": 4}
    visits = decide(CAOBI, {**untagged, "members": [member]}).visits
    assert visits.value == "tagged"


def test_g02_frail_elderly_living_alone_are_visited_on_demand() -> None:
    """Elderly, of limited mobility and alone: on demand, and the monthly minimum holds."""
    visits = visited("lives_alone", "limited_mobility", ages=(60,)).visits
    assert visits.value == "frail_elderly"
    assert visits.details["mode"] == ("on_demand",)
    assert visits.details["every"] == MONTHLY


@pytest.mark.parametrize(
    ("tags", "age", "row"),
    [
        (("lives_alone", "limited_mobility"), 59, "tagged"),
        (("lives_alone",), 80, "tagged"),
        (("limited_mobility",), 80, None),
    ],
)
def test_g02_each_part_of_the_on_demand_rule_is_needed(
    tags: tuple[str, ...], age: int, row: str | None
) -> None:
    """Younger than 60, mobile, or not alone: the on-demand rule does not apply."""
    assert visited(*tags, ages=(age,)).visits.value == row


def test_g03_an_untagged_household_has_no_visiting_rule() -> None:
    """Without a tag no rule applies: there is no interval, not an interval of zero."""
    decision = visited()
    assert (decision.visits.answer, decision.visits.value) == ("no", None)
    assert "every" not in decision.visits.details
    assert "走访频次: 无" in decision.explain("zh")


@pytest.mark.parametrize("event", ["illness", "disaster", "accident", "epidemic"])
def test_g04_a_sudden_event_goes_to_the_township_at_once(event: str) -> None:
    """A sudden event is reported to the township at once, and the four teams step in."""
    triggers = decide(CAOBI, {"sudden_event": event}).triggers
    assert "sudden_event" in triggers.yes
    about = triggers.details("sudden_event")
    assert (about["by"], about["report_to"]) == ("grid_worker", "township")
    assert (about["urgency"], about["responders"]) == ("immediate", ("four_teams",))


def test_g04_no_event_no_emergency() -> None:
    """An event registered as none starts nothing; the four teams are four groups."""
    assert decide(CAOBI, {"sudden_event": "none"}).triggers["sudden_event"] == "no"
    assert len(items(CAOBI, "four_teams")) == 4


def test_g05_a_lost_job_brings_information_and_a_post() -> None:
    """Who lost the job and came home gets job information and a post, promptly."""
    decision = decide(CAOBI, {"job_lost": True, "returned_home": True})
    assert decision.triggers.yes == ("job_lost_returned_home",)
    assert decision.measures.yes == ("job_information", "job_post")
    assert decision.measures.details("job_post")["urgency"] == "prompt"


@pytest.mark.parametrize("event", ["job_lost", "returned_home"])
def test_g05_both_the_loss_and_the_return_are_needed(event: str) -> None:
    """Only the loss, or only the return, is not the event of the text."""
    decision = decide(CAOBI, {event: True})
    assert decision.triggers["job_lost_returned_home"] == "no"
    assert decision.measures["job_post"] == "no"


def test_g06_a_broken_capital_chain_brings_a_loan_and_an_assessment() -> None:
    """A broken capital chain: a loan, and a joint assessment by the four teams."""
    decision = decide(CAOBI, {"capital_chain_broken": True})
    assert decision.triggers.yes == ("joint_assessment", "capital_chain_broken")
    assert decision.measures.yes == ("financial_loan", *SIGNS)
    about = decision.triggers.details("joint_assessment")
    assert about["responders"] == ("four_teams",)


@pytest.mark.parametrize("sign", ["produce_unsold", "wavering_on_leading_industry"])
def test_g06_other_early_signs_bring_no_loan(sign: str) -> None:
    """The other two early signs bring the joint assessment, but not the loan."""
    decision = decide(CAOBI, {sign: True})
    assert decision.triggers.yes == ("joint_assessment",)
    assert decision.measures.yes == SIGNS


def test_g07_four_kinds_of_households_are_under_special_attention() -> None:
    """The attention list is the three national types and the local 因灾因疫户."""
    kinds = ["脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "因灾因疫户"]
    assert labels(CAOBI, "attention") == kinds


@pytest.mark.parametrize("cause", ["disaster", "epidemic"])
def test_g07_disaster_or_epidemic_draws_attention_without_a_type(cause: str) -> None:
    """A 因灾因疫户 that is not monitored draws attention; one hit by illness does not."""
    unmonitored = {"monitoring_status": "removed"}
    hit = decide(CAOBI, {**unmonitored, "risk_causes": [cause]})
    assert hit.triggers["special_attention"] == "yes"
    ill = decide(CAOBI, {**unmonitored, "risk_causes": ["illness"]})
    assert ill.triggers["special_attention"] == "no"


@pytest.mark.parametrize(
    ("catalogue", "wanted"),
    [
        (
            "duties",
            ["自己必学", "上门必讲", "电话必访", "见面必问", "帮助代办", "因人精准"],
        ),
        ("agency_services", ["超市购物", "医院挂号", "银行取钱", "线上缴费"]),
        ("farm_services", ["代耕", "代管", "代收", "代种"]),
        ("roles", ["信息员", "联络员", "消防员"]),
        ("warning_signs", ["首位产业思想动摇", "特色产业卖难", "创业资金断链"]),
    ],
)
def test_g08_the_lists_of_the_text(catalogue: str, wanted: list[str]) -> None:
    """Six duties, four errands, four farm services, three roles and three early signs."""
    assert labels(CAOBI, catalogue) == wanted


def test_g09_no_layer_states_tiers() -> None:
    """Tiers are stated by no layer, and the decision says so."""
    decision = decide(CAOBI, {})
    assert (decision.tier.answer, decision.tier.value) == ("not_defined", None)
    assert "预警等级: 没有规定" in decision.explain("zh")


def test_g09_removal_comes_from_the_nation() -> None:
    """Every condition of removal is the national layer's, and the explanation says so."""
    decision = decide(CAOBI, {})
    for condition in decision.removal.conditions:
        assert declared_by(CAOBI, "removal.conditions", condition) == NATION
    assert f"沿用 {NATION}" in decision.explain("zh")


def test_g09_the_income_line_comes_from_the_province() -> None:
    """The line of 2023 is the province's, on an assumption; other years have their own."""
    lines = policy(CAOBI).parameters["income_line"].values
    (of_2023,) = [line for line in lines if line.since.year == 2023]
    assert (of_2023.value, of_2023.origin.layer) == (6000, "cn/shaanxi")
    assert of_2023.provenance.assumptions == ("A-01",)
