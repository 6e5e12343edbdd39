"""What a decision answers to a question."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import SHAPES
from relapse_rules.testing.case import SINGULAR, Exactly, Row, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.answers import (
        ChecklistAnswer,
        ChoiceAnswer,
        FlagsAnswer,
        SequenceAnswer,
    )
    from relapse_rules.decision import Decision
    from relapse_rules.testing.case import Part, Question, Reply

# Where a decision keeps the answer of each section.
SECTIONS = {s: attrgetter(SINGULAR.get(s, s)) for s in (*SHAPES, "removal")}


def reply(decision: Decision, question: Question) -> Reply:
    """The answer to a question; a clause or section that is not there is not defined."""
    if question.part == "value":
        return Value(decision.values.get(question.entry))
    answer = SECTIONS[question.section](decision)
    if answer.answer == "not_defined":
        return "not_defined"
    return _PARTS[question.part](answer, question.entry)


def _answer(answer: Any, entry: str) -> Reply:
    found: Reply = answer.flags.get(entry, "not_defined") if entry else answer.answer
    return found


def _row(answer: ChoiceAnswer, _entry: str) -> Reply:
    return "undecided" if answer.answer == "undecided" else Row(answer.value)


def _holding(answer: FlagsAnswer, _entry: str) -> Reply:
    return Exactly(frozenset(answer.yes), frozenset(answer.undecided))


def _unmet(answer: ChecklistAnswer, _entry: str) -> Reply:
    return Exactly(frozenset(answer.no), frozenset(answer.undecided))


def _possible(answer: ChoiceAnswer | SequenceAnswer, _entry: str) -> Reply:
    return Exactly(frozenset(answer.possible))


def _next(answer: SequenceAnswer, _entry: str) -> Reply:
    return "undecided" if answer.answer == "undecided" else Row(answer.next)


def _done(answer: SequenceAnswer, _entry: str) -> Reply:
    return Exactly(frozenset(answer.done))


def _late(answer: SequenceAnswer, _entry: str) -> Reply:
    return Exactly(frozenset(answer.late))


def _due(answer: SequenceAnswer, entry: str) -> Reply:
    return Value(answer.due.get(entry))


_PARTS: Mapping[Part, Callable[[Any, str], Reply]] = {
    "answer": _answer,
    "row": _row,
    "holding": _holding,
    "unmet": _unmet,
    "possible": _possible,
    "next": _next,
    "done": _done,
    "late": _late,
    "due": _due,
}
