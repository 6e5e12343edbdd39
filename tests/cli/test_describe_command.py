from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from cli.place import Run

COUNTY_ID = "cn/province/county"
DAY = ("--on", "2021-06-01")


def test_a_place_is_described_as_markdown(run: Run) -> None:
    result = run("describe", COUNTY_ID, *DAY)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("# 某县（2021-06-01 的规定）\n")
    assert "| 收入线 | 6000 元/人 | 2021-01-01 至 2021-12-31 |" in result.stdout


def test_the_ending_of_the_file_decides(run: Run, tmp_path: Path) -> None:
    for name, start in (("a.html", "<!DOCTYPE html>"), ("a.md", "# Some county")):
        result = run("describe", COUNTY_ID, *DAY, "-o", tmp_path / name, lang="en")
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).read_text("utf-8").startswith(start)
        assert f"written to {name}" in result.stderr


def test_another_ending_or_no_day_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    result = run("describe", COUNTY_ID, *DAY, "-o", tmp_path / "a.docx")
    assert result.exit_code == 2
    assert ".html 或 .md" in result.stderr
    result = run("describe", COUNTY_ID)
    assert result.exit_code == 2
    assert "--on" in result.stderr


def test_html_without_its_library_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relapse_rules.reports import html

    html._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = run("describe", COUNTY_ID, *DAY, "-f", "html")
    assert result.exit_code == 2
    assert "relapse-rules[report]" in result.stderr


def test_markdown_needs_no_library(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert run("describe", COUNTY_ID, *DAY).exit_code == 0
