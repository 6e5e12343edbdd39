"""CSV files as they come: encodings, amounts in 万元, counts of what was converted."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cli.place import HOUSEHOLDS, write

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"
ENCODINGS = {
    "UTF-8": HOUSEHOLDS.encode(),
    "UTF-8 BOM": codecs.BOM_UTF8 + HOUSEHOLDS.encode(),
    "UTF-16": HOUSEHOLDS.encode("utf-16"),
    "GB18030": HOUSEHOLDS.encode("gb18030"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_found_and_named(run: Run, tmp_path: Path, encoding: str) -> None:
    file, target = tmp_path / "h.csv", tmp_path / "o.parquet"
    file.write_bytes(ENCODINGS[encoding])
    result = run(COUNTY, file, "-o", target)
    assert result.exit_code == 0, result.output
    assert encoding in result.stderr
    assert pl.read_parquet(target)["tier"].to_list() == ["red", None, None]


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff", HOUSEHOLDS.encode()[:-9] + b"\xff"]
)
def test_other_encodings_are_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "h.csv"
    file.write_bytes(content)
    result = run(COUNTY, file, "-o", tmp_path / "o.parquet")
    assert result.exit_code == 2
    assert "RR621" in result.stderr


def test_cells_that_were_converted_are_counted(run: Run, tmp_path: Path) -> None:
    """Each as often as it stands there, though each kind is read once."""
    rows = "".join(f"H{n},9万\n" for n in range(7))
    file, target = (
        write(tmp_path / "h.csv", f"户编号,纯收入\n{rows}"),
        tmp_path / "o.csv",
    )
    result = run(COUNTY, file, "-o", target, "--columns", "income", "--verify", "100%")
    assert result.exit_code == 0, result.output
    assert pl.read_csv(target)["income"].to_list() == [90000] * 7
    assert "万元 7 格" in result.stderr


@pytest.mark.parametrize("amounts", [["1.2"] * 6, ["1.2", "0.5", "3", "60000", "2"]])
def test_a_column_filled_in_ten_thousands_ends_the_run(
    run: Run, tmp_path: Path, amounts: list[str]
) -> None:
    rows = "".join(f"H{n},{amount}\n" for n, amount in enumerate(amounts))
    file = write(tmp_path / "h.csv", f"户编号,纯收入\n{rows}")
    result = run(COUNTY, file, "-o", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert "RR646" in result.stderr
    assert not (tmp_path / "o.csv").exists()


def test_ids_that_a_spreadsheet_cut_end_the_run(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"6103021020000{n}000,9000\n" for n in range(10, 20))
    file = write(tmp_path / "h.csv", f"户编号,纯收入\n{rows}")
    result = run(COUNTY, file, "-o", tmp_path / "o.csv")
    assert result.exit_code == 2
    assert "RR647" in result.stderr
