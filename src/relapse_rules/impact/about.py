"""Which facts say how many people a household has and where it lives: data of a policy.

A policy says it in a list of its catalogue named `effects`; without one, households are
counted and not told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.documents.policy import PolicyText

LIST = "effects"


@dataclass(frozen=True, slots=True)
class About:
    """The facts and clauses by which the effects of a change are counted.

    `people` is the fact of how many people a household has, `places` those of where it
    lives, the widest first; `area` holds its area code. `no_labour` is the clause of
    households in which nobody can work, as `section.entry`; `health` names the entries
    that tell of somebody's health and are never published.
    """

    people: str = ""
    places: tuple[str, ...] = ()
    area: str = ""
    no_labour: str = ""
    health: frozenset[str] = frozenset()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that is looked at besides those of the rules."""
        return tuple(f for f in (self.people, *self.places, self.area) if f)


def about_of(text: PolicyText) -> About:
    """What a policy says about counting effects."""
    stated: Mapping[str, Any] = text.catalogue.get(LIST) or {}
    items: Mapping[str, Any] = stated.get("items") or {}

    def parts(name: str) -> tuple[str, ...]:
        return tuple((items.get(name) or {}).get("parts") or ())

    known = {f.id for f in text.household.facts}

    def fact(name: str) -> str:
        return next((f for f in parts(name) if f in known), "")

    return About(
        fact("people"),
        tuple(f for f in parts("places") if f in known),
        fact("area"),
        next(iter(parts("no_labour")), ""),
        frozenset(parts("health")),
    )
