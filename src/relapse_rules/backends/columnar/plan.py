"""A program written out for one shape of batch, and how it runs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.backends.columnar import dates, lists, logic, numbers
from relapse_rules.backends.columnar.forms import finished, output
from relapse_rules.backends.columnar.sums import summed
from relapse_rules.backends.columnar.writer import Writer, uses_of
from relapse_rules.program import nodes
from relapse_rules.table import nodes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from relapse_rules.backends.columnar.batch import Batch, Items, Shape
    from relapse_rules.backends.columnar.writer import (
        Amount,
        Emit,
        EmitCount,
        ItemScope,
        Unit,
    )
    from relapse_rules.program.nodes import Program
    from relapse_rules.table import Column

# The plan is as it should be: what is shared is a column, what is not read is not there.
AS_WRITTEN = pl.QueryOptFlags.none()
EMITTERS: dict[type[Any], Emit] = {
    nodes.BoolConst: logic.constant,
    nodes.BoolFact: logic.fact,
    nodes.BoolRef: logic.reference,
    nodes.Not: logic.negation,
    nodes.And: logic.conjunction,
    nodes.Or: logic.disjunction,
    nodes.Compare: logic.comparison,
    nodes.CompareCount: logic.count_comparison,
    nodes.CompareCounts: logic.counts_comparison,
    nodes.IsOneOf: logic.one_of,
    nodes.Contains: logic.contains,
    nodes.IsKnown: logic.is_known,
    nodes.IfBool: logic.choice_of_booleans,
    nodes.AnyItem: lists.any_item,
    nodes.AllItem: lists.all_item,
    nodes.IntConst: numbers.constant,
    nodes.IntFact: logic.fact,
    nodes.IntRef: logic.reference,
    nodes.Arithmetic: numbers.arithmetic,
    nodes.FloorDivide: numbers.floor_division,
    nodes.IfInt: numbers.choice_of_numbers,
    nodes.AggregateItems: lists.aggregate,
    nodes.CountValue: numbers.count_value,
    nodes.DateCall: dates.date_call,
    nodes.LookupInt: numbers.band_lookup,
    nodes.LookupChoice: numbers.choice_lookup,
}
COUNTERS: dict[type[Any], EmitCount] = {
    nodes.CountItems: lists.count_items,
    nodes.CountOf: lists.count_of,
    nodes.CountRef: lists.count_reference,
}


@dataclass(frozen=True, slots=True)
class ListStep:
    """What one step computes of one list's items: columns beside them, then sums."""

    list: str
    gathered: tuple[str, ...]
    stages: tuple[tuple[pl.Expr, ...], ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Questions about items, whose sums become columns, and then columns of records."""

    lists: tuple[ListStep, ...]
    stages: tuple[tuple[pl.Expr, ...], ...]


class Plan:
    """The columns of decisions about batches of one shape."""

    def __init__(
        self,
        program: Program,
        columns: Sequence[Column],
        shape: Shape,
        tables: tuple[Mapping[type[Any], Emit], Mapping[type[Any], EmitCount]],
    ) -> None:
        writer = Writer(program, shape, *tables)
        roots = [node for column in columns for node in nodes_of(column.form, program)]
        writer.uses = uses_of(roots, writer.bindings)
        self._outputs = [output(writer, column) for column in columns]
        self._columns = tuple(columns)
        self._steps = tuple(_steps(writer))

    def run(self, batch: Batch) -> pl.DataFrame:
        """One row a record, with the plan's columns."""
        lengths = [one.lengths.alias(name) for name, one in batch.items.items()]
        frame = pl.DataFrame([*batch.frame.get_columns(), *lengths])
        if frame.width == 0:
            frame = pl.repeat(0, batch.height, dtype=pl.UInt8, eager=True).to_frame(" ")
        flats = {name: _flat(one) for name, one in batch.items.items()}
        for step in self._steps[:-1]:
            frame = _asked(step, frame, flats, batch.items)
            frame = _staged(frame, step.stages).collect(optimizations=AS_WRITTEN)
        frame = _asked(self._steps[-1], frame, flats, batch.items)
        lazy = _staged(frame, self._steps[-1].stages)
        # A select of nothing but literals would have one row: it stays beside a column.
        anchor = pl.col(frame.columns[0]).alias(" anchor")
        wanted = lazy.select(anchor, *self._outputs)
        found = wanted.collect(optimizations=AS_WRITTEN)
        return finished(found.drop(" anchor"), self._columns)


def _flat(one: Items) -> pl.DataFrame:
    if one.frame.width:
        return one.frame
    total = int(one.lengths.sum() or 0)
    return pl.repeat(0, total, dtype=pl.UInt8, eager=True).to_frame(" ")


def _staged(frame: pl.DataFrame, stages: Iterable[tuple[pl.Expr, ...]]) -> pl.LazyFrame:
    lazy = frame.lazy()
    for stage in stages:
        lazy = lazy.with_columns(stage)
    return lazy


def _asked(
    step: Step,
    frame: pl.DataFrame,
    flats: dict[str, pl.DataFrame],
    items: Mapping[str, Items],
) -> pl.DataFrame:
    """The frame with the sums of a step's questions."""
    for one in step.lists:
        lengths = items[one.list].lengths
        flat = _beside(flats[one.list], frame, one.gathered, lengths)
        found = _staged(flat, one.stages)
        kept = found.collect(optimizations=AS_WRITTEN) if one.stages else flat
        flats[one.list] = kept
        if one.amounts:
            frame = frame.with_columns(summed(kept, lengths, one.amounts))
    return frame


def _beside(
    flat: pl.DataFrame,
    frame: pl.DataFrame,
    names: Sequence[str],
    lengths: pl.Series,
) -> pl.DataFrame:
    """The items with the values of their records beside them."""
    if not names:
        return flat
    rows = pl.arange(len(lengths), dtype=pl.UInt32, eager=True)
    owner = rows.repeat_by(lengths.fill_null(0)).explode(
        empty_as_null=False, keep_nulls=False
    )
    return flat.with_columns(
        frame[name].gather(owner).alias(f"{name} of record") for name in names
    )


def _steps(writer: Writer) -> Iterable[Step]:
    last = max(
        [0]
        + [u.when[0] for u in writer.units]
        + [a.step for s in writer.scopes.values() for a in s.amounts]
    )
    for number in range(last + 1):
        asked = (_list_step(n, s, number) for n, s in writer.scopes.items())
        yield Step(tuple(a for a in asked if a), tuple(_stages(writer.units, number)))


def _list_step(name: str, scope: ItemScope, number: int) -> ListStep | None:
    stages = tuple(_stages(scope.units, number))
    amounts = tuple(a for a in scope.amounts if a.step == number)
    gathered = tuple(n for n, step in scope.gathered.items() if step == number)
    if not (stages or amounts or gathered):
        return None
    return ListStep(name, gathered, stages, amounts)


def _stages(units: Iterable[Unit], number: int) -> Iterable[tuple[pl.Expr, ...]]:
    """The columns of a step, those that need others after them."""
    found: dict[int, list[pl.Expr]] = defaultdict(list)
    for unit in units:
        step, depth = unit.when
        if step == number:
            found[depth].append(unit.expr)
    return [tuple(found[depth]) for depth in sorted(found)]
