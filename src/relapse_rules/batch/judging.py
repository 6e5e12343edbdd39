"""One part of a chunk to decisions and rejects: every row is one or the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.frames import KEY, REJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.batch.frames import Refusal
    from relapse_rules.batch.reading import Part
    from relapse_rules.tabular import Judged, Tabular

# The code of an id that another row has.
REPEATED = "RR611"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`rejects` has the numbers of rows; `own` are those that the judge found."""

    decisions: pl.DataFrame = field(repr=False)
    rejects: pl.DataFrame = field(repr=False)
    own: pl.DataFrame = field(repr=False)
    absent: tuple[str, ...] = ()


def judged(
    part: Part, judge: Tabular | None, keep: Sequence[str], unique: Sequence[str]
) -> Outcome:
    """What is decided about a part, whose refusals reject their rows.

    `keep` are facts that go through, `unique` those of which no two rows are alike.
    """
    refused = as_rejects(part.refusals)
    if judge is None:
        nothing = pl.DataFrame(schema={KEY: pl.Int64()})
        return Outcome(nothing, refused, pl.DataFrame(schema=REJECTS))
    if not refused.height:
        found, own = _asked(part, part.frame, judge, keep)
        return Outcome(found.decisions, own, own, found.absent)
    # Rows that are refused take no id from others, and may have more that is wrong.
    wrong = pl.col(KEY).is_in(refused["row"].unique().implode())
    found, own = _asked(part, part.frame.filter(~wrong), judge, keep)
    _, more = _asked(part, part.frame.filter(wrong), judge, keep)
    repeated = pl.col("fact").is_in(list(unique)) & (pl.col("code") == REPEATED)
    own = pl.concat([own, more.filter(~repeated)])
    return Outcome(found.decisions, pl.concat([refused, own]), own, found.absent)


def _asked(
    part: Part, frame: pl.DataFrame, judge: Tabular, keep: Sequence[str]
) -> tuple[Judged, pl.DataFrame]:
    """What the judge says of some rows, and its rejects by the numbers of the rows."""
    kept = [KEY, *(one for one in keep if one in frame.columns)]
    lists = {name: one.drop(KEY) for name, one in part.lists.items()}
    found = judge.judge(frame, lists, keep=kept)
    own = found.rejects.select(
        frame[KEY].gather(found.rejects["row"] - 1).alias("row"),
        pl.col("fact").cast(pl.String),
        pl.col("code").cast(pl.String),
    )
    return found, own


def as_rejects(refusals: Iterable[Refusal]) -> pl.DataFrame:
    """Refusals as a frame: number of the row, fact and code."""
    rows = [(one.row, one.problem.fact, one.problem.code) for one in refusals]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")
