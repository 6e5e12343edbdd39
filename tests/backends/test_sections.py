"""Sections as answered: which rows may win, which step is next, late and due."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from backends.programs import Values, completions, facts, program
from relapse_rules.backends.python import PythonBackend
from relapse_rules.compiler import load

if TYPE_CHECKING:
    from relapse_rules.answers import SequenceAnswer
    from relapse_rules.evaluator import Evaluator

RECORDS = list(product((True, False, None), repeat=4))
POLICY = """\
policy: place
title: {zh: 某县}
level: county
facts:
  first: {label: {zh: 一}, type: boolean}
  second: {label: {zh: 二}, type: boolean}
  third: {label: {zh: 三}, type: boolean}
  found_on: {label: {zh: 发现日期}, type: date}
  done_day: {label: {zh: 完成日期}, type: date}
tiers:
  red: {label: {zh: 红}, when: first}
  yellow: {label: {zh: 黄}, when: second}
  blue: {label: {zh: 蓝}, when: third}
visits:
  often: {label: {zh: 常访}, when: first}
  always: {label: {zh: 都访}}
identification:
  survey: {label: {zh: 核查}, done: first, done_on: done_day, due: "add_days(found_on, 10)"}
  review: {label: {zh: 评议}, done: second, due: "add_days(found_on, 20)"}
  filing: {label: {zh: 备案}, done: third}
removal:
  conditions:
    a: {label: {zh: 甲}, when: first}
    b: {label: {zh: 乙}, when: second}
  holds:
    c: {label: {zh: 丙}, when: third}
"""


@pytest.fixture(scope="module")
def rules() -> Evaluator:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "place.policy.yaml"
        path.write_text(POLICY, "utf-8")
        return load(path).on("2022-06-15")


def given(values: Values, **more: Any) -> dict[str, Any]:
    names = ("first", "second", "third")
    return dict(zip(names, values, strict=False)) | more


def winners(values: Values) -> set[int]:
    """The rows that win in some completion, -1 for none."""
    return {c.index(True) if True in c else -1 for c in completions(values)}


def test_rows_that_may_win() -> None:
    run = PythonBackend().compile(program(4, facts(4), "choice"))
    for values in RECORDS:
        (found,) = run.with_gaps(values)
        rows = set(found) if isinstance(found, tuple) else {found}
        assert rows == winners(values)


def test_choice_lists_what_is_possible(rules: Evaluator) -> None:
    ids = ("red", "yellow", "blue", None)
    for values in product((True, False, None), repeat=3):
        tier = rules.evaluate(given(values)).tier
        possible = {ids[i] for i in winners(values)}
        if len(possible) > 1:
            assert tier.answer == "undecided"
            assert set(tier.possible) == possible
            assert tier.value is None
        else:
            assert {tier.value} == possible
            assert tier.answer == ("no" if tier.value is None else "yes")


@pytest.mark.parametrize(
    ("first", "answer", "value"),
    [(True, "yes", "often"), (False, "yes", "always"), (None, "undecided", None)],
)
def test_row_without_a_condition_always_holds(
    rules: Evaluator,
    first: bool | None,  # noqa: FBT001 - a parameter of the test
    answer: str,
    value: str | None,
) -> None:
    visits = rules.evaluate({"first": first}).visits

    assert (visits.answer, visits.value) == (answer, value)
    if first is None:
        assert visits.possible == ("often", "always")


def test_flags_and_removal_follow_kleene(rules: Evaluator) -> None:
    for values in product((True, False, None), repeat=3):
        removal = rules.evaluate(given(values)).removal
        every = {a and b and not c for a, b, c in completions(values)}
        wanted = {True: "yes", False: "no"}[every.pop()] if len(every) == 1 else None
        assert removal.answer == (wanted or "undecided")
        assert set(removal.unmet) == {
            n for n, v in zip("ab", values, strict=False) if v is False
        }


def steps(rules: Evaluator, values: Values, **more: Any) -> SequenceAnswer:
    return rules.evaluate(given(values, **more)).identification


@pytest.mark.parametrize(
    ("values", "answer", "following", "possible"),
    [
        ((True, True, True), "yes", None, ()),
        ((True, True, False), "no", "filing", ()),
        ((False, True, True), "no", "survey", ()),
        ((True, False, None), "no", "review", ()),
        ((None, False, True), "undecided", None, ("survey", "review")),
        ((True, None, True), "undecided", None, ("review", None)),
        ((None, None, None), "undecided", None, ("survey", "review", "filing", None)),
    ],
)
def test_next_step(
    rules: Evaluator,
    values: Values,
    answer: str,
    following: str | None,
    possible: tuple[str | None, ...],
) -> None:
    found = steps(rules, values)

    assert (found.answer, found.next, found.possible) == (answer, following, possible)
    ids = ("survey", "review", "filing")
    assert found.done == tuple(i for i, v in zip(ids, values, strict=True) if v)


@pytest.mark.parametrize(
    ("first", "done_day", "late"),
    [
        (True, "2022-06-11", ()),
        (True, "2022-06-12", ("survey",)),
        (True, None, ()),
        (False, None, ("survey",)),
        (None, None, ()),
    ],
)
def test_step_is_late_past_its_due_day(
    rules: Evaluator,
    first: bool | None,  # noqa: FBT001 - a parameter of the test
    done_day: str | None,
    late: tuple[str, ...],
) -> None:
    """Done after the day, or not done and the day is over; unknown is not late."""
    found = steps(rules, (first,), found_on="2022-06-01", done_day=done_day)

    assert found.due == {"survey": date(2022, 6, 11), "review": date(2022, 6, 21)}
    assert found.late == late


def test_due_day_itself_is_in_time(rules: Evaluator) -> None:
    assert steps(rules, (False,), found_on="2022-06-05").late == ()
    assert steps(rules, (False,), found_on="2022-06-04").late == ("survey",)


def test_unknown_due_day_is_not_stated(rules: Evaluator) -> None:
    assert steps(rules, (False, False, False)).due == {}
