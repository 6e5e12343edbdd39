"""渭滨区: load of grid workers, visits, routines, measures and reported figures."""

from __future__ import annotations

import pytest

from golden.places import WEIBIN, decide, figures, items, rules

LEADS = {
    "industry_lead": ("区农业农村局",),
    "employment_support": ("区人社局",),
    "social_security": ("民政", "卫健", "医保", "教育", "残联"),
    "motivation": ("宣传部门",),
    "social_help": ("统战部门", "群团组织"),
}


@pytest.mark.parametrize(
    ("grid", "flagged"),
    [
        ({"households": 15, "workers": 1}, False),
        ({"households": 16, "workers": 1}, True),
        ({"households": 30, "workers": 2}, False),
        ({"households": 31, "workers": 2}, True),
        ({"households": 20, "workers": 2, "largest_load": 15}, False),
        ({"households": 20, "workers": 2, "largest_load": 16}, True),
    ],
)
def test_g32_a_worker_has_at_most_15_households(
    grid: dict[str, int],
    flagged: bool,  # noqa: FBT001
) -> None:
    """15 households for one worker are right, 16 are an error, whatever the average."""
    checks = rules(WEIBIN).evaluate_grid(grid).checks
    assert checks.yes == (("worker_load",) if flagged else ())
    assert checks.details("worker_load")["severity"] == "error"


@pytest.mark.parametrize("status", [None, "none", "monitored", "removed"])
def test_g33_every_household_is_visited_once_a_week(status: str | None) -> None:
    """All households, monitored or not, are visited once in seven days."""
    visits = decide(WEIBIN, {"monitoring_status": status}).visits
    assert (visits.answer, visits.value) == ("yes", "every_household")
    assert visits.details["every"] == {"times": 1, "days": 7}


@pytest.mark.parametrize(
    ("last_visit", "overdue"), [("2022-10-24", "no"), ("2022-10-23", "yes")]
)
def test_g33_the_eighth_day_is_overdue(last_visit: str, overdue: str) -> None:
    """A visit seven days ago is in time, one eight days ago is not."""
    checks = decide(WEIBIN, {"last_visit_on": last_visit}).checks
    assert checks["visit_overdue"] == overdue


def test_g34_routines_of_district_town_and_village() -> None:
    """Data are compared monthly, the town meets monthly, the village assesses weekly."""
    routines = items(WEIBIN, "routines")
    month, week = {"times": 1, "months": 1}, {"times": 1, "weeks": 1}
    wanted = {
        "data_comparison": ("county", month),
        "town_exchange": ("township", month),
        "village_assessment": ("village", week),
    }
    found = {name: (routines[name]["by"], routines[name]["every"]) for name in wanted}
    assert found == wanted


def test_g35_23_departments_of_which_six_are_named() -> None:
    """23 departments work together, led by 乡村振兴局; six of them are named."""
    departments = items(WEIBIN, "departments")
    assert departments["total"]["value"] == 23
    assert departments["lead"]["departments"] == ("区乡村振兴局",)
    named = departments["named"]["departments"]
    assert named == ("卫健", "医保", "住建", "公安", "民政", "残联")


def test_g44_reported_figures_agree() -> None:
    """82 households are 46 and 36, 237 people are 144 and 93; four lack security."""
    reported = figures(WEIBIN)
    removed, left = reported["removed_households"], reported["left_households"]
    assert (removed, left) == (46, 36)
    assert removed + left == reported["monitored_households"] == 82
    people = (reported["removed_people"], reported["left_people"])
    assert people == (144, 93)
    assert sum(people) == reported["security_people"] == 237
    assert left - reported["secured_households"] == 4


@pytest.mark.parametrize("conditions", [True, False])
@pytest.mark.parametrize("unable", [True, False])
def test_g45_measures_by_capacity(
    conditions: bool,  # noqa: FBT001
    unable: bool,  # noqa: FBT001
) -> None:
    """产业带 needs conditions, 就业扶 needs labour, 社保兜 is for those without."""
    facts = {"has_industry_conditions": conditions, "whole_household_no_labour": unable}
    record = {"monitoring_status": "monitored", "risk_causes": ["employment"], **facts}
    wanted = ["industry_lead"] * conditions
    wanted += ["social_security" if unable else "employment_support"]
    measures = decide(WEIBIN, record).measures
    assert list(measures.yes) == [*wanted, "motivation", "social_help"]


@pytest.mark.parametrize("cause", ["illness", "disability", "disaster", "accident"])
def test_g45_social_security_for_anyone_hit(cause: str) -> None:
    """因病, 因残, 因灾 or an accident opens 社保兜 to households that can work, monitored or not."""
    able = {"whole_household_no_labour": False, "monitoring_status": "removed"}
    measures = decide(WEIBIN, {**able, "risk_causes": [cause]}).measures
    assert measures.yes == ("social_security",)
    assert measures.details("social_security")["urgency"] == "immediate"


def test_g45_other_causes_do_not_open_social_security() -> None:
    """A household that can work and whose business failed gets no 社保兜."""
    able = {"whole_household_no_labour": False, "monitoring_status": "monitored"}
    measures = decide(WEIBIN, {**able, "risk_causes": ["industry"]}).measures
    assert measures["social_security"] == "no"


@pytest.mark.parametrize(("measure", "departments"), LEADS.items())
def test_g46_lead_departments(measure: str, departments: tuple[str, ...]) -> None:
    """Each of the five measures is led by the departments that the text names."""
    measures = decide(WEIBIN, {}).measures
    assert tuple(measures) == tuple(LEADS)
    assert measures.details(measure)["departments"] == departments
