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
    from relapse_rules.tabular import Tabular


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
    frame = part.frame
    if refused.height:
        # Of two rows with one id the first that is right has it.
        wrong = pl.col(KEY).is_in(refused["row"].unique().implode())
        ids = [one for one in unique if one in frame.columns]
        frame = frame.with_columns(pl.when(~wrong).then(one).alias(one) for one in ids)
    kept = [KEY, *(one for one in keep if one in part.frame.columns)]
    lists = {name: one.drop(KEY) for name, one in part.lists.items()}
    found = judge.judge(frame, lists, keep=kept)
    own = found.rejects.select(
        part.frame[KEY].gather(found.rejects["row"] - 1).alias("row"),
        pl.col("fact").cast(pl.String),
        pl.col("code").cast(pl.String),
    )
    decisions = found.decisions
    if refused.height:
        decisions = decisions.filter(~wrong)
    return Outcome(decisions, pl.concat([refused, own]), own, found.absent)


def as_rejects(refusals: Iterable[Refusal]) -> pl.DataFrame:
    """Refusals as a frame: number of the row, fact and code."""
    rows = [(one.row, one.problem.fact, one.problem.code) for one in refusals]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")
