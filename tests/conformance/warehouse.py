"""Answers of DuckDB and Spark about records, beside those that plain Python computes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from conformance.tables import forms_of
from conformance.yaml_text import as_written
from relapse_rules.table import columns_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.households import Record
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules

    Row = Mapping[str, Any]

# The number of a record, which is handed on beside its answers.
ROW = "row"


def arrow_type(fact: Fact) -> pa.DataType:
    """How a fact is stored in a table."""
    match fact.kind:
        case "integer":
            return pa.int64()
        case "number" | "money":
            # One place more than may be stated, so that such a value can be there.
            return pa.decimal128(30, fact.places + 1)
        case "boolean":
            return pa.bool_()
        case "date":
            return pa.date32()
        case "choices":
            return pa.list_(pa.string())
        case "list":
            return pa.list_(pa.struct([(i.id, arrow_type(i)) for i in fact.items]))
    return pa.string()


def table_of(facts: Sequence[Fact], rows: Sequence[Row]) -> pa.Table:
    """Plain records as a table, numbered."""
    fields = [(ROW, pa.int64()), *((f.id, arrow_type(f)) for f in facts)]
    numbered = [{ROW: number, **stored(facts, row)} for number, row in enumerate(rows)]
    return pa.Table.from_pylist(numbered, pa.schema(fields))


def stored(facts: Sequence[Fact], row: Row) -> dict[str, Any]:
    """A record as a table holds it: days as days, amounts as decimals."""
    kinds = {fact.id: fact for fact in facts if not fact.personal}
    return {
        name: None if value is None else _stored(kinds[name], value)
        for name, value in row.items()
        if name in kinds
    }


def _stored(fact: Fact, value: Any) -> Any:
    match fact.kind:
        case "number" | "money":
            return Decimal(value)
        case "date":
            return value if isinstance(value, date) else date.fromisoformat(value)
        case "choices":
            return sorted(value, key=str)
        case "list":
            return [item and stored(fact.items, item) for item in value]
    return value


def answers_of_duckdb(
    rules: Rules, table: pa.Table, *, unique: bool = False
) -> pa.Table:
    """What DuckDB answers about a numbered table, in every detail.

    Cases tell of one household in several states, so that ids are not looked at.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        relation = connection.from_arrow(table)
        found = rules.duckdb(relation, "clauses", keep=[ROW], unique=unique)
        return found.to_arrow_table()


def by_duckdb(
    rules: Rules, facts: Sequence[Fact], rows: Sequence[Row]
) -> list[dict[str, Any]]:
    """The same about plain records, in their order."""
    found = answers_of_duckdb(rules, table_of(facts, rows)).to_pylist()
    return sorted(found, key=lambda row: int(row[ROW]))


def wanted(rules: Rules, values: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The same by plain Python, for records encoded as the program reads them."""
    read = forms_of(rules.program, columns_of(rules.program))
    return [
        {ROW: number, **read(one), "rejected": None}
        for number, one in enumerate(values)
    ]


def plain(facts: tuple[Fact, ...], records: Sequence[Record]) -> list[Row]:
    return [as_written(facts, record) for record in records]


def differences(
    found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Every answer that differs, by row and column."""
    return [
        f"row {number} {name}: {one.get(name)!r}, wanted {other.get(name)!r}"
        for number, (one, other) in enumerate(zip(found, expected, strict=True))
        for name in sorted(one.keys() | other.keys())
        if one.get(name) != other.get(name)
    ]
