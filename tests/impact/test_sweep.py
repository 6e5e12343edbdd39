"""One parameter over a range says what the policy would say with each value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from impact.place import household, rules
from relapse_rules import PlaceError, PolicyError
from relapse_rules.impact import compare
from relapse_rules.impact.sweep import around, is_watched, sweep, values_of

if TYPE_CHECKING:
    from pathlib import Path


def test_each_value_is_what_a_policy_with_it_decides(tmp_path: Path) -> None:
    records = [
        household(n, 5000 + 90 * n, flooded=n % 3 == 0, unsafe_house=n % 5 == 0)
        for n in range(40)
    ]
    records.append(household(99, 5000, ill=None))
    base = rules(tmp_path, name="base")
    found = sweep(base, "line", values_of("5000:8000:1000"), records, "household_size")
    for point in found.points:
        changed = ("2025-01-01: 7000", f"2025-01-01: {point.shown}")
        impact = compare(base, rules(tmp_path, changed), records)
        wanted: dict[str, int] = {}
        for (_, new), count in impact.matrix().items():
            wanted[new] = wanted.get(new, 0) + count.households
        assert {s: n.households for s, n in point.states.items()} == wanted
    assert found.now == 7000
    assert [p.watched for p in found.points] == sorted(p.watched for p in found.points)


def test_a_step_that_moves_many_is_a_cliff(tmp_path: Path) -> None:
    records = [household(n, 6000 if n < 30 else 5000 + n * 20) for n in range(60)]
    rules_ = rules(tmp_path)
    found = sweep(rules_, "line", values_of("5000:7000:200"), records)
    assert [p.shown for p in found.points if p.cliff] == ["6200"]


def test_a_range_is_taken_with_both_ends_and_exactly() -> None:
    assert values_of("0.1:0.4:0.1") == tuple(Fraction(n, 10) for n in (1, 2, 3, 4))
    assert around(Fraction(7000), Fraction(7500))[5] == 7000
    assert around(Fraction(7000), Fraction(7500))[10] == 7500


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("lime", "1:2:1"),
        ("line[3]", "1:2:1"),
        ("line", "2:1:1"),
        ("line", "1:2:0"),
        ("line", "1:2"),
        ("line", "1:9999999:1"),
        ("line", "１:２:１"),
    ],
)
def test_what_cannot_be_swept_is_said(tmp_path: Path, name: str, values: str) -> None:
    with pytest.raises(PlaceError) as caught:
        sweep(rules(tmp_path), name, values_of(values), [])
    assert caught.value.code == "RR855"


def test_a_value_that_breaks_the_policy_is_refused(tmp_path: Path) -> None:
    divides = ("value: income / household_size", "value: income / line")
    head = rules(
        tmp_path,
        divides,
        ("unit: 元/人, show", "show"),
        ("per_capita < line", "per_capita < 2"),
        ("per_capita >= line", "per_capita >= 2"),
    )
    with pytest.raises(PolicyError):
        sweep(head, "line", values_of("0:10:5"), [household(1, 5000)])


def test_states_are_those_of_people_who_are_watched() -> None:
    states = {"-": False, "?": False, "-/red": False, "red": True, "watched": True}
    assert {s: is_watched(s) for s in states} == states
