"""Records of one shape get code of their own; good or bad, it must say what all do."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given

from conformance.households import household
from conformance.strategies import examples, policies, randoms
from conformance.yaml_text import as_written
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError, RecordError
from relapse_rules.shapes import WORTH_COMPILING

if TYPE_CHECKING:
    from conformance.policies import Generated
    from relapse_rules.evaluator import Evaluator

RECORDS = 40
# What no fact is, and what some are but not others.
ODD: tuple[Any, ...] = (
    *(None, 1.5, float("nan"), True, False, -1, 0, 10**30, "", "x", "3", "0", "-0"),
    *("1e3", "A", "值A", "2021-02-30", Decimal("1.005"), Decimal("NaN"), Decimal(0)),
    *([], [{}], [{"zz": 1}], {}, (), ["A", "A"], ["A"], b"x"),
    *(datetime(2020, 1, 1), date(1800, 1, 1), date(2022, 2, 28)),  # noqa: DTZ001 - odd on purpose
)


@examples(8)
@given(policies(), randoms())
def test_code_for_a_shape_answers_like_the_general_one(
    made: Generated, random: Random
) -> None:
    rules = accepted(made)
    keys = tuple(as_written(made.facts, household(random, made, 0.3)))
    for _ in range(WORTH_COMPILING + 1):
        rules.evaluate(record(made, random, keys))
    for _ in range(RECORDS):
        tried = spoiled(random, record(made, random, keys))

        assert shaped(rules, tried) == general(rules, tried)


def accepted(made: Generated) -> Evaluator:
    try:
        return evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise


def record(made: Generated, random: Random, keys: tuple[str, ...]) -> dict[str, Any]:
    """A record that gives just these facts; its items have gaps of their own."""
    gaps = random.choice((0, 0.15))
    whole = as_written(made.facts, household(random, made, 0))
    open_ = as_written(made.facts, household(random, made, gaps))
    return {k: open_.get(k, whole[k]) for k in keys}


def spoiled(random: Random, tried: dict[str, Any]) -> dict[str, Any]:
    """A few values replaced by what a careless service might send."""
    for _ in range(random.randint(0, 2) if tried else 0):
        key = random.choice(list(tried))
        items = tried[key]
        if isinstance(items, list) and items and isinstance(items[0], dict):
            item = dict(items[0])
            item[random.choice([*item, "zz"])] = random.choice(ODD)
            tried[key] = [item, *items[1:]]
        else:
            tried[key] = random.choice(ODD)
    if random.random() < 0.1:
        tried["zz"] = 1
    return tried


def shaped(rules: Evaluator, tried: dict[str, Any]) -> Any:
    try:
        decision = rules.evaluate(tried)
    except RecordError as error:
        return [(p.code, p.fact) for p in error.problems]
    return decision.answers, decision.needs


def general(rules: Evaluator, tried: dict[str, Any]) -> Any:
    try:
        decision = rules.decide(rules.record(tried))
    except RecordError as error:
        return [(p.code, p.fact) for p in error.problems]
    return decision.answers, decision.needs
