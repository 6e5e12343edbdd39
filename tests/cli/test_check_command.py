from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.place import COUNTY, PROVINCE, Run, write

if TYPE_CHECKING:
    from pathlib import Path

COUNTY_ID = "cn/province/county"


def broken_county(folder: Path) -> Path:
    """Three misspelt names, on lines 8, 10 and 13."""
    text = COUNTY.replace("any(risks)", "any(risk)").replace("monthly:", "monthly: ")
    text = text.replace("every: {times", "when: helth == 1, every: {times")
    text = text.replace("per_capita >= line", "per_capita >= lin")
    write(folder / "cn/province.policy.yaml", PROVINCE)
    return write(folder / "cn/province/county.policy.yaml", text)


def test_sound_policies_pass_and_say_on_which_days_they_decide(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "2021-01-01 – 2021-12-31  可以判定" in result.stdout
    assert "2022-01-01 – …           不能判定：收入线 没有值" in result.stdout
    assert result.stdout.rstrip().endswith(
        "检查通过：2 个政策文件，1 个地方，6 条规则，0 个问题"
    )


def test_three_typos_are_all_shown_at_their_lines(run: Run, tmp_path: Path) -> None:
    file = broken_county(tmp_path)
    result = run("check", "--root", tmp_path)
    assert result.exit_code == 1
    for line in (8, 10, 13):
        assert f"{file}:{line}:" in result.stdout
    assert result.stdout.count("错误[RR301]") == 3
    assert "检查未通过：共 3 个错误" in result.stdout


def test_the_caret_is_right_under_chinese_text(run: Run, tmp_path: Path) -> None:
    broken_county(tmp_path)
    lines = run("check", "--root", tmp_path, lang="en").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "any(risk)" in line)
    # 红 takes two cells of the terminal but is one character of the line.
    assert lines[at + 1].index("^") == lines[at].index("risk)") + 1
    assert "did you mean `risks`?" in lines[at + 2]


def test_json_lists_the_same_problems(run: Run, tmp_path: Path) -> None:
    broken_county(tmp_path)
    result = run("check", "--root", tmp_path, "-f", "json", lang="en")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["errors"] == 3
    assert [p["line"] for p in found["problems"]] == [8, 10, 13]
    assert {p["loaded"] for p in found["policies"]} == {True, False}


def test_json_of_sound_policies_has_their_days(run: Run) -> None:
    found = json.loads(run("check", COUNTY_ID, "-f", "json").stdout)
    (policy,) = found["policies"]
    assert found["problems"] == []
    assert policy["days"] == [
        {"from": "2021-01-01", "until": "2021-12-31", "decides": True, "missing": []},
        {"from": "2022-01-01", "until": None, "decides": False, "missing": ["line"]},
    ]


def test_a_file_and_a_folder_may_be_checked(run: Run, root: Path) -> None:
    file = root / "cn/province/county.policy.yaml"
    assert run("check", file).exit_code == 0
    assert "2 个政策文件" in run("check", root / "cn").stdout


def test_a_place_that_never_decides_is_an_error(run: Run, tmp_path: Path) -> None:
    write(
        tmp_path / "cn/province.policy.yaml",
        PROVINCE.replace("{2021-01-01: {value: 6000, assumption: A-01}}", "{}"),
    )
    write(tmp_path / "cn/province/county.policy.yaml", COUNTY)
    result = run("check", "--root", tmp_path)
    assert result.exit_code == 1
    assert "错误[RR504]" in result.stdout


def test_two_places_may_not_govern_one_area(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "cn/province.policy.yaml", PROVINCE)
    for name in ("county", "other"):
        text = COUNTY.replace("province/county", f"province/{name}")
        write(tmp_path / f"cn/province/{name}.policy.yaml", text)
    result = run("check", "--root", tmp_path, lang="en")
    assert result.exit_code == 1
    assert "error[RR709]" in result.stdout


@pytest.mark.parametrize("name", ["cn/province/contry", "no/such", "a.csv", "NO"])
def test_a_policy_that_is_not_there_could_not_be_checked(run: Run, name: str) -> None:
    result = run("check", name, COUNTY_ID)
    assert result.exit_code == 2
    assert "RR70" in result.stderr
    assert "检查通过" not in result.stdout


def test_an_empty_folder_is_not_a_success(run: Run, tmp_path: Path) -> None:
    for arguments in (("--root", tmp_path), (tmp_path,)):
        result = run("check", *arguments)
        assert result.exit_code == 2
        assert "RR704" in result.stderr


def test_a_gbk_file_is_named_and_not_a_crash(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cn/province.policy.yaml"
    file.parent.mkdir()
    file.write_bytes(PROVINCE.encode("gbk"))
    result = run("check", "--root", tmp_path)
    assert result.exit_code == 1
    assert "错误[RR002]" in result.stdout


def test_the_shipped_policies_are_sound(run: Run) -> None:
    from relapse_rules.documents.shipped import policy_root

    result = run("check", "--root", policy_root())
    assert result.exit_code == 0, result.output


def test_checking_builds_no_models(root: Path) -> None:
    """Their patterns stand apart: building them would cost half of the time."""
    code = (
        "import sys; from relapse_rules.cli.group import commands\n"
        f"try: commands(['check', '--root', {str(root)!r}])\n"
        "except SystemExit: pass\n"
        "sys.exit('pydantic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
