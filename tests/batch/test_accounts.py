"""For any messy table: rows in are rows out and rejects, the same as for small files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relapse_rules import load
from relapse_rules.batch.job import Job
from relapse_rules.batch.places import OnePlace
from relapse_rules.batch.run import Run
from relapse_rules.errors import FileError, RecordProblem
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from relapse_rules.batch.account import Account
    from relapse_rules.evaluator import Evaluator

CELLS = {
    "户编号": [
        "A",
        "B",
        " A ",
        '="A"',
        "5E+10",
        "",
        "a\u3000b",
        "x" * 1001,
        "甲\x07",
        "7",
    ],
    "户主姓名": ["秘密甲", "秘密乙", ""],
    "纯收入": [
        "1",
        "5000.10",
        "0.005",
        "-3",
        "1,000",
        "9万",
        "NaN",
        "",
        "007",
        "1e3",
        "９",
    ],
    "家庭人口数": ["1", "3", "0", "99", "1.0", "三", "", " 2", "2 "],
    "健康状况": ["健康", "ill", "坏", "", "healthy", "good "],
    "致贫原因1": ["缺工作", "无", "缺地、缺工作", "缺地缺", "", "缺地;缺地"],
    "致贫原因2": ["缺地", "work", "", "无"],
    "识别日期": [
        "2021-02-03",
        "2021年2月3日",
        "2021-02",
        "2021-02-30",
        "20210203",
        "",
        "1066-01-01",
    ],
}
VALUES: dict[str, list[Any]] = {
    "household_id": ["A", "B", "", 7, None, "甲\x07"],
    "income": [1, "5000.10", "0.005", 1.5, None, "NaN", True],
    "household_size": [1, 3, 0, 99, "3", None, 1.0],
    "health": ["good", "坏", None, 3],
    "causes": [["work"], [], ["work", "work"], ["none"], None, "work"],
    "members": [[{"age": 3}], [{"age": 300}], [], None, [{"agee": 3}], 4, [{}]],
    "head": ["秘密甲", 3, None],
    "incme": [3],
}


@dataclass
class Told:
    """Keeps what a run tells."""

    problems: list[tuple[str, int, RecordProblem]] = field(default_factory=list)

    def progress(self, rows: int, share: float) -> None:
        assert rows >= 0
        assert 0 <= share <= 1

    def problem(self, file: str, row: int, problem: RecordProblem) -> None:
        self.problems.append((file, row, problem))


@pytest.fixture(scope="module")
def rules(root: Path) -> Evaluator:
    return load("cn/province/county", root).on("2021-06-01")


def small(path: Path, rules: Evaluator) -> tuple[list[int], set[tuple[int, str, str]]]:
    """The accepted rows and the problems as the reader of small files sees them."""
    accepted, problems = [], set()
    for row in read_records(path, rules.facts):
        if row.record is None:
            problems |= {(row.number, p.fact, p.code) for p in row.problems}
        else:
            accepted.append(row.number)
    return accepted, problems


def batch(
    path: Path, rules: Evaluator, told: Told
) -> tuple[Account, list[int], set[tuple[int, str, str]]]:
    """The same by a run from file to file, all of it verified."""
    out, rejects = path.with_name("o.parquet"), path.with_name("r.parquet")
    job = Job((path,), out, rejects=rejects, columns=("row", "tier_answer"), verify=1.0)
    account = Run(job, OnePlace(rules), "2021-06-01", told).run()
    found = pl.read_parquet(rejects).select("row", "fact", "code").rows()
    return account, pl.read_parquet(out)["row"].to_list(), set(found)


def refused(path: Path, rules: Evaluator) -> str:
    """The code with which the file as a whole is refused, if it is."""
    try:
        small(path, rules)
    except FileError as error:
        return error.code
    return ""


def same(path: Path, rules: Evaluator) -> None:
    told = Told()
    if code := refused(path, rules):
        with pytest.raises(FileError) as raised:
            batch(path, rules, told)
        assert raised.value.code == code
        return
    wanted = small(path, rules)
    account, accepted, problems = batch(path, rules, told)
    assert (accepted, problems) == wanted
    assert account.rows == len(accepted) + account.rejected
    assert account.decided == len(accepted)
    assert account.verified is not None
    assert account.verified.different == []
    rejected = {row for row, _, _ in problems}
    assert {row for _, row, _ in told.problems} == rejected
    for _, _, problem in told.problems:
        assert "秘密" not in problem.text("zh") + problem.help("zh")
        assert "秘密" not in problem.text("en") + problem.help("en")


ROWS = st.lists(
    st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CELLS.items()}),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, more=st.lists(st.integers(0, 9), max_size=2))
def test_any_csv_is_read_as_small_files_are(
    rules: Evaluator, rows: list[dict[str, str]], more: list[int]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CELLS)
    for number, row in enumerate(rows):
        extra = ["", "zuviel"] if number in more else []
        writer.writerow([*row.values(), *extra])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "h.csv"
        path.write_text(text.getvalue(), "utf-8")
        same(path, rules)


RECORDS: st.SearchStrategy[list[Any]] = st.lists(
    st.fixed_dictionaries(
        {}, optional={k: st.sampled_from(v) for k, v in VALUES.items()}
    )
    | st.sampled_from([None, 3, "x", []]),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(rows=RECORDS)
def test_any_records_are_read_as_small_files_are(
    rules: Evaluator, rows: list[Any]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "h.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
        same(path, rules)


TYPES: dict[str, list[Any]] = {
    "household_id": [pl.String, pl.Int64, pl.Categorical],
    "income": [pl.String, pl.Int32, pl.Float64, pl.Decimal(12, 3), pl.UInt64],
    "household_size": [pl.Int8, pl.UInt64, pl.String, pl.Float32],
    "health": [pl.String, pl.Categorical, pl.Int16],
    "listed_on": [pl.Date, pl.String, pl.Datetime("us"), pl.Int32],
    "causes": [pl.List(pl.String), pl.String],
    "members": [pl.List(pl.Struct({"age": pl.Int64})), pl.Int8],
}


def column(kind: Any, numbers: list[int | None]) -> pl.Series:
    """A column of that type whose values are made from numbers."""
    plain = pl.Series(numbers, dtype=pl.Int64)
    if kind == pl.List(pl.String):
        names = [None if n is None else ["work", "land"][: n % 3] for n in numbers]
        return pl.Series(names, dtype=kind)
    if isinstance(kind, pl.List):
        items = [None if n is None else [{"age": n}] * (n % 3) for n in numbers]
        return pl.Series(items, dtype=kind)
    if kind in {pl.UInt64, pl.Date, pl.Datetime("us")}:
        return plain.abs().cast(kind)
    if kind == pl.Categorical:
        return plain.cast(pl.String).cast(kind)
    return plain.cast(kind)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), rows=st.integers(1, 12))
def test_any_parquet_file_is_accounted_for(
    rules: Evaluator, data: st.DataObject, rows: int
) -> None:
    """Decided where the check of single records accepts, and rejected with its codes."""
    numbers = st.lists(st.none() | st.integers(-2, 120), min_size=rows, max_size=rows)
    columns = {
        name: column(data.draw(st.sampled_from(kinds)), data.draw(numbers))
        for name, kinds in TYPES.items()
        if data.draw(st.booleans())
    }
    if not columns:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "h.parquet"
        pl.DataFrame(columns).write_parquet(path)
        told = Told()
        account, accepted, problems = batch(path, rules, told)
    assert account.rows == rows == len(accepted) + account.rejected
    assert {row for row, _, _ in problems}.isdisjoint(accepted)
    assert account.verified is not None
    assert account.verified.different == []
