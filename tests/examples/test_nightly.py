"""The nightly example: counties in, decisions and an account out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from examples.nightly.nightly import main

if TYPE_CHECKING:
    import pytest

INBOX = Path(__file__).parents[2] / "examples" / "nightly" / "inbox"
DAY = "2022-10-31"


def test_a_night_decides_each_county_by_its_own_rules(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(INBOX, tmp_path, DAY) == 1  # two rows of seven are rejected
    found = pl.read_parquet(tmp_path / f"{DAY}.parquet")
    by_id = dict(found.select("household_id", "policy").rows())
    assert by_id == {
        "示例-S1": "cn/anhui/suzhou",
        "示例-S2": "cn/anhui/suzhou",
        "示例-W1": "cn/shaanxi/baoji/weibin",
        "示例-W2": "cn/shaanxi/baoji/weibin",
        "示例-W3": "cn/shaanxi/baoji/weibin",
    }
    rejects = pl.read_csv(tmp_path / f"{DAY}.rejects.csv")
    assert rejects.select("row", "code").rows() == [(4, "RR651"), (5, "RR603")]
    assert "governed by no policy: 1" in capfd.readouterr().out


def test_a_broken_file_leaves_last_night_alone(tmp_path: Path) -> None:
    inbox, outbox = tmp_path / "in", tmp_path / "out"
    shutil.copytree(INBOX, inbox)
    main(inbox, outbox, DAY)
    before = {one.name: one.read_bytes() for one in outbox.iterdir()}
    (inbox / "500236.parquet").write_bytes(b"PAR1 cut short")
    assert main(inbox, outbox, DAY) == 2
    assert {one.name: one.read_bytes() for one in outbox.iterdir()} == before


def test_an_empty_inbox_is_no_night(tmp_path: Path) -> None:
    assert main(tmp_path, tmp_path / "out", DAY) == 2
