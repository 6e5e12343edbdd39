"""Which rules decide about a row: those of one place, or of the place it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PlaceError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl

    from relapse_rules.book import Book
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules
    from relapse_rules.policy import Policy

# Area codes that are kept with what was found for them.
CODES_KEPT = 100_000


@dataclass(frozen=True)
class Place:
    """One policy on the day of the run."""

    rules: Rules

    @property
    def id(self) -> str:
        return self.rules.policy_id

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.rules.facts}


class OnePlace:
    """Every row is decided by the same rules."""

    by = ""

    def __init__(self, rules: Rules) -> None:
        self._place = Place(rules)
        self.facts = rules.facts

    def of(self, _area: str | None) -> Place:
        return self._place

    def visited(self) -> tuple[Place, ...]:
        return (self._place,)


class PlacesByArea:
    """Each row is decided by the nearest place whose code its area code begins with."""

    def __init__(self, book: Book, by: str, day: date) -> None:
        """`by` is the fact that states the area code."""
        self._book = book
        self._day = day
        self._found: dict[str, tuple[Place | None, str]] = {}
        self._places: dict[str, Place] = {}
        self._unfit: dict[str, tuple[Diagnostic, ...]] = {}
        facts: dict[str, Fact] = {}
        for policy in book.places:
            for fact in policy.facts:
                facts.setdefault(fact.id, fact)
        self.facts = tuple(facts.values())
        self.by = by

    def of(self, area: str | None) -> Place | str:
        """The place of an area code, or the code of why there is none.

        Raises PolicyError when the policy cannot decide on the day, and says whose it is.
        """
        if area is None:
            return "RR708"
        if area not in self._found:
            if len(self._found) >= CODES_KEPT:
                self._found = {}
            self._found[area] = self._look_up(area)
        place, code = self._found[area]
        return place or code

    def _look_up(self, area: str) -> tuple[Place | None, str]:
        try:
            policy = self._book.governing(area)
        except PlaceError as error:
            return None, "RR651" if error.code == "RR707" else error.code
        return self._place(policy), ""

    def _place(self, policy: Policy) -> Place:
        place = self._places.get(policy.id)
        if place is None:
            if policy.id not in self._unfit:
                try:
                    place = self._places[policy.id] = Place(policy.on(self._day))
                except PolicyError as error:
                    about = {"policy": policy.id, "day": self._day.isoformat()}
                    told = Diagnostic("RR658", None, about)
                    self._unfit[policy.id] = (told, *error.diagnostics)
                else:
                    return place
            raise PolicyError(self._unfit[policy.id])
        return place

    def visited(self) -> tuple[Place, ...]:
        """The places of all codes that were asked for so far."""
        return tuple(self._places[one] for one in sorted(self._places))


Places = OnePlace | PlacesByArea


def split(
    places: PlacesByArea, areas: pl.Series
) -> tuple[list[tuple[Place, pl.Series]], list[tuple[int, str]]]:
    """The rows of each place as masks, and the rows that no place governs.

    Raises PolicyError with what is wrong at every place that cannot decide.
    """
    found: dict[str, Place | str] = {}
    problems: list[Diagnostic] = []
    for area in areas.unique():
        try:
            found[area or ""] = places.of(area)
        except PolicyError as error:
            problems += error.diagnostics
    if problems:
        raise PolicyError(problems)
    names = [p.id if isinstance(p, Place) else p for p in found.values()]
    whose = areas.fill_null("").replace_strict(list(found), names)
    known = {p.id: p for p in found.values() if isinstance(p, Place)}
    parts = [(known[one], whose == one) for one in sorted(known)]
    lost = (
        [(i, one) for i, one in enumerate(whose) if one not in known]
        if (len(known) < len(set(names)))
        else []
    )
    return parts, lost
