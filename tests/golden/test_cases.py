"""The cases of the five places all pass."""

from __future__ import annotations

import pytest

from golden.places import DAYS
from relapse_rules.testing import load_cases, run_cases


@pytest.mark.parametrize("place", DAYS)
def test_the_cases_of_a_place_pass(place: str) -> None:
    report = run_cases(load_cases(place))

    assert report.broken == ()
    assert [one.case.name for one in report.of("failed")] == []
    assert report.passed
