"""Closing a case: conditions that exclude each other, and cases that open at once again."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import all_of, negation
from relapse_rules.analysis.findings.place import Place, told
from relapse_rules.analysis.views import removable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.findings.stage import Stage
    from relapse_rules.analysis.views import View
    from relapse_rules.documents.policy import Entry
    from relapse_rules.errors import Diagnostic

TOGETHER, NONE_CLOSES, AGAIN = "RR406", "RR407", "RR408"
CONDITIONS = "removal.conditions"


def find(place: Place) -> Iterator[Diagnostic]:
    """Pairs of conditions that never hold together; else whether all ever do; else cases
    that could be closed and identified again on the same day."""
    section = place.sections.get(CONDITIONS)
    if section is None:
        return
    alive = [e for e in section.entries if not place.never(CONDITIONS, e.id)]
    together = partial(_both, [f"{CONDITIONS}.{e.id}" for e in section.entries])
    pairs = []
    if place.somewhere(place.stages[-1:], together) is None:
        pairs = [pair for pair in combinations(alive, 2) if _excluded(place, *pair)]
    for one, other in pairs:
        witness = place.somewhere(_having(place, other), partial(_met, other.id))
        also = ((one.origin.span, "excluded_by"),)
        args = {"one": other.id, "other": one.id}
        yield told(TOGETHER, other.origin.span, witness, also, **args)
    if pairs or len(alive) < len(section.entries):
        return
    stages = [s for s in place.stages if s.world.entries.get(CONDITIONS)]
    if not any(s.may_close for s in stages):
        yield told(NONE_CLOSES, section.entries[0].origin.span)
        return
    yield from _again(place, stages)


def _again(place: Place, stages: list[Stage]) -> Iterator[Diagnostic]:
    both = [s for s in stages if s.world.entries.get("types")]
    witness = place.somewhere(both, _closes_and_opens)
    if witness is None:
        return
    rules = next(
        s.rules
        for s in both
        if s.stretch.first <= witness.day and s.covers(witness.day)
    )
    won = rules.evaluate(witness.records[0]).type.value
    types = next(s for s in rules.meaning.rules.sections if s.id == "types")
    row = next(e for e in types.entries if e.id == won)
    yield told(AGAIN, row.origin.span, witness, row=row.id)


def _closes_and_opens(view: View) -> Term:
    return all_of((removable(view).yes, negation(view.possible("types")[None])))


def _having(place: Place, entry: Entry) -> list[Stage]:
    return [s for s in place.stages if entry.id in s.world.entries.get(CONDITIONS, ())]


def _excluded(place: Place, one: Entry, other: Entry) -> bool:
    stages = [s for s in _having(place, one) if s in _having(place, other)]
    names = [f"{CONDITIONS}.{e.id}" for e in (one, other)]
    if any(s.seen_together(*names) for s in stages):
        return False
    return place.nowhere(stages, partial(_both, names))


def _both(names: list[str], view: View) -> Term:
    return all_of(view.truth(name).yes for name in names)


def _met(entry: str, view: View) -> Term:
    return view.truth(f"{CONDITIONS}.{entry}").yes
