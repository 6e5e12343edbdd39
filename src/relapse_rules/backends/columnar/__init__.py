"""Polars expressions: the answers about many records as columns.

The expressions are built once for each shape of batch, which says what facts are given and
which of them have gaps: what is surely known, or surely unknown, costs nothing.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.columnar.batch import Batch, Items, Shape
from relapse_rules.backends.columnar.plan import COUNTERS, EMITTERS, Plan

__all__ = ["Batch", "ColumnarBackend", "Columns", "Items", "Shape"]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from relapse_rules.backends.columnar.writer import Emit, EmitCount
    from relapse_rules.program.nodes import Program
    from relapse_rules.table import Column

# Files of one source share their gaps; a few shapes are all that a run sees.
PLANS_KEPT = 32


class Columns:
    """A program that decides whole batches."""

    def __init__(
        self,
        program: Program,
        emitters: Mapping[type[Any], Emit] = EMITTERS,
        counters: Mapping[type[Any], EmitCount] = COUNTERS,
    ) -> None:
        self.program = program
        self._tables = (emitters, counters)
        self._plans: dict[tuple[Shape, tuple[str, ...]], Plan] = {}
        self._lock = Lock()

    def decide(self, batch: Batch, columns: Sequence[Column]) -> pl.DataFrame:
        """The columns asked for, one row a record, in the order of the batch."""
        return self.plan(batch.shape(), columns).run(batch)

    def plan(self, shape: Shape, columns: Sequence[Column]) -> Plan:
        """The expressions for batches of one shape."""
        key = shape, tuple(c.name for c in columns)
        with self._lock:
            found = self._plans.get(key)
            if found is None:
                if len(self._plans) >= PLANS_KEPT:
                    self._plans.clear()
                found = Plan(self.program, columns, shape, self._tables)
                self._plans[key] = found
        return found


class ColumnarBackend:
    """Compiles a program into expressions over columns."""

    def compile(self, program: Program) -> Columns:
        """Expressions are written when the first batch of a shape comes."""
        return Columns(program)
