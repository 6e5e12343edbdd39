"""The answers that claims are about, and how two of them compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import (
    NO,
    Term,
    Truth,
    all_of,
    any_of,
    compared,
    negation,
    same,
)
from relapse_rules.analysis.views import Ratio, removable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.views import Possible, View
    from relapse_rules.testing.case import Question

REMOVAL = "removal"
OF_REMOVAL = ("removal.conditions", "removal.holds", "removal.refusals")
# What may be compared: a choice, a clause, whether any clause holds, removal, a value.
PARTS = frozenset({"row", "answer", "value"})


def sections_of(question: Question) -> tuple[str, ...]:
    """The sections that an answer is made of."""
    if question.section == REMOVAL:
        return OF_REMOVAL
    return () if question.part == "value" else (question.section,)


def yes_or_no(view: View, question: Question) -> Truth:
    """A clause, whether any clause of a section holds, or whether a case may be closed."""
    if question.section == REMOVAL:
        return removable(view)
    if question.entry:
        if question.entry not in view.entries(question.section):
            return NO
        return view.truth(f"{question.section}.{question.entry}")
    every = [
        view.truth(f"{question.section}.{e}") for e in view.entries(question.section)
    ]
    if question.section == "removal.conditions":
        return Truth(all_of(e.yes for e in every), any_of(e.no for e in every))
    return Truth(any_of(e.yes for e in every), all_of(e.no for e in every))


def differ(one: View, other: View, question: Question) -> Term:
    """Whether two answers are not the same, unknown being an answer of its own."""
    if question.part == "value":
        a, b = one.ratio(question.entry), other.ratio(question.entry)
        unlike = all_of((a.known, b.known, negation(_compared("==", a, b))))
        return any_of((negation(same(a.known, b.known)), unlike))
    if question.part == "row":
        mine, others = one.possible(question.section), other.possible(question.section)
        return any_of(
            negation(same(mine.get(row, False), others.get(row, False)))
            for row in {**mine, **others}
        )
    a_, b_ = yes_or_no(one, question), yes_or_no(other, question)
    return any_of(negation(same(x, y)) for x, y in ((a_.yes, b_.yes), (a_.no, b_.no)))


def falls(lower: View, higher: View, question: Question) -> Term:
    """Whether the answer of the second is below that of the first.

    Of a choice the rows stand from the highest down, and no row is below them all. What is
    undecided is between: neither end of it may fall.
    """
    if question.part == "value":
        a, b = lower.ratio(question.entry), higher.ratio(question.entry)
        less = all_of((a.known, b.known, _compared(">", a, b)))
        return any_of((negation(same(a.known, b.known)), less))
    return any_of(
        all_of((before, negation(after)))
        for before, after in zip(
            _levels(lower, question), _levels(higher, question), strict=True
        )
    )


def _levels(view: View, question: Question) -> Iterator[Term]:
    """From the lowest answer up, whether it is surely and whether it may be reached."""
    if question.part != "row":
        found = yes_or_no(view, question)
        yield from (found.yes, found.may_be)
        return
    rows = view.possible(question.section)
    from_below = [None, *reversed([r for r in rows if r is not None])]
    for index in range(1, len(from_below)):
        yield negation(any_of(rows[r] for r in from_below[:index]))
        yield any_of(rows[r] for r in from_below[index:])


def _compared(op: str, a: Ratio, b: Ratio) -> Term:
    """Two exact ratios; their divisors are positive."""
    if _identical(a.bottom, b.bottom):
        return compared(op, a.top, b.top)
    return compared(op, a.top * b.bottom, b.top * a.bottom)


def _identical(one: Term, other: Term) -> bool:
    if isinstance(one, int) or isinstance(other, int):
        return isinstance(one, int) and isinstance(other, int) and one == other
    return bool(one.eq(other))


def lost(new: Possible, old: Possible) -> Term:
    """Whether a household that a choice takes, or may take, is taken less surely."""
    surely = all_of((negation(old[None]), new[None]))
    maybe = all_of((_may_win(old), negation(_may_win(new))))
    return any_of((surely, maybe))


def _may_win(rows: Possible) -> Term:
    return any_of(term for row, term in rows.items() if row is not None)
