from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.place import BAD_HOUSEHOLDS, HOUSEHOLDS, Run, write
from relapse_rules import Decision
from relapse_rules.source import display_width

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = "cn/province/county"
ON = ("--on", "2021-06-01")


def test_the_table_has_one_line_a_household(run: Run, households: Path) -> None:
    result = run("evaluate", COUNTY, households, *ON)
    assert result.exit_code == 0, result.output
    head, rule, *rows = result.stdout.splitlines()
    assert head.split() == [
        "行",
        "编号",
        "类型",
        "等级",
        "风险消除",
        "走访",
        "问题",
        "尚缺",
    ]
    assert set(rule) == {"-"}
    assert rows[0].split() == [
        "2",
        "H1",
        "低收入户",
        "红",
        "不可以",
        "每月一次",
        "-",
        "-",
    ]
    assert rows[1].split() == ["3", "H2", "无", "无", "可以", "每月一次", "-", "-"]
    assert "无法判定 (红/无)" in rows[2]
    assert rows[2].endswith("健康状况")


def test_the_account_is_on_stderr(run: Run, households: Path) -> None:
    result = run("evaluate", COUNTY, households, *ON)
    assert "共 3 行：已判定 3（其中 1 条主要结果无法判定），未采用 0" in result.stderr
    assert "个人信息列没有读入：户主姓名" in result.stderr
    english = run("evaluate", COUNTY, households, *ON, lang="en")
    assert (
        "rows 3: decided 3 (1 undecided in a main answer), rejected 0" in english.stderr
    )


def test_columns_are_aligned_under_wide_text(run: Run, households: Path) -> None:
    head, _, *rows = run("evaluate", COUNTY, households, *ON).stdout.splitlines()
    start = display_width(head[: head.index("走访")])
    for row in rows:
        assert display_width(row[: row.index("每月一次")]) == start


def test_english_labels(run: Run, households: Path) -> None:
    out = run("evaluate", COUNTY, households, *ON, lang="en").stdout
    assert "low-income household" in out
    assert "undecided (red/none)" in out


def test_bad_rows_are_listed_and_counted_without_values(
    run: Run, tmp_path: Path
) -> None:
    file = write(tmp_path / "bad.csv", BAD_HOUSEHOLDS)
    result = run("evaluate", COUNTY, file, *ON)
    assert result.exit_code == 1
    assert "bad.csv 第 3 行 C 列: [RR603] `家庭纯收入`" in result.stderr
    assert "bad.csv 第 4 行 D 列: [RR604] `家庭人口数`" in result.stderr
    assert "bad.csv 第 4 行 E 列: [RR605] `健康状况`" in result.stderr
    assert "共 3 行：已判定 1（其中 0 条主要结果无法判定），未采用 2" in result.stderr
    for value in ("9,99", "99,", "保密", "乙秘密"):
        assert value not in result.output


