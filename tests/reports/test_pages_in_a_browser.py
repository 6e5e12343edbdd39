"""Pages as a browser shows and prints them, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from impact.place import household, rules
from relapse_rules.impact import compare
from relapse_rules.messages import Lang
from relapse_rules.reports.change.page import Asked, change_page
from relapse_rules.reports.description.document import describe
from relapse_rules.reports.household import household_page
from relapse_rules.reports.html import html
from reports.browser import Site, browser, run, seen

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    browser() is None, reason="no Chromium: `make test` installs it where it may"
)
LANGS: tuple[Lang, ...] = get_args(Lang)
# A telephone; the printed width of A4 between its margins; the height likewise.
PHONE, PAPER, PAPER_HIGH = 390, 673, 979
HIGHER = ("2025-01-01: 7000", "2025-01-01: 7500")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, Lang], str]:
    """Every kind of page, with long names and many households."""
    folder = tmp_path_factory.mktemp("county")
    base, head = rules(folder, name="base"), rules(folder, HIGHER)
    long = "很长的镇名" * 6
    records: list[dict[str, Any]] = [
        household(
            n,
            6800 + 9 * n,
            township=long if n % 9 == 0 else f"{n % 7}镇",
            village=f"第{n % 5}村",
            flooded=n % 4 == 0,
            unsafe_house=n % 11 == 0 or None,
            household_size=1 + n % 8,
        )
        for n in range(150)
    ]
    impact = compare(base, head, records)
    asked = Asked({"base": "0" * 64, "head": "1" * 64}, "2" * 64, "engine", "command")
    found: dict[tuple[str, Lang], str] = {}
    for lang in LANGS:
        found["change", lang] = html(change_page(impact, asked, lang))
        found["public", lang] = html(change_page(impact, asked, lang, public=True))
        found["household", lang] = html(household_page(head, records[8], lang, "row 9"))
        found["policy", lang] = html(describe(head.text, head.day, lang))
    return found


KINDS = ("change", "public", "household", "policy")
each_page = pytest.mark.parametrize(
    "name", [(k, lang) for k in KINDS for lang in LANGS]
)


@each_page
def test_nothing_is_asked_for_and_nothing_logged(
    pages: dict[tuple[str, Lang], str], name: tuple[str, Lang], tmp_path: Path
) -> None:
    with Site(pages[name]) as site:
        done = run(tmp_path, "--dump-dom", site.address("/page.html"))
    assert site.asked == ["/page.html"]
    assert "CONSOLE" not in done.stderr
    assert "</footer>" in done.stdout


@each_page
def test_a_telephone_can_read_it(
    pages: dict[tuple[str, Lang], str], name: tuple[str, Lang], tmp_path: Path
) -> None:
    found = seen(tmp_path, pages[name], width=PHONE)
    assert found["wide"] <= PHONE
    assert found["small"] == []
    assert found["faint"] == []
    assert all(t["over"] <= 0 or t["scrolls"] == "auto" for t in found["tables"])


@each_page
def test_print_cuts_no_row_and_no_column(
    pages: dict[tuple[str, Lang], str], name: tuple[str, Lang], tmp_path: Path
) -> None:
    found = seen(tmp_path, pages[name], width=PAPER, printed=True)
    assert found["rows"]
    assert all(r["whole"] == "avoid" for r in found["rows"])
    assert all(r["tall"] < PAPER_HIGH for r in found["rows"])
    assert all(t["over"] <= 1 for t in found["tables"])
    assert found["heads"]
    assert found["wide"] <= PAPER + 1


def test_a_page_becomes_a_document_of_several_sheets(
    pages: dict[tuple[str, Lang], str], tmp_path: Path
) -> None:
    target = tmp_path / "page.pdf"
    with Site(pages["change", "zh"]) as site:
        run(tmp_path, f"--print-to-pdf={target}", site.address("/page.html"))
    sheets = target.read_bytes().count(b"/Type /Page\n")
    assert 3 <= sheets <= 20
