"""An output is complete or not there: killed, disk full, unwritable."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"
ENDINGS = [".parquet", ".csv", ".jsonl"]
# Stops behind the first chunk, when something is written and more is to come.
STOPS = """
import sys, time
from pathlib import Path
from relapse_rules.batch.deciding import Deciding
from relapse_rules.batch.inputs import parquet
parquet.ROWS = 1000
decide = Deciding.chunk
def slowly(self, number, chunk):
    found = decide(self, number, chunk)
    if chunk.share > 0.5:
        Path("reached").touch()
        time.sleep(60)
    return found
Deciding.chunk = slowly
from relapse_rules.cli import main
main()
"""
# May write files of so many bytes and no larger ones.
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
from relapse_rules.cli import main
main()
"""


def households(folder: Path, rows: int = 4000) -> Path:
    file = folder / "h.parquet"
    ids = [f"H{n:06}" for n in range(rows)]
    pl.DataFrame({"household_id": ids}).write_parquet(file)
    return file


def command(code: str, root: Path, file: Path, *more: str) -> list[str]:
    options = ["--root", str(root), "--on", "2021-06-01", "--lang", "en"]
    # -B: what may not write large files would leave halves of compiled modules behind.
    asked = [sys.executable, "-B", "-c", code, "evaluate", COUNTY, file.name]
    return [*asked, *more, *options]


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_killed_run_leaves_the_old_file(
    root: Path, tmp_path: Path, ending: str
) -> None:
    file, target = households(tmp_path), tmp_path / f"o{ending}"
    target.write_bytes(b"old")
    asked = command(STOPS, root, file, "-o", target.name)
    with subprocess.Popen(asked, cwd=tmp_path, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 60
        while not (tmp_path / "reached").exists() and time.monotonic() < until:
            assert running.poll() is None, running.stderr
            time.sleep(0.05)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    assert (tmp_path / "reached").exists()
    assert running.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_told_and_leaves_nothing(
    root: Path, tmp_path: Path, ending: str
) -> None:
    file, target = households(tmp_path, 200_000), tmp_path / f"o{ending}"
    target.write_bytes(b"old")
    before = names(tmp_path)
    asked = command(LIMITED, root, file, "-o", target.name)
    done = subprocess.run(
        asked, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert f"error[RR653] `{target.name}` cannot be written: the disk is full" in (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == before


def test_a_full_disk_for_rejects_leaves_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "h.parquet"
    sizes = pl.Series([99] * 5000)
    pl.DataFrame({"household_size": sizes}).write_parquet(file)
    more = ("-o", "o.csv", "--rejects", "r.csv")
    asked = command(LIMITED, root, file, *more)
    done = subprocess.run(
        asked, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "error[RR653] `r.csv`" in done.stderr
    assert names(tmp_path) == ["h.parquet"]


def test_a_folder_is_not_replaced(run: Run, tmp_path: Path) -> None:
    file, target = households(tmp_path), tmp_path / "o.csv"
    target.mkdir()
    result = run(COUNTY, file, "-o", target)
    assert result.exit_code == 2
    assert "写不了 `o.csv`：那是文件夹" in result.stderr
    assert names(tmp_path) == ["h.parquet", "o.csv"]


def test_an_error_half_way_leaves_nothing(run: Run, tmp_path: Path) -> None:
    """The second file is refused when the first is written."""
    file, broken = households(tmp_path), tmp_path / "b.csv"
    broken.write_text('户编号\nA\n"B\n', "utf-8")
    more = ("--rejects", tmp_path / "r.csv", "--account", tmp_path / "a.json")
    result = run(COUNTY, file, broken, "-o", tmp_path / "o.parquet", *more)
    assert result.exit_code == 2
    assert "RR634" in result.stderr
    assert names(tmp_path) == ["b.csv", "h.parquet"]


def test_the_rights_of_the_old_file_stay(run: Run, tmp_path: Path) -> None:
    file, target = households(tmp_path), tmp_path / "o.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    assert run(COUNTY, file, "-o", target).exit_code == 0
    assert target.stat().st_mode & 0o777 == 0o640
