"""The guide for officers does what it says, command by command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs_pages.tutorial import LEFT_OUT, Steps

if TYPE_CHECKING:
    from docs_pages.tutorial import Shown

FOLDER = Path(__file__).parents[2] / "docs" / "zh"
GUIDE = (FOLDER / "tutorial.md").read_text("utf-8")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    return list(Steps(GUIDE, tmp_path_factory.mktemp("guide")).run())


def kept(promised: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether what was said is what the guide shows; `…` stands for what is left out."""
    lines = [
        ".*" if one == LEFT_OUT else re.escape(one).replace(LEFT_OUT, r"[^\n]*") + "\n"
        for one in promised
    ]
    text = "".join(f"{line}\n" for line in said)
    return re.fullmatch("".join(lines), text, re.DOTALL) is not None


def test_every_command_says_what_the_guide_shows(shown: list[Shown]) -> None:
    wrong = [one for one in shown if one.promised and not kept(one.promised, one.said)]
    assert not wrong


def test_only_moving_and_writing_a_page_show_nothing(shown: list[Shown]) -> None:
    silent = [one.command.split()[0] for one in shown if not one.promised]
    assert silent == ["cd"]


def test_every_command_of_the_guide_was_run(shown: list[Shown]) -> None:
    written = re.findall(r"^\$ (.*)$", GUIDE, re.MULTILINE)
    assert [one.command for one in shown] == written


def test_commands_named_in_the_text_exist(shown: list[Shown]) -> None:
    from relapse_rules.cli.group import commands

    named = set(re.findall(r"relapse-rules ([a-z]+)", GUIDE))
    assert named <= set(commands.list_commands(None))  # type: ignore[arg-type]
    assert {one.command.split()[1] for one in shown[2:]} <= named


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda p: p.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    missing = [one for one in links if not (page.parent / one).exists()]
    assert links
    assert not missing


def test_what_is_shown_must_be_said() -> None:
    assert kept(("a", LEFT_OUT, "c"), ("a", "b", "b", "c"))
    assert not kept(("a", LEFT_OUT, "c"), ("a", "b"))
    assert not kept(("a",), ("a", "b"))
