"""What a decision says, under the names of the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.answers import (
    ChecklistAnswer,
    ChoiceAnswer,
    FlagsAnswer,
    SequenceAnswer,
)
from relapse_rules.table import NONE, stem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from relapse_rules.decision import Decision
    from relapse_rules.table import Column


def told(decision: Decision, columns: Iterable[Column]) -> dict[str, Any]:
    """The value of each column that is no clause, read from the answers."""
    answers = decision.answers
    found = _removal(decision)
    for section, answer in answers.items():
        if section == "values":
            found |= {f"value__{name}": value for name, value in answer.items()}
        else:
            stem = stem_of(section)
            found |= {f"{stem}{end}": v for end, v in _READ[type(answer)](answer)}
    return {c.name: found[c.name] for c in columns if c.detail != "clauses"}


def _removal(decision: Decision) -> dict[str, Any]:
    removal = decision.removal
    against = [
        *(f"conditions.{one}" for one in removal.unmet),
        *(f"holds.{one}" for one in removal.holds.yes),
        *(f"refusals.{one}" for one in removal.refusals.yes),
    ]
    because = against[0] if against else None
    return {"removal_answer": removal.answer, "removal_because": because}


def _choice(answer: ChoiceAnswer) -> Iterable[tuple[str, Any]]:
    open_ = answer.possible if answer.answer == "undecided" else ()
    yield "", answer.value
    yield "_answer", answer.answer
    yield "_possible", _rows(open_)


def _sequence(answer: SequenceAnswer) -> Iterable[tuple[str, Any]]:
    yield "_answer", answer.answer
    yield "_next", answer.next
    yield "_possible", _rows(answer.possible)
    yield "_late", list(answer.late)


def _checklist(answer: ChecklistAnswer) -> Iterable[tuple[str, Any]]:
    yield "_answer", answer.answer
    yield "_unmet", list(answer.no)
    yield "_undecided", list(answer.undecided)


def _flags(answer: FlagsAnswer) -> Iterable[tuple[str, Any]]:
    yield "_answer", answer.answer
    yield "_count", len(answer.yes)
    yield "_open", len(answer.undecided)
    yield "_yes", list(answer.yes)
    yield "_undecided", list(answer.undecided)


def _rows(rows: Iterable[str | None]) -> list[str]:
    return [NONE if row is None else row for row in rows]


_READ: Mapping[type, Callable[[Any], Iterable[tuple[str, Any]]]] = {
    ChoiceAnswer: _choice,
    SequenceAnswer: _sequence,
    ChecklistAnswer: _checklist,
    FlagsAnswer: _flags,
}
