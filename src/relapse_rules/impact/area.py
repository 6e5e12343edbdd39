"""Whether the records are of the place that the policy governs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.documents.area import area_prefix
from relapse_rules.errors import PlaceError

if TYPE_CHECKING:
    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.about import About
    from relapse_rules.impact.households import Households


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many records state an area code outside the policy's own, and which codes."""

    households: int = 0
    codes: tuple[str, ...] = ()
    unstated: int = 0


def elsewhere(rules: Rules, about: About, households: Households) -> Elsewhere:
    """Records of another place; PlaceError when all that state a code are."""
    from relapse_rules.impact.households import areas

    text = rules.text
    fact = next((f for f in rules.facts if f.id == about.area), None)
    if fact is None or not text.area:
        return Elsewhere(unstated=households.height)
    codes = areas(households, fact)
    unstated = codes.pop("", 0)
    own = area_prefix(text.area)
    away = {c: n for c, n in codes.items() if not c.startswith(own)}
    shown = tuple(sorted(away, key=lambda c: (-away[c], c)))
    if away and len(away) == len(codes):
        listed = ", ".join(shown[:5])
        raise PlaceError(
            "RR852", n=sum(away.values()), codes=listed, area=text.area, policy=text.id
        )
    return Elsewhere(sum(away.values()), shown, unstated)
