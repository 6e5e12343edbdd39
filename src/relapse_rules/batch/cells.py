"""Columns of cells to columns of facts: what is plainly written goes at once.

A cell in the plain form of its kind is cast by Polars; each different one of the others
is read by the very function that reads the cells of small tables, once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.errors import RecordProblem
from relapse_rules.records.cells import cell_reader, cell_text
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.columns import Column

# At most so many digits that the cast cannot leave 64 bits.
_WHOLE = r"^-?(?:0|[1-9][0-9]{0,14})$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# Text that neither blanks, a wrapper nor a spreadsheet's own notation has touched.
_PLAIN = r"^[^\s\p{C}=0-9](?:[^\p{C}]*[^\s\p{C}])?$|^[0-9](?:[^\p{C}eE]*[^\s\p{C}eE])?$"


@dataclass(slots=True)
class Cells:
    """The columns of facts that a frame of cells states, and the cells that are refused."""

    frame: pl.DataFrame
    notes: Counter[str]
    refusals: list[Refusal] = field(default_factory=list)
    stated: dict[str, pl.Series] = field(default_factory=dict)

    def typed(self, columns: Iterable[Column]) -> pl.DataFrame:
        """The frame of facts; a refused cell is null in it."""
        for column in columns:
            self._read(column)
        return pl.DataFrame([self.frame[KEY], *self.stated.values()])

    def _read(self, column: Column) -> None:
        texts = self.frame[str(column.index)]
        plain = None
        # A heading in other units is read by its own reader alone.
        if not column.number and not column.month and not column.scale:
            plain = PLAIN.get(column.fact.kind)
        found = self._empty(column.fact) if plain is None else plain(column.fact, texts)
        rest = texts.filter(found.is_null() & (texts != ""))
        if rest.len():
            found = self._one_by_one(column, texts, found, rest.value_counts())
        self._state(column.fact, found, joined=bool(column.number))

    def _empty(self, fact: Fact) -> pl.Series:
        return pl.Series(fact.id, [None], dtype=dtype_of(fact)).new_from_index(
            0, self.frame.height
        )

    def _one_by_one(
        self,
        column: Column,
        texts: pl.Series,
        found: pl.Series,
        different: pl.DataFrame,
    ) -> pl.Series:
        """Each different text read once, then put wherever it stands.

        What had to be converted is counted as often as it stands there.
        """
        values: dict[str, Any] = {}
        months: dict[str, Any] = {}
        refused: dict[str, Refused] = {}
        counted: Counter[str] = Counter()
        read = cell_reader(column.fact, counted, column.scale)
        column = replace(column, read=read)
        for written, times in different.iter_rows():
            stated: dict[str, Any] = {}
            counted.clear()
            text = cell_text(written)
            if not text:
                continue
            try:
                column.state(text, stated)
            except Refused as error:
                refused[written] = error
            for what, count in counted.items():
                self.notes[what] += count * times
            for fact, value in stated.items():
                here = values if fact == column.fact.id else months
                here[written] = value
        if refused:
            self._refuse(column, texts, refused)
        if months:
            assert column.month is not None, "only such a column states another fact"
            of_month = _placed(texts, months, column.month)
            self._state(column.month, of_month, joined=False)
        if not values:
            return found
        return pl.select(
            pl.coalesce(found, _placed(texts, values, column.fact))
        ).to_series()

    def _refuse(
        self, column: Column, texts: pl.Series, refused: Mapping[str, Refused]
    ) -> None:
        at = texts.is_in(pl.Series(list(refused), dtype=pl.String).implode())
        rows = self.frame[KEY].filter(at).to_list()
        for row, text in zip(rows, texts.filter(at).to_list(), strict=True):
            error = refused[text]
            args = {**error.args_, **column.place}
            self.refusals.append(
                Refusal(row, RecordProblem(error.code, column.fact.id, args))
            )

    def _state(self, fact: Fact, found: pl.Series, *, joined: bool) -> None:
        before = self.stated.get(fact.id)
        if before is not None and joined:
            found = _united(before, found)
        elif before is not None:
            # The own column of a fact comes before the one that may state it too.
            found = pl.select(pl.coalesce(found, before)).to_series()
        self.stated[fact.id] = found.alias(fact.id)


def _united(one: pl.Series, other: pl.Series) -> pl.Series:
    both = pl.when(one.is_null()).then(other).when(other.is_null()).then(one)
    return pl.select(both.otherwise(one.list.set_union(other))).to_series()


def _placed(texts: pl.Series, values: Mapping[str, Any], fact: Fact) -> pl.Series:
    plain = [list(v) if isinstance(v, frozenset) else v for v in values.values()]
    new = pl.Series(plain, dtype=dtype_of(fact))
    frame = pl.DataFrame({"text": texts})
    known = pl.DataFrame({"text": list(values), "value": new})
    return frame.join(known, on="text", how="left", maintain_order="left")["value"]


def _whole(_fact: Fact, texts: pl.Series) -> pl.Series:
    plain = texts.set(~texts.str.contains(_WHOLE), None)
    return plain.cast(pl.Int64)


def _decimal(fact: Fact, texts: pl.Series) -> pl.Series:
    """Amounts stay text in their canonical form: it is exact."""
    form = rf"^-?(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,{max(fact.places, 1)}}})?$"
    plain = texts.set(~texts.str.contains(form), None)
    return plain.cast(dtype_of(fact))


def _date(_fact: Fact, texts: pl.Series) -> pl.Series:
    plain = texts.set(~texts.str.contains(_DAY), None)
    return plain.str.to_date("%Y-%m-%d", strict=False)


def _text(_fact: Fact, texts: pl.Series) -> pl.Series:
    return texts.set(~texts.str.contains(_PLAIN), None)


PLAIN: Mapping[str, Callable[[Fact, pl.Series], pl.Series]] = {
    "integer": _whole,
    "number": _decimal,
    "money": _decimal,
    "date": _date,
    "text": _text,
}


def dtype_of(fact: Fact) -> pl.DataType:
    """The Polars type in which values of a fact stand, once they are read."""
    if fact.kind in {"number", "money"}:
        return pl.Decimal(38, fact.places)
    if fact.kind == "list":
        return pl.List(
            pl.Struct({one.id: dtype_of(one) for one in fact.items if not one.personal})
        )
    return DTYPES[fact.kind]


DTYPES: Mapping[str, pl.DataType] = {
    "boolean": pl.Boolean(),
    "integer": pl.Int64(),
    "date": pl.Date(),
    "choice": pl.String(),
    "choices": pl.List(pl.String),
    "text": pl.String(),
}


def read_cells(
    frame: pl.DataFrame, columns: Sequence[Column], notes: Counter[str] | None = None
) -> tuple[pl.DataFrame, list[Refusal]]:
    """The facts of a frame of cells, and what is refused. Every row stays.

    `notes` counts the cells that had to be converted, by what was done to them.
    """
    cells = Cells(frame, Counter() if notes is None else notes)
    return cells.typed(columns), cells.refusals


def uncounted(column: Column) -> Column:
    """The column, reading without counting what it has to convert."""
    return replace(column, read=cell_reader(column.fact, None, column.scale))
