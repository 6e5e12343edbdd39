"""The SQL back end against the others: on generated policies, and on all cases."""

from __future__ import annotations

import re
from functools import cache
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given

from conformance.households import encoded, household
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.warehouse import by_duckdb, differences, plain, wanted
from golden.places import DAYS
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError, RecordError
from relapse_rules.testing.loading import load_cases

if TYPE_CHECKING:
    from conformance.policies import Generated
    from conformance.warehouse import Row
    from relapse_rules.evaluator import Rules

RECORDS = 25


@examples(60)
@given(policies(), randoms(), GAPS)
def test_duckdb_agrees_on_generated_policies(
    made: Generated, random: Random, gaps: float
) -> None:
    try:
        rules = evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise
    records = [household(random, made, gaps) for _ in range(RECORDS)]

    found = by_duckdb(rules, made.facts, plain(made.facts, records))
    values = [encoded(rules.program, record) for record in records]
    assert not differences(found, wanted(rules, values))


Batch = tuple["Rules", list["Row"]]


@cache
def cases(place: str) -> tuple[Batch, ...]:
    """The records of all cases of a place, those of one day and one kind together."""
    batches: dict[tuple[Any, str], Batch] = {}
    for file in load_cases(place):
        for case in file.cases:
            assert file.policy
            rules = case.rules(file.policy.on(case.day))
            rows = batches.setdefault((case.day, case.kind), (rules, []))[1]
            rows.append(case.record)
    return tuple(batches.values())


def refusal(rules: Rules, row: Row) -> set[tuple[str, str]]:
    """What is wrong with a record, without the numbers of items; empty when nothing is."""
    try:
        rules.record(row)
    except RecordError as error:
        return {(re.sub(r"\[\d+\]", "[]", p.fact), p.code) for p in error.problems}
    return set()


@pytest.mark.parametrize("place", DAYS)
def test_duckdb_agrees_on_every_case(place: str) -> None:
    compared = 0
    for rules, rows in cases(place):
        fine = [row for row in rows if not refusal(rules, row)]
        found = by_duckdb(rules, rules.facts, fine)
        values = [rules.record(row).values for row in fine]
        assert not differences(found, wanted(rules, values))
        compared += len(fine)
    assert compared > 50
