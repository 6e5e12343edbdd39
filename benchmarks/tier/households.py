"""Households for the tier rule: seeded ones to time, and ones exactly on its lines."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20221031
GRADES = (("A", "B", "C", "D"), (55, 35, 7, 3))
STATUSES = (("none", "unstable", "marginal", "removed"), (70, 10, 10, 10))

Household = dict[str, Any]


def seeded(count: int, seed: int = SEED) -> list[Household]:
    """The same `count` households for the same seed; money in whole 元."""
    random = Random(seed)  # noqa: S311 - a seeded generator is the point
    return [_one(random) for _ in range(count)]


def _one(random: Random) -> Household:
    members = random.randint(1, 7)
    income = sum(random.randint(0, 15_000) for _ in range(members))
    return {
        "annual_income": income,
        "members": members,
        "rigid_expenditure": _spending(random, income),
        "medical_out_of_pocket": _spending(random, income),
        "house_safety": random.choices(*GRADES)[0],
        "water_safe": random.random() >= 0.04,
        "education_dropout": random.random() < 0.02,
        "has_labour": random.randint(0, min(members, 4)),
        "disability_count": random.choices(range(members + 1), [8, *[1] * members])[0],
        "disaster": random.random() < 0.05,
        "prior_status": random.choices(*STATUSES)[0],
        "subsistence_allowance": random.random() < 0.15,
    }


def _spending(random: Random, income: int) -> int:
    """About a quarter of the households has any."""
    return random.randint(1, max(1, income * 2 // 3)) if random.random() < 0.25 else 0


def on_the_lines() -> Iterator[Household]:
    """Incomes and medical spending at every threshold, and one 元 to either side."""
    quiet = {
        "house_safety": "A",
        "water_safe": True,
        "education_dropout": False,
        "disaster": False,
    }
    for members, line, step, raised, labour in product(
        range(1, 8), (8000, 9600), (-1, 0, 1), (False, True), (0, 1)
    ):
        income = members * line + step
        for medical in {income * 3 // 10 + extra for extra in (-1, 0, 1)}:
            yield {
                "annual_income": income,
                "members": members,
                "rigid_expenditure": 0,
                "medical_out_of_pocket": medical,
                "has_labour": labour,
                "disability_count": 1 - labour,
                "prior_status": "unstable" if raised and members % 2 else "none",
                "subsistence_allowance": raised and not members % 2,
                **quiet,
            }
