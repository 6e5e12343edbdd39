"""Ids are looked for in the whole run at bounded memory, and compared themselves."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.place import Run, write
from relapse_rules.batch.ids import Finder, Repeats
from relapse_rules.batch.spool import Spool

if TYPE_CHECKING:
    from pathlib import Path


COUNTY = "cn/province/county"


def decided(run: Run, folder: Path, *arguments: object) -> tuple[list[str], str]:
    target = folder / "o.parquet"
    result = run(COUNTY, *arguments, "-o", target)
    return pl.read_parquet(target)["household_id"].to_list(), result.stderr


def test_the_first_of_equal_ids_is_decided(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", "户编号\nB\nA\nB\n")
    two = write(tmp_path / "2.csv", "户编号\nC\nA\n")
    found, said = decided(run, tmp_path, one, two)
    assert found == ["B", "A", "C"]
    assert "1.csv 第 4 行: [RR611] `household_id` 与第 2 行重复" in said
    assert "2.csv 第 3 行: [RR611] `household_id` 与 1.csv 第 3 行重复" in said


def test_a_row_that_is_rejected_takes_no_id(run: Run, tmp_path: Path) -> None:
    """As for small files: the second A is the first that is right."""
    file = write(tmp_path / "h.csv", "户编号,家庭人口数\nA,三\nA,99\nA,3\nA,3\n")
    found, said = decided(run, tmp_path, file)
    assert found == ["A"]
    assert "h.csv 第 5 行: [RR611] `household_id` 与第 4 行重复" in said
    assert "h.csv 第 3 行 B 列: [RR604]" in said
    assert said.count("RR611") == 2  # in words, and in the table of codes


def test_files_may_be_looked_at_one_by_one(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", "户编号\nB\nA\nB\n")
    two = write(tmp_path / "2.csv", "户编号\nC\nA\n")
    found, _ = decided(run, tmp_path, one, two, "--unique", "file")
    assert found == ["B", "A", "C", "A"]


def test_ids_repeat_across_chunks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relapse_rules.batch.inputs.parquet.ROWS", 10)
    monkeypatch.setattr("relapse_rules.batch.spool.RUN", 16)
    ids = [f"H{n:03}" for n in range(97)] + ["H003", "H050", "H003"]
    random.Random(5).shuffle(ids)
    pl.DataFrame({"household_id": ids}).write_parquet(tmp_path / "h.parquet")
    found, said = decided(run, tmp_path, tmp_path / "h.parquet")
    assert found == list(dict.fromkeys(ids))
    assert said.count("RR611") == 4  # three rows, and the table of codes


def test_so_many_repeats_are_another_mistake(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relapse_rules.batch.ids.MOST", 2)
    file = write(tmp_path / "h.csv", "户编号\nC\nA\nB\n")
    again = write(tmp_path / "again.csv", "户编号\nC\nA\nB\n")
    result = run(COUNTY, file, again, "-o", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert "RR652" in result.stderr
    assert "--unique file" in result.stderr
    assert not (tmp_path / "o.csv").exists()


def test_hashes_that_collide_reject_nobody() -> None:
    ids = pl.Series("id", ["A", "B"])
    every = Repeats("id", "run", ids.hash(seed=0).sort())
    rows = pl.DataFrame({"\0row": [1, 2], "id": ids})
    assert every.check(0, "h.csv", rows) == []


LISTS = st.lists(
    st.lists(st.sampled_from([None, *"ABCDEFGHIJ"]), max_size=8), max_size=6
)


@given(LISTS, st.integers(1, 9))
def test_repeats_are_those_of_a_dictionary(
    chunks: list[list[str | None]], size: int
) -> None:
    """Whatever the order, and however little is kept in memory."""
    known = [one for chunk in chunks for one in chunk if one is not None]
    with Spool(size) as spool:
        finder = Finder("id", "run", spool)
        for chunk in chunks * 2:
            finder.add(0, pl.Series(chunk, dtype=pl.String))
            if not finder.ascending:
                break
        else:
            assert known == []
            return
        for chunk in chunks:
            finder.add(0, pl.Series(chunk, dtype=pl.String))
        found = finder.found().hashes
    wanted = pl.Series([k for k in set(known) if known.count(k) > 1], dtype=pl.String)
    assert set(found) == set(wanted.hash(seed=0))


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl"])
def test_ids_in_any_order_are_read_once_for_hashes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """No id is taken for its own repetition."""
    monkeypatch.setattr("relapse_rules.batch.ids.MOST", 0)
    table, file = (
        pl.DataFrame({"household_id": ["B", "A", "C"]}),
        tmp_path / f"h{ending}",
    )
    if ending == ".parquet":
        table.write_parquet(file)
    else:
        text = table.write_csv() if ending == ".csv" else table.write_ndjson()
        file.write_text(text, "utf-8")
    found, _ = decided(run, tmp_path, file)
    assert found == ["B", "A", "C"]
