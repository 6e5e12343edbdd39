"""Steps of a procedure that nobody ever comes to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import all_of
from relapse_rules.analysis.findings.place import Place, entries, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.views import View
    from relapse_rules.documents.policy import Entry
    from relapse_rules.errors import Diagnostic

UNREACHED = "RR409"


def find(place: Place) -> Iterator[Diagnostic]:
    """The first step of each procedure that cannot be the next one."""
    for section, steps in entries(place, "sequence"):
        for index, step in enumerate(steps):
            stages = [
                s
                for s in place.stages
                if step.id in s.world.entries.get(section.id, ())
            ]
            if any(section.id in s.whole_procedures for s in stages):
                break
            reached = partial(_next, section.id, step.id, steps[:index])
            if place.nowhere(stages, reached):
                before = steps[index - 1] if index else step
                witness = place.somewhere(
                    stages, partial(_done, section.id, steps[: index - 1])
                )
                also = ((before.origin.span, "blocked_by"),)
                yield told(UNREACHED, step.origin.span, witness, also, step=step.id)
                break


def _done(section: str, before: list[Entry], view: View) -> Term:
    there = set(view.entries(section))
    return all_of(view.truth(f"{section}.{b.id}").yes for b in before if b.id in there)


def _next(section: str, step: str, before: list[Entry], view: View) -> Term:
    open_ = view.truth(f"{section}.{step}").no
    return all_of((_done(section, before, view), open_))
