"""Many records in one table: what `rules.tabular` and `rules.evaluate_table` run on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import polars as pl

from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.errors import TableError
from relapse_rules.options import require_one_of
from relapse_rules.records.frames.table import TableReader
from relapse_rules.records.problems import nearest_fact
from relapse_rules.records.values import shown_name
from relapse_rules.table import DETAILS, chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from relapse_rules.backends.columnar import Batch
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules
    from relapse_rules.records.frames.table import Reading
    from relapse_rules.table import Column, Detail


@dataclass(frozen=True, slots=True)
class Judged:
    """The decisions about a table's records, and what was refused.

    `decisions` has a row for each accepted record, in the order of the table. `rejects`
    has a row for each bad fact: `row` (from 1), `fact` (`members[1].age` for the second
    member's) and `code`, never a value. `absent` names the facts that the rules read and
    the table lacks: they are unknown in every row. `orphans` has the rows of lists' own
    tables that belong to no record: `list` and `row` (from 1).
    """

    decisions: pl.DataFrame = field(repr=False)
    rejects: pl.DataFrame = field(repr=False)
    absent: tuple[str, ...]
    orphans: pl.DataFrame = field(repr=False)


class Tabular:
    """Rules ready for whole tables: which columns they answer. Safe between threads."""

    def __init__(self, rules: Rules, wanted: Detail | Collection[str]) -> None:
        """`wanted` are columns up to a degree of detail, or columns by their names."""
        self.facts: Final[tuple[Fact, ...]] = rules.facts
        self.columns: Final[tuple[Column, ...]] = _wanted(rules, wanted)
        self._reader = TableReader(rules.facts, rules.record_layout)
        self._runner = ColumnarBackend().compile(rules.program)

    def judge(
        self,
        frame: pl.DataFrame,
        lists: Mapping[str, pl.DataFrame] | None = None,
        *,
        keep: Sequence[str] = (),
    ) -> Judged:
        """Decides about each row of a table.

        Its columns are named by the ids of facts. A list of items is a column of structs,
        or a table of its own in `lists`, by the list's id, that names the record of each
        row by the record's unique fact. `keep` names columns, facts or not, that come
        first in the decisions.

        Raises TableError when a column is neither a fact nor kept, when one of `keep` is
        missing or named like an answer, and when a table of `lists` cannot be joined.
        """
        read = self.read(frame, lists, keep=keep)
        decided = decisions = self.decide(read.batch)
        if keep:
            kept = frame.select(keep)
            kept = kept if read.accepted is None else kept[read.accepted]
            decisions = pl.concat([kept, decided], how="horizontal")
        return Judged(decisions, read.rejects, read.absent, read.orphans)

    def read(
        self,
        frame: pl.DataFrame,
        lists: Mapping[str, pl.DataFrame] | None = None,
        *,
        keep: Sequence[str] = (),
    ) -> Reading:
        """The first half of `judge`: every row accepted and encoded, or refused."""
        tables = dict(lists or {})
        self._check(frame, tables, keep)
        return self._reader.read(frame, tables)

    def decide(self, batch: Batch) -> pl.DataFrame:
        """The second half: the decisions about records that have been validated."""
        return self._runner.decide(batch, self.columns)

    def _check(
        self,
        frame: pl.DataFrame,
        lists: Mapping[str, pl.DataFrame],
        keep: Sequence[str],
    ) -> None:
        missing = [name for name in keep if name not in frame.columns]
        if missing:
            raise TableError("RR681", columns=_named(missing))
        answers = {c.name for c in self.columns}
        clash = [name for name in keep if name in answers]
        if clash:
            raise TableError("RR682", columns=_named(clash))
        self._known(frame.columns, self.facts, keep)
        for name, table in lists.items():
            self._joinable(name, table, frame)

    @staticmethod
    def _known(
        columns: Iterable[str], facts: Iterable[Fact], keep: Sequence[str] = ()
    ) -> None:
        known = {f.id for f in facts}
        unknown = [c for c in columns if c not in known and c not in keep]
        if unknown:
            shown = [_suggested(c, facts) for c in unknown]
            raise TableError("RR680", count=len(unknown), columns=_named(shown))

    def _joinable(self, name: str, table: pl.DataFrame, frame: pl.DataFrame) -> None:
        fact = next((f for f in self.facts if f.id == name and f.kind == "list"), None)
        key = self._reader.key
        if (
            fact is None
            or key is None
            or name in frame.columns
            or key.id not in frame.columns
            or key.id not in table.columns
        ):
            raise TableError("RR683", fact=name, key=key.id if key else "-")
        self._known((c for c in table.columns if c != key.id), fact.items)


def _wanted(rules: Rules, wanted: Detail | Collection[str]) -> tuple[Column, ...]:
    if isinstance(wanted, str):
        require_one_of("detail", wanted, DETAILS)
        return chosen(rules.columns, cast("Detail", wanted))
    by_name = {c.name: c for c in rules.columns}
    unknown = [name for name in wanted if name not in by_name]
    if unknown:
        raise TableError("RR687", columns=_named(unknown))
    return tuple(by_name[name] for name in wanted)


# More names would hide those that matter.
SHOWN = 20


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:SHOWN])
    return f"{shown}…" if len(names) > SHOWN else shown


def _suggested(name: str, facts: Iterable[Fact]) -> str:
    shown, meant = shown_name(name), nearest_fact(name, facts)
    return f"{shown}` → `{meant}" if meant else shown
