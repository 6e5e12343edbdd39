"""The document of a policy: complete, dated, sourced, escaped, and the policy's alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from relapse_rules import load, load_book
from relapse_rules.documents.at import at
from relapse_rules.errors import PolicyError
from relapse_rules.reports.blocks import Item, Items, Page, Paragraph, Signatures, Table
from relapse_rules.reports.description.document import describe
from relapse_rules.reports.html import html
from relapse_rules.reports.markdown import escaped, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy

PLACES = {p.id: p for p in load_book().places}
LANGS: tuple[Lang, ...] = ("zh", "en")


def day_of(policy: Policy) -> date:
    found = policy.as_reported_on or policy.layers[-1].valid.first
    assert found is not None
    return found


def page_of(place: str, lang: Lang = "zh") -> Page:
    return describe(PLACES[place].text, day_of(PLACES[place]), lang)


def item_texts(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield from (item.text, item.lead, item.note, item.about)
        yield from item_texts(item.parts)


def texts(page: Page) -> Iterator[str]:
    """Every text of a page, as it is before anything is escaped."""
    yield page.title
    for part in page.parts:
        yield part.title
        for block in part.blocks:
            match block:
                case Paragraph(text=text):
                    yield text
                case Items(items=items):
                    yield from item_texts(items)
                case Table(heads=heads, rows=rows):
                    yield from heads
                    yield from (cell for row in rows for cell in row)
                case Signatures(roles=roles, fields=fields):
                    yield from (*roles, *fields)


class Texts(HTMLParser):
    """What a browser would show of a page, and the tags it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [v or "" for k, v in attrs if k in {"src", "href", "action"}]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", PLACES)
def test_every_rule_in_force_is_in_the_document(place: str, lang: Lang) -> None:
    policy = PLACES[place]
    today = at(policy.text, day_of(policy))
    found = "\n".join(texts(page_of(place, lang)))
    for section in today.household.sections:
        for entry in section.entries:
            said = entry.details.get("say") if section.id == "checks" else None
            assert (said[lang] if said else entry.label.in_(lang)) in found
    labels = [p.label for p in today.parameters]
    labels += [d.label for d in today.household.derived]
    assert all(label.in_(lang) in found for label in labels)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", PLACES)
def test_no_id_of_a_fact_is_left_in_a_sentence(place: str, lang: Lang) -> None:
    policy = PLACES[place]
    ids = {f.id for f in policy.facts if "_" in f.id}
    ids |= {i.id for f in policy.facts for i in f.items if "_" in i.id}
    ids |= {d.id for d in policy.text.household.derived if "_" in d.id}
    ids |= {p.id for p in policy.text.parameters if "_" in p.id}
    page = page_of(place, lang)
    # Lists that no condition reads may name anything.
    rules = tuple(p for p in page.parts if p.title not in {"其他清单", "Further lists"})
    words = set(re.findall(r"\w+", "\n".join(texts(replace(page, parts=rules)))))
    assert not ids & words


@pytest.mark.parametrize("place", PLACES)
def test_every_assumption_that_is_named_is_listed(place: str) -> None:
    page = page_of(place)
    named = set(re.findall(r"A-\d+", "\n".join(texts(page))))
    (table,) = (
        block
        for part in page.parts
        for block in part.blocks
        if isinstance(block, Table) and block.heads[0:2] == ("编号", "内容")
    )
    listed = [row[0] for row in table.rows]
    assert {n for n in named if n in PLACES[place].assumptions} <= set(listed)
    assert [row[2] for row in table.rows] == sorted(
        (row[2] for row in table.rows), key=["把握低", "把握中", "把握高"].index
    )


def test_a_threshold_has_its_value_days_layer_and_reason() -> None:
    page = page_of("cn/inner-mongolia/hinggan/jalaid")
    rows = {
        row[0]: row
        for p in page.parts
        for b in p.blocks
        if isinstance(b, Table)
        for row in b.rows
    }
    assert rows["监测收入线"] == (
        "监测收入线",
        "6000 元/人",
        "2021-01-01 至 2021-12-31",
        "省级",
        "假设 A-02",
    )


def test_a_value_that_is_missing_on_the_day_is_said_first() -> None:
    page = describe(load("cn/anhui/suzhou").text, date(2030, 1, 1), "zh")
    said = "当天没有值：监测收入线。用到它们的规定这一天不能判定。"
    assert Paragraph(said, strong=True) in page.parts[1].blocks


def test_what_no_layer_states_is_said_to_be_not_defined() -> None:
    page = page_of("cn/anhui/suzhou")
    (tiers,) = (part for part in page.parts if part.title == "预警等级")
    assert tiers.blocks == (Paragraph("没有规定。", strong=True),)


def test_a_day_before_the_policy_has_no_document() -> None:
    with pytest.raises(PolicyError, match="RR503"):
        describe(load("cn/anhui/suzhou").text, date(2000, 1, 1), "zh")


def test_it_ends_with_a_place_to_sign_and_the_whole_digest() -> None:
    page = page_of("cn/anhui/suzhou")
    assert page.parts[-1].blocks == (
        Signatures(("编制", "审核", "批准"), ("签字", "日期", "意见")),
    )
    assert PLACES["cn/anhui/suzhou"].digest in page.footer


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("place", PLACES)
def test_html_shows_every_text_and_fetches_nothing(place: str, lang: Lang) -> None:
    page = page_of(place, lang)
    found = Texts(html(page))
    shown = " ".join("".join(found.shown).split())
    assert all(" ".join(text.split()) in shown for text in texts(page))
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(found.tags)
    assert all(link.startswith("#part") for link in found.links)
    assert "url(" not in html(page)
    assert "@import" not in html(page)


HOSTILE = "<script>alert(1)</script> | `x` [a](javascript:b) *c* &amp; #1"
PLACE = """\
policy: place
title: {zh: '<b>某县</b>'}
level: county
risks:
  bad: {label: {zh: %s}, when: true, interpretation: %s, note: x}
catalogue:
  list: {label: {zh: %s}, items: {one: {label: {zh: '1. <i>一</i>'}, parts: [%s]}}}
"""


def hostile_page(folder: Path) -> Page:
    path = folder / "place.policy.yaml"
    quoted = "'" + HOSTILE + "'"
    path.write_text(PLACE % (quoted, quoted, quoted, quoted), "utf-8")
    return describe(load(path).text, date(2022, 1, 1), "zh")


def test_texts_of_a_policy_never_become_markup_in_html(tmp_path: Path) -> None:
    found = Texts(html(hostile_page(tmp_path)))
    assert not {"script", ("br"), "i"} & set(found.tags)
    assert "".join(found.shown).count("<script>alert(1)</script>") == 4
    assert "<b>某县</b>" in "".join(found.shown)


def test_texts_of_a_policy_never_become_markup_in_markdown(tmp_path: Path) -> None:
    shown = markdown(hostile_page(tmp_path))
    assert "<script" not in shown.replace("\\<script", "")
    assert escaped(HOSTILE, first=False) in shown
    assert not re.search(r"(?<!\\)(\]\(|&|<|`)", shown)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# 一", "\\# 一"),
        ("1. 一", "1\\. 一"),
        ("- 一", "\\- 一"),
        ("a|b", "a\\|b"),
        ("甲\n\n乙", "甲 乙"),
        ("<a>", "\\<a\\>"),
    ],
)
def test_a_text_is_shown_as_it_is(text: str, wanted: str) -> None:
    assert escaped(text) == wanted
