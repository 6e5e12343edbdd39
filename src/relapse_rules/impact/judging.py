"""The answers of one policy about many records, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.answers import ANSWERS
from relapse_rules.errors import RecordError
from relapse_rules.impact.probe import Probe
from relapse_rules.table import SINGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from relapse_rules.errors import RecordProblem
    from relapse_rules.evaluator import Rules
    from relapse_rules.program.lowering import Inner

# The sections whose answers are what happens to a household, and what they rest on.
CHOICES = ("types", "tiers")
REMOVAL = ("removal.conditions", "removal.holds", "removal.refusals")
FLAGS = ("risks", "guarantees")


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that one of the policies cannot read: why, never its values."""

    row: int
    problems: tuple[RecordProblem, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One row a record that was judged, in order, with its `row`; and the rejects."""

    decisions: pl.DataFrame
    rejects: tuple[Reject, ...]


def stem(section: str) -> str:
    """How the columns of a section begin, as in `relapse_rules.table`."""
    return SINGULAR.get(section, section.replace(".", "_"))


def clause_column(section: str, entry: str) -> str:
    return f"{stem(section)}__{entry}"


def clauses_of(rules: Rules) -> dict[str, Inner]:
    """Every clause of the sections that are compared, by the name of its column."""
    found: dict[str, Inner] = {}
    for section in rules.meaning.rules.sections:
        if section.id not in (*CHOICES, *REMOVAL, *FLAGS):
            continue
        for entry in section.entries:
            key = (section.id, entry.id, "when")
            if key in rules.meaning.typed:
                column = clause_column(section.id, entry.id)
                found[column] = (key, rules.meaning.typed[key])
    return found


def judge(
    rules: Rules,
    records: Iterable[tuple[int, Mapping[str, Any]]],
    asked: Mapping[str, Inner] | None = None,
) -> Judged:
    """The answers about numbered records; `asked` are further conditions.

    Columns are those of `relapse_rules.table`: `type`, `type_answer`, `tier`,
    `tier_answer`, `removal_answer`, and one a clause.
    """
    import polars as pl

    clauses = clauses_of(rules)
    probe = Probe(rules, {**clauses, **(asked or {})})
    numbers: list[int] = []
    answers: list[tuple[Any, ...]] = []
    truths: list[tuple[bool | None, ...]] = []
    rejects: list[Reject] = []
    for number, record in records:
        try:
            encoded = rules.record(record)
        except RecordError as error:
            rejects.append(Reject(number, error.problems))
            continue
        values = encoded.values
        numbers.append(number)
        answers.append(_answers(rules, rules.runner.with_gaps(values)))
        truths.append(probe.truths(values))
    schema: dict[str, Any] = {"row": pl.Int64}
    columns: dict[str, Any] = {"row": numbers}
    for name, values_ in zip(_ANSWERS, _columns(answers, len(_ANSWERS)), strict=True):
        schema[name], columns[name] = pl.String, values_
    for name, values_ in zip(
        probe.names, _columns(truths, len(probe.names)), strict=True
    ):
        schema[name], columns[name] = pl.Boolean, values_
    return Judged(pl.DataFrame(columns, schema=schema), tuple(rejects))


_ANSWERS = ("type", "type_answer", "tier", "tier_answer", "visits", "removal_answer")


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _answers(rules: Rules, outcomes: tuple[Any, ...]) -> tuple[Any, ...]:
    found: list[Any] = []
    for section in CHOICES:
        answer = rules.layout.answer(section, outcomes)
        if answer is None:
            found += [None, "not_defined"]
        else:
            found += [answer.value, answer.answer]
    visits = rules.layout.answer("visits", outcomes)
    return (*found, visits and visits.value, _removal(rules, outcomes))


def _removal(rules: Rules, outcomes: tuple[Any, ...]) -> str:
    """Whether a case may be closed: every condition holds, and nothing holds it back."""
    layout = rules.layout.by_id
    if REMOVAL[0] not in layout:
        return "not_defined"
    found: list[bool | None] = []
    for name in REMOVAL:
        if (section := layout.get(name)) is None:
            continue
        values = outcomes[section.start : section.start + len(section.entries)]
        turned = name != REMOVAL[0]
        found += [v if v is None or not turned else not v for v in values]
    if False in found:
        return ANSWERS[False]
    return ANSWERS[None if None in found else True]
