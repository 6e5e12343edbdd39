from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.place import BAD_HOUSEHOLDS, Run, write

if TYPE_CHECKING:
    from pathlib import Path

COUNTY = "cn/province/county"
ON = ("--on", "2021-06-01")


def test_one_row_is_explained_in_both_languages(run: Run, households: Path) -> None:
    zh = run("explain", COUNTY, households, *ON, "--row", 2)
    assert zh.exit_code == 0, zh.output
    assert "低收入户" in zh.stdout
    assert "A-01" in zh.stdout
    en = run("explain", COUNTY, households, *ON, "--row", 2, lang="en")
    assert "low-income household" in en.stdout


def test_assumptions_give_their_basis_in_one_language(
    run: Run, households: Path
) -> None:
    zh = run("explain", COUNTY, households, *ON, "--row", 2).stdout
    assert "A-01 收入线 (把握低; 没有依据)" in zh
    en = run("explain", COUNTY, households, *ON, "--row", 2, lang="en").stdout
    assert "A-01 the line (low confidence; a guess)" in en


def test_the_trace_is_json(run: Run, households: Path) -> None:
    result = run("explain", COUNTY, households, *ON, "--row", 2, "-f", "json")
    found = json.loads(result.stdout)
    assert found["row"] == 2
    assert found["decision"]["policy"] == COUNTY
    assert found["trace"]["risks.illness.when"]["value"] is True


def test_of_several_rows_one_must_be_chosen(run: Run, households: Path) -> None:
    result = run("explain", COUNTY, households, *ON)
    assert result.exit_code == 2
    assert "行号：2, 3, 4" in result.stderr


def test_a_row_that_is_not_there(run: Run, households: Path) -> None:
    result = run("explain", COUNTY, households, *ON, "--row", 77, lang="en")
    assert result.exit_code == 2
    assert "there is no record in row 77" in result.stderr


def test_a_refused_row_says_why(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.csv", BAD_HOUSEHOLDS)
    result = run("explain", COUNTY, file, *ON, "--row", 3)
    assert result.exit_code == 1
    assert "第 3 行 C 列: [RR603] `家庭纯收入`" in result.stderr
    assert "第 4 行" not in result.stderr


def test_a_single_record_needs_no_row(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "h.yaml", "household: {income: 1, household_size: 1}\n")
    result = run("explain", COUNTY, file, *ON)
    assert result.exit_code == 0, result.output
    assert run("explain", COUNTY, file, file, *ON).exit_code == 2


def test_a_page_about_one_household(run: Run, households: Path, tmp_path: Path) -> None:
    page = tmp_path / "one.html"
    for lang, said in (
        ("zh", "什么会改变结论"),
        ("en", "What would change the answer"),
    ):
        found = run(
            *("explain", COUNTY, households, *ON, "--row", 2, "--report", page),
            lang=lang,
        )
        assert found.exit_code == 0, found.output
        text = page.read_text("utf-8")
        assert said in text
        assert "A-01" in text
        assert "甲" not in text
    assert "per-capita income higher by 1000 元: not watched" in text


def test_the_page_may_be_markdown_and_never_replaces_the_records(
    run: Run, households: Path, tmp_path: Path
) -> None:
    page = tmp_path / "one.md"
    run("explain", COUNTY, households, *ON, "--row", 2, "--report", page)
    assert page.read_text("utf-8").startswith("# 某县：一户的判定依据")
    before = households.read_bytes()
    found = run("explain", COUNTY, households, *ON, "--row", 2, "--report", households)
    assert found.exit_code == 2
    assert households.read_bytes() == before


def test_a_page_about_a_grid(run: Run, tmp_path: Path) -> None:
    grids = write(tmp_path / "grids.csv", "户数\n60\n")
    page = tmp_path / "grid.md"
    found = run("explain", COUNTY, grids, *ON, "--grid", "--report", page)
    assert found.exit_code == 0, found.output
    assert "户数过多" in page.read_text("utf-8")
