"""奉节县 in 2020: visits every two months, the words of the day, the households of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from golden.places import (
    FENGJIE,
    JALAID,
    SECURED,
    decide,
    figures,
    items,
    labels,
    policy,
)
from relapse_rules import RecordError
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# 甲户：脱贫户，妻子患大病，念初中的女儿一度想退学；收入按低于线。
HOUSEHOLD_A: Mapping[str, Any] = {
    **{k: v for k, v in SECURED.items() if k != "compulsory_dropout_count"},
    "is_ex_poor": True,
    "recorded_per_capita_net_income": 4999,
    "members": [
        {"relation_to_head": "head", "health": ["healthy"], "age": 45},
        {"relation_to_head": "spouse", "health": ["serious_disease"], "age": 44},
        {
            "relation_to_head": "child",
            "health": ["healthy"],
            "age": 14,
            "school_stage": "junior",
            "plans_to_leave_school": True,
        },
    ],
}
# 丁户：外出务工者查出重病，回乡后没了工作收入。
HOUSEHOLD_D: Mapping[str, Any] = {
    "job_lost": True,
    "returned_home": True,
    "members": [{"health": ["serious_disease"]}],
}


@pytest.mark.parametrize("ex_poor", [True, False, None])
def test_g54_every_household_is_visited_every_two_months(
    ex_poor: bool | None,  # noqa: FBT001
) -> None:
    """All rural households, ex-poor or not, are visited once in two months."""
    visits = decide(FENGJIE, {"is_ex_poor": ex_poor}).visits
    assert (visits.answer, visits.value) == ("yes", "every_household")
    assert visits.details["every"] == {"times": 1, "months": 2}


def test_g54_the_number_is_marked_as_restored() -> None:
    """The number stands in damaged text only, and its provenance says so."""
    sections = policy(FENGJIE).text.household.sections
    (row,) = next(s for s in sections if s.id == "visits").entries
    citations = row.provenance.citations
    assert [c.at for c in citations] == ["¶15", "¶12"]
    assert all(c.note.startswith("restored") for c in citations)


@pytest.mark.parametrize(
    ("last_visit", "overdue"), [("2020-03-08", "no"), ("2020-03-07", "yes")]
)
def test_g54_two_months_and_a_day_are_overdue(last_visit: str, overdue: str) -> None:
    """A visit two months ago is in time, one a day earlier is not."""
    checks = decide(FENGJIE, {"last_visit_on": last_visit}).checks
    assert checks["visit_overdue"] == overdue


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("边缘户", "marginal"),
        ("边缘易致贫户", "marginal"),
        ("脱贫监测户", "unstable_ex_poor"),
        ("脱贫不稳定户", "unstable_ex_poor"),
        ("unstable_ex_poor", "unstable_ex_poor"),
    ],
)
@pytest.mark.parametrize("place", [FENGJIE, JALAID])
def test_g55_the_words_of_2020_resolve(
    tmp_path: Path, written: str, kind: str, place: str
) -> None:
    """边缘户 and 脱贫监测户 in a table mean the types of later words, in every place."""
    file = tmp_path / "households.csv"
    file.write_text(f"户编号,监测对象类别\n1,{written}\n", "utf-8")
    (row,) = read_records(file, policy(place).facts)
    assert row.record is not None
    assert row.record["monitoring_type"] == kind


def test_g55_python_takes_ids_only() -> None:
    """The strict interface refuses the word and says which id it stands for."""
    with pytest.raises(RecordError) as caught:
        decide(FENGJIE, {"monitoring_type": "边缘户"})
    (problem,) = caught.value.problems
    assert problem.code == "RR605"
    assert "marginal" in problem.help("zh")


def test_g55_decisions_use_the_words_of_2020() -> None:
    """The two types of 2020 carry the words of 2020; the third type is not there yet."""
    sections = policy(FENGJIE).text.household.sections
    rows = next(s for s in sections if s.id == "types").entries
    names = {row.id: row.label.zh for row in rows}
    assert names["marginal"] == "边缘户"
    assert names["unstable_ex_poor"] == "脱贫监测户"
    undecided = decide(FENGJIE, {"sudden_event": "illness"}).type
    assert undecided.possible == ("unstable_ex_poor", "marginal", None)


def test_g56_six_looks() -> None:
    """The six looks, each at one of the living conditions."""
    looks = items(FENGJIE, "six_looks").values()
    found = {look["label"]["zh"]: look["parts"] for look in looks}
    assert found == {
        "看院子": ("人居环境",),
        "看房子": ("住房",),
        "看柜子": ("吃穿",),
        "看管子": ("饮水",),
        "问身子": ("医疗健康",),
        "问孩子": ("教育",),
    }
    assert labels(FENGJIE, "visit_form") == ["两不愁三保障", "产业及收入", "人居环境"]


def test_g57_household_a_is_an_ex_poor_household_under_monitoring() -> None:
    """Household A, below the line and hit by illness: 脱贫监测户."""
    decision = decide(FENGJIE, HOUSEHOLD_A)
    assert "illness" in decision.risks.yes
    assert decision.type.value == "unstable_ex_poor"
    assert decision.type.details["label"]["zh"] == "脱贫监测户"


def test_g57_a_plan_to_leave_school_affects_no_guarantee() -> None:
    """The daughter did not leave: somebody calls on her, the guarantee is unaffected."""
    decision = decide(FENGJIE, HOUSEHOLD_A)
    assert decision.guarantees["education"] == "no"
    assert "dropout_risk" in decision.triggers.yes


def test_g57_leaving_school_would_affect_the_guarantee() -> None:
    """Had she left, the guarantee of education would be affected."""
    *parents, daughter = HOUSEHOLD_A["members"]
    left = {**daughter, "school_stage": "none", "dropout_reason": "poverty"}
    decision = decide(FENGJIE, {**HOUSEHOLD_A, "members": [*parents, left]})
    assert decision.guarantees["education"] == "yes"


def test_g57_income_at_the_line_is_not_enough() -> None:
    """At the line, without large spending or a fall of income, there is no type."""
    income = {"recorded_per_capita_net_income": 5000, "household_size": 3}
    steady = {"compliant_self_paid_12m": 0, "per_capita_net_income_prev": 5000}
    decision = decide(FENGJIE, {**HOUSEHOLD_A, **income, **steady})
    assert (decision.type.answer, decision.type.value) == ("no", None)


@pytest.mark.parametrize(
    ("spending", "previous", "kind"),
    [
        (15000, 5000, None),
        (15001, 5000, "unstable_ex_poor"),
        (0, 7142, None),
        (0, 7143, "unstable_ex_poor"),
    ],
)
def test_g57_in_2020_large_spending_or_a_fall_is_in_range(
    spending: int, previous: int, kind: str | None
) -> None:
    """At the line, spending above the year's income or a fall of three tenths counts."""
    income = {"recorded_per_capita_net_income": 5000, "household_size": 3}
    change = {
        "compliant_self_paid_12m": spending,
        "per_capita_net_income_prev": previous,
    }
    assert decide(FENGJIE, {**HOUSEHOLD_A, **income, **change}).type.value == kind


