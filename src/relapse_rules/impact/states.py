"""The state of one household, as `moves` names those of a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.impact.moves import OPEN, UNWATCHED, WATCHED
from relapse_rules.table import NONE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from relapse_rules.evaluator import Rules


def state_of(found: Mapping[str, str]) -> str:
    """The state by the row that won of each section, `NONE`, or `OPEN`; those not defined
    are left out."""
    type_, tier = found.get("types"), found.get("tiers")
    if tier is None:
        return type_ or NONE
    if type_ is None:
        return tier
    if type_ == OPEN:
        return OPEN
    if type_ == NONE:
        return NONE if tier == NONE else f"{UNWATCHED}{tier}"
    return WATCHED if tier == NONE else tier


def won(rules: Rules, outcomes: tuple[Any, ...]) -> str:
    """The state that a policy's outcomes come to."""
    found: dict[str, str] = {}
    for section in ("types", "tiers"):
        answer = rules.layout.answer(section, outcomes)
        if answer is not None:
            found[section] = (
                OPEN if answer.answer == "undecided" else (answer.value or NONE)
            )
    return state_of(found)
