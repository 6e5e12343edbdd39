"""Tables that cannot be read as they are: said at once, and never guessed at."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.place import rules as rules_of
from relapse_rules import load
from relapse_rules.errors import FileError, TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules import Evaluator

PLACE, DAY = "cn/inner-mongolia/hinggan/jalaid", "2021-11-22"


@pytest.fixture(scope="module")
def rules() -> Evaluator:
    return load(PLACE).on(DAY)


def asked(
    rules: Evaluator, select: str, keep: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        answers = rules.duckdb(connection.sql(f"SELECT {select}"), keep=keep)
        return list(answers.to_arrow_table().to_pylist())


@pytest.mark.parametrize(
    ("select", "keep", "code", "said"),
    [
        ("1 AS househld_size", None, "RR680", "`househld_size` → `household_size`"),
        ("1 AS x, 2 AS z", ["x"], "RR680", "(1): `z`"),
        ("[{'ag': 3}] AS members", None, "RR680", "`members.ag` → `age`"),
        ("1 AS household_size", ["household_id"], "RR681", "`household_id`"),
        ("'red' AS tier", ["tier"], "RR682", "`tier`"),
        ("1 AS Type", ["Type"], "RR682", "`Type`"),
        ("1.5::DOUBLE AS wage_income_12m", None, "RR671", "DOUBLE"),
        ("'3' AS household_size", None, "RR671", "VARCHAR"),
        ("now() AS identified_on", None, "RR671", "TIMESTAMP"),
        ("[1] AS members", None, "RR671", "INTEGER[]"),
        ("[{'age': '3'}] AS members", None, "RR671", "members.age"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    rules: Evaluator, select: str, keep: list[str] | None, code: str, said: str
) -> None:
    with pytest.raises(TableError) as caught:
        asked(rules, select, keep)
    assert caught.value.code == code
    assert said in caught.value.text("en")


def test_columns_that_are_named_must_be_facts(rules: Evaluator) -> None:
    with pytest.raises(TableError) as caught:
        rules.sql("duckdb", columns=["household_id", "househld_size"])
    assert caught.value.code == "RR680"
    assert "→ `household_size`" in caught.value.text("zh")


def test_facts_that_the_table_lacks_are_named_and_unknown(rules: Evaluator) -> None:
    text = rules.sql("spark", columns=["household_id", "household_size"])
    (line,) = [one for one in text.splitlines() if "so unknown" in one]
    assert "risk_causes" in line
    assert "household_size" not in line
    (row,) = asked(rules, "'A1' AS household_id, 3 AS household_size, NULL AS members")
    assert row["household_id"] == "A1"
    assert row["risks_answer"] == "undecided"
    assert row["rejected"] is None


def test_personal_columns_are_not_read(rules: Evaluator) -> None:
    with duckdb.connect() as connection:
        relation = connection.sql("SELECT 'H' AS household_id, 'x' AS phone")
        assert "phone" not in rules.duckdb(relation).columns


def test_an_unknown_list_is_not_an_empty_one(rules: Evaluator) -> None:
    def members(text: str) -> dict[str, Any]:
        record = f"{text} AS members, ['illness'] AS risk_causes"
        return asked(rules, record)[0]

    none = "CAST([] AS STRUCT(age INTEGER)[])"
    assert members(none) != members("CAST(NULL AS STRUCT(age INTEGER)[])")


def test_only_files_that_state_their_types_are_read(rules: Evaluator) -> None:
    for path, code in (("a.csv", "RR629"), ("nowhere.parquet", "RR620")):
        with pytest.raises(FileError) as caught:
            rules.duckdb(path)
        assert caught.value.code == code


IDS = st.lists(st.sampled_from(("A", "B", "C", "a", "A ", None)), max_size=8)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Evaluator:
    """Rules that DuckDB plans in no time."""
    return rules_of(tmp_path_factory.mktemp("small"))


@given(IDS)
def test_every_row_of_a_repeated_id_is_rejected(
    small: Evaluator, ids: list[str | None]
) -> None:
    with duckdb.connect() as connection:
        table = pa.table({"household_id": pa.array(ids, pa.string())})
        answers = small.duckdb(connection.from_arrow(table)).to_arrow_table()
    again = [{"fact": "household_id", "code": "RR611"}]
    repeated = {i for i, times in Counter(ids).items() if i and times > 1}
    found = [(r["household_id"], r["rejected"]) for r in answers.to_pylist()]
    wanted = [(i, again if i in repeated else None) for i in ids]
    assert sorted(map(str, found)) == sorted(map(str, wanted))


def test_a_repeated_id_takes_nothing_from_what_else_is_wrong(rules: Evaluator) -> None:
    """The row with the wrong size says both; the other one only that it is repeated."""
    households = "unnest(['A', 'A']) AS household_id, unnest([3, 99]) AS household_size"
    rows = asked(rules, households)
    codes = [sorted(one["code"] for one in row["rejected"]) for row in rows]
    assert sorted(codes) == [["RR604", "RR611"], ["RR611"]]
    assert all(row["type"] is None for row in rows)


def test_ids_may_be_known_to_be_keys(rules: Evaluator) -> None:
    with duckdb.connect() as connection:
        relation = connection.sql("SELECT unnest(['A', 'A']) AS household_id")
        answers = rules.duckdb(relation, unique=False).to_arrow_table().to_pylist()
    assert [row["rejected"] for row in answers] == [None, None]
    assert "repeat" not in rules.sql("spark", columns=["household_id"], unique=False)


@pytest.mark.parametrize("table", [pa.table({"household_size": [3]}), [], None, 3])
def test_what_is_no_table_of_the_engine_is_refused(
    rules: Evaluator, table: object
) -> None:
    for ask, said in ((rules.duckdb, "DuckDB"), (rules.spark, "Spark")):
        with pytest.raises(TableError, match="RR672") as told:
            ask(table)
        assert said in str(told.value)
        assert type(table).__name__ in str(told.value)
