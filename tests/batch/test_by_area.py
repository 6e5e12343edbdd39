"""A run across places: each row goes to the place that governs it."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cli.place import Run, write
from relapse_rules import PolicyError, load_book
from relapse_rules.batch.places import PlacesByArea, split

if TYPE_CHECKING:
    from pathlib import Path

# 610102 is the county, 610103 the other; the line of the other is lower.
HOUSEHOLDS = """\
户编号,区划代码,家庭纯收入,家庭人口数,健康状况
H1,610102,5000,1,患病
H2,610103004,5000,1,患病
H3,610199,5000,1,患病
H4,610103,3000,1,健康
H5,,5000,1,患病
H6,61x,5000,1,患病
H7,610102201,90000,1,健康
"""


def decided(
    run: Run, folder: Path, file: Path, *more: object
) -> tuple[str, pl.DataFrame]:
    target = folder / "o.parquet"
    result = run("--by", "area_code", file, "-o", target, "--verify", "100%", *more)
    assert result.exit_code in {0, 1}, result.output
    return result.output, pl.read_parquet(target)


def test_each_row_goes_to_its_own_place(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", HOUSEHOLDS)
    _, found = decided(run, tmp_path, file)
    columns = ["household_id", "policy", "type", "tier", "tier_answer"]
    assert found.select(columns).rows() == [
        ("H1", "cn/province/county", "poor", "red", "yes"),
        ("H2", "cn/province/other", None, None, "not_defined"),
        ("H4", "cn/province/other", "poor", None, "not_defined"),
        ("H7", "cn/province/county", None, None, "no"),
    ]


def test_rows_of_no_place_are_rejected_and_counted(run: Run, tmp_path: Path) -> None:
    file, account = write(tmp_path / "h.csv", HOUSEHOLDS), tmp_path / "a.json"
    rejects = tmp_path / "r.csv"
    said, _ = decided(run, tmp_path, file, "--account", account, "--rejects", rejects)
    assert "h.csv 第 4 行: [RR651]" in said
    assert "没有政策管辖" in said
    assert "共 7 行：已判定 4" in said
    counted = json.loads(account.read_text("utf-8"))
    assert (counted["rows"], counted["rejected"], counted["ungoverned"]) == (7, 3, 3)
    by_place = {one["policy"]: one["decided"] for one in counted["places"]}
    assert by_place == {"cn/province/county": 2, "cn/province/other": 2}
    codes = [(row, code) for _, row, _, code in pl.read_csv(rejects).rows()]
    assert sorted(codes) == [(4, "RR651"), (6, "RR708"), (7, "RR708")]


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_other_kinds_of_files_go_by_area_too(
    run: Run, tmp_path: Path, ending: str
) -> None:
    codes = ["610102", "610103", "610199", None]
    table = pl.DataFrame({"area_code": codes, "income": [5000] * 4})
    file = tmp_path / f"h{ending}"
    if ending == ".parquet":
        table.write_parquet(file)
    else:
        table.write_ndjson(file)
    _, found = decided(run, tmp_path, file)
    assert found["policy"].to_list() == ["cn/province/county", "cn/province/other"]


def test_codes_that_are_numbers_are_no_codes(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "h.parquet"
    pl.DataFrame({"area_code": [610102], "income": [5000]}).write_parquet(file)
    said, found = decided(run, tmp_path, file)
    assert found.height == 0
    assert "[RR708]" in said


def test_a_fact_of_another_place_is_not_overlooked(run: Run, tmp_path: Path) -> None:
    """Goats are facts of the other county alone."""
    text = "户编号,区划代码,羊\nH1,610102,\nH2,610103,3\nH3,610102,3\n"
    said, found = decided(run, tmp_path, write(tmp_path / "h.csv", text))
    assert found["household_id"].to_list() == ["H1", "H2"]
    assert "h.csv 第 4 行: [RR601] 没有名为 `goats` 的指标" in said


def test_the_summary_is_by_place(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", HOUSEHOLDS)
    result = run("--by", "area_code", file, "--summary", lang="en")
    assert "cn/province/other" in result.stdout
    assert "low-income household (poor)" in result.stdout


@pytest.mark.parametrize("given", ["area_cod", "head", "members"])
def test_what_to_go_by_is_a_fact(run: Run, tmp_path: Path, given: str) -> None:
    file = write(tmp_path / "h.csv", HOUSEHOLDS)
    result = run("--by", given, file, "-o", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert f"--by {given}" in result.stderr


def test_no_policy_is_named_with_by(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", HOUSEHOLDS)
    result = run(
        "cn/province/county", "--by", "area_code", file, "-o", tmp_path / "o.csv"
    )
    assert result.exit_code == 2
    assert "不写政策编号" in result.stderr


def test_rejects_are_told_and_written_by_row(run: Run, tmp_path: Path) -> None:
    again = HOUSEHOLDS + "H1,610102001,5000,1,患病\nH9,110101,5000,1,患病\n"
    file, rejects = write(tmp_path / "h.csv", again), tmp_path / "r.csv"
    said, _ = decided(run, tmp_path, file, "--rejects", rejects)
    found = pl.read_csv(rejects).select("row", "code").rows()
    assert found == [
        *((4, "RR651"), (6, "RR708"), (7, "RR708"), (9, "RR611"), (10, "RR651"))
    ]
    told = [code for _, code in found]
    assert re.findall(r"行[^:]*: \[(RR\d+)\]", said) == told


def test_every_place_that_cannot_decide_is_told_once(root: Path) -> None:
    places = PlacesByArea(load_book(root), "area_code", date(2020, 6, 1))
    areas = ["610102001", "610102002", "610103001", "110101", None]
    with pytest.raises(PolicyError) as error:
        split(places, pl.Series(areas))
    told = [d for d in error.value.diagnostics if d.code == "RR658"]
    named = sorted(d.args["policy"] for d in told)
    assert named == ["cn/province/county", "cn/province/other"]
    assert len(error.value.diagnostics) > len(told)
