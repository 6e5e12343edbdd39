"""Members in tables of their own: joined whole or in order, and nobody is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cli.place import Run, write

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = "cn/province/grown"
# A rule about members, so that a lost one shows.
GROWN = """\
policy: cn/province/grown
title: {zh: 某县, en: Some county}
level: county
area: "610104"
extends: cn/province
valid: {from: 2021-01-01}
risks:
  children: {label: {zh: 有小孩, en: children}, when: "any(members, age < 16)"}
  many: {label: {zh: 人多, en: many}, when: count(members) >= 3}
"""
HOUSEHOLDS = "户编号,家庭人口数\nA1,2\nA2,3\nA3,1\n"
MEMBERS = "户编号,年龄\nA1,40\nA1,3\nA2,50\nA2,51\nA2,20\n"


@pytest.fixture(autouse=True)
def grown(root: Path) -> None:
    write(root / "cn/province/grown.policy.yaml", GROWN)


@pytest.fixture(params=[2_000_000, 1], ids=["kept", "in order"])
def whole(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of members are kept, or read along with the households."""
    monkeypatch.setattr("relapse_rules.batch.run.WHOLE", request.param)


def answers(path: Path) -> list[tuple[str, bool | None, bool | None]]:
    found = pl.read_parquet(path)
    columns = ["household_id", "risks__children", "risks__many"]
    return found.select(columns).rows()


def join(
    run: Run, folder: Path, households: str, members: str, *more: object
) -> tuple[int, str, list[tuple[str, bool | None, bool | None]]]:
    """The exit code, what was said, and the answers."""
    file = write(folder / "h.csv", households)
    table = write(folder / "m.csv", members)
    target = folder / "o.parquet"
    result = run(
        *(COUNTY, file, "--list", f"members={table}", "-o", target),
        *("--detail", "clauses", "--verify", "100%", *more),
    )
    found = answers(target) if target.exists() else []
    return result.exit_code, result.output, found


WANTED = [("A1", True, False), ("A2", False, True), ("A3", None, None)]


@pytest.mark.usefixtures("whole")
def test_members_are_joined(run: Run, tmp_path: Path) -> None:
    code, said, found = join(run, tmp_path, HOUSEHOLDS, MEMBERS)
    assert code == 0, said
    assert found == WANTED
    assert "共 5 行，并入 5，找不到户 0" in said


def test_a_small_table_may_be_in_any_order(run: Run, tmp_path: Path) -> None:
    head, *rows = MEMBERS.splitlines()
    mixed = "\n".join([head, *reversed(rows)]) + "\n"
    code, _, found = join(run, tmp_path, HOUSEHOLDS, mixed)
    assert (code, found) == (0, WANTED)


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize(
    ("row", "line"), [("A0,3\n", 2), ("A11,3\n", 4), ("A9,3\n", 7), (",3\n", 4)]
)
def test_members_of_nobody_are_rejected(
    run: Run, tmp_path: Path, row: str, line: int
) -> None:
    rows = MEMBERS.splitlines(keepends=True)
    rows.insert(line - 1, row)
    rejects, account = tmp_path / "r.csv", tmp_path / "a.json"
    more = ("--rejects", rejects, "--account", account)
    code, said, found = join(run, tmp_path, HOUSEHOLDS, "".join(rows), *more)
    assert (code, found) == (1, WANTED)
    assert f"m.csv 第 {line} 行: [RR631]" in said
    assert pl.read_csv(rejects).rows() == [("m.csv", line, "members", "RR631")]
    counted = json.loads(account.read_text("utf-8"))
    assert (counted["rows"], counted["decided"], counted["rejected"]) == (4, 3, 1)


def test_a_bad_member_rejects_its_household_at_its_place(
    run: Run, tmp_path: Path
) -> None:
    bad = MEMBERS.replace("A2,51", "A2,五十")
    code, said, found = join(
        run, tmp_path, HOUSEHOLDS, bad, "--rejects", tmp_path / "r.csv"
    )
    assert code == 1
    assert [one[0] for one in found] == ["A1", "A3"]
    assert "m.csv 第 5 行 B 列（住户在 h.csv 第 3 行）: [RR603] `年龄`" in said
    rejected = pl.read_csv(tmp_path / "r.csv").rows()
    assert rejected == [("h.csv", 3, "members[1].age", "RR603")]


OUT_OF_ORDER = {
    "m.csv": (HOUSEHOLDS, MEMBERS + "A1,7\n", 7),
    "h.csv": ("户编号\nA2\nA1\n", MEMBERS, 3),
}


@pytest.mark.parametrize("file", OUT_OF_ORDER)
def test_a_large_table_must_be_in_order(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setattr("relapse_rules.batch.run.WHOLE", 1)
    households, members, line = OUT_OF_ORDER[file]
    code, said, found = join(run, tmp_path, households, members)
    assert (code, found) == (2, [])
    assert "RR656" in said
    assert f"`{file}`" in said
    assert f"第 {line} 行" in said


def test_a_parquet_table_and_many_chunks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relapse_rules.batch.inputs.parquet.ROWS", 7)
    monkeypatch.setattr("relapse_rules.batch.run.WHOLE", 5)
    ids = [f"A{n:03}" for n in range(50)]
    pl.DataFrame({"household_id": ids}).write_parquet(tmp_path / "h.parquet")
    owners = [one for n, one in enumerate(ids) for _ in range(n % 4)]
    ages = pl.Series([n % 20 for n in range(len(owners))])
    table = pl.DataFrame({"household_id": owners, "age": ages})
    table.write_parquet(tmp_path / "m.parquet")
    result = run(
        *(COUNTY, tmp_path / "h.parquet", "-o", tmp_path / "o.parquet"),
        *("--list", f"members={tmp_path / 'm.parquet'}"),
        *("--detail", "clauses", "--verify", "100%"),
    )
    assert result.exit_code == 0, result.output
    found = answers(tmp_path / "o.parquet")
    assert [many for _, _, many in found] == [
        n % 4 >= 3 if n % 4 else None for n in range(50)
    ]
    assert "并入 73" in result.stderr


@pytest.mark.parametrize("members", ["年龄\n40\n", "户编号,年纪岁\nA1,40\n"])
def test_a_table_that_cannot_be_joined(run: Run, tmp_path: Path, members: str) -> None:
    code, said, found = join(run, tmp_path, HOUSEHOLDS, members)
    assert (code, found) == (2, [])
    assert "RR635" in said or "RR622" in said
