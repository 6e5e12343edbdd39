"""What would change the answer about one household: one fact at a time, tried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.impact.atoms import Atoms
from relapse_rules.impact.judging import CHOICES, program_of
from relapse_rules.impact.states import won
from relapse_rules.impact.undo import Undo, Undoing, turned_round
from relapse_rules.language import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules


@dataclass(frozen=True, slots=True)
class Alternative:
    """One fact that is otherwise, and the state that the household would then be in.

    `value` is the other value of a fact that is yes or no, or a choice; `moved` says by how
    much a number would have to be higher or lower.
    """

    fact: str
    state: str
    value: bool | str | None = None
    moved: Undo | None = None


def alternatives(rules: Rules, record: Mapping[str, Any]) -> tuple[Alternative, ...]:
    """The single facts by which the type or the tier would be another.

    Of numbers the least change for each other state; facts that are not known, and those
    of members and other lists, are not tried. Raises RecordError as `record` does.
    """
    values = rules.record(record).values
    now = won(rules, rules.runner.with_gaps(values))
    found = [*_numbers(rules, values, now), *_others(rules, values, now)]
    return tuple(found)


def _numbers(rules: Rules, values: tuple[Any, ...], now: str) -> Iterator[Alternative]:
    atoms = Atoms(rules)
    undoing = Undoing(rules, rules)
    best: dict[tuple[str, str], Undo] = {}
    for reading in atoms.of(values):
        node = reading.atom.node
        if reading.item is not None or not isinstance(node, tree.Compare):
            continue
        if reading.atom.key[0] not in {*CHOICES, "derived", "risks", "guarantees"}:
            continue
        measured = atoms.measured(reading, values)
        for moved in turned_round(undoing, measured, values):
            if moved.state == now:
                continue
            key = (moved.fact, moved.state)
            if key not in best or abs(moved.steps) < abs(best[key].steps):
                best[key] = moved
    # One comparison may be turned by several facts: of those the closest is told.
    told: dict[tuple[int, str], Undo] = {}
    for moved in best.values():
        place = (id(moved.left), moved.state)
        if place not in told or moved.beyond < told[place].beyond:
            told[place] = moved
    for moved in told.values():
        yield Alternative(moved.fact, moved.state, moved=moved)


def _others(rules: Rules, values: tuple[Any, ...], now: str) -> Iterator[Alternative]:
    facts: dict[str, Fact] = {f.id: f for f in rules.facts}
    asked = set(program_of(rules, rules.meaning, CHOICES).facts)
    for at, name in enumerate(rules.program.facts):
        value, fact = values[at], facts[name]
        if value is None or name not in asked:
            continue
        others: list[bool | str] = []
        if fact.kind == "boolean":
            others = [not value]
        elif fact.kind == "choice":
            others = [v for v in fact.values if v != value]
        for other in others:
            tried = (*values[:at], other, *values[at + 1 :])
            state = won(rules, rules.runner.with_gaps(tried))
            if state != now:
                yield Alternative(name, state, value=other)
