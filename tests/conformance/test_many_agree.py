"""Thousands of records at once: the lifted reference, and what a comparison would find."""

from __future__ import annotations

import ast
from random import Random
from typing import TYPE_CHECKING

import pytest

from conformance.compare import compiled
from conformance.faults import FAULTS
from conformance.lifted import LiftedReference, StepReference
from conformance.many import first_difference
from conformance.policies import policy
from conformance.pools import pool
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from conformance.compare import Compiled
    from conformance.faults import Fault
    from conformance.policies import Generated
    from conformance.pools import Pool

SEEDS = range(24)
# Every so many of them is run by the reference as a whole.
MANY, EVERY = 600, 100
# Policies in which a fault is planted, places of each, records.
PLANTED, PLACES, FEW = 40, 2, 200


def drawn(seed: int) -> tuple[Generated, Compiled, Pool]:
    random = Random(seed)
    made = policy(random)
    try:
        found = compiled(made.text, made.day)
    except PolicyError:
        pytest.skip("the checker refuses this policy")
    return made, found, pool(random, made, found.program, MANY)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lifted_reference_is_the_reference(seed: int) -> None:
    _, found, many = drawn(seed)
    records = many.records(found.program)
    lifted = {
        name: one.shown(lambda value: value)
        for name, one in LiftedReference(found, many).outcomes()
    }
    for row in range(0, many.height, EVERY):
        whole = found.by_reference(records[row])
        whole = {n: v for n, v in whole.items() if not n.endswith(".done_on")}
        told = {name: values[row] for name, values in lifted.items() if name in whole}
        assert told == {n: v for n, v in whole.items() if n in told}
        assert all(v is None for n, v in whole.items() if n not in told)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_back_end_agrees_about_many_records(seed: int) -> None:
    made, found, many = drawn(seed)
    assert first_difference(made, found, many, ["duckdb"]) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_records_of_a_pool_are_the_same_to_the_program(seed: int) -> None:
    _, found, many = drawn(seed)
    records = many.records(found.program)
    assert len(set(records)) == len(records) == many.height


def test_a_fact_that_a_step_was_not_said_to_read_is_a_fault() -> None:
    """It is not taken for one that nobody has given."""
    _, found, _ = drawn(0)
    whole = next(n for n in found.meaning.facts if n in found.program.facts)
    formula = next(iter(found.meaning.syntax.values()))
    step = StepReference(found.meaning, found.day, {}, formula)
    with pytest.raises(KeyError, match=whole):
        step._name(ast.Name(whole))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_a_fault_of_the_generated_code_is_found_among_many(fault: Fault) -> None:
    assert any(differs(fault, seed) for seed in range(PLANTED))


def differs(fault: Fault, seed: int) -> bool:
    random = Random(seed)
    made = policy(random)
    try:
        found = compiled(made.text, made.day)
    except PolicyError:
        return False
    many = pool(random, made, found.program, FEW)
    for mutant in fault.mutants(found, PLACES):
        try:
            if first_difference(made, mutant, many) is not None:
                return True
        except Exception:  # noqa: BLE001 - raising anything is found too
            return True
    return False
