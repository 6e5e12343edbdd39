"""No name, label or value can end what it stands in: quotes, comments, lines, any length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from conformance.spark import session
from relapse_rules.backends.sql import Input, Inputs, Query, query_text
from relapse_rules.backends.sql.dialect import DUCKDB, SPARK
from relapse_rules.backends.sql.query import comment
from relapse_rules.program import nodes
from relapse_rules.program.nodes import Binding, Program, Row, SectionProgram, Slot
from relapse_rules.table import columns_of

if TYPE_CHECKING:
    from relapse_rules.backends.sql import Dialect

NAMES = (
    'a"b',
    "a`b",
    "a'b",
    "x' OR '1'='1",
    '"; DROP TABLE t; --',
    "*/ SELECT 1 /*",
    "-- gone",
    "two\nlines",
    "two\r\nlines\u2028and\u0085more",
    "back\\slash\\",
    "\\' OR TRUE -- ",
    "{0}{n}{}",
    "$1 ? :x %s",
    "each",
    "Each",
    "rejected",
    "NULL",
    "低保户\u202e",
    "长" * 300,
    " ",
)


def program_of(name: str) -> Program:
    """A program in which everything has that name."""
    slot = Slot(f"{name} fact")
    listed = nodes.IsOneOf(slot, (name or "-", "other"))
    item = nodes.AnyItem(f"{name} list", nodes.BoolFact(Slot(name, f"{name} list")))
    when = Binding(f"{name} binding", nodes.Or((listed, item)))
    section = SectionProgram("risks", "flags", (Row(name, when.name),))
    facts, items = (slot.fact, f"{name} list"), ((f"{name} list", (name,)),)
    return Program(facts, items, (when,), (section,), (), 738_000)


def text_of(name: str, dialect: Any, table: tuple[str, ...]) -> str:
    value = name or "-"
    fact = Input(f"{name} fact", "choice", values=(value, "other"))
    inner = Input(name, "boolean", column=f"{name} inner")
    items = Input(f"{name} list", "list", most=3, items=(inner,))
    program = program_of(name)
    query = Query(
        program,
        Inputs((fact, items), (f"{name} kept",)),
        columns_of(program),
        table,
        heading=(name,),
        labels={f"{name} binding": name, f"{name} fact": name},
    )
    return query_text(query, dialect)


def columns(dialect: Dialect, name: str) -> str:
    """The columns of a table in which everything has that name."""
    quoted, text = dialect.name_of, dialect.text
    inner = dialect.write("field", name=quoted(f"{name} inner"), value="FALSE")
    items = dialect.write("array", items=dialect.write("record", fields=inner))
    return (
        f"{text(name or '-')} AS {quoted(f'{name} fact')}, "
        f"{items} AS {quoted(f'{name} list')}, 7 AS {quoted(f'{name} kept')}"
    )


def require_answers(found: dict[str, Any], name: str) -> None:
    assert found[f"{name} kept"] == 7
    assert found["risks_yes"] == [name]
    assert found["rejected"] is None


@pytest.mark.parametrize("name", NAMES)
def test_duckdb_takes_any_name_for_a_name(name: str) -> None:
    with duckdb.connect() as connection:
        table = f"{name} table"
        made = f"CREATE TABLE {DUCKDB.name_of(table)} AS SELECT {columns(DUCKDB, name)}"
        connection.execute(made)
        found = connection.sql(text_of(name, "duckdb", (table,)))
        (row,) = found.to_arrow_table().to_pylist()
    require_answers(row, name)


@pytest.mark.java
def test_spark_takes_any_name_for_a_name() -> None:
    spark = session()
    for number, name in enumerate(NAMES):
        view = f"households_{number}"
        spark.sql(f"SELECT {columns(SPARK, name)}").createOrReplaceTempView(view)
        (row,) = spark.sql(text_of(name, "spark", (view,))).collect()
        require_answers(row.asDict(recursive=True), name)


@pytest.mark.parametrize("name", NAMES)
def test_a_comment_is_one_line_and_ends_nothing(name: str) -> None:
    said = comment(name)
    assert len(said.splitlines()) <= 1
    assert not {"*/", "/*", "\\"} & {
        said[i : i + n] for n in (1, 2) for i in range(300)
    }


def test_a_table_of_other_types_is_rejected_row_by_row() -> None:
    from relapse_rules import load

    rules = load("cn/inner-mongolia/hinggan/jalaid").on("2021-11-22")
    given = ("household_id", "household_size", "wage_income_12m", "identified_on")
    text = rules.sql("duckdb", "t", columns=given)
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT 7 AS household_id, 2.5 AS household_size,"
            " 1e3 AS wage_income_12m, now() AS identified_on"
        )
        (row,) = connection.sql(text).to_arrow_table().to_pylist()
    assert {(one["fact"], one["code"]) for one in row["rejected"]} == {
        ("household_id", "RR603"),
        ("household_size", "RR603"),
        ("wage_income_12m", "RR606"),
        ("identified_on", "RR603"),
    }
    assert row["tier_answer"] is None
