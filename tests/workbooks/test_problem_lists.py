"""What has to be mended comes back in a workbook, is mended there, and is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cli.place import COUNTY, PROVINCE, write
from records.built import Formula, Wide, write_ledger
from relapse_rules.cli.group import commands
from workbooks.filling import formulas, mended, sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

LEDGER: list[list[Any]] = [
    [Wide("某县台账", 5)],
    [Wide("户编号", 1, 2), Wide("户主姓名", 1, 2), Wide("收入（万元）", 2), "", Wide("健康状况", 1, 2)],
    ["", "", "家庭纯收入", "家庭人口数"],
    ["H1", "甲", 2, 4, "患病"],
    ["H2", "乙", "约三万", 2, "健康"],
    ["H3", "丙", Formula("#REF!"), 3, "建康"],
    ["H4", "=1+1", 1, 2, "健康"],
    ["合计", "", 6, 11],
]  # fmt: skip
MEMBERS: list[list[Any]] = [
    ["户编号", "年龄"],
    ["H1", 30],
    ["H2", 40],
    ["H4", "四十"],
    ["H9", 50],
]
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", "=cmd|' /C calc'!A0")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    place = tmp_path / "policies/cn/province"
    place.mkdir(parents=True)
    write(place.parent / "province.policy.yaml", PROVINCE)
    write(place / "county.policy.yaml", COUNTY)

    def run_command(*arguments: Any, lang: str = "zh") -> Result:
        words = ["evaluate", "cn/province/county", "--on", "2021-06-01", *arguments]
        words += ["--root", tmp_path / "policies", "--lang", lang]
        return CliRunner().invoke(commands, list(map(str, words)))

    return run_command


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(
        tmp_path / "台账.xlsx", {"监测对象": LEDGER, "家庭成员": MEMBERS}
    )


def test_households_with_problems_come_back_whole(
    run: Callable[..., Result], ledger: Path, tmp_path: Path
) -> None:
    target = tmp_path / "问题清单.xlsx"
    result = run(ledger, "--problems", target)
    assert result.exit_code == 1
    assert "问题清单.xlsx: 4 行要改" in result.stderr
    found = sheets(target)
    heads, *rows = found["监测对象"]
    assert heads[:5] == [
        "户编号",
        "户主姓名",
        "家庭纯收入（万元）",
        "家庭人口数",
        "健康状况",
    ]
    assert heads[5:] == ["问题", "怎么改"]
    assert [row[0] for row in rows] == ["H2", "H3", "H4"]
    assert rows[1][2] == "#N/A"
    assert (
        rows[1][5]
        .splitlines()[0]
        .startswith("[RR643] `收入（万元）/家庭纯收入` 的格子是公式错误")
    )
    assert "是不是 健康（good）？" in rows[1][6]
    assert rows[0][5].endswith("(第 5 行)")
    members = found["家庭成员"][1:]
    assert [row[:2] for row in members] == [["H2", 40.0], ["H4", "四十"], ["H9", 50.0]]
    assert [row[2][:7] for row in members] == ["", "[RR603]", "[RR631]"]
    assert formulas(target) == []


def test_what_is_mended_is_read_again(
    run: Callable[..., Result], ledger: Path, tmp_path: Path
) -> None:
    target = tmp_path / "问题清单.xlsx"
    run(ledger, "--problems", target)

    def change(sheet: str, heads: list[str], row: list[Any]) -> None:
        if sheet == "监测对象":
            row[2] = {"H2": "3万", "H3": 1.5, "H4": 1.0}[row[0]]
            row[4] = row[4].replace("建康", "健康")
        elif row[0] == "H9":
            row[0] = "H3"
        else:
            row[1] = 40

    again = run(mended(target, change))
    assert again.exit_code == 0, again.stderr
    assert "共 3 行：已判定 3" in again.stderr
    assert "没有读的列：问题、怎么改" in again.stderr


def test_what_is_not_mended_is_refused_again(
    run: Callable[..., Result], ledger: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    run(ledger, "--problems", first)
    result = run(first, "--problems", second)
    assert "共 4 行：已判定 0（其中 0 条主要结果无法判定），未采用 4" in result.stderr
    assert [row[0] for row in sheets(second)["监测对象"]][1:] == ["H2", "H3", "H4"]


def test_where_nothing_is_wrong_nothing_is_written(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    rows: list[list[Any]] = [["户编号", "家庭人口数"], ["H1", 2]]
    path = write_ledger(tmp_path / "a.xlsx", {"甲": rows})
    target = tmp_path / "问题清单.xlsx"
    result = run(path, "--problems", target)
    assert result.exit_code == 0
    assert "没有要改的行" in result.stderr
    assert not target.exists()


def test_csv_comes_back_as_a_workbook(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", "户编号,家庭人口数\nH1,两\nH2,2\n")
    target = tmp_path / "问题清单.xlsx"
    run(path, "--problems", target)
    (rows,) = sheets(target).values()
    assert [row[:2] for row in rows] == [["户编号", "家庭人口数"], ["H1", "两"]]


def test_results_are_in_words(
    run: Callable[..., Result], ledger: Path, tmp_path: Path
) -> None:
    for lang, sheet, tier in (("zh", "结果", "红"), ("en", "results", "red")):
        target = tmp_path / f"{lang}.xlsx"
        result = run(ledger, "-o", target, lang=lang)
        assert result.exit_code == 1
        found = sheets(target)
        assert len(found) == 3
        heads, *rows = found[sheet]
        cells = dict(zip(heads, rows[0], strict=True))
        assert tier in cells.values()
        assert 5000.0 in cells.values()
        rejected = list(found.values())[1][1:]
        assert {row[3] for row in rejected} == {"RR603", "RR605", "RR631", "RR643"}
        assert formulas(target) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(
    run: Callable[..., Result], tmp_path: Path, text: str
) -> None:
    rows: list[list[Any]] = [
        ["户编号", "户主姓名", "家庭人口数"],
        [text, text, "两"],
        ["H2", text, 2],
    ]
    path = write_ledger(tmp_path / "a.xlsx", {"甲": rows})
    targets = [tmp_path / "问题.xlsx", tmp_path / "结果.xlsx"]
    run(path, "--problems", targets[0], "-o", targets[1])
    for target in targets:
        assert target.exists()
        assert formulas(target) == []


def test_an_input_is_never_overwritten(
    run: Callable[..., Result], ledger: Path
) -> None:
    before = ledger.read_bytes()
    assert run(ledger, "--problems", ledger).exit_code == 2
    assert run(ledger, "-o", ledger).exit_code == 2
    assert ledger.read_bytes() == before
