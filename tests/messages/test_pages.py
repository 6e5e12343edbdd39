"""Every code has a page, and what the page shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from messages.page_examples import KINDS
from messages.told_examples import TOLD
from relapse_rules.messages import catalogue, word
from relapse_rules.messages.pages import Page, pages
from relapse_rules.messages.pages.text import STAGES, documents, page

if TYPE_CHECKING:
    from relapse_rules.messages import Lang

ROOT = Path(__file__).parents[2]
PAGES = pages()


def told_or_shown(shown: Page, which: str, folder: Path) -> set[str]:
    if shown.kind == "words":
        return TOLD[shown.code][which == "good"](folder)
    return KINDS[shown.kind](folder, shown.bad if which == "bad" else shown.good)


def test_every_code_has_a_page() -> None:
    assert PAGES.keys() == catalogue().keys()


@pytest.mark.parametrize("code", sorted(PAGES))
def test_the_bad_example_gives_this_code_and_no_other(
    code: str, tmp_path: Path
) -> None:
    assert told_or_shown(PAGES[code], "bad", tmp_path) == {code}


@pytest.mark.parametrize("code", sorted(PAGES))
def test_the_good_example_gives_none(code: str, tmp_path: Path) -> None:
    assert told_or_shown(PAGES[code], "good", tmp_path) == set()


@pytest.mark.parametrize("code", sorted(PAGES))
def test_both_languages_say_why(code: str) -> None:
    shown = PAGES[code]
    assert any("\u4e00" <= char <= "\u9fff" for char in shown.why("zh"))
    assert shown.why("en")[0].isascii()
    assert shown.why("zh").endswith("。")
    assert shown.why("en").endswith((".", "?"))
    assert shown.example(shown.bad, "zh") != shown.example(shown.good, "zh")


def test_what_is_told_is_tried() -> None:
    assert {c for c, page in PAGES.items() if page.kind == "words"} == TOLD.keys()


def test_the_committed_pages_are_current() -> None:
    """Regenerate with `make pages` when a message or a page changes."""
    folder = ROOT / "docs/rules"
    assert {
        path.name: path.read_text("utf-8") for path in folder.iterdir()
    } == documents()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_page_has_no_place_left_unfilled(code: str, lang: Lang) -> None:
    shown = page(code, lang)
    prose = re.sub(r"```.*?```", "", shown, flags=re.DOTALL)
    assert not re.search(r"\{\w+(\.\w+|\[.*?\])?\}", prose)


def test_every_stage_has_its_heading() -> None:
    assert {code[:3] for code in PAGES} == set(STAGES)
    assert all(word(f"stage_{stage}", "zh") != f"stage_{stage}" for stage in STAGES)
