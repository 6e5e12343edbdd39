"""Encoded records as a batch of columns, written value by value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.backends.columnar import Batch, Items
from relapse_rules.backends.columnar.batch import among
from relapse_rules.records.values import accepted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conformance.households import Record
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Program


def batch_of(
    program: Program, facts: Iterable[Fact], records: Sequence[Record]
) -> Batch:
    """Records as `conformance.households` makes them, in the columns of a batch.

    A fact that none of them gives has no column, as where a table lacks it. Every other
    choice is a text that has been compared with its values, as where a table holds texts.
    """
    by_id = {f.id: f for f in facts}
    lists = dict(program.items)
    plain = [by_id[f] for f in program.facts if f not in lists]
    items = {}
    for name, ids in program.items:
        values = [r[name] for r in records]
        if all(v is None for v in values):
            continue
        lengths = [None if v is None else len(v) for v in values]
        inside = [item for v in values if v is not None for item in v]
        inner = [f for f in by_id[name].items if f.id in ids]
        frame = _frame(inner, inside)
        items[name] = Items(pl.Series(lengths, dtype=pl.UInt32), frame)
    return Batch(len(records), _frame(plain, records), items)


def _frame(facts: Sequence[Fact], records: Sequence[Record]) -> pl.DataFrame:
    found: list[pl.Series] = []
    for number, fact in enumerate(facts):
        values = [r[fact.id] for r in records]
        if all(v is None for v in values):
            continue
        if fact.kind == "choice" and number % 2:
            found += _compared(fact, values)
        else:
            found.append(_series(fact, values))
    return pl.DataFrame(found)


def _compared(fact: Fact, values: Sequence[Any]) -> Iterator[pl.Series]:
    """A choice as text, and whether it is each of its values."""
    yield pl.Series(fact.id, values, dtype=pl.String)
    for one in fact.values:
        mask = [None if v is None else v == one for v in values]
        yield pl.Series(among(fact.id, one), mask, dtype=pl.Boolean)


def _series(fact: Fact, values: Sequence[Any]) -> pl.Series:
    match fact.kind:
        case "boolean":
            return pl.Series(fact.id, values, dtype=pl.Boolean)
        case "choice":
            return pl.Series(fact.id, values, dtype=pl.Enum(list(fact.values)))
        case "choices":
            listed = [None if v is None else sorted(v) for v in values]
            return pl.Series(fact.id, listed, dtype=pl.List(pl.String))
        case "text":
            return pl.Series(fact.id, values, dtype=pl.String)
    return pl.Series(fact.id, values, dtype=pl.Int64)


def table_of(
    facts: Sequence[Fact], records: Sequence[Mapping[str, Any]]
) -> pl.DataFrame:
    """Written records as a table, each fact in a column of a type that holds it exactly."""
    stated = [f for f in facts if any(f.id in r for r in records) and not f.personal]
    return pl.DataFrame([written(f, [r.get(f.id) for r in records]) for f in stated])


def written(fact: Fact, values: Sequence[Any]) -> pl.Series:
    """The written values of one fact."""
    if fact.kind == "list":
        lists = [None if v is None else [_item(fact, i) for i in v] for v in values]
        return pl.Series(fact.id, lists, dtype=pl.List(_struct(fact)))
    exact = [_exact(fact, v) for v in values]
    return pl.Series(fact.id, exact, dtype=_written_type(fact))


def _item(fact: Fact, item: dict[str, Any]) -> dict[str, Any]:
    return {f.id: _exact(f, item.get(f.id)) for f in fact.items if not f.personal}


def _exact(fact: Fact, value: Any) -> Any:
    """The value in the one type that its column holds."""
    if value is None or fact.personal:
        return None
    found = accepted(fact, value)
    return sorted(found) if fact.kind == "choices" else found


def _struct(fact: Fact) -> pl.Struct:
    inner = [f for f in fact.items if not f.personal]
    return pl.Struct({f.id: _written_type(f) for f in inner})


def _written_type(fact: Fact) -> Any:
    match fact.kind:
        case "boolean":
            return pl.Boolean
        case "integer":
            return pl.Int64
        case "number" | "money":
            return pl.Decimal(38, fact.places)
        case "date":
            return pl.Date
        case "choices":
            return pl.List(pl.String)
    return pl.String
