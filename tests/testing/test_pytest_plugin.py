"""The pytest plugin, as its users run it: in a process of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from testing.place import HEAD, place, write

pytest_plugins = ["pytester"]
CASES = f"""{HEAD}\
  好的: {{input: {{}}, output: {{visits: monthly}}, keywords: [G-01]}}
  坏的: {{input: {{}}, output: {{visits: none}}}}
  表: {{input: {{}}, output: {{visits: monthly}}, table: [{{name: 甲}}, {{name: 乙}}]}}
  待写: {{todo: true}}
"""
BROKEN = "date: 2021-08-01\ncases: {a: {input: {}, outptu: {}}}\n"


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RELAPSE_RULES_LANG", "en")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    root = place(pytester.path)
    write(root / "cn/province/county.cases.yaml", CASES)
    return root


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *options)


@pytest.mark.usefixtures("folder")
def test_each_case_is_a_test(pytester: pytest.Pytester) -> None:
    result = run(pytester, "-v")

    result.assert_outcomes(passed=3, failed=1, skipped=1)
    result.stdout.fnmatch_lines(["cn/province/county.cases.yaml::表 / 甲 PASSED*"])


@pytest.mark.usefixtures("folder")
def test_a_failure_is_the_list_of_differences(pytester: pytest.Pytester) -> None:
    result = run(pytester)

    result.stdout.fnmatch_lines(["visits: expected none -> actual monthly"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*plugin.py*")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("words", "passed"), [("好的", 1), ("表", 2), ("G-01", 1)])
def test_cases_are_chosen_by_name_and_keyword(
    pytester: pytest.Pytester, words: str, passed: int
) -> None:
    run(pytester, "-k", words).assert_outcomes(passed=passed, deselected=5 - passed)


@pytest.mark.usefixtures("folder")
def test_a_case_can_be_run_again_by_its_id(pytester: pytest.Pytester) -> None:
    run(pytester, "cn/province/county.cases.yaml::表 / 乙").assert_outcomes(passed=1)


def test_a_bad_file_fails_one_test_and_no_other_file(
    pytester: pytest.Pytester, folder: Path
) -> None:
    write(folder / "cn/province/county.bad.cases.yaml", BROKEN)
    result = run(pytester)

    result.assert_outcomes(passed=3, failed=2, skipped=1)
    result.stdout.fnmatch_lines(["error*RR201* there is no key `outptu` here"])


@pytest.mark.usefixtures("folder")
def test_junit_has_each_case_with_its_policy(pytester: pytest.Pytester) -> None:
    run(pytester, "--junitxml=report.xml")
    cases = ET.parse(pytester.path / "report.xml").getroot().iter("testcase")
    found = {case.get("name"): case for case in cases}

    assert set(found) == {"好的", "坏的", "表 / 甲", "表 / 乙", "待写"}
    properties = {p.get("name"): p.get("value") for p in found["好的"].iter("property")}
    assert properties == {"policy": "cn/province/county", "date": "2021-08-01"}


@pytest.mark.usefixtures("folder")
def test_cases_run_on_several_workers(pytester: pytest.Pytester) -> None:
    result = run(pytester, "-n", "2")

    result.assert_outcomes(passed=3, failed=1, skipped=1)


@pytest.mark.usefixtures("folder")
def test_the_plugin_can_be_switched_off(pytester: pytest.Pytester) -> None:
    result = run(pytester, "-o", "relapse_rules_cases=false")

    result.assert_outcomes()


def test_other_files_are_left_alone(pytester: pytest.Pytester, folder: Path) -> None:
    write(folder / "other.yaml", "a: 1\n")
    write(folder / "test_other.py", "def test_it(): assert True\n")

    run(pytester).assert_outcomes(passed=4, failed=1, skipped=1)


def test_the_plugin_loads_nothing_until_it_is_used() -> None:
    code = (
        "import pytest, sys; before = set(sys.modules);"
        "import relapse_rules.testing.plugin;"
        "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert set(json.loads(done.stdout)) <= {
        "relapse_rules",
        "relapse_rules.testing",
        "relapse_rules.testing.endings",
        "relapse_rules.testing.plugin",
    }


def test_the_plugin_uses_the_public_api_of_pytest_alone() -> None:
    source = Path(__file__).parents[2] / "src/relapse_rules/testing/plugin.py"

    assert not re.search(r"\b_pytest\b", source.read_text("utf-8"))
