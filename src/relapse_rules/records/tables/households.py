"""Households whose members stand in the same table: one row a member, one id a household."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.columns import called
from relapse_rules.records.tables.table import TableRow, in_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.tables.table import Table


@dataclass(slots=True)
class _Household:
    rows: list[TableRow] = field(default_factory=list)
    runs: int = 0


def grouped(table: Table, unique: Fact, items: Fact) -> Iterator[TableRow]:
    """One row for each household, with its items. Raises FileError.

    A row without an id that says nothing of a household belongs to the one above it.
    """
    found = _households(table, unique.id)
    if all(len(one.rows) == 1 for one in found):
        # The columns may as well be about the head of the household.
        raise FileError("RR660", file=table.sheet.shown, fact=called(items))
    for one in found:
        yield _joined(table, one, unique, items)


def _households(table: Table, unique: str) -> list[_Household]:
    by_id: dict[Any, _Household] = {}
    found: list[_Household] = []
    current: _Household | None = None
    for row in table.rows():
        owner = row.stated.get(unique)
        if owner is None and not row.stated and not row.problems and current:
            current.rows.append(row)
            continue
        mine = by_id.get(owner) if owner is not None else None
        if mine is None:
            mine = _Household()
            found.append(mine)
            if owner is not None:
                by_id[owner] = mine
        if mine is not current:
            mine.runs += 1
        mine.rows.append(row)
        current = mine
    return found


def _joined(table: Table, household: _Household, unique: Fact, items: Fact) -> TableRow:
    first, *others = household.rows
    stated = dict(first.stated)
    problems = list(_item_problems(table, household.rows, items))
    for row in others:
        problems += _differences(table, first, row, stated)
    if household.runs > 1:
        # Entered twice, or sorted apart: nobody knows whether these are all members.
        again = next(
            row
            for before, row in zip(household.rows, others, strict=False)
            if row.line > before.line + 1 and unique.id in row.stated
        )
        problems.append(RecordProblem("RR662", "record", {"line": again.line}))
    members = [row.item for row in household.rows]
    if any(members):
        stated[items.id] = [item for item in members if item]
    return TableRow(first.line, stated, (*first.problems, *problems))


def _item_problems(
    table: Table, rows: Sequence[TableRow], items: Fact
) -> Iterator[RecordProblem]:
    for index, row in enumerate(rows):
        for problem in row.item_problems:
            yield in_list(problem, items.id, index, table.sheet.shown, row.line)


def _differences(
    table: Table, first: TableRow, row: TableRow, stated: dict[str, Any]
) -> Iterable[RecordProblem]:
    """What a further row of a household says of it must be blank or the same."""
    place = {"table": table.sheet.shown, "line": row.line}
    for problem in row.problems:
        yield RecordProblem(problem.code, problem.fact, {**problem.args, **place})
    for name, value in row.stated.items():
        if name not in stated:
            stated[name] = value
        elif stated[name] != value:
            column = table.column_of(name)
            args = {**(column.place if column else {}), **place, "first": first.line}
            yield RecordProblem("RR663", name, args)
