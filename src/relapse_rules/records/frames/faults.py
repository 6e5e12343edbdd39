"""Which values of a column are refused, by row and code; never the value itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REJECTS = {"row": pl.Int64, "fact": pl.String, "code": pl.String}


@dataclass(frozen=True, slots=True)
class Fault:
    """The rows (from 0) of one column whose values are refused with one code."""

    code: str
    rows: pl.Series


@dataclass(frozen=True, slots=True)
class Read:
    """A column as it was read: encoded values, null where unknown or refused.

    A choice may be left as text; `among` then has for each listed value a column that says
    whether it is that one, null where the value is.
    """

    values: pl.Series = field(repr=False)
    faults: tuple[Fault, ...] = ()
    among: Mapping[str, pl.Series] = field(default_factory=dict, repr=False)


def where(code: str, mask: pl.Series) -> tuple[Fault, ...]:
    """The fault of the rows that a mask marks, if there are any."""
    rows = mask.fill_null(value=False).arg_true()
    return (Fault(code, rows),) if len(rows) else ()


def without(values: pl.Series, faults: Iterable[Fault]) -> pl.Series:
    """The values, null in the rows that are refused."""
    rows = [f.rows for f in faults]
    if not rows:
        return values
    refused = pl.concat(rows).unique()
    mask = pl.repeat(False, len(values), eager=True).scatter(refused, True)
    return values.to_frame("v").select(pl.when(~mask).then(pl.col("v"))).to_series()


def rejected(fact: str, faults: Iterable[Fault]) -> Iterable[pl.DataFrame]:
    """Rejects as rows of a table; rows are numbered from 1."""
    for fault in faults:
        yield pl.DataFrame(
            {"row": fault.rows.cast(pl.Int64) + 1},
        ).with_columns(fact=pl.lit(fact), code=pl.lit(fault.code))


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All rejects, each once, in the order of the rows."""
    found = pl.concat([pl.DataFrame(schema=REJECTS), *parts])
    return found.unique(maintain_order=True).sort("row", maintain_order=True)
