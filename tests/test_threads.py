"""One evaluator, many threads, while code for shapes of records is still being made."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from relapse_rules import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules import Evaluator

SHAPES: tuple[dict[str, Any], ...] = (
    {"household_size": 2, "recorded_per_capita_net_income": "5408.70"},
    {"is_ex_poor": True, "housing_grade": "C", "risk_causes": ["illness"]},
    {"members": [{"age": 7}, {"age": 70, "health": ["disabled"]}]},
    {"members": [{"health": []}], "household_size": 1, "food_secure": False},
)
ROUNDS = 250


@pytest.fixture
def quick_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def fresh() -> Evaluator:
    return load("cn/anhui/suzhou").on("2022-06-01")


@pytest.mark.usefixtures("quick_switches")
def test_all_threads_get_the_same_answers() -> None:
    rules = fresh()
    expected = [fresh().evaluate(record) for record in SHAPES]

    def run(first: int) -> bool:
        turns = (i % len(SHAPES) for i in range(first, first + ROUNDS * len(SHAPES)))
        return all(rules.evaluate(SHAPES[i]) == expected[i] for i in turns)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(run, range(8)))
