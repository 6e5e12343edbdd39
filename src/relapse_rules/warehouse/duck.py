"""Decisions about relations of DuckDB, inside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError, TableError
from relapse_rules.messages.warehouse import RELATION
from relapse_rules.warehouse.inputs import Stored, inputs_of_table, require_kind
from relapse_rules.warehouse.text import written

if TYPE_CHECKING:
    from collections.abc import Sequence

# What the relation is called inside the query; it is seen nowhere else.
VIEW = "relapse_rules_households"


def decided(
    rules: Any,
    households: Any,
    detail: str,
    keep: Sequence[str] | None,
    connection: Any,
    *,
    unique: bool,
) -> Any:
    """A relation of answers; nothing runs before it is read."""
    relation, name = households, "relation"
    if isinstance(households, (str, Path)):
        name = Path(households).name
        relation = _parquet(str(households), name, connection)
    require_kind(relation, "types", RELATION)
    stored = stored_in(relation)
    inputs = inputs_of_table(
        rules.facts, rules.program, name, stored, keep, unique=unique
    )
    return relation.query(VIEW, written(rules, "duckdb", inputs, (VIEW,), detail))


def _parquet(path: str, name: str, connection: Any) -> Any:
    """Only files that state their types: a CSV file would be guessed at."""
    if not path.endswith(".parquet"):
        raise FileError("RR629", file=name, kinds=".parquet")
    try:
        import duckdb
    except ModuleNotFoundError:
        raise TableError("RR686", extra="duckdb") from None
    try:
        return (connection or duckdb).read_parquet(path)
    except duckdb.Error:
        raise FileError("RR620", file=name) from None


def stored_in(relation: Any) -> list[Stored]:
    """The columns of a relation and their types."""
    columns = zip(relation.columns, relation.types, strict=True)
    return [_stored(name, kind) for name, kind in columns]


def _stored(name: str, kind: Any) -> Stored:
    fields: tuple[Stored, ...] = ()
    if kind.id == "list" and kind.child.id == "struct":
        fields = tuple(_stored(*field) for field in kind.child.children)
    return Stored(name, str(kind), fields)
