"""`rule` says what a code means, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.messages import catalogue

if TYPE_CHECKING:
    from cli.place import Run


def test_a_page_says_why_and_how_to_mend(run: Run) -> None:
    page = run("rule", "RR001").stdout
    for part in ("## RR001 ", "错误写法：", "正确写法：", "怎么改：", "description："):
        assert part in page
    english = run("rule", "RR001", lang="en").stdout
    assert "Wrong:" in english
    assert "错误写法" not in english


def test_a_code_may_be_written_short_and_several_asked(run: Run) -> None:
    both = run("rule", "rr301", "001").stdout
    assert both.index("## RR301") < both.index("## RR001")


def test_without_a_code_all_are_listed(run: Run) -> None:
    listed = [line.split()[0] for line in run("rule").stdout.splitlines()]
    assert listed == sorted(catalogue())
