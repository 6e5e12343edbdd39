"""What `policy.on(date)` gives: a policy's rules fixed for one day, ready to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from relapse_rules.backends.python import Body, PythonBackend, Runner
from relapse_rules.decision import Decision
from relapse_rules.layout import Layout, Outcomes, layout_of
from relapse_rules.program.lowering import lower
from relapse_rules.program.rewrites import rewrite
from relapse_rules.records.encode import RecordLayout, build_encoder
from relapse_rules.shapes import Shapes
from relapse_rules.table import Column, Detail, columns_of

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from datetime import date

    from pydantic import BaseModel

    from relapse_rules.documents.policy import Fact, PolicyText
    from relapse_rules.examine import Examination
    from relapse_rules.program.meaning import Meaning
    from relapse_rules.program.nodes import Program
    from relapse_rules.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Encoded:
    """A validated record: exact values, and whether any that the rules read is missing.

    Its text shows none of them.
    """

    values: tuple[Any, ...] = field(repr=False)
    gaps: int


class Rules:
    """One kind of record under one policy on one day. Frozen, and safe between threads."""

    def __init__(self, policy: PolicyText, meaning: Meaning, day: date) -> None:
        self.text: Final = policy
        self.meaning: Final = meaning
        self.day: Final = day
        self.program: Final[Program] = rewrite(lower(meaning, day))
        self.runner: Final[Runner] = PythonBackend().compile(self.program)
        self.layout: Final[Layout] = layout_of(self.program, meaning.rules)
        self.policy_id: Final = policy.id
        self.digest: Final = policy.digest
        self._encode = build_encoder(meaning.rules.facts, self.record_layout)
        self._with_gaps = self.runner.with_gaps
        self._complete: Body = self._first_complete
        self._tabular: dict[str | tuple[str, ...], Tabular] = {}
        self._shapes = Shapes(self)
        self._ready = self._shapes.ready

    def _first_complete(self, values: tuple[Any, ...]) -> Outcomes:
        """Stands in for the body for complete records until there is one."""
        self._complete = self.runner.complete
        return self._complete(values)

    @cached_property
    def record_layout(self) -> RecordLayout:
        """The facts that the program reads, in its order."""
        facts = self.meaning.facts
        items = {
            name: tuple(self.meaning.item_facts(name)[i] for i in ids)
            for name, ids in self.program.items
        }
        return RecordLayout(tuple(facts[f] for f in self.program.facts), items)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that may be said about a record."""
        return self.meaning.rules.facts

    @cached_property
    def model(self) -> type[BaseModel]:
        """The strict pydantic model of a record."""
        from relapse_rules.records.model import household_model

        return household_model(self.facts)

    def record(self, household: Mapping[str, Any] | BaseModel) -> Encoded:
        """A validated record, ready for `decide`.

        Raises RecordError with every bad fact, never its value.
        """
        return Encoded(*self._encode(household))  # type: ignore[arg-type]

    def decide(self, record: Encoded) -> Decision:
        """The decision about a record that has been validated."""
        values = record.values
        if record.gaps:
            return Decision(self, self._with_gaps(values), values)
        return Decision(self, self._complete(values), values)

    def evaluate(self, household: Mapping[str, Any] | BaseModel) -> Decision:
        """Validates a record and decides about it.

        Raises RecordError with every bad fact, never its value.
        """
        if household.__class__ is dict:
            shape = self._ready.get(tuple(household))
            if shape is not None:
                found = shape.evaluate(household)
                if found is not None:
                    return found
        values, gaps = self._encode(household)  # type: ignore[arg-type]
        if not gaps:
            return Decision(self, self._complete(values), values)
        decision = Decision(self, self._with_gaps(values), values)
        if household.__class__ is dict:
            self._shapes.notice(household)
        return decision

    def evaluate_many(
        self, households: Iterable[Mapping[str, Any] | BaseModel]
    ) -> Iterator[Decision]:
        """One decision a record, in order; a bad record raises RecordError with its row.

        Each is decided when it is asked for. The error ends the run: to go on behind a bad
        record, call `evaluate` for each.
        """
        from relapse_rules.errors import RecordError

        for row, household in enumerate(households, start=1):
            try:
                decision = self.evaluate(household)
            except RecordError as error:
                raise RecordError(error.problems, row) from None
            yield decision

    # -- many records, where they are kept ---------------------------------------------

    def sql(
        self,
        dialect: str,
        table: str | Sequence[str] = "households",
        detail: str = "answers",
        *,
        columns: Iterable[str] | None = None,
        unique: bool = True,
    ) -> str:
        """The text of one SELECT that decides about every row of a table.

        `dialect` is `duckdb` or `spark`; `table` a name, with dots or in parts; `detail`
        is `answers`, `reasons` or `clauses`. The table has a column for each fact that is
        read, named by its id; with `columns`, for these facts alone, and the others are
        unknown. Every row whose id another row has too is rejected; without `unique`
        nobody looks. Raises TableError for what is not one of these.
        """
        from relapse_rules.warehouse.inputs import inputs_of_rules
        from relapse_rules.warehouse.text import written

        inputs = inputs_of_rules(self.facts, self.program, columns, unique=unique)
        parts = table.split(".") if isinstance(table, str) else tuple(table)
        return written(self, dialect, inputs, parts, detail)

    def duckdb(
        self,
        households: Any,
        detail: str = "answers",
        *,
        keep: Sequence[str] | None = None,
        unique: bool = True,
        connection: Any = None,
    ) -> Any:
        """Answers about every row of a DuckDB relation, or of Parquet files, as a relation.

        Columns are named by the ids of facts; `keep` names those to hand on as they are,
        by default the unique fact; `unique` is as for `sql`. Needs the extra `duckdb`.
        Raises TableError for what is no relation, and for a column that is no fact or is
        stored as something else.
        """
        from relapse_rules.warehouse.duck import decided

        return decided(self, households, detail, keep, connection, unique=unique)

    def spark(
        self,
        households: Any,
        detail: str = "answers",
        *,
        keep: Sequence[str] | None = None,
        unique: bool = True,
    ) -> Any:
        """Answers about every row of a Spark DataFrame, as a DataFrame.

        Columns, `keep` and `unique` are as for `duckdb`. Needs the extra `spark`, and a session in ANSI mode.
        Raises TableError as `duckdb` does.
        """
        from relapse_rules.warehouse.spark import decided

        return decided(self, households, detail, keep, unique=unique)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a table of decisions: names, types, and from which detail on."""
        return columns_of(self.program)

    def tabular(self, detail: Detail | Collection[str] = "answers") -> Tabular:
        """These rules for whole tables, made once for each degree of detail.

        `detail` may also list the names of the columns that are wanted, of all degrees.
        Raises TableError when there is no such column, and when the extra `batch` is not
        installed.
        """
        wanted = detail if isinstance(detail, str) else tuple(detail)
        found = self._tabular.get(wanted)
        if found is None:
            from relapse_rules.exchange import tabular_for

            found = self._tabular[wanted] = tabular_for(self, wanted)
        return found

    def evaluate_table(
        self,
        table: Any,
        *,
        lists: Mapping[str, Any] | None = None,
        detail: Detail | Collection[str] = "answers",
        keep: Sequence[str] | None = None,
        rejects: Literal["raise", "return"] = "raise",
    ) -> Any:
        """Decides about each row of a table; gives a table of the same kind.

        `table` is an Arrow table, a Polars frame (eager or lazy), a pandas frame, or has
        `__arrow_c_stream__`, for which an Arrow table comes back. Its columns are named by
        the ids of facts, null is unknown. `lists` has tables with the items of lists, by
        the list's id. `detail` is how much of a decision is wanted (`answers`, `reasons`,
        `clauses`), or the names of its columns. `keep` names the columns that come first in the answer: without it
        the unique fact, if the table has it.

        With `rejects="raise"` one bad row raises TableRecordError, which says of each bad
        fact the row and the code. With `rejects="return"` a `Judged` comes back, whose
        tables are of the kind of `table` and whose decisions lack the rejected rows.

        Raises TableError when the table itself cannot be read: see docs/tables.md.
        """
        from relapse_rules.exchange import evaluate_table

        return evaluate_table(
            self, table, lists=lists, wanted=detail, keep=keep, rejects=rejects
        )

    def examine(self, decision: Decision, facts: tuple[Any, ...]) -> Examination:
        """A second look by the reference interpreter, for needs and explanations."""
        from relapse_rules.examine import Examination, given_facts

        given = given_facts(self.program, facts)
        return Examination(self.text, self.meaning, self.day, decision, given)

    def __repr__(self) -> str:
        kind = type(self).__name__
        return f"{kind}({self.policy_id!r}, {self.day.isoformat()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Compiled again when it is read back; the rules about grids are such `Rules`."""
        from relapse_rules.compiler import grid_rules_for

        return grid_rules_for, (self.text, self.day)


class Evaluator(Rules):
    """A policy's rules fixed for one day; `evaluate_grid` decides about grids."""

    def __init__(
        self,
        policy: PolicyText,
        meaning: Meaning,
        day: date,
        grid: Callable[[], Rules | None],
    ) -> None:
        super().__init__(policy, meaning, day)
        self._make_grid = grid

    @cached_property
    def grid(self) -> Rules | None:
        """The rules about grids, or None when no layer states any."""
        return self._make_grid()

    def evaluate_grid(self, grid: Mapping[str, Any] | BaseModel) -> Decision:
        """Decides about a grid (网格): its households and workers.

        Raises RecordError with every bad fact, PlaceError when the policy has no grids.
        """
        if self.grid is None:
            from relapse_rules.errors import PlaceError

            raise PlaceError("RR705", policy=self.policy_id)
        return self.grid.evaluate(grid)

    def __reduce__(self) -> tuple[Any, ...]:
        from relapse_rules.compiler import evaluator_for

        return evaluator_for, (self.text, self.day)
