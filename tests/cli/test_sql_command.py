from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from cli.place import Run

COUNTY_ID = "cn/province/county"
DAY = ("--on", "2021-06-01")
TABLE = """CREATE TABLE households AS SELECT 'H1' AS household_id, 20000 AS income,
4 AS household_size, 'ill' AS health"""


def test_the_text_runs_as_it_is_printed(run: Run) -> None:
    columns = ("--columns", "household_id, income,household_size, health")
    result = run("sql", COUNTY_ID, *DAY, "--dialect", "duckdb", *columns)
    assert result.exit_code == 0, result.output
    assert "-- risks.illness 因病 / illness\n" in result.stdout
    with duckdb.connect() as connection:
        connection.execute(TABLE)
        found = connection.sql(result.stdout).to_arrow_table().to_pylist()
    assert len(found) == 1
    assert found[0]["tier"] == "red"
    assert found[0]["rejected"] is None


def test_each_dialect_quotes_in_its_own_way(run: Run) -> None:
    for dialect, quoted in (("duckdb", '"lake"."h"'), ("spark", "`lake`.`h`")):
        asked = ("--dialect", dialect, "--table", "lake.h", "--detail", "clauses")
        result = run("sql", COUNTY_ID, *DAY, *asked)
        assert f"\nFROM {quoted}\n" in result.stdout
        assert "risks__illness" in result.stdout


def test_no_day_no_dialect_or_no_table_is_said(run: Run) -> None:
    assert run("sql", COUNTY_ID, "--dialect", "spark").exit_code == 2
    assert run("sql", COUNTY_ID, *DAY).exit_code == 2
    blank = run("sql", COUNTY_ID, *DAY, "--dialect", "spark", "--table", "a.")
    assert blank.exit_code == 2
    assert "RR677" in blank.stderr
