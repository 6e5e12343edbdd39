"""The SQL back end against the others: on generated policies, and on all cases."""

from __future__ import annotations

import os
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given

from conformance.compare import compiled
from conformance.households import encoded, household
from conformance.many import first_difference
from conformance.policies import policy
from conformance.pools import pool_of
from conformance.spark import by_spark, session
from conformance.spoiled import refusal, rejected, spoiled
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.warehouse import by_duckdb, differences, plain, wanted
from golden.places import DAYS, SUZHOU
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError
from relapse_rules.testing.loading import load_cases

if TYPE_CHECKING:
    from conformance.policies import Generated
    from conformance.warehouse import Row
    from relapse_rules.evaluator import Rules

RECORDS, FEW = 25, 5
# For Spark, which takes seconds to begin with the policy of a day: `make soak` with Spark asks
# it about the few cases of rare days too.
POLICIES, MANY = 6, 100
FEWEST = 1 if os.environ.get("SPARK_DAYS") == "all" else 20


@pytest.mark.long
@examples(25)
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
    few = pool_of(made, records[:FEW])
    whole = compiled(made.text, made.day)
    assert first_difference(made, whole, few, ["duckdb"]) is None


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


@pytest.mark.java
@pytest.mark.parametrize("place", DAYS)
def test_spark_agrees_on_every_case_of_the_usual_days(place: str) -> None:
    compared = 0
    for rules, rows in cases(place):
        if len(rows) < FEWEST:
            continue
        fine = [row for row in rows if not refusal(rules, row)]
        found = by_spark(rules, rules.facts, fine)
        values = [rules.record(row).values for row in fine]
        assert not differences(found, wanted(rules, values))
        compared += len(fine)
    assert compared > 500


@pytest.mark.java
def test_spark_agrees_on_generated_policies() -> None:
    """Fewer policies, and as many households of each: the plan is what takes the time."""
    compared, seed = 0, int(os.environ.get("SPARK_SEED", "0"))
    while compared < POLICIES:
        random, seed = Random(seed), seed + 1
        made = policy(random)
        try:
            rules = evaluator_for(made.text, made.day, check(made.text))
        except PolicyError:
            continue
        records = [
            household(random, made, random.choice((0, 0.1, 0.25, 0.6)))
            for _ in range(MANY)
        ]
        found = by_spark(rules, made.facts, plain(made.facts, records))
        values = [encoded(rules.program, record) for record in records]
        assert not differences(found, wanted(rules, values)), f"seed {seed - 1}"
        compared += 1


def spoiled_rows(place: str) -> tuple[Rules, list[Row]]:
    """One household of a place, wrong in every way that a table can hold."""
    rules, rows = max(cases(place), key=lambda batch: len(batch[1]))
    row = next(row for row in rows if not refusal(rules, row))
    return rules, list(spoiled(rules.facts, row))


def test_duckdb_rejects_what_a_record_may_not_state() -> None:
    rules, rows = spoiled_rows(SUZHOU)
    found = [rejected(row) for row in by_duckdb(rules, rules.facts, rows)]
    assert found == [refusal(rules, row) for row in rows]
    assert all(found)
    codes = {code for one in found for _, code in one}
    assert codes == {
        "RR603",
        "RR604",
        "RR605",
        "RR607",
        "RR610",
        "RR611",
        "RR612",
        "RR613",
        "RR614",
    }


@pytest.mark.java
def test_spark_rejects_what_a_record_may_not_state() -> None:
    rules, rows = spoiled_rows(SUZHOU)
    found = [rejected(row) for row in by_spark(rules, rules.facts, rows, "answers")]
    assert found == [refusal(rules, row) for row in rows]


@pytest.mark.java
def test_spark_rejects_every_row_of_a_repeated_id() -> None:
    rules, _ = spoiled_rows(SUZHOU)
    ids = ["A", "B", "A", None, None]
    frame = session().createDataFrame([(i,) for i in ids], "household_id STRING")
    rows = rules.spark(frame).select("household_id", "rejected").collect()
    found = [(r[0], [one["code"] for one in r[1] or ()]) for r in rows]
    again = [("A", ["RR611"]), ("A", ["RR611"])]
    assert sorted(found, key=str) == [*again, ("B", []), (None, []), (None, [])]
