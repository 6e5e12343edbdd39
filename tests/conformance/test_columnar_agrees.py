"""The columnar back end against the reference, on generated policies and shipped cases."""

from __future__ import annotations

from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING

from hypothesis import assume, given

from conformance.batches import batch_of
from conformance.columnar import table_differences
from conformance.compare import compiled
from conformance.households import household
from conformance.strategies import GAPS, examples, policies, randoms
from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from conformance.compare import Compiled
    from conformance.policies import Generated

RECORDS = 40


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
