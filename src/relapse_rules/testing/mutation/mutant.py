"""A policy with one small change, and how the change is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from relapse_rules.documents.policy import PolicyText
    from relapse_rules.program.meaning import Key
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Kind


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of a text, replaced."""

    start: int
    end: int
    text: str


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """A text with edits that do not overlap."""
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of a file: what stands at `span` becomes `text`."""

    span: Span
    text: str

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.span.source.name}:{self.span.line}"

    @property
    def lines(self) -> tuple[str, str]:
        """The lines as they are, and as they become; of several, joined."""
        head, old, tail = self._parts()
        return _joined(head, old, tail), _joined(head, self.text, tail)

    def lines_around(self, most: int) -> tuple[str, str]:
        """The same with no more than so much on either side of the edit."""
        head, old, tail = self._parts()
        head, tail = _spaced(head), _spaced(tail)
        if len(head) > most:
            head = f"… {head[-most:]}"
        if len(tail) > most:
            tail = f"{tail[:most]} …"
        return _joined(head, old, tail), _joined(head, self.text, tail)

    def _parts(self) -> tuple[str, str, str]:
        """The lines of the edit: before it, what it replaces, and behind it."""
        source, start, end = self.span
        first = source.line_starts[source.position(start)[0] - 1]
        number = source.position(max(start, end - 1))[0]
        last = source.line_starts[number - 1] + len(source.line(number))
        return source.text[first:start], source.text[start:end], source.text[end:last]


def _spaced(text: str) -> str:
    """With one space for any number of them, at the ends too."""
    return re.sub(r"\s+", " ", text)


def _joined(head: str, middle: str, tail: str) -> str:
    return " ".join(f"{head}{middle}{tail}".split())


@dataclass(frozen=True, slots=True)
class Mutant:
    """What is common to all: which operator made it, of which clause, and the change."""

    operator: str
    clause: str
    kind: Kind
    change: Change = field(compare=False)


@dataclass(frozen=True, slots=True)
class FormulaMutant(Mutant):
    """A formula that says something else."""

    key: Key
    text: str


@dataclass(frozen=True, slots=True)
class ValueMutant(Mutant):
    """Another value of a parameter, for the same days and the same row of its table."""

    parameter: str
    row: str
    since: date
    value: bool | Fraction | date


@dataclass(frozen=True, slots=True)
class RulesMutant(Mutant):
    """Rules in another order, or in force on other days.

    `days` are those on which it can differ; None stands for all.
    """

    text: PolicyText = field(repr=False)
    days: frozenset[date] | None = None
