"""The examples in DuckDB and on Spark run and answer what their data says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet as pq
import pytest
from examples.spark.job import main as submit
from examples.warehouse.decide import main as decide

from conformance.spark import session
from conformance.warehouse import ROW, table_of
from relapse_rules import load

if TYPE_CHECKING:
    from pathlib import Path

PLACE, DAY = "cn/inner-mongolia/hinggan/jalaid", "2021-11-22"
HOUSEHOLDS: list[dict[str, Any]] = [
    {
        "household_id": "H1",
        "is_ex_poor": False,
        "household_size": 2,
        "recorded_per_capita_net_income": Decimal("5408.70"),
        "risk_causes": ["illness"],
        "identified_on": date(2021, 3, 1),
    },
    {"household_id": "H2", "household_size": 999},
]


def test_duckdb_decides_in_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert decide() == 0
    *rows, head = capsys.readouterr().out.splitlines()
    assert [row.split("\t")[:3] for row in rows] == [
        ["H1", "marginal", "yes"],
        ["H2", "None", "no"],
        ["H3", "None", "undecided"],
        ["H4", "None", "None"],
    ]
    assert "RR604" in rows[-1]
    assert "RR605" in rows[-1]
    assert DAY in head


@pytest.fixture
def households(tmp_path: Path) -> Path:
    path = tmp_path / "households.parquet"
    facts = load(PLACE).facts
    pq.write_table(table_of(facts, HOUSEHOLDS).drop_columns([ROW]), path)
    return path


def test_duckdb_reads_parquet_where_it_lies(households: Path) -> None:
    rules = load(PLACE).on(DAY)
    with duckdb.connect() as connection:
        answers = rules.duckdb(households, connection=connection)
        found = answers.select("household_id, type").order("household_id").fetchall()
    assert found == [("H1", "marginal"), ("H2", None)]


@pytest.mark.java
def test_a_job_writes_answers_and_says_what_it_rejected(
    households: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session()
    answers = tmp_path / "answers"
    assert submit([PLACE, DAY, str(households), str(answers)]) == 1
    shown = capsys.readouterr().out
    assert "2 households, 1 decided, 1 rejected" in shown
    assert "household_size RR604: 1" in shown
    rows = pq.read_table(answers).to_pylist()
    assert {row["household_id"]: row["type"] for row in rows} == {
        "H1": "marginal",
        "H2": None,
    }
