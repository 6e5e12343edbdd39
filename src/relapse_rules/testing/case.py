"""A test household: what is said about it, and what must be decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from relapse_rules.answers import Answer
    from relapse_rules.documents.policy import Citation
    from relapse_rules.errors import Diagnostic
    from relapse_rules.evaluator import Evaluator, Rules
    from relapse_rules.policy import Policy
    from relapse_rules.source import Span

Kind = Literal["household", "grid"]
# `row` is what wins a choice, `holding` all that hold in a section of flags.
Part = Literal[
    "answer",
    "row",
    "holding",
    "unmet",
    "possible",
    "next",
    "done",
    "late",
    "due",
    "value",
]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a decision answers: `tier`, `risks.illness`, `removal.procedure.next`.

    `section` is the id of a section, `removal` or `values`; `entry` is one clause, step or
    value of it.
    """

    section: str
    part: Part = "answer"
    entry: str = ""

    @property
    def name(self) -> str:
        """How a case file asks it."""
        section = SINGULAR.get(self.section, self.section)
        if self.part == "unmet":
            section = "removal"
        part = self.part if self.part in NAMED_PARTS else ""
        return ".".join(word for word in (section, part, self.entry) if word)


# Sections whose answer is one of a kind are named so, as in `decision.tier`.
SINGULAR = {"types": "type", "tiers": "tier"}
NAMED_PARTS: frozenset[Part] = frozenset(
    {"unmet", "possible", "next", "done", "late", "due"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """The row that wins, or the next step; None when there is none."""

    id: str | None


@dataclass(frozen=True, slots=True)
class Exactly:
    """These entries and no others; `undecided` are those that must stay open."""

    ids: frozenset[str | None]
    undecided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Value:
    """A shown value, or the day that a step is due; None is unknown."""

    value: Decimal | date | None


# What a question is answered with.
Reply: TypeAlias = "Answer | Row | Exactly | Value"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one question must be answered with, and where that is written."""

    question: Question
    wanted: Reply
    place: Span = field(compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it says that something must stay undecided."""
        return self.wanted in ("undecided", Value(None))


@dataclass(frozen=True, slots=True)
class Case:
    """One test household on one day. A row of a table is a case of its own.

    `record` holds exact values by the ids of facts; what is left out is unknown. `refused`
    maps each fact that must be refused to the codes that say why. `needs` are the facts that
    would settle what is undecided, or None when the case does not say. `reasons` name
    clauses and derived values that must have decided: `guarantees.housing`, `below_line`.
    """

    name: str
    policy: str
    day: date
    kind: Kind
    record: Mapping[str, Any] = field(repr=False)
    expected: tuple[Expectation, ...] = ()
    reasons: tuple[str, ...] = ()
    needs: frozenset[str] | None = None
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)
    todo: bool = False
    confirm: bool = False
    keywords: tuple[str, ...] = ()
    description: str = ""
    source: tuple[Citation, ...] = ()
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is a test: neither still to do, nor waiting for a person's word."""
        return not (self.todo or self.confirm)

    def rules(self, evaluator: Evaluator) -> Rules:
        """The rules that decide about its kind of record."""
        if self.kind == "household":
            return evaluator
        assert evaluator.grid is not None, "cases about grids are read with their rules"
        return evaluator.grid


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of cases. With `problems` it has none, and counts as failed."""

    name: str
    path: Path
    policy: Policy | None = None
    cases: tuple[Case, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
