"""The columnar back end against the reference, on generated policies and shipped cases."""

from __future__ import annotations

from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given

from conformance.batches import batch_of, table_of
from conformance.columnar import differences, table_differences
from conformance.compare import compiled, compiled_rules
from conformance.households import household
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.test_warehouse_agrees import cases
from golden.places import DAYS
from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.errors import PolicyError, RecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from conformance.compare import Compiled
    from conformance.policies import Generated
    from conformance.warehouse import Row
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules

RECORDS = 20


def accepted(made: Generated) -> Compiled:
    try:
        return compiled(made.text, made.day)
    except PolicyError:
        assume(False)
        raise


@examples(30)
@given(policies(), randoms(), GAPS)
def test_columns_agree_with_the_reference(
    made: Generated, random: Random, gaps: float
) -> None:
    """Every column of every record, decided all at once."""
    found = accepted(made)
    records = [household(random, made, gaps) for _ in range(RECORDS)]
    batch = batch_of(found.program, made.facts, records)
    run = ColumnarBackend().compile(found.program)

    assert table_differences(found, run, batch, records) == []


def refused(rules: Rules, record: Row) -> bool:
    try:
        rules.record(record)
    except RecordError:
        return True
    return False


@pytest.mark.parametrize("place", DAYS)
def test_tables_of_all_cases_agree_with_the_reference(place: str) -> None:
    """The records of a place's cases, those of one day and kind in one table."""
    compared = 0
    for rules, rows in cases(place):
        fine = [row for row in rows if not refused(rules, row)]
        judged = rules.tabular("clauses").judge(without_ids(rules.facts, fine))
        assert judged.rejects.height == 0
        values = [rules.record(row).values for row in fine]
        assert differences(compiled_rules(rules), judged.decisions, values) == []
        compared += len(fine)
    assert compared > 50


def without_ids(facts: Sequence[Fact], records: Sequence[Row]) -> pl.DataFrame:
    """Cases tell of one household in several states."""
    table = table_of(facts, records)
    return table.drop(f.id for f in facts if f.unique and f.id in table.columns)
