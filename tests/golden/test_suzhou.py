"""宿州市: the link from allowance applications, the size of grids, and one trap."""

from __future__ import annotations

from typing import Any

import pytest

from golden.places import SUZHOU, decide, items, policy, rules

SAME_DAY = {"dibao_application_on": "2022-05-11"}


def trigger(**facts: Any) -> str:
    return decide(SUZHOU, facts).triggers["dibao_application"]


def test_g48_an_application_starts_identification() -> None:
    """A new application: 民政 tells 乡村振兴, and identification starts the same day."""
    triggers = decide(SUZHOU, SAME_DAY).triggers
    assert triggers.yes == ("dibao_application",)
    about = triggers.details("dibao_application")
    assert about["departments"] == ("民政", "乡村振兴")
    assert (about["starts"], about["urgency"]) == ("identification", "same_day")


@pytest.mark.parametrize(
    ("lead", "late"), [("2022-05-10", "no"), ("2022-05-11", "yes")]
)
def test_g48_the_same_day_is_in_time(lead: str, late: str) -> None:
    """Started on the day of the application is in time, on the day after an error."""
    record = {"dibao_application_on": "2022-05-10", "lead_found_on": lead}
    checks = decide(SUZHOU, record).checks
    assert checks["dibao_link_late"] == late
    assert checks.details("dibao_link_late")["severity"] == "error"


def test_g48_only_rural_households() -> None:
    """The rule is about rural households (农户), and about days that have come."""
    assert trigger(**SAME_DAY, is_rural_registered=False) == "no"
    assert trigger(dibao_application_on="2022-05-12") == "no"


def test_g48_a_case_that_is_open_is_not_started_again() -> None:
    """Once the lead is recorded, the application starts nothing more."""
    assert trigger(**SAME_DAY, lead_found_on="2022-05-11") == "no"


@pytest.mark.parametrize("applied", [None, "2021-12-31"])
def test_g49_old_recipients_start_nothing(applied: str | None) -> None:
    """Who has the allowance without a new application does not trigger the link."""
    found = trigger(dibao_status="approved", dibao_application_on=applied)
    assert found == "no"
    assert trigger(dibao_application_on="2022-01-01") == "yes"


@pytest.mark.parametrize("status", ["applied", "approved", "rejected"])
def test_g50_the_application_counts_whatever_its_outcome(status: str) -> None:
    """A rejected application has started identification all the same."""
    assert trigger(**SAME_DAY, dibao_status=status) == "yes"


@pytest.mark.parametrize(("households", "flagged"), [(100, "no"), (101, "yes")])
def test_g51_more_than_100_households_are_a_warning(
    households: int, flagged: str
) -> None:
    """A grid of 100 is right; one of 101 is a warning, for the limit is in principle."""
    grid = {"households": households, "workers": 3}
    checks = rules(SUZHOU).evaluate_grid(grid).checks
    assert checks["grid_size"] == flagged
    assert checks.details("grid_size")["severity"] == "warning"


def test_g52_the_assessment_meets_monthly() -> None:
    """The assessment meeting is held once a month."""
    meeting = items(SUZHOU, "routines")["assessment_meeting"]
    assert meeting["every"] == {"times": 1, "months": 1}


def test_g53_the_copyright_notice_is_no_rule() -> None:
    """No value is the 30 days of the site's copyright notice, nor is it cited."""
    text = policy(SUZHOU).text
    values = [v.value for p in text.parameters for v in p.values]
    assert 30 not in values
    assert "30" not in {str(v) for v in _leaves(policy(SUZHOU).catalogue)}
    cited = {c.at for c in _citations() if c.source == "sz-2022"}
    assert cited
    assert all(int(at.removeprefix("¶")) <= 16 for at in cited)


def _citations() -> list[Any]:
    text = policy(SUZHOU).text
    found = [v.provenance for p in text.parameters for v in p.values]
    found += [e.provenance for s in text.household.sections for e in s.entries]
    found += [d.provenance for d in text.household.derived]
    return [citation for one in found for citation in one.citations]


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, tuple):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value]
