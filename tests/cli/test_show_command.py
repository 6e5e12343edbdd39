from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cli.place import Run

COUNTY = "cn/province/county"
ON = ("--on", "2021-06-01")


def test_every_value_names_its_layer_line_and_reason(run: Run, root: Path) -> None:
    result = run("show", COUNTY, *ON)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("  line  收入线"))
    assert "= 6000 元/人  [2021-01-01 – 2021-12-31]" in lines[at]
    assert "cn/province  " in lines[at + 1]
    assert f"{root}/cn/province.policy.yaml:29" in lines[at + 1]
    assert "假设 A-01" in lines[at + 1]
    assert "出处 paper 第3条" in result.stdout
    assert "  A-01  把握低  收入线" in result.stdout


def test_a_missing_value_is_said_and_is_no_failure(run: Run) -> None:
    result = run("show", COUNTY, "--on", "2022-06-01", "parameters")
    assert result.exit_code == 0, result.output
    assert "当天没有值（已有：2021-01-01 – 2021-12-31 为 6000）" in result.stdout
    english = run("show", COUNTY, "--on", "2022-06-01", "parameters", lang="en")
    assert "no value on that day (there is: 6000 in 2021-01-01" in english.stdout


def test_sections_that_nobody_states_are_not_defined(run: Run) -> None:
    result = run("show", COUNTY, *ON, "measures", "tiers")
    assert "measures  没有规定" in result.stdout
    assert "when: any(risks) and any(types)" in result.stdout
    assert "parameters" not in result.stdout


def test_removal_stands_for_its_parts(run: Run) -> None:
    out = run("show", COUNTY, *ON, "removal", lang="en").stdout
    assert "above_line  above the line" in out
    assert "removal.procedure  not defined" in out


def test_notes_and_details_are_in_one_language(run: Run) -> None:
    zh = run("show", COUNTY, *ON).stdout
    for part in (
        "解读: 两样都要",
        "A-01  把握低  收入线  没有依据",
        "频次：每 1 个月 1 次",
    ):
        assert part in zh
    en = run("show", COUNTY, *ON, lang="en").stdout
    for part in ("read as: both of them", "the line  a guess", "every: 1 in 1 months"):
        assert part in en
    assert "both of them" not in zh
    assert "两样都要" not in en


def test_json_has_the_same(run: Run) -> None:
    result = run("show", COUNTY, "--on", "2022-06-01", "-f", "json")
    found = json.loads(result.stdout)
    assert found["parameters"]["line"]["value"] is None
    assert found["measures"] is None
    tier = found["tiers"]["red"]
    assert (tier["layer"], tier["line"]) == (COUNTY, 8)
    assert tier["formulas"]["when"]["text"] == "any(risks) and any(types)"
    assert found["grid"]["checks"]["too_many"]["label"]["zh"] == "户数过多"


def test_a_day_is_needed(run: Run) -> None:
    result = run("show", COUNTY)
    assert result.exit_code == 2
    assert "不会默认为今天" in result.stderr


def test_a_day_before_the_policy_is_refused(run: Run) -> None:
    result = run("show", COUNTY, "--on", "2020-12-31")
    assert result.exit_code == 2
    assert "错误[RR503]" in result.stderr


def test_an_unknown_section_lists_the_known_ones(run: Run) -> None:
    for lang, known in (
        ("zh", "类型 等级 识别程序"),
        ("en", "types tiers identification"),
    ):
        result = run("show", COUNTY, *ON, "tier", lang=lang)
        assert result.exit_code == 2
        assert known in result.stderr


def test_a_section_may_be_named_in_chinese(run: Run) -> None:
    zh, en = (run("show", COUNTY, *ON, name).stdout for name in ("等级", "tiers"))
    assert zh == en
    assert "red" in zh
