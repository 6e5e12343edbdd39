"""Which clauses decided an answer, and which facts would settle it: from the trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules import evidence
from relapse_rules.backends.unknown import UNKNOWN
from relapse_rules.documents.policy import SHAPES
from relapse_rules.testing.case import Exactly, Row
from relapse_rules.testing.questions import CLAUSES
from relapse_rules.testing.replies import reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.backends.reference import Step
    from relapse_rules.examine import Examination
    from relapse_rules.testing.case import Question

# What blocks or allows a removal.
REMOVAL = ("removal.conditions", "removal.holds", "removal.refusals")


def needs_of(examined: Examination, question: Question) -> set[str]:
    """The facts that would settle one question."""
    if question.part == "value":
        return set(evidence.needs(examined.run.step(("derived", question.entry))))
    if question.entry:
        step = examined.step(question.section, question.entry)
        return set() if step is None else set(evidence.needs(step))
    sections = REMOVAL if question.section == "removal" else (question.section,)
    return {fact for section in sections for fact in examined.needs_of(section)}


def reasons_of(examined: Examination, questions: Iterable[Question]) -> set[str]:
    """The clauses and derived values behind the answers to some questions.

    Where one operand is enough, only those of that value count: of a true `or` the true
    ones, of a false `and` the false ones, of an `if` the branch that was taken.
    """
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [step for one in questions for step in _starts(examined, one)]
    while waiting:
        step = waiting.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        if step.key and step.key[0] != "otherwise":
            found.add(_named(step.key))
        waiting += _decisive(step)
    return found


def _named(key: tuple[str, ...]) -> str:
    return key[1] if key[0] == "derived" else f"{key[0]}.{key[1]}"


def _starts(examined: Examination, question: Question) -> Iterator[Step]:
    """The formulas whose values are the answer to a question."""
    if question.part == "value":
        yield examined.run.step(("derived", question.entry))
        return
    for section, entries in _deciding_entries(examined, question).items():
        for entry in entries:
            if (step := examined.step(section, entry)) is not None:
                yield step


def _deciding_entries(
    examined: Examination, question: Question
) -> dict[str, Iterable[str]]:
    """The entries that make an answer what it is, by section."""
    section = question.section
    if question.entry:
        return {section: [question.entry]}
    if section == "removal":
        return _of_removal(examined)
    found = reply(examined.decision, question)
    every = (
        [e.id for e in examined.meaning.sections[section].entries]
        if section in examined.meaning.sections
        else []
    )
    match found:
        case Row(id=str(row)):
            return {section: [row]}
        case Exactly(ids=ids) if ids:
            return {section: [i for i in every if i in ids]}
    if found == "yes" and SHAPES[section] in CLAUSES:
        return {section: examined.decision.answers[section].yes}
    return {section: every}


def _of_removal(examined: Examination) -> dict[str, Iterable[str]]:
    removal = examined.decision.removal
    if removal.answer != "no":
        return {
            section: examined.decision.answers[section]
            for section in REMOVAL
            if section in examined.decision.answers
        }
    return {
        "removal.conditions": removal.unmet,
        "removal.holds": removal.holds.yes,
        "removal.refusals": removal.refusals.yes,
    }


def _decisive(step: Step) -> list[Step]:
    """The operands that made a sub-expression what it is."""
    if step.kind == "IfExp" and step.inner[0].value is not UNKNOWN:
        test, then, otherwise = step.inner
        return [test, then if test.value else otherwise]
    wanted = evidence.ENOUGH.get(step.kind)
    if step.kind == "count":
        wanted = True
    if wanted is not None and (step.value is wanted or step.kind == "count"):
        return [s for s in step.inner if s.value is wanted] or step.inner
    return step.inner
