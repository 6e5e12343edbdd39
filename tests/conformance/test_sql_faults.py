"""The comparison finds every fault that is planted in a copy of the SQL emitter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import relapse_rules.backends.sql as sound
from conformance.households import encoded, household
from conformance.policies import Generated, policy
from conformance.spoiled import refusal, spoiled
from conformance.sql_faults import FAULTS
from conformance.terms import Names
from conformance.warehouse import ROW, differences, plain, table_of, wanted
from relapse_rules.compiler import check, evaluator_for, load
from relapse_rules.errors import PolicyError
from relapse_rules.table import columns_of
from relapse_rules.warehouse.duck import VIEW, stored_in
from relapse_rules.warehouse.inputs import inputs_of_table

if TYPE_CHECKING:
    from types import ModuleType

    from conformance.households import Record
    from conformance.warehouse import Row
    from relapse_rules.evaluator import Rules

POLICIES, RECORDS = 12, 40
EVERY_NODE = Path(__file__).parent / "every-node.policy.yaml"


@dataclass(frozen=True)
class Case:
    """A policy, a table with its records, and what they must be answered with."""

    rules: Rules
    relation: Any
    answers: list[dict[str, Any]]
    refused: list[set[tuple[str, str]]]

    def is_told_apart(self, emitter: ModuleType) -> bool:
        """Whether what a copy of the emitter writes gives anything else."""
        rules = self.rules
        stored = stored_in(self.relation)
        inputs = inputs_of_table(
            rules.facts, rules.program, "t", stored, [ROW], unique=False
        )
        query = emitter.Query(rules.program, inputs, columns_of(rules.program), (VIEW,))
        try:
            text = emitter.query_text(query, "duckdb")
            rows = self.relation.query(VIEW, text).to_arrow_table().to_pylist()
        except duckdb.Error:
            return True
        found = sorted(rows, key=lambda row: int(row[ROW]))
        few = len(self.answers)
        return (
            bool(differences(found[:few], self.answers))
            or self.refused
            != [
                {(one["fact"], one["code"]) for one in row["rejected"] or ()}
                for row in found[few:]
            ]
            or any(row["rejected"] and len(answered(row)) for row in found[few:])
        )


def answered(row: Row) -> list[str]:
    """The answers that a row has all the same."""
    return [k for k, v in row.items() if v is not None and k not in {ROW, "rejected"}]


def made_for(seed: int) -> Generated:
    """The policy that has each node once, and then generated ones."""
    if seed:
        return policy(Random(seed))
    text = load(EVERY_NODE).text
    constants = {Fraction(n) for n in (-1, 0, 1, 2, 3)} | {Fraction(5, 2)}
    return Generated(text, date(2022, 2, 28), Names(constants=constants))


def with_ids(made: Generated, record: Record) -> Record:
    """The record with an id of its own for each item."""
    for fact in made.facts:
        for number, item in enumerate(record[fact.id] or () if fact.items else ()):
            item.update({i.id: str(number) for i in fact.items if i.unique})
    return record


@cache
def case(seed: int) -> Case | None:
    """The policy of a seed, with sound records and spoiled ones."""
    made, random = made_for(seed), Random(seed)
    try:
        rules = evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        return None
    records = [
        with_ids(made, household(random, made, random.choice((0, 0, 0.2, 0.5))))
        for _ in range(RECORDS if seed else 8 * RECORDS)
    ]
    rows = plain(made.facts, records)
    wrong = list(spoiled(made.facts, rows[0]))
    connection = duckdb.connect()
    relation = connection.from_arrow(table_of(made.facts, [*rows, *wrong]))
    values = [encoded(rules.program, record) for record in records]
    refused = [refusal(rules, row) for row in wrong]
    return Case(rules, relation, wanted(rules, values), refused)


def finding(emitter: ModuleType) -> int | None:
    """The first policy that tells it from a sound one."""
    for seed in range(POLICIES):
        found = case(seed)
        if found is not None and found.is_told_apart(emitter):
            return seed
    return None


def test_nothing_is_found_without_a_fault() -> None:
    assert finding(sound) is None


@pytest.mark.long
def test_every_planted_fault_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = [f.name for f in FAULTS if finding(f.planted(tmp_path)) is None]
    with capsys.disabled():
        print(
            f"\n{len(FAULTS) - len(missed)} of {len(FAULTS)} faults of the SQL emitter found"
        )
    assert missed == []
