"""Every engine answers like the hand-written function, or it is not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.tier import by_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from benchmarks.tier.households import Household

    Decide = Callable[[Household], Mapping[str, Any]]

RISKS = ("income", "medical", "housing", "water", "education", "shock")
ANSWERS = ("per_head", *RISKS, "tier")
TRUTH = {"yes": True, "no": False}


class DisagreementError(Exception):
    """An engine and the hand-written function answer differently."""


def plain(answers: Mapping[str, Any]) -> tuple[Any, ...]:
    """Answers in one form for all engines.

    Two decimals tell per-head values apart: of whole 元 and at most seven members, none
    lies closer than 1/1400 元 to where rounding turns.
    """
    risks = [answers[risk] for risk in RISKS]
    return (
        round(float(answers["per_head"]), 2),
        *(TRUTH[r] if isinstance(r, str) else bool(r) for r in risks),
        answers["tier"] or "none",
    )


def agree(engine: str, decide: Decide, households: Iterable[Household]) -> None:
    """Raises DisagreementError at the first difference."""
    for household in households:
        wanted = plain(by_hand.decide(household))
        found = plain(decide(household))
        if found != wanted:
            raise DisagreementError(f"{engine}: {found}, by hand {wanted}: {household}")
