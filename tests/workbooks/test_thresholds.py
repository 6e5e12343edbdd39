"""Thresholds go to a workbook and come back as exactly the changes that were made there."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from records.built import write_ledger
from relapse_rules import load
from relapse_rules.cli.group import commands
from workbooks.filling import formulas, sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

POLICIES = Path(__file__).parents[2] / "policies"
WEIBIN = "cn/shaanxi/baoji/weibin"
POLICY = """\
# 开头的注释
政策: place
标题: {中文: 某县}
层级: 县级
有效期: {起始: 2021-01-01}
来源清单:
  方案: {标题: 某方案, 发布单位: 某县}
假设清单:
  A-01: {事项: {中文: 某数}, 依据: 没有, 把握: 低}
指标:
  人口: {名称: {中文: 人口}, 数据类型: 整数, 单位: 人, 下限: 1, 上限: 20}
参数:
  甲线:
    名称: {中文: 甲线}
    单位: 元
    取值:
      2021-01-01: {值: 6000, 来源: {出自: 方案}}   # 2021 年的
      2022-01-01:
        值: "2/3"
        假设: A-01
  乙线: {名称: {中文: 乙线}, 取值: {2021-01-01: 5}, 来源: {出自: 方案}}
  系数:
    名称: {中文: 系数}
    查表项: 人口
    各档:
      "1-3": {取值: {2021-01-01: {值: 1, 来源: {出自: 方案}}}}
      "4+": {取值: {2021-01-01: {值: 1.2, 来源: {出自: 方案}}}}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(POLICIES, tmp_path / "policies")
    (tmp_path / "place.policy.yaml").write_text(POLICY, "utf-8")

    def run_command(*arguments: Any, lang: str = "zh") -> Result:
        words = ["thresholds", *map(str, arguments), "--lang", lang]
        return CliRunner().invoke(commands, words)

    return run_command


def edited(path: Path, change: Callable[[list[list[Any]]], None]) -> Path:
    """The table after `change` of its rows, the headings among them."""
    found = sheets(path)
    change(next(iter(found.values())))
    return write_ledger(path, found)


def new(*cells: Any) -> list[Any]:
    """A row that somebody added: parameter, row, day, value, source, place, assumption."""
    parameter, row, since, value, *sources = cells
    return [parameter, "", row, "", since, value, *sources]


def at(rows: list[list[Any]], parameter: str, since: str, row: str = "") -> list[Any]:
    return next(r for r in rows if (r[0], r[2], str(r[4])) == (parameter, row, since))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "place",
    [
        WEIBIN,
        "cn/shaanxi/baoji/qianyang/caobi",
        "cn/anhui/suzhou",
        "cn/chongqing/fengjie",
        "cn/inner-mongolia/hinggan/jalaid",
        "place.policy.yaml",
    ],
)
def test_what_nobody_changed_comes_back_as_nothing(
    run: Callable[..., Result], tmp_path: Path, place: str, lang: str
) -> None:
    path = tmp_path / "标准.xlsx"
    assert run(place, "-o", path, lang=lang).exit_code == 0
    assert formulas(path) == []
    result = run(place, "--from", path, lang=lang)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert ("没有改动" if lang == "zh" else "nothing is different") in result.stderr


