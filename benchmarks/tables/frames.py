"""Seeded tables of households, in the types that a careful file would have."""

from __future__ import annotations

import numpy as np
import polars as pl

SEED = 20221031
GRADES = (("A", "B", "C", "D"), (0.55, 0.35, 0.07, 0.03))
STATUSES = (("none", "unstable", "marginal", "removed"), (0.7, 0.1, 0.1, 0.1))


def flat(rows: int, gaps: float = 0.0) -> pl.DataFrame:
    """The twelve facts of the tier rule; a share of `gaps` of each column is null."""
    random = np.random.default_rng(SEED)

    def chance(share: float) -> pl.Series:
        return pl.Series(random.random(rows) < share)

    def spending() -> pl.Series:
        amount = (random.random(rows) * income * 0.66).astype(np.int64)
        return pl.Series(np.where(random.random(rows) < 0.25, amount, 0))

    def drawn(names: tuple[str, ...], shares: tuple[float, ...]) -> pl.Series:
        return pl.Series(np.array(names)[random.choice(len(names), rows, p=shares)])

    members = random.integers(1, 8, rows).astype(np.int16)
    income = (random.random(rows) * 15_000 * members).astype(np.int64)
    labour = np.minimum(random.integers(0, 5, rows), members).astype(np.int16)
    disabled = random.integers(0, 3, rows) * (random.random(rows) < 0.5)
    frame = pl.DataFrame(
        {
            "annual_income": income,
            "members": members,
            "rigid_expenditure": spending(),
            "medical_out_of_pocket": spending(),
            "house_safety": drawn(*GRADES),
            "water_safe": chance(0.96),
            "education_dropout": chance(0.02),
            "has_labour": labour,
            "disability_count": disabled.astype(np.int16),
            "disaster": chance(0.05),
            "prior_status": drawn(*STATUSES),
            "subsistence_allowance": chance(0.15),
        }
    )
    return _with_gaps(frame, gaps, random)


def _with_gaps(
    frame: pl.DataFrame, gaps: float, random: np.random.Generator
) -> pl.DataFrame:
    if not gaps:
        return frame
    kept = {c: pl.Series(random.random(frame.height) >= gaps) for c in frame.columns}
    return frame.select(pl.when(kept[c]).then(c).alias(c) for c in frame.columns)


def with_members(rows: int) -> pl.DataFrame:
    """Lists of three members on average, no fact of them missing."""
    random = np.random.default_rng(SEED)
    counts = random.integers(0, 7, rows)
    total = int(counts.sum())
    items = pl.DataFrame(
        {
            "age": random.integers(0, 100, total),
            "in_school": random.random(total) < 0.3,
            "insured": random.random(total) < 0.99,
            "disability": random.choice(5, total, p=[0.9, 0.02, 0.03, 0.03, 0.02]),
            "can_work": random.random(total) < 0.5,
            "wage": random.integers(0, 30_000, total),
        }
    )
    owner = pl.Series("owner", np.repeat(np.arange(rows), counts))
    lists = (
        items.select(pl.struct(pl.all()).alias("members"))
        .with_columns(owner)
        .group_by("owner", maintain_order=True)
        .agg("members")
    )
    everyone = pl.DataFrame({"owner": np.arange(rows)})
    joined = everyone.join(lists, on="owner", how="left", maintain_order="left")
    empty = pl.lit([], dtype=joined.schema["members"])
    return joined.select(pl.col("members").fill_null(empty))
