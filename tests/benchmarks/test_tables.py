"""The rules of the benchmark of tables say the same in every form; nothing is timed here."""

from __future__ import annotations

from benchmarks.tables.section import measured, table


def test_every_way_of_deciding_tables_agrees() -> None:
    rows = measured(3_000, 1, others=False)
    groups = {row.group for row in rows}
    assert groups == {"flat rule", "flat rule, 3% gaps", "members"}
    assert all(row.group in table(rows) for row in rows)
