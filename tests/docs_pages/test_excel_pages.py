"""The guides to ledgers in Excel do what they say, command by command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_pages.test_tutorial import kept
from docs_pages.tutorial import Steps

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = {"zh": DOCS / "zh" / "excel.md", "en": DOCS / "excel.md"}


@pytest.mark.parametrize("lang", GUIDES)
def test_every_command_says_what_the_guide_shows(lang: str, tmp_path: Path) -> None:
    guide = GUIDES[lang].read_text("utf-8")
    shown = list(Steps(guide, tmp_path, lang).run())
    assert [one.command for one in shown] == re.findall(
        r"^\$ (.*)$", guide, re.MULTILINE
    )
    wrong = [one for one in shown if one.promised and not kept(one.promised, one.said)]
    assert not wrong


@pytest.mark.parametrize("lang", GUIDES)
def test_every_link_and_option_exists(lang: str) -> None:
    from relapse_rules.messages.help import HELP

    guide = GUIDES[lang].read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)", guide)
    assert [one for one in links if not (GUIDES[lang].parent / one).exists()] == []
    options = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", guide)) - {
        "--name",
        "--level",
    }
    known = {key.partition(":")[2] for key in HELP}
    assert options - known <= {"--area", "--id"}
