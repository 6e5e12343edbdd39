"""`test --coverage`, `suggest` and `mutate`: what they print and how they end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.place import write

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

CASES = """\
policy: cn/province/county
date: 2021-08-01
cases:
  低于线: {input: {income: 5999.99, household_size: 1}, output: {type: poor}}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write(tmp_path / "x.cases.yaml", CASES)


def test_each_gap_is_a_sentence(run: Run, cases: Path) -> None:
    result = run("test", cases, "--coverage")

    assert result.exit_code == 0
    assert "per_capita < line" in result.stdout
    assert "从未单独决定结果" in result.stdout
    assert "cn/province/county" in result.stdout
    english = run("test", cases, "--coverage", lang="en").stdout
    assert "has never decided the outcome by failing" in english
    assert english.isascii() or "低于线" in english


@pytest.mark.parametrize(("threshold", "code"), [(0, 0), (100, 1)])
def test_a_threshold_decides_how_it_ends(
    run: Run, cases: Path, threshold: int, code: int
) -> None:
    result = run("test", cases, "--coverage", "--threshold", threshold)
    assert result.exit_code == code


def test_machines_read_every_goal(run: Run, cases: Path) -> None:
    (found,) = json.loads(run("test", cases, "--coverage", "-f", "json").stdout)[
        "coverage"
    ]
    states = {goal["id"]: goal for goal in found["goals"]}
    below = states["boundary types.poor: per_capita < line@line[2021-01-01] = below"]
    above = states["boundary types.poor: per_capita < line@line[2021-01-01] = above"]
    assert below != above
    assert "低于线" in json.dumps(below, ensure_ascii=False)


def test_suggestions_wait_to_be_confirmed(
    run: Run, cases: Path, tmp_path: Path
) -> None:
    target = tmp_path / "more.cases.yaml"
    result = run("suggest", cases, "-o", target)

    assert result.exit_code == 0
    assert "confirm: true" in target.read_text("utf-8")
    checked = run("test", cases, target)
    assert checked.exit_code == 0
    assert "通过 1，失败 0" in checked.stdout
    write(target, target.read_text("utf-8").replace("confirm: true", "confirm: false"))
    whole = run("test", cases, target, "--coverage", "--threshold", 100)
    assert (whole.exit_code, "失败 0" in whole.stdout) == (0, True)


def test_what_no_case_finds_is_listed(run: Run, cases: Path) -> None:
    result = run("mutate", cases, "--jobs", 1)

    assert result.exit_code == 0
    assert "这条改动没有任何测试发现" in result.stdout
    assert "en: low-income household}, when: per_capita <= line}" in result.stdout
    assert "household}, when: per_capita > line}" not in result.stdout


@pytest.mark.parametrize(("threshold", "code"), [(1, 0), (95, 1)])
def test_a_score_may_be_too_low(
    run: Run, cases: Path, threshold: int, code: int
) -> None:
    result = run("mutate", cases, "--jobs", 1, "--threshold", threshold)
    assert result.exit_code == code


def test_the_score_is_read_by_machines(run: Run, cases: Path) -> None:
    (found,) = json.loads(run("mutate", cases, "--jobs", 1, "-f", "json").stdout)
    fates = {mutant["fate"] for mutant in found["mutants"]}
    assert "killed" in fates
    assert fates & {"apart", "missed"}


def test_cases_that_fail_are_mended_first(run: Run, tmp_path: Path) -> None:
    failing = write(
        tmp_path / "y.cases.yaml", CASES.replace("type: poor", "type: none")
    )
    result = run("mutate", failing, "--jobs", 1)
    assert result.exit_code == 2
    assert "cn/province/county" in result.stderr
