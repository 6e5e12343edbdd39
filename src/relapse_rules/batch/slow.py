"""Tables judged record by record on the reference interpreter: slow, and obvious."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.batch.reference import by_reference
from relapse_rules.errors import RecordError
from relapse_rules.table import Shown, chosen, columns_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Column, Detail

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "boolean": pl.Boolean(),
    "integer": pl.Int32(),
    "date": pl.Date(),
    "list of text": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class JudgedSlowly:
    """Decisions of the rows in order, and what is wrong with the others."""

    decisions: pl.DataFrame
    rejects: pl.DataFrame
    absent: tuple[str, ...]


class SlowJudge:
    """The judge of one set of rules that asks the reference about every row."""

    def __init__(self, rules: Rules, detail: Detail) -> None:
        self.rules = rules
        self.columns = chosen(columns_of(rules.program), detail)

    def judge(
        self,
        frame: pl.DataFrame,
        members: pl.DataFrame | None = None,
        *,
        keep: Sequence[str] = (),
    ) -> JudgedSlowly:
        assert members is None, "lists stand in the frame"
        facts = {fact.id for fact in self.rules.facts}
        rows: list[dict[str, Any]] = []
        rejects: list[tuple[int, str, str]] = []
        for index, row in enumerate(frame.iter_rows(named=True)):
            record = {k: v for k, v in row.items() if k in facts or k not in keep}
            kept = {name: row[name] for name in keep}
            try:
                rows.append(kept | by_reference(self.rules, self.columns, record))
            except RecordError as error:
                rejects += [(index, p.fact, p.code) for p in error.problems]
        absent = tuple(f for f in self.rules.program.facts if f not in frame.columns)
        schema = {name: frame.schema[name] for name in keep} | {
            c.name: dtype_of(c) for c in self.columns
        }
        return JudgedSlowly(
            pl.DataFrame(rows, schema=schema, orient="row"),
            pl.DataFrame(rejects, schema=REJECTS, orient="row"),
            absent,
        )


REJECTS = {"row": pl.Int64(), "fact": pl.String(), "code": pl.String()}


def dtype_of(column: Column) -> pl.DataType:
    """The Polars type of a column's values."""
    if isinstance(column.form, Shown):
        return pl.Decimal(38, column.form.places)
    return DTYPES[column.type]
