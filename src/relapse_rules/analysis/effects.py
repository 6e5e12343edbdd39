"""What a change of rules can and cannot do, to any household whatever, on one day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from relapse_rules.analysis.claims.asked import OF_REMOVAL, differ, falls, lost
from relapse_rules.analysis.encoding.terms import any_of
from relapse_rules.analysis.likeness import unlike_facts
from relapse_rules.analysis.plain import plain_data
from relapse_rules.analysis.sampling import require_none
from relapse_rules.analysis.search import Limits, Search
from relapse_rules.analysis.witness import witness_of
from relapse_rules.analysis.world import World
from relapse_rules.messages import word
from relapse_rules.testing.case import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.proving import Standing
    from relapse_rules.analysis.views import View
    from relapse_rules.analysis.witness import Witness
    from relapse_rules.evaluator import Rules
    from relapse_rules.messages import Lang

    Found = Callable[[Sequence[View]], Term]

# What may be said of a change: that nothing changes, or each way in which something may.
About = Literal[
    "nothing", "unlike", "leaves", "enters", "lower", "higher", "closes", "stays"
]
TYPES, TIERS, REMOVAL = (
    Question("types", "row"),
    Question("tiers", "row"),
    Question("removal"),
)
# A plan waits for these proofs.
LIMITS = Limits(time=3_000)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a change does to nobody (proved), or to somebody (refuted).

    Of a refuted one the witness is such a household. `bounds` says how many items lists
    may hold in the proof.
    """

    about: About
    standing: Standing
    witness: Witness | None = None
    items: int = 0

    def text(self, lang: Lang = "zh") -> str:
        """The statement as a sentence, with its household or the bound of its proof."""
        said = word(f"effect_{self.about}_{self.standing}", lang)
        if self.witness is not None:
            (record,) = self.witness.records
            shown = json.dumps(plain_data(record), ensure_ascii=False)
            return said + word("effect_such_as", lang).format(record=shown)
        if self.items and self.standing == "proved":
            return said + word("effect_bound", lang).format(n=self.items)
        return said


def effect(base: Rules, head: Rules, limits: Limits = LIMITS) -> tuple[Statement, ...]:
    """What is proved of the change from one policy to another, on the day of `head`.

    A statement that could not be settled in time says so; nothing is left out.
    """
    if any(unlike_facts([*base.facts, *head.facts])):
        return (Statement("unlike", "open"),)
    asking = _Asking(base, head, limits)
    nothing = asking.statement("nothing", asking.any_differs)
    if nothing.standing == "proved":
        return (nothing,)
    return tuple(asking.each())


class _Asking:
    """Both policies on one day, the old one first."""

    def __init__(self, base: Rules, head: Rules, limits: Limits) -> None:
        sections = ("types", "tiers", *OF_REMOVAL)
        self.worlds = World(base, sections=sections), World(head, sections=sections)
        self.limits = limits

    def _rows(self, section: str) -> list[Sequence[str]]:
        return [world.entries.get(section, ()) for world in self.worlds]

    @property
    def questions(self) -> list[Question]:
        """What either of them answers about being watched, how urgently, and closing."""
        found = [q for q in (TYPES, TIERS) if any(self._rows(q.section))]
        return [*found, REMOVAL] if any(self._rows(OF_REMOVAL[0])) else found

    def any_differs(self, views: Sequence[View]) -> Term:
        return any_of(differ(views[0], views[1], q) for q in self.questions)

    def each(self) -> Iterator[Statement]:
        """Each way in which a household may gain or lose by the change."""
        asked = self.questions
        if TYPES in asked:
            yield self.statement("leaves", lambda v: lost(*_types(v[1], v[0])))
            yield self.statement("enters", lambda v: lost(*_types(v[0], v[1])))
        old, new = self._rows(TIERS.section)
        if TIERS in asked and old == new:
            yield self.statement("lower", lambda v: falls(v[0], v[1], TIERS))
            yield self.statement("higher", lambda v: falls(v[1], v[0], TIERS))
        if REMOVAL in asked:
            yield self.statement("closes", lambda v: falls(v[1], v[0], REMOVAL))
            yield self.statement("stays", lambda v: falls(v[0], v[1], REMOVAL))

    def statement(self, about: About, found: Found) -> Statement:
        search = Search(self.worlds, found, limits=self.limits)
        came = search.run()
        if came.records:
            return Statement(about, "refuted", witness_of(search, came.records))
        if came.outcome == "open":
            return Statement(about, "open")
        require_none(search)
        return Statement(about, "proved", items=max(came.bounds.values(), default=0))


def _types(*views: View) -> list[dict[str | None, Term]]:
    return [view.possible(TYPES.section) for view in views]
