"""`--verify` draws a seeded share, and finds what the back end gets wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from relapse_rules.batch.verify import SHARES, lots
from relapse_rules.tabular import Judged, Tabular

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"


def households(folder: Path, rows: int = 2000) -> Path:
    file = folder / "h.parquet"
    numbers = pl.int_range(rows, eager=True)
    ids = pl.format("H{}", pl.lit(numbers))
    sizes = pl.lit(numbers % 60 + 1).alias("household_size")
    pl.select(ids.alias("household_id"), sizes).write_parquet(file)
    return file


def test_the_share_and_the_seed_decide_what_is_drawn(run: Run, tmp_path: Path) -> None:
    file, said = households(tmp_path), []
    for seed in (1, 1, 2):
        more = ("--verify", "10%", "--seed", seed, "--summary")
        said.append(run(COUNTY, file, *more, lang="en").stderr)
    assert said[0] == said[1]
    assert "(--seed 2)" in said[2]
    rows = pl.Series(range(1, 100_001))
    drawn = (lots(rows, 7, 0) < SHARES // 100).sum()
    assert 900 < drawn < 1100
    assert set(lots(rows, 7, 0)) != set(lots(rows, 7, 1))


def test_none_drawn_is_not_all_well(run: Run, tmp_path: Path) -> None:
    result = run(COUNTY, households(tmp_path, 1), "--verify", "0.01%", "--summary")
    assert "一行也没有抽到" in result.stderr


def test_no_seed_is_told_for_later(run: Run, tmp_path: Path) -> None:
    result = run(COUNTY, households(tmp_path), "--verify", "5%", "--summary")
    assert "--seed" in result.stderr


def wrong_answer(found: Judged) -> pl.DataFrame:
    opposite = pl.col("type_answer").cast(pl.String).replace("undecided", "no")
    return found.decisions.with_columns(opposite)


def wrong_row(found: Judged) -> pl.DataFrame:
    return found.decisions.with_columns(pl.col("risks_count") + 1)


@pytest.mark.parametrize("fault", [wrong_answer, wrong_row])
def test_a_fault_of_the_back_end_is_told_loudly(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    judge = Tabular.judge

    def faulty(self: Tabular, *given: Any, **more: Any) -> Judged:
        found = judge(self, *given, **more)
        return Judged(fault(found), found.rejects, found.absent, found.orphans)

    monkeypatch.setattr(Tabular, "judge", faulty)
    file, target = households(tmp_path), tmp_path / "o.csv"
    result = run(COUNTY, file, "-o", target, "--verify", "5%", lang="en")
    assert result.exit_code == 2
    assert "do not use the result" in result.stderr
    assert "h.parquet row " in result.stderr


def test_a_row_wrongly_rejected_is_found(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Tabular.judge

    def faulty(self: Tabular, *given: Any, **more: Any) -> Judged:
        found = judge(self, *given, **more)
        if not found.decisions.height:
            return found
        lost = pl.DataFrame({"row": [1], "fact": ["income"], "code": ["RR604"]})
        rejects = pl.concat([found.rejects, lost]).unique(maintain_order=True)
        kept = found.decisions.slice(1)
        return Judged(kept, rejects, found.absent, found.orphans)

    monkeypatch.setattr(Tabular, "judge", faulty)
    file = households(tmp_path, 20)
    result = run(COUNTY, file, "-o", tmp_path / "o.csv", "--verify", "100%")
    assert result.exit_code == 2
    assert "h.parquet 第 1 行" in result.stderr
