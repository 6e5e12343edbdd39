"""What a case has to expect so that it tells one decision from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.source import Source, Span
from relapse_rules.testing.case import Expectation, Question
from relapse_rules.testing.replies import reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relapse_rules.decision import Decision
    from relapse_rules.layout import Layout, SectionLayout
    from relapse_rules.testing.case import Part

NOWHERE = Span(Source("", ""), 0, 0)


def telling(
    layout: Layout, today: Decision, others: Iterable[Decision]
) -> Iterator[Expectation]:
    """Every answer of today that one of the other decisions does not give.

    The plainest of a section come first.
    """
    listed = list(others)
    for question in _worth_asking(layout, today, listed):
        wanted = reply(today, question)
        if any(reply(other, question) != wanted for other in listed):
            yield Expectation(question, wanted, NOWHERE)


def _worth_asking(
    layout: Layout, today: Decision, others: Sequence[Decision]
) -> Iterator[Question]:
    """Those of the sections that another decision answers otherwise, and of the values."""
    for section in layout.sections:
        mine = today.answers[section.id]
        if any(other.answers.get(section.id) != mine for other in others):
            yield from _of_section(section)
    yield from _of_values(layout)


def questions(layout: Layout) -> Iterator[Question]:
    """What may be asked of a decision, clause by clause."""
    for section in layout.sections:
        yield from _of_section(section)
    yield from _of_values(layout)


def _of_values(layout: Layout) -> Iterator[Question]:
    return (Question("values", "value", name) for name in layout.values)


def _of_section(section: SectionLayout) -> Iterator[Question]:
    if section.shape == "choice":
        yield Question(section.id, "row")
        yield Question(section.id, "possible")
    elif section.shape == "sequence":
        yield Question(section.id, "next")
        yield from (Question(section.id, "due", step) for step in section.entries)
        parts: tuple[Part, ...] = ("done", "late", "possible")
        yield from (Question(section.id, part) for part in parts)
    else:
        yield from (Question(section.id, "answer", e) for e in section.entries)
