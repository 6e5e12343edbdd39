"""Households of a county as columns: seeded, of any number, in the types of Parquet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.documents.policy import Fact

# One value in so many is not known.
UNKNOWN = 33
DAYS = (date(2020, 1, 1), 1000)
EPOCH = date(1970, 1, 1)
# Multipliers that spread the numbers of rows over the values of a column.
SPREAD = 2654435761


def households(facts: Iterable[Fact], start: int, rows: int) -> pl.DataFrame:
    """Rows `start` to `start + rows`, with an id and a column for each fact given."""
    number = pl.int_range(start, start + rows, dtype=pl.Int64)
    wanted = [_column(fact, number, at) for at, fact in enumerate(facts, 1)]
    return pl.select(number.alias("n")).select(
        pl.col("n").cast(pl.String).str.zfill(12).alias("household_id"), *wanted
    )


def _column(fact: Fact, _number: pl.Expr, at: int) -> pl.Expr:
    drawn = (pl.col("n") + at * 7919).hash(seed=at) % (1 << 32)
    known = drawn % UNKNOWN != 0
    return pl.when(known).then(_value(fact, drawn // UNKNOWN)).alias(fact.id)


def _value(fact: Fact, drawn: pl.Expr) -> pl.Expr:
    match fact.kind:
        case "boolean":
            return drawn % 4 == 0
        case "choice":
            return _one_of(list(fact.values), drawn)
        case "date":
            first = (DAYS[0] - EPOCH).days
            return (drawn % DAYS[1] + first).cast(pl.Int32).cast(pl.Date)
        case "money" | "number":
            most = min(int(fact.high or 60_000), 60_000)
            whole = (drawn % (most * fact.scale)).cast(pl.Int64)
            return (whole.cast(pl.Decimal(18, 0)) / fact.scale).cast(
                pl.Decimal(18, fact.places)
            )
    low = int(fact.low or 0)
    high = min(int(fact.high if fact.high is not None else low + 9), low + 9)
    return (drawn % (high - low + 1)).cast(pl.Int64) + low


def _one_of(values: Sequence[str], drawn: pl.Expr) -> pl.Expr:
    names = pl.Series(values, dtype=pl.String)
    return pl.lit(names).gather((drawn % len(values)).cast(pl.UInt32))
