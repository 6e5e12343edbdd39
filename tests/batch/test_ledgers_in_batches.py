"""Ledgers as people keep them decide alike row by row and from file to file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from cli.place import Run, write
from records.built import Wide, write_ledger

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = "cn/province/county"
ROWS: list[list[Any]] = [
    ["户编号", "户主姓名", "家庭纯收入（万元）", "家庭人口数", "健康状况", "识别日期"],
    ["H1", "甲", 2, 4, "患病", "2021-05-01"],
    ["H2", "乙", "0.5", "２", "健康", "2021年5月2日"],
    ["H3", "丙", "9,000元", 3, "健康", "20210503"],
    ["H4", "丁", "约一万", 1, "健康", ""],
    ["H5", "戊", 1.25, 2, "", ""],
    ["合计", "", 4, 12, "", ""],
]
MEMBERS: list[list[Any]] = [["户编号", "年龄"], ["H1", 30], ["H9", 40]]


def workbook(folder: Path) -> Path:
    rows = [[Wide("某县台账", 6)], *ROWS]
    return write_ledger(folder / "台账.xlsx", {"户": rows, "家庭成员": MEMBERS})


def text_file(folder: Path) -> Path:
    lines = [["某县台账", "", "", "", "", ""], *ROWS]
    quoted = (
        ",".join(json.dumps(str(c), ensure_ascii=False) for c in r) for r in lines
    )
    return write(folder / "台账.csv", "\r\n".join(quoted))


@pytest.mark.parametrize("make", [workbook, text_file])
def test_file_to_file_agrees_with_row_by_row(
    run: Run, tmp_path: Path, make: Any
) -> None:
    file, target = make(tmp_path), tmp_path / "out.parquet"
    alone = run(COUNTY, file, "-f", "json")
    lines = [json.loads(line) for line in alone.stdout.splitlines()]
    result = run(COUNTY, file, "-o", target, "--verify", "100%")
    assert result.exit_code == 1, result.output
    found = pl.read_parquet(target)
    assert found["household_id"].to_list() == [one["id"] for one in lines]
    assert found["household_id"].to_list() == ["H1", "H2", "H3", "H5"]
    assert [str(v) for v in found["value__per_capita"]] == [
        one["answers"]["values"]["per_capita"] for one in lines
    ]
    assert found["value__per_capita"].to_list()[:2] == [5000, 2500]
    assert [str(one) for one in found["tier"]] == [
        str(one["answers"]["tiers"]["value"]) for one in lines
    ]


@pytest.mark.parametrize("make", [workbook, text_file])
def test_what_was_read_is_said(run: Run, tmp_path: Path, make: Any) -> None:
    file = make(tmp_path)
    result = run(COUNTY, file, "-o", tmp_path / "out.csv")
    assert "表头第 2 行" in result.stderr
    assert "略过的行：合计（第 8 行）" in result.stderr
    assert "个人信息列没有读入：户主姓名" in result.stderr
    assert "约一万" not in result.output


def test_members_of_a_workbook_are_joined_and_strays_are_rejects(
    run: Run, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    target = tmp_path / "o.jsonl"
    result = run(COUNTY, workbook(tmp_path), "-o", target, "--rejects", rejects)
    assert "工作表“家庭成员”: 表头第 1 行，读入 2 列、2 行" in result.stderr
    found = pl.read_csv(rejects)
    assert sorted(found["code"].to_list()) == ["RR603", "RR631"]


def test_headings_are_mapped_for_batches_too(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "户编号,几口人,评语\nH1,2,好\n")
    target = tmp_path / "o.jsonl"
    assert run(COUNTY, file, "-o", target).exit_code == 2
    mapped = ("--map", "几口人=家庭人口数", "--map", "评语=")
    assert run(COUNTY, file, "-o", target, *mapped).exit_code == 0
