"""From a policy to an evaluator of one day, and from records to decisions in turn."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from relapse_rules import (
    Decision,
    Evaluator,
    PlaceError,
    Policy,
    PolicyError,
    RecordError,
    load,
)
from relapse_rules.policy import EVALUATORS_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load("cn/shaanxi/baoji/weibin")


def test_a_day_is_a_date_or_its_text(policy: Policy) -> None:
    assert policy.on("2022-10-31") is policy.on(date(2022, 10, 31))


@pytest.mark.parametrize(
    "day",
    [
        "",
        "2022-1-1",
        "20221031",
        "2022-W44-1",
        "2022-02-30",
        " 2022-10-31",
        "昨天",
        20221031,
        None,
        datetime(2022, 10, 31),  # noqa: DTZ001 - it is refused either way
    ],
)
def test_nothing_else_is_a_day(policy: Policy, day: Any) -> None:
    with pytest.raises(PlaceError, match="RR706"):
        policy.on(day)


def test_a_day_without_its_values_is_refused_each_time(policy: Policy) -> None:
    for _ in range(2):
        with pytest.raises(PolicyError, match="RR504"):
            policy.on("2031-01-01")


def test_days_beyond_those_kept_are_made_again(policy: Policy) -> None:
    first = policy.on("2022-10-31")
    days = map(date.fromordinal, range(1, EVALUATORS_KEPT + 1))
    policy._evaluators = dict.fromkeys(days, first)
    again = policy.on("2022-10-31")
    assert again is not first
    assert policy._evaluators == {date(2022, 10, 31): again}


def test_a_policy_survives_a_pickle(policy: Policy) -> None:
    again = pickle.loads(pickle.dumps(policy))
    assert again.digest == policy.digest
    assert again.on("2022-10-31").evaluate({}) == policy.on("2022-10-31").evaluate({})


def records(seen: list[int]) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(({"household_size": 1}, {"size": 1}, {})):
        seen.append(number)
        yield record


def test_records_are_read_one_by_one(policy: Policy) -> None:
    rules: Evaluator = policy.on("2022-10-31")
    seen: list[int] = []
    decisions = rules.evaluate_many(records(seen))
    assert seen == []
    assert isinstance(next(decisions), Decision)
    assert seen == [0]


def test_a_bad_record_is_named_by_its_row_and_ends_the_run(policy: Policy) -> None:
    decisions = policy.on("2022-10-31").evaluate_many(records([]))
    next(decisions)
    with pytest.raises(RecordError) as caught:
        next(decisions)
    assert caught.value.row == 2
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert list(decisions) == []
