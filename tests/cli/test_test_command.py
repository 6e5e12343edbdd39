"""`test`: what people read, what machines read, and how a run ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from cli.place import write

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

CASES = """\
policy: cn/province/county
date: 2021-08-01
cases:
  合格: {input: {income: 5000, household_size: 1}, output: {type: poor}, keywords: [线]}
  不合格:
    input: {income: 6000, household_size: 1}
    output: {type: poor, visits: monthly}
  待写: {todo: true}
  待确认: {confirm: true, input: {}, output: {visits: monthly}}
"""
PASSING = CASES.replace("type: poor, visits", "type: none, visits")
BAD = CASES.replace("output: {type: poor}", "output: {typ: poor}")


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write(tmp_path / "x.cases.yaml", CASES)


def test_every_difference_is_shown_with_its_clause(run: Run, cases: Path) -> None:
    result = run("test", cases)

    assert result.exit_code == 1
    assert "失败" in result.stdout
    assert "x.cases.yaml:5 不合格" in result.stdout
    assert "监测对象类型（type）: 预期 低收入户（poor） → 实际 无" in result.stdout
    assert "人均纯收入 (6000) < 收入线 (6000 元/人)" in result.stdout


def test_what_is_no_test_stands_apart(run: Run, cases: Path) -> None:
    lines = run("test", cases).stdout.splitlines()

    assert [line.split()[0] for line in lines if line.startswith("待")] == [
        "待写",
        "待确认",
    ]
    assert lines[-1].startswith(
        "1 个文件，4 个用例：通过 1，失败 1，待写 1，待确认 1；"
    )


def test_all_passed_is_zero(run: Run, tmp_path: Path) -> None:
    result = run("test", write(tmp_path / "x.cases.yaml", PASSING), lang="en")

    assert result.exit_code == 0
    assert "passed 2, failed 0, to do 1, to confirm 1" in result.stdout


@pytest.mark.parametrize("option", [("--run", "^合"), ("--keyword", "线")])
def test_some_cases_can_be_chosen(
    run: Run, cases: Path, option: tuple[str, str]
) -> None:
    result = run("test", cases, *option)

    assert result.exit_code == 0
    assert "1 个用例：通过 1" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("--run", "没有这样的"), ("--keyword", "没有"), ("--run", "待写")]
)
def test_nothing_tested_is_a_failure(
    run: Run, cases: Path, arguments: tuple[str, str]
) -> None:
    result = run("test", cases, *arguments)

    assert result.exit_code == 1
    assert "什么也没有测" in result.stdout


def test_a_folder_without_cases_is_a_failure(run: Run, tmp_path: Path) -> None:
    assert run("test", tmp_path).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [("nope.cases.yaml",), ("no/such/policy",), ("--run", "("), ("--export", "x.ods")],
)
def test_what_cannot_run_is_two(
    run: Run, cases: Path, arguments: tuple[str, ...]
) -> None:
    given = arguments if arguments[0][0] != "-" else (cases, *arguments)

    assert run("test", *given).exit_code == 2


def test_a_bad_file_is_underlined_and_the_others_run(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "bad.cases.yaml", BAD)
    write(tmp_path / "good.cases.yaml", PASSING)
    result = run("test", tmp_path)

    assert result.exit_code == 1
    assert "RR921" in result.stdout
    assert "是否应为 `type`？" in result.stdout
    assert "通过 2，失败 0" in result.stdout
    assert "读不了的文件 1" in result.stdout


def test_json_has_everything(run: Run, cases: Path) -> None:
    found = json.loads(run("test", cases, "-f", "json").stdout)

    assert (found["passed"], found["counts"]["failed"]) == (False, 1)
    (file,) = found["files"]
    failed = file["cases"][1]
    assert (failed["name"], failed["line"], failed["status"]) == ("不合格", 5, "failed")
    assert failed["mismatches"] == [
        {"answer": "type", "expected": "poor", "actual": "none"}
    ]


def test_json_is_exact_for_values(run: Run, tmp_path: Path) -> None:
    text = PASSING.replace("type: none", "values.per_capita: 6000.10")
    result = run("test", write(tmp_path / "x.cases.yaml", text), "-f", "json")
    (mismatch,) = json.loads(result.stdout)["files"][0]["cases"][1]["mismatches"]

    assert (mismatch["expected"], mismatch["actual"]) == ("6000.10", "6000.00")


def test_junit_has_suites_cases_and_reasons(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "a.cases.yaml", CASES)
    write(tmp_path / "b.cases.yaml", BAD)
    root = ET.fromstring(run("test", tmp_path, "-f", "junit").stdout)

    assert root.attrib.items() >= {
        ("tests", "5"),
        ("failures", "1"),
        ("errors", "1"),
        ("skipped", "2"),
    }
    (failure,) = root.iter("failure")
    assert "type" in failure.attrib["message"]
    assert "[不成立] 低收入户" in (failure.text or "")
    (error,) = root.iter("error")
    assert "RR921" in (error.text or "")


def test_junit_survives_hostile_names(run: Run, tmp_path: Path) -> None:
    text = PASSING.replace("不合格:", "'<b>&\"]]>':")
    result = run("test", write(tmp_path / "x.cases.yaml", text), "-f", "junit")
    names = [
        case.attrib["name"] for case in ET.fromstring(result.stdout).iter("testcase")
    ]

    assert names[1] == '<b>&"]]>'


def test_github_annotates_the_line_of_the_case(run: Run, cases: Path) -> None:
    lines = run("test", cases, "-f", "github").stdout.splitlines()

    assert lines[0].startswith("::error file=")
    assert "x.cases.yaml,line=5,col=3,title=不合格::" in lines[0]
    assert "%0A" in lines[0]
    assert not lines[1].startswith("::")


def test_a_name_cannot_forge_an_annotation(run: Run, tmp_path: Path) -> None:
    text = CASES.replace("不合格:", '"a,file=b::c%":')
    result = run("test", write(tmp_path / "x.cases.yaml", text), "-f", "github")

    assert "title=a%2Cfile=b%3A%3Ac%25::" in result.stdout


def test_the_report_can_be_written_to_a_file(
    run: Run, cases: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.xml"
    result = run("test", cases, "-f", "junit", "-o", target)

    assert result.exit_code == 1
    assert ET.parse(target).getroot().tag == "testsuites"
    assert result.stdout == ""
    assert "失败 1" in result.stderr


def test_cases_are_exported_and_run_from_the_sheet(
    run: Run, cases: Path, tmp_path: Path
) -> None:
    target = tmp_path / "sheet" / "x.cases.xlsx"
    target.parent.mkdir()
    exported = run("test", cases, "--export", target)
    result = run("test", target)

    assert (exported.exit_code, result.exit_code) == (0, 1)
    assert "x.cases.xlsx：4 个用例" in exported.stderr
    assert "预期 低收入户（poor） → 实际 无" in result.stdout


def test_a_bad_file_is_not_exported(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path / "x.cases.yaml", BAD)
    target = tmp_path / "out.cases.csv"

    assert run("test", bad, "--export", target).exit_code == 1
    assert not target.exists()


def test_without_a_target_the_policies_here_are_tested(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from relapse_rules.cli.group import commands

    for file in root.rglob("*.yaml"):
        write(tmp_path / "policies" / file.relative_to(root), file.read_text("utf-8"))
    write(tmp_path / "policies/cn/province/county.cases.yaml", PASSING)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(commands, ["test", "--lang", "en"])

    assert result.exit_code == 0
    assert "files 1, cases 4" in result.stdout
