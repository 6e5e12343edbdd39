"""What is wrong with ledgers, and exactly what officers are told, every line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from broken.ledgers import BrokenLedger, broken_ledgers
from relapse_rules.cli.group import commands
from relapse_rules.messages import catalogue

if TYPE_CHECKING:
    from pathlib import Path

CASES = broken_ledgers()
NAMES = [case.name for case in CASES]
PLACE = ("cn/shaanxi/baoji/weibin", "--on", "2022-10-31")


def said(case: BrokenLedger, folder: Path, lang: str = "zh") -> list[str]:
    """The lines about what is wrong, which come before those about what was read."""
    path = case.write(folder)
    given = ["evaluate", PLACE[0], str(path), *PLACE[1:], *case.options]
    result = CliRunner().invoke(commands, [*given, "--lang", lang])
    assert result.exit_code in {1, 2}, result.output
    lines = result.stderr.rstrip("\n").split("\n")
    if result.exit_code == 2:
        return lines
    told = next(i for i, line in enumerate(lines) if _says_what_was_read(line, lang))
    return lines[:told]


def _says_what_was_read(line: str, lang: str) -> bool:
    return ("表头第" if lang == "zh" else "headings in row") in line


def test_there_are_twenty_and_more() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_exactly_this_is_said(case: BrokenLedger, tmp_path: Path) -> None:
    assert case.expected
    assert tuple(said(case, tmp_path)) == case.expected


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_as_much_is_said_in_english(case: BrokenLedger, tmp_path: Path) -> None:
    english = "\n".join(said(case, tmp_path, "en"))
    codes = {code for code in catalogue() if f"[{code}]" in "\n".join(case.expected)}
    assert codes
    assert {code for code in catalogue() if f"[{code}]" in english} == codes


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_console_in_gbk_can_show_it(case: BrokenLedger) -> None:
    "\n".join(case.expected).encode("gbk")
