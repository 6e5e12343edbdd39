"""Parquet files as they come: headings, members, broken bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"


def written(path: Path, **columns: Any) -> Path:
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_headings_may_be_labels_and_aliases(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "h.parquet", 户编号=["A"], 纯收入=[100], 家庭人口数=[1])
    result = run(COUNTY, file, "-o", tmp_path / "o.csv", "--verify", "100%")
    assert result.exit_code == 0, result.output
    assert "A," in (tmp_path / "o.csv").read_text("utf-8")


def test_members_may_be_named_by_labels(run: Run, tmp_path: Path) -> None:
    file = written(
        tmp_path / "h.parquet", 家庭成员=[[{"年龄": 3}], [], None, [{"年龄": 300}]]
    )
    rejects = tmp_path / "r.csv"
    result = run(
        *(COUNTY, file, "-o", tmp_path / "o.csv", "--rejects", rejects),
        *("--verify", "100%"),
    )
    assert result.exit_code == 1, result.output
    assert pl.read_csv(rejects).rows() == [("h.parquet", 4, "members[0].age", "RR604")]


@pytest.mark.parametrize(
    "columns",
    [
        {"household_id": ["A"], "incme": [3]},
        {"members": [[{"agee": 3}]]},
        {"members": [[{"age": 3, "ag": 4}]]},
    ],
)
def test_a_misspelt_name_ends_the_run(
    run: Run, tmp_path: Path, columns: dict[str, Any]
) -> None:
    file = written(tmp_path / "h.parquet", **columns)
    result = run(COUNTY, file, "-o", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert "RR622" in result.stderr or "RR633" in result.stderr
    assert not (tmp_path / "o.csv").exists()


def test_personal_columns_are_not_read(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "h.parquet", household_id=["A"], head=["秘密"])
    result = run(COUNTY, file, "-o", tmp_path / "o.csv")
    assert result.exit_code == 0
    assert "个人信息列没有读入：head" in result.stderr
    assert "秘密" not in (tmp_path / "o.csv").read_text("utf-8") + result.output


def test_floats_are_not_exact(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path / "h.parquet", household_id=["A", "B"], income=[1.5, None])
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet")
    assert result.exit_code == 1
    assert "h.parquet 第 1 行: [RR606]" in result.stderr
    assert pl.read_parquet(tmp_path / "o.parquet")["household_id"].to_list() == ["B"]


def whole(folder: Path) -> bytes:
    ids = [f"H{n}" for n in range(3000)]
    sizes = [n % 40 + 1 for n in range(3000)]
    file = written(folder / "whole.parquet", household_id=ids, household_size=sizes)
    return file.read_bytes()


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_that_is_cut_short_is_refused(
    run: Run, tmp_path: Path, share: float
) -> None:
    content = whole(tmp_path)
    file = tmp_path / "h.parquet"
    file.write_bytes(content[: int(len(content) * share)])
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet")
    assert result.exit_code == 2
    assert "错误[RR650] `h.parquet`" in result.stderr
    assert not list(tmp_path.glob("*o.parquet*"))


@pytest.mark.parametrize("at", [4, 40, 400, 2000, -9, -40, -200])
def test_broken_bytes_end_in_words_or_in_rows(
    run: Run, tmp_path: Path, at: int
) -> None:
    """Whatever they do to the file: no trace, no lost row, no half of an output."""
    content = bytearray(whole(tmp_path))
    for i in range(at, at + 8):
        content[i % len(content)] ^= 0xFF
    file = tmp_path / "h.parquet"
    file.write_bytes(content)
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet")
    assert result.exit_code in {0, 1, 2}
    assert "Traceback" not in result.output
    if result.exit_code == 2:
        assert "错误[RR6" in result.stderr
        assert not list(tmp_path.glob("*o.parquet*"))
    else:
        assert "共 3000 行" in result.stderr


def test_a_text_is_no_parquet_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "h.parquet"
    file.write_text("户编号\nA\n" * 9, "utf-8")
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet", lang="en")
    assert result.exit_code == 2
    assert "error[RR650] `h.parquet` is not a sound Parquet file" in result.stderr


def test_a_file_without_rows_holds_no_records(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "h.parquet"
    pl.DataFrame(schema={"household_id": pl.String}).write_parquet(file)
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet")
    assert result.exit_code == 2
    assert "RR627" in result.stderr
