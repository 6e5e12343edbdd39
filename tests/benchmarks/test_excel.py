"""The ledgers whose reading is measured are right, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.excel import MEMBERS, SIZES, loaded, write

from relapse_rules import load
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("columns", SIZES)
def test_every_row_is_right_and_states_every_column(
    tmp_path: Path, columns: tuple[int, int]
) -> None:
    path = tmp_path / "a.xlsx"
    cells = write(path, columns, 20)
    facts = load("cn/shaanxi/baoji/weibin").facts
    records = read_records(path, facts)
    rows = [row.record or {} for row in records]
    assert {len(row) - 1 for row in rows} == {columns[0]}
    assert {len(item) for row in rows for item in row["members"]} == {columns[1]}
    assert cells == 20 * (columns[0] + MEMBERS * (columns[1] + 1))


def test_a_small_one_is_measured() -> None:
    found = loaded(SIZES[0], 50, 1)
    assert (found.households, found.members) == (50, 150)
    assert found.cpu > 0
