"""How engines spell the same thing: every difference between them is an entry here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

DialectName = Literal["duckdb", "spark"]
# Day numbers count from 0001-01-01, which is 1; engines count from 1970-01-01, which is 0.
EPOCH = 719163


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine: its quotes, its types, and a pattern for each operation.

    `escapes` are replaced, in order, inside a text literal.
    """

    name: DialectName
    quote: str
    escapes: tuple[tuple[str, str], ...]
    types: Mapping[str, str]
    patterns: Mapping[str, str]

    def name_of(self, name: str) -> str:
        """A quoted identifier; nothing in it can end it."""
        return f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}"

    def text(self, value: str) -> str:
        """A text literal; nothing in it can end it."""
        for found, instead in self.escapes:
            value = value.replace(found, instead)
        return f"'{value}'"

    def whole(self, value: int) -> str:
        """A whole number of 64 bits."""
        return self.write("whole" if value >= 0 else "negative", n=value)

    def write(self, pattern: str, **parts: object) -> str:
        """An operation with its operands, which are already in brackets."""
        return self.patterns[pattern].format_map(parts)

    def unknown(self, kind: str) -> str:
        """An unknown value of a type."""
        return f"CAST(NULL AS {self.types[kind]})"


# What both write in the same way.
COMMON = {
    "negative": "CAST({n} AS BIGINT)",
    "year": "CAST(year({date}) AS BIGINT)",
    "month": "CAST(month({date}) AS BIGINT)",
    "day": "CAST(day({date}) AS BIGINT)",
    "last day": "last_day({date})",
}
DUCKDB = Dialect(
    name="duckdb",
    quote='"',
    escapes=(("'", "''"),),
    types={
        "boolean": "BOOLEAN",
        "whole": "BIGINT",
        "text": "VARCHAR",
        "date": "DATE",
        "texts": "VARCHAR[]",
    },
    patterns=COMMON
    | {
        "whole": "{n}::BIGINT",
        "floor of positive": "({a} // {b})",
        "array": "[{items}]",
        "no texts": "CAST([] AS VARCHAR[])",
        "filter": "list_filter({list}, lambda {each}: {body})",
        "transform": "list_transform({list}, lambda {each}: {body})",
        "length": "len({list})",
        "distinct length": "list_unique({list})",
        "sum": "coalesce(CAST(list_sum({list}) AS BIGINT), 0)",
        "min": "list_min({list})",
        "max": "list_max({list})",
        "contains": "list_contains({list}, {value})",
        "record": "struct_pack({fields})",
        "field": "{name} := {value}",
        "let": "list_transform([struct_pack({fields})], lambda {each}: {body})[1]",
        "day number": "({date} - DATE '1970-01-01' + 719163)",
        "date": "(DATE '1970-01-01' + CAST({n} - 719163 AS INTEGER))",
        "add months": "CAST({date} + to_months(CAST({n} AS INTEGER)) AS DATE)",
        "is of type": "regexp_matches(typeof({value}), {regex})",
        "matches": "regexp_matches({value}, {regex})",
    },
)
SPARK = Dialect(
    name="spark",
    quote="`",
    escapes=(("\\", "\\\\"), ("'", "\\'")),
    types={
        "boolean": "BOOLEAN",
        "whole": "BIGINT",
        "text": "STRING",
        "date": "DATE",
        "texts": "ARRAY<STRING>",
    },
    patterns=COMMON
    | {
        "whole": "{n}L",
        "floor of positive": "({a} div {b})",
        "array": "array({items})",
        "no texts": "CAST(array() AS ARRAY<STRING>)",
        "filter": "filter({list}, {each} -> {body})",
        "transform": "transform({list}, {each} -> {body})",
        "length": "array_size({list})",
        "distinct length": "array_size(array_distinct({list}))",
        "sum": "aggregate({list}, 0L, (total, one) -> total + one)",
        "min": "array_min({list})",
        "max": "array_max({list})",
        "contains": "array_contains({list}, {value})",
        "record": "struct({fields})",
        "field": "{value} AS {name}",
        "let": "transform(array(struct({fields})), {each} -> {body})[0]",
        "day number": "(CAST(unix_date({date}) AS BIGINT) + 719163L)",
        "date": "date_from_unix_date(CAST({n} - 719163L AS INT))",
        "add months": "add_months({date}, CAST({n} AS INT))",
        "is of type": "(typeof({value}) RLIKE {regex})",
        "matches": "({value} RLIKE {regex})",
    },
)
DIALECTS: Mapping[DialectName, Dialect] = {"duckdb": DUCKDB, "spark": SPARK}
