"""Rows of a part read again, one by one, in the plain way of small files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from relapse_rules.batch.cells import uncounted
from relapse_rules.batch.frames import KEY
from relapse_rules.errors import RecordProblem
from relapse_rules.records.cells import cell_text
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from relapse_rules.batch.reading import Part
    from relapse_rules.records.columns import Column

# The number of a row, its record, and what was wrong with cells of it.
Original: TypeAlias = tuple[int, Any, Sequence[RecordProblem]]
Originals: TypeAlias = Callable[[pl.Series], Iterator[Original]]


def of_types(frame: pl.DataFrame, outside: AbstractSet[int]) -> Originals:
    """Rows of a frame of facts."""
    return partial(_of_types, frame, outside)


def of_cells(
    frame: pl.DataFrame, columns: Sequence[Column], outside: AbstractSet[int]
) -> Originals:
    """Rows of a frame of cells."""
    return partial(_of_cells, frame, [uncounted(one) for one in columns], outside)


def _of_types(
    frame: pl.DataFrame, outside: AbstractSet[int], rows: pl.Series
) -> Iterator[Original]:
    for row in _rows(frame, rows):
        number = row.pop(KEY)
        if number not in outside:
            yield number, {k: v for k, v in row.items() if v is not None}, ()


def _of_cells(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    outside: AbstractSet[int],
    rows: pl.Series,
) -> Iterator[Original]:
    for row in _rows(frame, rows):
        if row[KEY] not in outside:
            yield (row[KEY], *_stated(row, columns))


def _rows(frame: pl.DataFrame, rows: pl.Series) -> Iterator[dict[str, Any]]:
    return frame.filter(pl.col(KEY).is_in(rows.implode())).iter_rows(named=True)


def _stated(
    row: dict[str, Any], columns: Sequence[Column]
) -> tuple[dict[str, Any], list[RecordProblem]]:
    stated: dict[str, Any] = {}
    problems: list[RecordProblem] = []
    for column in columns:
        text = cell_text(row[str(column.index)])
        if not text:
            continue
        try:
            column.state(text, stated)
        except Refused as error:
            args = {**error.args_, **column.place}
            problems.append(RecordProblem(error.code, column.fact.id, args))
    return stated, problems


def items_of(part: Part, rows: pl.Series) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """The items that tables of their own give the households of these rows."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for name, table in part.lists.items():
        key = part.key
        ids = part.frame.select(KEY, key).filter(pl.col(KEY).is_in(rows.implode()))
        owners = {
            owner: row for row, owner in reversed(ids.rows()) if owner is not None
        }
        mine = table.filter(pl.col(key).is_in(list(owners))).drop(KEY)
        for item in mine.iter_rows(named=True):
            row = owners[item.pop(key)]
            found.setdefault(row, {}).setdefault(name, []).append(item)
    return found