def test_a_bad_item_is_found_in_its_own_table(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.csv", "户编号,家庭人口数\nH1,1\n")
    members = write(tmp_path / "m.csv", "户编号,年龄\nH1,30\nH1,三十\n")
    result = run("evaluate", COUNTY, file, "--list", f"members={members}", *ON)
    assert result.exit_code == 1
    where = "m.csv 第 3 行 B 列（住户在 h.csv 第 2 行）: [RR603] `年龄`"
    assert where in result.stderr


def test_json_lines_carry_the_row_and_read_back(run: Run, households: Path) -> None:
    result = run("evaluate", COUNTY, households, *ON, "-f", "json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["row"], one["id"]) for one in lines] == [
        (2, "H1"),
        (3, "H2"),
        (4, "H3"),
    ]
    decision = Decision.from_json(result.stdout.splitlines()[0])
    assert decision.type.value == "poor"
    assert decision.assumptions == ("A-01",)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_needs_and_assumptions_may_be_left_out(
    run: Run, households: Path, form: str
) -> None:
    full = run("evaluate", COUNTY, households, *ON, "-f", form).stdout
    short = run("evaluate", COUNTY, households, *ON, "-f", form, "--no-why").stdout
    assert "needs" in full or "尚缺" in full
    assert "needs" not in short
    assert "尚缺" not in short
    assert "H3" in short


def test_an_undecided_removal_names_what_it_needs(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.yaml", "household: {household_size: 3}\n")
    result = run("evaluate", COUNTY, file, *ON)
    assert result.exit_code == 0, result.output
    assert result.stdout.rstrip().endswith("家庭纯收入、健康状况")


def test_csv_is_safe_in_spreadsheets(run: Run, tmp_path: Path) -> None:
    text = (
        HOUSEHOLDS.replace("H1,", '"=1+1",').replace("H2,", "＋2,").replace("H3", "@x")
    )
    file = write(tmp_path / "formulas.csv", text)
    out = run("evaluate", COUNTY, file, *ON, "-f", "csv").stdout_bytes.decode()
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["'=1+1", "'＋2", "'@x"]
    assert rows[0]["types"] == "poor"
    assert rows[0]["types_label"] == "低收入户"
    assert rows[0]["per_capita"] == "5000.00"


def test_negative_numbers_stay_numbers(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "loss.csv", HOUSEHOLDS.replace("20000", "-20000"))
    out = run("evaluate", COUNTY, file, *ON, "-f", "csv").stdout_bytes.decode()
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert rows[0]["per_capita"] == "-5000.00"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_an_output_file_takes_the_place_of_the_old_one(
    run: Run, households: Path, form: str
) -> None:
    target = write(households.parent / "out.txt", "old")
    result = run("evaluate", COUNTY, households, *ON, "-f", form, "-o", target)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "H1" in target.read_text("utf-8")
    assert sorted(p.name for p in target.parent.iterdir()) == [
        "households.csv",
        "out.txt",
    ]


def test_a_failed_run_leaves_the_old_file(run: Run, households: Path) -> None:
    target = write(households.parent / "out.csv", "old")
    broken = write(households.parent / "broken.csv", "没有,这些列\n1,2\n")
    result = run("evaluate", COUNTY, households, broken, *ON, "-f", "csv", "-o", target)
    assert result.exit_code == 2
    assert target.read_text("utf-8") == "old"
    assert not list(target.parent.glob(".*.tmp"))


def test_an_input_is_never_overwritten(run: Run, households: Path) -> None:
    before = households.read_bytes()
    result = run("evaluate", COUNTY, households, *ON, "-o", households)
    assert result.exit_code == 2
    assert "不会覆盖" in result.stderr
    assert households.read_bytes() == before


def test_an_output_that_cannot_be_written(run: Run, households: Path) -> None:
    for target in (households.parent, households.parent / "no/such/out.csv"):
        result = run("evaluate", COUNTY, households, *ON, "-o", target)
        assert result.exit_code == 2
        assert "写不了" in result.stderr


def test_the_day_is_never_today_by_default(run: Run, households: Path) -> None:
    result = run("evaluate", COUNTY, households)
    assert result.exit_code == 2
    assert "--on YYYY-MM-DD" in result.stderr
    assert "不会默认为今天" in result.stderr


@pytest.mark.parametrize("day", ["2021/6/1", "20210601", "2021-02-30", "today"])
def test_a_bad_day_is_refused(run: Run, households: Path, day: str) -> None:
    result = run("evaluate", COUNTY, households, "--on", day, lang="en")
    assert result.exit_code == 2
    assert "error[RR706]" in result.stderr


def test_a_year_without_a_value_is_not_guessed(run: Run, households: Path) -> None:
    result = run("evaluate", COUNTY, households, "--on", "2022-06-01")
    assert result.exit_code == 2
    assert "错误[RR504]" in result.stderr
    assert result.stdout == ""


YAML_FILE = """\
policy: cn/province/county
date: 2021-06-01
household:
  household_id: H9
  income: 1000
  household_size: 1
  health: good
"""


def test_a_file_may_state_its_policy_and_day(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.yaml", YAML_FILE)
    result = run("evaluate", file)
    assert result.exit_code == 0, result.output
    assert "H9" in result.stdout
    stated = {"policy": COUNTY, "date": "2021-06-01", "households": [{"income": 1}]}
    other = write(tmp_path / "h.json", json.dumps(stated))
    assert run("evaluate", other).exit_code == 0


def test_what_is_asked_for_overrules_the_file_and_says_so(
    run: Run, tmp_path: Path
) -> None:
    file = write(tmp_path / "h.yaml", YAML_FILE.replace("county", "elsewhere"))
    result = run("evaluate", COUNTY, file)
    assert result.exit_code == 0, result.output
    assert "cn/province/elsewhere，这里按 cn/province/county 判定" in result.stderr


def test_a_file_without_a_policy_needs_one(run: Run, households: Path) -> None:
    result = run("evaluate", households, *ON)
    assert result.exit_code == 2
    assert "没有写 policy" in result.stderr


def test_several_files_are_told_apart(run: Run, households: Path) -> None:
    lines = [{"household_id": "J1", "income": 5, "household_size": 1}, {"incme": 5}]
    file = write(
        households.parent / "more.jsonl", "\n".join(json.dumps(one) for one in lines)
    )
    result = run("evaluate", COUNTY, households, file, *ON)
    assert result.exit_code == 1
    assert "more.jsonl      1" in result.stdout
    assert "more.jsonl 第 2 行: [RR601] 没有名为 `incme` 的指标" in result.stderr
    assert "帮助: 是不是 `income`？" in result.stderr
    assert "共 5 行：已判定 4" in result.stderr


def test_lists_are_joined_from_their_own_table(run: Run, households: Path) -> None:
    members = write(households.parent / "members.csv", "户编号,年龄\nH1,40\nH9,3\n")
    result = run("evaluate", COUNTY, households, *ON, "--list", f"members={members}")
    assert result.exit_code == 1
    assert "members.csv 第 3 行: [RR631]" in result.stderr
    assert "共 4 行：已判定 3（其中 1 条主要结果无法判定），未采用 1" in result.stderr


@pytest.mark.parametrize("given", ["members", "=x.csv", "members="])
def test_a_list_must_name_its_file(run: Run, households: Path, given: str) -> None:
    result = run("evaluate", COUNTY, households, *ON, "--list", given)
    assert result.exit_code == 2
    assert "--list" in result.stderr


def test_grids_are_decided_too(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "grid.yaml", "grids:\n- {households: 51}\n- {}\n")
    result = run("evaluate", COUNTY, file, *ON, "--grid")
    assert result.exit_code == 0, result.output
    assert [line.split() for line in result.stdout.splitlines()[2:]] == [
        ["2", "1", "-"],
        ["3", "-", "户数"],
    ]
    assert run("evaluate", "cn/province", file, *ON, "--grid").exit_code == 2


@pytest.mark.parametrize("name", ["no.csv", "households.xlsx", "."])
def test_files_that_cannot_be_read(run: Run, households: Path, name: str) -> None:
    result = run("evaluate", COUNTY, households.parent / name, *ON)
    assert result.exit_code == 2
    assert "错误[RR62" in result.stderr
    assert "Traceback" not in result.output


def test_a_policy_alone_is_a_usage_error(run: Run) -> None:
    result = run("evaluate", COUNTY)
    assert result.exit_code == 2
    assert "还要给出住户文件" in result.stderr
    assert "--help" in result.stderr
