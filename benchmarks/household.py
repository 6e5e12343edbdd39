"""Households as a village records them, for a shipped policy: four members each."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

PLACE = "cn/shaanxi/baoji/weibin"
DAY = "2022-10-31"
SEED = 1031

_MEMBERS: list[dict[str, Any]] = [
    {
        "relation_to_head": "head",
        "birth_date": "1968-03-12",
        "health": ["serious_disease"],
        "labour_ability": "lost",
        "has_basic_medical_insurance": True,
        "has_pension_insurance": True,
        "receives_dibao": False,
    },
    {
        "relation_to_head": "spouse",
        "birth_date": "1970-11-02",
        "health": ["chronic_disease"],
        "labour_ability": "weak_or_half",
        "has_basic_medical_insurance": True,
        "has_pension_insurance": True,
        "has_public_post": True,
        "monthly_wage": 600,
        "work_months_12m": 12,
    },
    {
        "relation_to_head": "child",
        "birth_date": "1995-06-30",
        "health": ["healthy"],
        "labour_ability": "skilled",
        "has_basic_medical_insurance": True,
        "work_place_scope": "outside_province",
        "work_months_12m": 7,
        "monthly_wage": Decimal("3850.50"),
    },
    {
        "relation_to_head": "grandchild",
        "birth_date": "2012-09-01",
        "health": ["healthy"],
        "labour_ability": "none",
        "school_stage": "primary",
        "left_compulsory_school": False,
        "has_basic_medical_insurance": True,
    },
]
_MEASURES: list[dict[str, Any]] = [
    {"kind": "health", "status": "done", "amount": 4200, "amount_period": "once"},
    {
        "kind": "public_post",
        "status": "in_process",
        "amount": 600,
        "amount_period": "monthly",
    },
]
HOUSEHOLD: dict[str, Any] = {
    "household_id": "610302-0001",
    "household_size": 4,
    "is_ex_poor": True,
    "monitoring_type": "unstable_ex_poor",
    "monitoring_status": "monitored",
    "identified_on": "2022-03-18",
    "risk_causes": ["illness", "employment"],
    "wage_income_12m": Decimal("34153.50"),
    "business_income_12m": 5200,
    "business_expense_12m": 2100,
    "property_income_12m": 800,
    "transfer_income_12m": Decimal("3640.80"),
    "per_capita_net_income_prev": 9120,
    "claim_income_12m": 2600,
    "compliant_self_paid_12m": 14800,
    "medical_self_paid_12m": 12600,
    "medical_total_12m": 41300,
    "education_self_paid_12m": 0,
    "income_stable_months": 4,
    "income_sustainable": False,
    "food_secure": True,
    "clothing_secure": True,
    "housing_grade": "B",
    "drinking_water_safe": True,
    "sudden_event": "illness",
    "sudden_event_on": "2022-01-20",
    "has_industry_conditions": True,
    "dibao_status": "none",
    "last_visit_on": "2022-10-27",
    "lead_found_on": "2022-03-05",
    "checked_on": "2022-03-08",
    "members": _MEMBERS,
    "measures": _MEASURES,
}


# Thirty facts in all: fourteen of the household, and four of each of its members.
_KEPT = ("birth_date", "health", "labour_ability", "has_basic_medical_insurance")
THIRTY: dict[str, Any] = {
    "household_id": "610302-0002",
    "household_size": 4,
    "is_ex_poor": True,
    "monitoring_status": "monitored",
    "identified_on": "2022-03-18",
    "recorded_per_capita_net_income": Decimal("5408.70"),
    "compliant_self_paid_12m": 14800,
    "income_stable_months": 4,
    "income_sustainable": False,
    "food_secure": True,
    "clothing_secure": True,
    "housing_grade": "B",
    "drinking_water_safe": True,
    "dibao_status": "none",
    "members": [{name: member[name] for name in _KEPT} for member in _MEMBERS],
}


def with_other_gaps(count: int) -> list[dict[str, Any]]:
    """The household again and again, each time leaving out some facts at random."""
    random = Random(SEED)  # noqa: S311 - a seeded generator is the point
    left_out = (
        set(random.sample(sorted(HOUSEHOLD), random.randint(1, 6)))
        for _ in range(count)
    )
    return [{k: v for k, v in HOUSEHOLD.items() if k not in out} for out in left_out]


def facts_stated() -> int:
    """How many facts the full household states, its members and measures included."""
    own = len(HOUSEHOLD.keys() - {"members", "measures"})
    return own + sum(map(len, _MEMBERS)) + sum(map(len, _MEASURES))