def test_g58_household_d_has_two_risks() -> None:
    """Household D: serious illness and lost work are two risks, and nothing else is known."""
    assert decide(FENGJIE, HOUSEHOLD_D).risks.yes == ("illness", "employment")


@pytest.mark.parametrize(
    ("change", "risks"),
    [
        ({"job_lost": False, "returned_home": False}, ("illness",)),
        ({"members": [{"health": ["healthy"]}]}, ("employment",)),
    ],
)
def test_g58_each_risk_has_its_own_lead(
    change: dict[str, Any], risks: tuple[str, ...]
) -> None:
    """Without the lost work only illness is left, without the illness only the work."""
    assert decide(FENGJIE, {**HOUSEHOLD_D, **change}).risks.yes == risks


def test_g59_reported_figures() -> None:
    """Grids, people on the roster, workshops and their villages."""
    reported = figures(FENGJIE)
    assert reported["grids"] == 2105
    assert reported["roster"] == 67033
    assert (reported["workshops"], reported["workshop_villages"]) == (14, 5)


def test_g59_single_cases_keep_their_units() -> None:
    """10 % of a bill and 3000 a month are examples of one household each."""
    cases = items(FENGJIE, "reported_examples")
    share, wage = cases["case_a_share"], cases["case_c_wage"]
    assert (share["value"], share["unit"]) == (10, "%")
    assert (wage["value"], wage["unit"]) == (3000, "元/月")
    assert policy(FENGJIE).catalogue["reported_examples"]["assumption"] == "A-45"
