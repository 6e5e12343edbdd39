"""The tier rule as a careful developer writes it by hand: one dict in, one dict out.

Thresholds are compared by whole numbers, since 0.3 * income is not exact in floats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LINE = 8000
RAISED_LINE = 9600


def decide(household: Mapping[str, Any]) -> dict[str, Any]:
    """The per-head value, the six risks and the tier of one household."""
    annual_income = household["annual_income"]
    per_head = (annual_income - household["rigid_expenditure"]) / household["members"]
    raised = (
        household["subsistence_allowance"] or household["prior_status"] == "unstable"
    )
    income = per_head < (RAISED_LINE if raised else LINE)
    medical = household["medical_out_of_pocket"] * 10 > annual_income * 3
    housing = household["house_safety"] in {"C", "D"}
    water = not household["water_safe"]
    education = household["education_dropout"]
    shock = household["disaster"] or (
        household["has_labour"] == 0 and household["disability_count"] >= 1
    )
    if housing or water or education:
        tier = "red"
    else:
        found = income + medical + shock
        tier = "yellow" if found >= 2 else "blue" if found else "none"
    return {
        "per_head": per_head,
        "income": income,
        "medical": medical,
        "housing": housing,
        "water": water,
        "education": education,
        "shock": shock,
        "tier": tier,
    }
