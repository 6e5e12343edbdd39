"""Rows of a choice that never win, since rows before them take all that they would."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import all_of
from relapse_rules.analysis.findings.place import Place, entries, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.findings.stage import Stage
    from relapse_rules.analysis.views import View
    from relapse_rules.documents.policy import Entry, Section
    from relapse_rules.errors import Diagnostic

HIDDEN, LOWER = "RR403", "RR404"


def find(place: Place) -> Iterator[Diagnostic]:
    """Each row that can hold and never wins, with the rows that hide it."""
    for section, rows in entries(place, "choice"):
        for index, row in enumerate(rows):
            before = rows[:index]
            if before and not place.never(section.id, row.id):
                yield from _hidden(place, section, row, before)


def _hidden(
    place: Place, section: Section, row: Entry, before: list[Entry]
) -> Iterator[Diagnostic]:
    stages = _having(place, section.id, row.id)
    if any(_won(stage, section.id, row.id) for stage in stages):
        return
    if not place.nowhere(stages, partial(_wins, section.id, row.id, before)):
        return
    covers = [
        other
        for other in before
        if place.nowhere(stages, partial(_wins, section.id, row.id, [other]))
    ]
    witness = place.somewhere(stages, partial(_holds, section.id, row.id))
    hiding = covers[:1] or before
    stricter = bool(covers) and section.id == "tiers"
    yield told(
        LOWER if stricter else HIDDEN,
        row.origin.span,
        witness,
        tuple((one.origin.span, "hidden_by") for one in hiding),
        row=row.id,
        others=", ".join(one.id for one in hiding),
    )


def _having(place: Place, section: str, row: str) -> list[Stage]:
    return [s for s in place.stages if row in s.world.entries.get(section, ())]


def _won(stage: Stage, section: str, row: str) -> bool:
    return row in stage.winners.get(section, ())


def _wins(section: str, row: str, before: Sequence[Entry], view: View) -> Term:
    """The row holds and the others, as far as they are in force, surely do not."""
    there = set(view.entries(section))
    others = (view.truth(f"{section}.{o.id}").no for o in before if o.id in there)
    return all_of((view.truth(f"{section}.{row}").yes, *others))


def _holds(section: str, row: str, view: View) -> Term:
    return view.truth(f"{section}.{row}").yes
