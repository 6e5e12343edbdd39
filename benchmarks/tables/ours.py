"""The rules as policies of this library, on whole tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.tier.ours import DAY, POLICIES
from relapse_rules import load

if TYPE_CHECKING:
    from relapse_rules.tabular import Tabular

FLAT = ("income", "medical", "housing", "water", "education", "shock")
MEMBERS = ("disabled", "uninsured", "dropout", "wages", "aged")


def flat() -> Tabular:
    """The per-head value, six risks and the tier, as the functions by hand give them."""
    return _asked("tier", ("value__per_head", *(f"risks__{r}" for r in FLAT), "tier"))


def members() -> Tabular:
    return _asked("members", (*(f"risks__{r}" for r in MEMBERS), "tier"))


def _asked(policy: str, columns: tuple[str, ...]) -> Tabular:
    return load(policy, POLICIES).on(DAY).tabular(columns)
