from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.place import COUNTY, PROVINCE, Run, write
from relapse_rules.cli import rewriting

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

WRONG = COUNTY.replace("level: county", "level： 县").replace(
    "any(risks)", "任一(风险) && any(risks)"
)
RIGHT = COUNTY.replace("any(risks)", "任一(风险) and any(risks)")


def place(folder: Path, text: str = WRONG) -> Path:
    write(folder / "cn/province.policy.yaml", PROVINCE)
    return write(folder / "cn/province/county.policy.yaml", text)


def test_one_mistake_behind_the_other_is_mended(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path)
    result = run("check", "--fix", "--root", tmp_path)
    assert result.exit_code == 0, result.output
    assert file.read_text("utf-8") == RIGHT
    assert "已修复 3 处" in result.stderr
    assert "-level： 县\n+level: county\n" in result.stderr
    assert "检查通过" in result.stdout


def test_the_closing_line_says_how_many_can_be_mended(run: Run, tmp_path: Path) -> None:
    place(tmp_path, WRONG.replace("per_capita >= line", "per_capita >= lin"))
    write(tmp_path / "cn/province.policy.yaml", PROVINCE.replace("nation", "国"))
    result = run("check", "--root", tmp_path)
    assert "错误[RR001] [*] " in result.stdout
    closing = result.stdout.splitlines()[-1]
    assert closing.startswith("检查未通过：共 ")
    assert closing.endswith("个可自动修复：先看 check --diff，再 check --fix）")


def test_a_difference_is_shown_first_and_nothing_written(
    run: Run, tmp_path: Path
) -> None:
    file = place(tmp_path)
    before = file.read_bytes()
    result = run("check", "--diff", "--root", tmp_path)
    assert result.exit_code == 1
    assert "+level: county\n" in result.stdout
    assert file.read_bytes() == before


def test_machines_are_told_the_edits(run: Run, tmp_path: Path) -> None:
    place(tmp_path)
    found = json.loads(run("check", "-f", "json", "--root", tmp_path).stdout)
    (edit,) = found["problems"][0]["fix"]
    assert edit == {"line": 3, "column": 6, "end_line": 3, "end_column": 7, "text": ":"}


def test_a_gbk_file_becomes_utf8_with_the_same_text(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path, COUNTY)
    file.write_bytes(COUNTY.encode("gbk"))
    result = run("check", "--fix", "--root", tmp_path)
    assert result.exit_code == 0, result.output
    assert file.read_bytes() == COUNTY.encode()
    assert "编码改为 UTF-8，文字不变" in result.stderr


def test_line_breaks_and_the_mark_stay(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + WRONG.replace("\n", "\r\n").encode())
    run("check", "--fix", "--root", tmp_path)
    assert file.read_bytes() == b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()


def test_a_file_that_changed_meanwhile_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = place(tmp_path)
    read = rewriting.guessed

    def read_and_change(path: Path, name: str) -> rewriting.Original:
        found = read(path, name)
        file.write_text(WRONG + "# 别人的改动\n", "utf-8")
        return found

    monkeypatch.setattr("relapse_rules.cli.mending.guessed", read_and_change)
    result = run("check", "--fix", "--root", tmp_path)
    assert result.exit_code == 2
    assert "被别人改过" in result.stderr
    assert file.read_text("utf-8").endswith("# 别人的改动\n")


def test_sound_files_are_not_touched(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path, COUNTY)
    before = file.stat().st_mtime_ns
    assert run("check", "--fix", "--root", tmp_path).exit_code == 0
    assert file.stat().st_mtime_ns == before
