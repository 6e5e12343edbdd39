"""The households that are compared: records, or a table; encoded once for each policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from relapse_rules.backends.columnar.batch import Batch, Items
from relapse_rules.errors import RecordError, RecordProblem, TableError
from relapse_rules.impact.facts import all_facts, for_policy, foreign_to
from relapse_rules.messages import Phrase
from relapse_rules.records.frames.table import TableReader
from relapse_rules.records.frames.values import encoded_type, read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules

Record = Mapping[str, Any]
REPEATED = "RR611"


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that one of the policies cannot read: why, never its values."""

    row: int
    problems: tuple[RecordProblem, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The records as one policy reads them: those it accepts, with their rows."""

    rules: Rules
    rows: pl.Series
    batch: Batch = field(repr=False)
    rejects: tuple[Reject, ...] = ()


class Households(Protocol):
    """Records with row numbers, from wherever they come."""

    @property
    def height(self) -> int: ...
    def side(self, rules: Rules, other: Rules) -> Side: ...
    def column(self, fact: Fact) -> pl.Series: ...
    def rows(self) -> pl.Series: ...
    def record(self, row: int) -> Record: ...


def areas(households: Households, fact: Fact) -> Counter[str]:
    """How many records state each area code; "" for those that state none."""
    found = households.column(fact).fill_null("")
    return Counter(dict(zip(*found.value_counts().get_columns(), strict=True)))


# -- records ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """Records as mappings, each with its row number."""

    records: Sequence[tuple[int, Record]] = field(repr=False)

    @classmethod
    def of(cls, records: Iterable[Any]) -> Listed:
        """From mappings, numbered from one, or from pairs of a number and a mapping."""
        found = list(records)
        if found and isinstance(found[0], tuple):
            return cls(found)
        return cls(list(enumerate(found, start=1)))

    @property
    def height(self) -> int:
        return len(self.records)

    def rows(self) -> pl.Series:
        return pl.Series("row", [n for n, _ in self.records], dtype=pl.Int64)

    def column(self, fact: Fact) -> pl.Series:
        """What is said of one fact; what is no value of it is left to the rejects."""
        kinds = {pl.Int64: int, pl.String: str}
        kind = encoded_type(fact)
        wanted = kinds[kind]
        found = [
            v if isinstance(v := r.get(fact.id), wanted) and v is not True else None
            for _, r in self.records
        ]
        return pl.Series(fact.id, found, dtype=kind)

    def record(self, row: int) -> Record:
        return self._by_row[row]

    @property
    def _by_row(self) -> Mapping[int, Record]:
        kept = self.__dict__.get("_kept")
        if kept is None:
            kept = dict(self.records)
            object.__setattr__(self, "_kept", kept)
        return kept

    def side(self, rules: Rules, other: Rules) -> Side:
        rows: list[int] = []
        values: list[tuple[Any, ...]] = []
        rejects: list[Reject] = []
        key = _key(rules)
        seen: dict[Any, int] = {}
        for number, record in for_policy(rules, other, self.records):
            name = record.get(key) if key else None
            first = seen.setdefault(name, number) if name is not None else number
            if first != number:
                rejects.append(_repeated(number, key, first))
                continue
            try:
                values.append(rules.record(record).values)
            except RecordError as error:
                rejects.append(Reject(number, error.problems))
            else:
                rows.append(number)
        batch = _batch(rules, values)
        return Side(rules, pl.Series(rows, dtype=pl.Int64), batch, tuple(rejects))


def _key(rules: Rules) -> str:
    return next((f.id for f in rules.facts if f.unique and not f.personal), "")


def _repeated(row: int, fact: str, first: int) -> Reject:
    place = Phrase(f"第 {first} 行", f"row {first}")
    problem = RecordProblem(REPEATED, fact, {"first": place, "fact": fact})
    return Reject(row, (problem,))


def _batch(rules: Rules, values: Sequence[tuple[Any, ...]]) -> Batch:
    """Encoded records as columns; what is unknown in all of them has none."""
    layout = rules.record_layout
    columns = zip(*values, strict=True) if values else [()] * len(layout.facts)
    own: list[pl.Series] = []
    lists: dict[str, Items] = {}
    for fact, column in zip(layout.facts, columns, strict=True):
        if fact.kind != "list":
            own += _series(fact, column)
            continue
        lengths = [None if v is None else len(v) for v in column]
        flat = [item for v in column if v is not None for item in v]
        inner = layout.items.get(fact.id, ())
        parts = zip(*flat, strict=True) if flat else [()] * len(inner)
        frame = [s for f, c in zip(inner, parts, strict=True) for s in _series(f, c)]
        if any(n is not None for n in lengths):
            lengths_ = pl.Series(lengths, dtype=pl.UInt32)
            lists[fact.id] = Items(lengths_, pl.DataFrame(frame))
    return Batch(len(values), pl.DataFrame(own), lists)


def _series(fact: Fact, values: Sequence[Any]) -> list[pl.Series]:
    if all(v is None for v in values):
        return []
    if fact.kind == "choices":
        values = [None if v is None else sorted(v) for v in values]
    return [pl.Series(fact.id, values, dtype=encoded_type(fact))]


# -- a table ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Framed:
    """Records as a table whose columns are facts; rows are numbered from one."""

    frame: pl.DataFrame = field(repr=False)
    lists: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def height(self) -> int:
        return self.frame.height

    def rows(self) -> pl.Series:
        return pl.int_range(1, self.height + 1, eager=True).alias("row")

    def column(self, fact: Fact) -> pl.Series:
        if fact.id not in self.frame.columns:
            return pl.repeat(None, self.height, dtype=encoded_type(fact), eager=True)
        return read_column(fact, self.frame[fact.id]).values

    def record(self, row: int) -> Record:
        """One row as a mapping, without what is null, and with the items of its lists."""
        found = _given(self.frame.row(row - 1, named=True))
        for name, table in self.lists.items():
            key = next(c for c in table.columns if c in self.frame.columns)
            own = table.filter(pl.col(key) == found.get(key)).drop(key)
            found[name] = [_given(item) for item in own.iter_rows(named=True)]
        return found

    def side(self, rules: Rules, other: Rules) -> Side:
        """Raises TableError for columns that are a fact of neither policy."""
        known = {f.id for f in all_facts(rules, other)}
        unknown = [c for c in self.frame.columns if c not in known]
        if unknown:
            listed = ", ".join(f"`{name}`" for name in unknown[:20])
            raise TableError("RR680", count=len(unknown), columns=listed)
        foreign = foreign_to(rules, other)
        frame = self.frame.drop([c for c in self.frame.columns if c in foreign])
        lists = {n: t for n, t in self.lists.items() if n not in foreign}
        read = TableReader(rules.facts, rules.record_layout).read(frame, lists)
        rows = self.rows()
        if read.accepted is not None:
            rows = rows[read.accepted]
        return Side(rules, rows, read.batch, _rejects(read.rejects))


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            found[name] = [_given(item) for item in value]
        elif value is not None:
            found[name] = value
    return found


def _rejects(table: pl.DataFrame) -> tuple[Reject, ...]:
    found: dict[int, list[RecordProblem]] = {}
    for row, fact, code in table.select("row", "fact", "code").iter_rows():
        found.setdefault(row, []).append(RecordProblem(code, fact))
    return tuple(Reject(row, tuple(problems)) for row, problems in found.items())
