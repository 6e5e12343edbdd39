"""A piece of a Polars expression: what it is, whether it may be null, when it can run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

# The step in which something can be computed, and how many columns deep inside it.
When: TypeAlias = tuple[int, int]
START: When = (0, 0)
# What a value is while compiling: not settled, surely unknown, or this very value.
Settled: TypeAlias = Literal["open", "unknown"] | bool | int


@dataclass(frozen=True, slots=True)
class Value:
    """A yes-or-no or whole-number expression; null stands for unknown."""

    expr: pl.Expr
    nullable: bool
    when: When = START
    settled: Settled = "open"

    @property
    def is_unknown(self) -> bool:
        return self.settled == "unknown"

    @property
    def is_open(self) -> bool:
        return self.settled == "open"


@dataclass(frozen=True, slots=True)
class CountValue:
    """A count by its bounds; the same value twice when it is exact."""

    low: Value
    high: Value

    @property
    def exact(self) -> bool:
        return self.low is self.high


TRUE = Value(pl.lit(value=True), nullable=False, settled=True)
FALSE = Value(pl.lit(value=False), nullable=False, settled=False)
UNKNOWN = Value(pl.lit(None, dtype=pl.Boolean), nullable=True, settled="unknown")
UNKNOWN_INT = replace(UNKNOWN, expr=pl.lit(None, dtype=pl.Int64))


def boolean(value: bool) -> Value:  # noqa: FBT001 - a value of the language
    return TRUE if value else FALSE


def whole(value: int) -> Value:
    """A whole number, written out. Every literal is typed: Polars would take the narrow
    type of the column beside it, and wrap."""
    return Value(pl.lit(value, dtype=pl.Int64), nullable=False, settled=value)


def latest(values: Iterable[Value]) -> When:
    """When all of them are there."""
    return max((v.when for v in values), default=START)


def strict(expr: pl.Expr, *values: Value) -> Value:
    """An operation that is null as soon as one operand is; `expr` passes nulls on."""
    return Value(expr, any(v.nullable for v in values), latest(values))
