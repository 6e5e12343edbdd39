from __future__ import annotations

from typing import TYPE_CHECKING

from cli.place import COUNTY, PROVINCE, Run, write

if TYPE_CHECKING:
    from pathlib import Path

MODELINE = "# yaml-language-server: $schema=../schemas/{}.schema.json\n"


def place(folder: Path, text: str = COUNTY) -> Path:
    write(folder / "cn/province.policy.yaml", PROVINCE)
    return write(folder / "cn/province/county.policy.yaml", text)


def test_words_change_there_and_back_to_the_same_bytes(
    run: Run, tmp_path: Path
) -> None:
    file = place(tmp_path)
    before = b"\xef\xbb\xbf" + MODELINE.format("policy").encode() + file.read_bytes()
    before = before.replace(b"\n", b"\r\n")
    file.write_bytes(before)

    assert run("fmt", "--words", "zh", file).exit_code == 0
    chinese = file.read_bytes()
    assert "\r\n层级: 县级\r\n".encode() in chinese
    assert MODELINE.format("policy.zh").strip().encode() in chinese
    assert run("fmt", "--words", "en", file).exit_code == 0
    assert file.read_bytes() == before


def test_a_folder_is_rewritten_and_still_sound(run: Run, tmp_path: Path) -> None:
    place(tmp_path)
    result = run("fmt", "--words", "zh", tmp_path)
    assert "已改写 2 个文件" in result.stderr
    assert run("check", "--root", tmp_path).exit_code == 0
    assert "已改写 0 个文件" in run("fmt", "--words", "zh", tmp_path).stderr


def test_a_difference_is_shown_and_not_written(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path)
    before = file.read_bytes()
    result = run("fmt", "--words", "zh", "--diff", file)
    assert result.exit_code == 1
    assert "-level: county\n" in result.stdout
    assert "+层级: 县级\n" in result.stdout
    assert file.read_bytes() == before


def test_a_check_names_files_that_would_change(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path)
    result = run("fmt", "--words", "zh", "--check", tmp_path)
    assert result.exit_code == 1
    assert f"{file}: 有要换的词" in result.stdout
    assert run("fmt", "--words", "en", "--check", tmp_path).exit_code == 0


def test_a_file_that_cannot_be_read_is_left_alone(run: Run, tmp_path: Path) -> None:
    file = place(tmp_path, COUNTY.replace("level:", "level："))
    before = file.read_bytes()
    result = run("fmt", "--words", "zh", tmp_path)
    assert result.exit_code == 2
    assert "RR001" in result.stderr
    assert file.read_bytes() == before


def test_words_and_files_must_be_named(run: Run, tmp_path: Path) -> None:
    place(tmp_path)
    assert run("fmt", "--words", "zh").exit_code == 2
    result = run("fmt", tmp_path)
    assert result.exit_code == 2
    assert "--words zh" in result.stderr
