"""Decisions inside a database: DuckDB reads the table in place and answers with a table.

python -m examples.warehouse.decide
"""

from __future__ import annotations

import duckdb

from relapse_rules import load

HOUSEHOLDS = """
CREATE TABLE households AS
SELECT * FROM (VALUES
  ('H1', 2, false, DECIMAL '5408.70', ['illness'], true),
  ('H2', 4, false, DECIMAL '21500.00', CAST([] AS VARCHAR[]), true),
  ('H3', 3, NULL, NULL, ['illness', 'disaster'], NULL),
  ('H4', 300, false, DECIMAL '4000.00', ['gambling'], true)
) AS t(household_id, household_size, is_ex_poor, recorded_per_capita_net_income,
       risk_causes, drinking_water_safe)
"""


def main() -> int:
    rules = load("cn/inner-mongolia/hinggan/jalaid").on("2021-11-22")
    with duckdb.connect() as connection:
        connection.execute(HOUSEHOLDS)
        answers = rules.duckdb(connection.table("households"))
        wanted = answers.select("household_id, type, type_answer, tier, rejected")
        for row in wanted.order("household_id").fetchall():
            print(*row, sep="\t")
    # The same as text, for whoever runs it: readable, with the ids of the rules.
    text = rules.sql("duckdb", "households", columns=["household_id", "household_size"])
    print(text.splitlines()[1])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
