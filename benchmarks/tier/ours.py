"""The tier rule as a policy of this library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules import load

if TYPE_CHECKING:
    from relapse_rules import Decision, Evaluator

POLICIES = Path(__file__).parent / "policies"
DAY = "2022-10-31"


def rules() -> Evaluator:
    """The policy on the day of the benchmark."""
    return load("tier", POLICIES).on(DAY)


def answers(decision: Decision) -> dict[str, Any]:
    """The per-head value, the six risks and the tier, as the public interface gives them."""
    return {
        "per_head": decision.values["per_head"],
        **decision.risks.flags,
        "tier": decision.tier.value,
    }
