"""The compiled bodies against the reference interpreter, on generated policies."""

from __future__ import annotations

from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given

from conformance.compare import Compiled, compiled
from conformance.households import encoded, household, is_complete, one_gap_filled
from conformance.shrink import shown, shrunk
from conformance.strategies import GAPS, examples, policies, randoms
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from conformance.households import Record
    from conformance.policies import Generated

RECORDS = 12


def accepted(made: Generated) -> Compiled:
    """The compiled policy; one that the checker refuses says nothing here."""
    try:
        return compiled(made.text, made.day)
    except PolicyError:
        assume(False)
        raise


def require_agreement(made: Generated, found: Compiled, record: Record) -> None:
    differing = found.disagreements(encoded(found.program, record))
    if differing:
        small = shrunk(made, record)
        raise AssertionError("\n".join([*differing[:3], shown(small), repr(record)]))


@examples(120)
@given(policies(), randoms(), GAPS)
def test_python_agrees_with_the_reference(
    made: Generated, random: Random, gaps: float
) -> None:
    """Every section entry, choice, step and value, in each body that applies."""
    found = accepted(made)
    for _ in range(RECORDS):
        require_agreement(made, found, household(random, made, gaps))


@examples(60)
@given(policies(), randoms())
def test_bodies_agree_on_complete_records(made: Generated, random: Random) -> None:
    found = accepted(made)
    for _ in range(5 * RECORDS):
        values = encoded(found.program, household(random, made, 0))
        assert is_complete(values)
        assert found.complete(values) == found.with_gaps(values)


@examples(60)
@given(policies(monotone=True), randoms(), GAPS)
def test_filling_a_gap_never_changes_what_was_decided(
    made: Generated, random: Random, gaps: float
) -> None:
    found = accepted(made)
    record = household(random, made, max(gaps, 0.1))
    for _ in range(3 * RECORDS):
        fuller = one_gap_filled(random, made, record)
        if fuller is None:
            break
        before = outcomes(found, record)
        after = outcomes(found, fuller)
        for name, value in before.items():
            if isinstance(value, frozenset):
                assert after[name] <= value, name
            elif value is not None:
                assert after[name] == value, name
        record = fuller


def outcomes(found: Compiled, record: Record) -> dict[str, Any]:
    values = encoded(found.program, record)
    return found.by_python(found.with_gaps, values)


@examples(40)
@given(policies(), randoms(), GAPS)
def test_code_for_a_shape_agrees_with_the_reference(
    made: Generated, random: Random, gaps: float
) -> None:
    """Code in which the facts that a record leaves out are settled as unknown."""
    found = accepted(made)
    for _ in range(RECORDS // 4):
        values = encoded(found.program, household(random, made, gaps))
        assert not found.shape_disagreements(values, found.by_reference(values))