def test_a_changed_value_is_shown_and_then_written(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path, file = tmp_path / "标准.xlsx", tmp_path / "place.policy.yaml"
    run("place.policy.yaml", "-o", path)

    def change(rows: list[list[Any]]) -> None:
        at(rows, "甲线", "2021-01-01")[5] = 6500.5
        at(rows, "甲线", "2022-01-01")[5] = "3/4"
        at(rows, "乙线", "2021-01-01")[5] = 7
        at(rows, "系数", "2021-01-01", "4+")[5] = 1.5

    edited(path, change)
    shown = run("place.policy.yaml", "--from", path)
    assert shown.exit_code == 0, shown.output
    assert (
        "-      2021-01-01: {值: 6000, 来源: {出自: 方案}}   # 2021 年的"
        in shown.stdout
    )
    assert (
        "+      2021-01-01: {值: 6500.5, 来源: {出自: 方案}}   # 2021 年的"
        in shown.stdout
    )
    assert (
        "改值：甲线 自 2021-01-01 起 6000 → 6500.5 元；依据仍是 方案，请核对"
        in shown.stderr
    )
    assert file.read_text("utf-8") == POLICY

    written = run("place.policy.yaml", "--from", path, "--write")
    assert written.exit_code == 0
    expected = (
        POLICY.replace("值: 6000", "值: 6500.5")
        .replace('"2/3"', "0.75")
        .replace("2021-01-01: 5}", "2021-01-01: 7}")
        .replace("值: 1.2", "值: 1.5")
    )
    assert file.read_text("utf-8") == expected


NASTY = [
    "第3条",
    '"引号"',
    "a: b # c",
    "{x}",
    "- 1",
    "\\",
    "是",
    "123",
    "*a",
    "2021-01-01",
]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_new_value_keeps_its_source(
    run: Callable[..., Result], tmp_path: Path, text: str, ends: str
) -> None:
    path, file = tmp_path / "标准.xlsx", tmp_path / "place.policy.yaml"
    file.write_bytes(POLICY.replace("\n", ends).encode())
    run("place.policy.yaml", "-o", path)
    day = date(2024, 1, 1)

    def change(rows: list[list[Any]]) -> None:
        rows.append(new("甲线", "", day, 7000, "方案", text, ""))
        rows.append(new("乙线", "", day, 8, "", "", "A-01"))
        rows.append(new("乙线", "", date(2025, 1, 1), "1/3", "", "", "A-01"))
        rows.append(new("系数", "1-3", day, 2, "方案", "", ""))
        rows.append(new("系数", "4+", day, 3, "方案", "", ""))

    edited(path, change)
    result = run("place.policy.yaml", "--from", path, "--write")
    assert result.exit_code == 0, result.output
    assert "新的值：甲线 自 2024-01-01 起 7000 元" in result.stderr
    parameters = load(file).parameters
    line = parameters["甲线"].values[-1]
    assert (line.value, line.provenance.citations[0].at) == (7000, text)
    assert [v.value for v in parameters["乙线"].values] == [5, 8, Fraction(1, 3)]
    assert [row.values[-1].value for row in parameters["系数"].rows] == [2, 3]
    after = file.read_bytes().decode()
    assert [one for one in POLICY.splitlines() if one not in after.splitlines()] == [
        "  乙线: {名称: {中文: 乙线}, 取值: {2021-01-01: 5}, 来源: {出自: 方案}}",
        '      "1-3": {取值: {2021-01-01: {值: 1, 来源: {出自: 方案}}}}',
        '      "4+": {取值: {2021-01-01: {值: 1.2, 来源: {出自: 方案}}}}',
    ]
    assert (after.count("\r\n") == after.count("\n")) == (ends == "\r\n")


def test_a_value_of_a_parent_changes_the_file_of_the_parent(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "标准.xlsx"
    run(WEIBIN, "-o", path)

    def change(rows: list[list[Any]]) -> None:
        at(rows, "income_line", "2023-01-01")[5] = 6500
        rows.append(new("income_line", "", date(2024, 1, 1), 7000, "P07", "", ""))

    edited(path, change)
    result = run(WEIBIN, "--from", path, "--write")
    assert result.exit_code == 0, result.output
    changed = [
        file.name
        for file in (tmp_path / "policies").rglob("*.yaml")
        if file.read_bytes()
        != (POLICIES / file.relative_to(tmp_path / "policies")).read_bytes()
    ]
    assert changed == ["shaanxi.policy.yaml"]
    values = load(WEIBIN, tmp_path / "policies").parameters["income_line"].values
    assert [v.value for v in values] == [6000, 6000, 6500, 7000]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (new("甲錢", "", "2024-01-01", 1, "方案"), "RR665"),
        (new("甲线", "", "二〇二四年", 1, "方案"), "“起”不对：需要日期"),
        (new("甲线", "", "2024-01-01", "七千", "方案"), "“值”不对：需要一个数"),
        (new("甲线", "", "2024-01-01", "7,000", "方案"), "RR666"),
        (new("甲线", "", "2024-01-01", 7000), "RR667"),
        (new("甲线", "", "2024-01-01", 7000, "没有"), "没有这个依据（没有）"),
        (new("甲线", "", "2024-01-01", 7000, "", "", "A-99"), "A-99"),
        (new("甲线", "", "2021-01-01", 6000, "方案"), "同一天的同一个值写了两次"),
        (new("系数", "9+", "2024-01-01", 1, "方案"), "这张参数表里没有这一行"),
    ],
)
def test_what_cannot_be_taken_back_is_said_and_nothing_is_written(
    run: Callable[..., Result], tmp_path: Path, row: list[Any], said: str
) -> None:
    path = tmp_path / "标准.xlsx"
    run("place.policy.yaml", "-o", path)
    edited(path, lambda rows: rows.append(row))
    result = run("place.policy.yaml", "--from", path, "--write")
    assert result.exit_code == 2
    assert said in result.stderr
    assert (tmp_path / "place.policy.yaml").read_text("utf-8") == POLICY


def test_the_source_of_a_value_is_not_changed_behind_its_back(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "标准.xlsx"
    run("place.policy.yaml", "-o", path)

    def change(rows: list[list[Any]]) -> None:
        at(rows, "甲线", "2021-01-01")[6] = "别的"

    edited(path, change)
    result = run("place.policy.yaml", "--from", path)
    assert result.exit_code == 2
    assert "依据要在政策文件里改" in result.stderr


def test_rows_that_were_deleted_stay_and_are_named(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "标准.xlsx"
    run("place.policy.yaml", "-o", path)
    edited(path, lambda rows: rows.__delitem__(1))
    result = run("place.policy.yaml", "--from", path)
    assert "表里少了的行不会从政策里删除：甲线" in result.stderr
    assert "没有改动" in result.stderr


def test_what_would_not_pass_the_checks_is_not_written(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """A line that no number of the table can be divided by is refused by the policy."""
    text = POLICY.replace(
        "  乙线: {",
        "  丙线: {名称: {中文: 丙线}, 取值: {2021-01-01: {值: 5, 来源: {出自: 方案}}}}\n  乙线: {",
    )
    text += "风险:\n  r: {名称: {中文: r}, 条件: 人口 / 丙线 < 1, 来源: {出自: 方案}}\n"
    file, path = tmp_path / "place.policy.yaml", tmp_path / "标准.xlsx"
    file.write_text(text, "utf-8")
    run("place.policy.yaml", "-o", path)

    def change(rows: list[list[Any]]) -> None:
        at(rows, "丙线", "2021-01-01")[5] = 0

    edited(path, change)
    result = run("place.policy.yaml", "--from", path, "--write")
    assert result.exit_code == 1, result.output
    assert "改了以后政策通不过检查，没有写入" in result.stderr
    assert file.read_text("utf-8") == text


def test_one_of_both_ways_is_asked_for(run: Callable[..., Result]) -> None:
    assert run(WEIBIN).exit_code == 2
    assert run(WEIBIN, "-o", "a.xlsx", "--write").exit_code == 2
    assert run(WEIBIN, "-o", "a.xlsx", "--from", "b.xlsx").exit_code == 2
    assert "RR620" in run(WEIBIN, "--from", "b.xlsx").stderr
