"""The cases of the shipped places: everything covered, and nearly every change found."""

from __future__ import annotations

from pathlib import Path

import pytest

from relapse_rules.testing import load_cases
from relapse_rules.testing.coverage.report import coverage_of
from relapse_rules.testing.mutation.report import mutate, places_of

pytestmark = pytest.mark.long

POLICIES = Path(__file__).parents[2] / "policies"
PLACES = (
    "cn/anhui/suzhou",
    "cn/chongqing/fengjie",
    "cn/inner-mongolia/hinggan/jalaid",
    "cn/shaanxi/baoji/qianyang/caobi",
    "cn/shaanxi/baoji/weibin",
)
LEAST_SCORE = 95


def test_every_place_with_cases_is_asked() -> None:
    found = load_cases(POLICIES, root=POLICIES)
    assert sorted(policy.id for policy, _ in places_of(found)) == sorted(PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_the_cases_cover_everything(place: str) -> None:
    (found,) = coverage_of(load_cases(place, root=POLICIES))
    assert found.problems == ()
    assert [goal.id for goal in found.gaps] == []
    assert len(found.seen) > 1000
    assert len(found.marked) < 10


@pytest.mark.parametrize("place", PLACES)
def test_the_cases_find_nearly_every_change(place: str) -> None:
    (found,) = mutate(load_cases(place, root=POLICIES), root=POLICIES)
    assert found.counted > 1000
    assert found.score * 100 >= LEAST_SCORE, [
        m.change.lines for m, _ in found.survivors
    ]
