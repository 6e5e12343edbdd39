"""The comparison finds faults: each is planted in generated code and must be seen."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import pytest

from conformance.compare import Compiled, compiled
from conformance.faults import FAULTS, Fault
from conformance.households import encoded, household
from conformance.policies import policy
from relapse_rules.errors import PolicyError

POLICIES, RECORDS, PLACES = 14, 40, 3
# Many edits change nothing, such as `<` to `<=` between values that never meet.
FEWEST_FOUND = 0.05

Case = tuple[Compiled, list[tuple[tuple[Any, ...], dict[str, Any]]]]


@cache
def cases() -> list[Case]:
    """Policies with records and what the reference says about them."""
    found: list[Case] = []
    for seed in range(POLICIES):
        random = Random(seed)
        made = policy(random)
        try:
            program = compiled(made.text, made.day)
        except PolicyError:
            continue
        records = [
            encoded(program.program, household(random, made, gaps))
            for _ in range(RECORDS // 4)
            for gaps in (0, 0, 0.2, 0.5)
        ]
        found.append((program, [(r, program.by_reference(r)) for r in records]))
    return found


def is_found(mutant: Compiled, records: list[tuple[Any, dict[str, Any]]]) -> bool:
    return any(mutant.disagreements(values, wanted) for values, wanted in records)


@pytest.mark.parametrize("fault", FAULTS, ids=[f.name for f in FAULTS])
def test_planted_fault_is_found(fault: Fault) -> None:
    results = [
        is_found(mutant, records)
        for program, records in cases()
        for mutant in fault.mutants(program, PLACES)
    ]
    share = sum(results) / max(len(results), 1)

    assert len(results) >= 5, "the generated code has changed: mend the pattern"
    assert share >= FEWEST_FOUND, f"found {share:.0%} of {len(results)}"


def test_nothing_is_found_without_a_fault() -> None:
    assert not any(is_found(program, records) for program, records in cases())
