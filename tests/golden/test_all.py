"""All five places together: their visits differ, and every figure rests on something."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from golden.articles import folder, paragraph, stands
from golden.figures import stated
from golden.places import (
    CAOBI,
    DAYS,
    FENGJIE,
    JALAID,
    SUZHOU,
    WEIBIN,
    decide,
    policy,
)

if TYPE_CHECKING:
    from pathlib import Path

    from golden.figures import Stated
    from relapse_rules.documents.policy import Citation

VISITS = {
    CAOBI: ("tagged", {"times": 1, "months": 1}),
    JALAID: ("every_household", {"times": 2, "days": 7}),
    WEIBIN: ("every_household", {"times": 1, "days": 7}),
    SUZHOU: (None, None),
    FENGJIE: ("every_household", {"times": 1, "months": 2}),
}


def test_g60_one_record_five_visiting_rules() -> None:
    """The same household is visited at five different intervals, or by no rule at all."""
    record = {"tekun_support": True, "lives_alone": False}
    visits = {place: decide(place, record).visits for place in VISITS}
    found = {p: (v.value, v.details.get("every")) for p, v in visits.items()}
    assert found == VISITS
    assert visits[SUZHOU].answer == "not_defined"
    intervals = [every for _, every in found.values()]
    assert all(intervals.count(every) == 1 for every in intervals)


@pytest.mark.parametrize("place", DAYS)
def test_g61_everything_names_a_source_or_an_assumption(place: str) -> None:
    """Every dated value, rule and list entry of every layer rests on something named."""
    found = list(stated(policy(place).text))
    assert len(found) > 100
    assert [one.name for one in found if not one.is_grounded] == []


@pytest.mark.parametrize("place", DAYS)
def test_g61_every_assumption_is_registered(place: str) -> None:
    """Each assumption that is named says what it is about, its basis and how sure it is."""
    register = policy(place).assumptions
    named = {
        a for one in stated(policy(place).text) for a in one.provenance.assumptions
    }
    assert named <= set(register)
    for key, about in register.items():
        assert re.fullmatch("A-[0-9]{2}", key)
        assert about.about.zh
        assert about.basis
        assert about.confidence in {"low", "medium", "high"}


@pytest.mark.parametrize("place", DAYS)
def test_g61_every_citation_is_listed(place: str) -> None:
    """Each source that is named has a title; those that are articles name their file."""
    sources = policy(place).sources
    cited = [c for one in stated(policy(place).text) for c in one.provenance.citations]
    assert {c.source for c in cited} <= set(sources)
    assert all(sources[c.source].title for c in cited)
    assert all(c.at for c in cited if sources[c.source].file)


@pytest.mark.parametrize("place", DAYS)
def test_g61_places_start_with_the_year_of_their_text(place: str) -> None:
    """A place is in force from the year of its text, on an assumption of the register."""
    layers = policy(place).layers
    since = max(one.valid.first or date.min for one in layers)
    assert since.year == int(DAYS[place][:4])
    assert "A-41" in policy(place).assumptions
    reported = policy(place).as_reported_on
    if reported is not None:
        dates = {source.date for source in policy(place).sources.values()}
        assert reported.isoformat() in dates


@pytest.mark.parametrize("place", DAYS)
def test_g61_figures_stand_in_the_cited_paragraphs(place: str) -> None:
    """Every figure that cites an article stands in the paragraph it cites."""
    at_hand = folder()
    if at_hand is None:
        pytest.skip("the articles are not at hand: set RELAPSE_RULES_SOURCES")
    missing = []
    checked = 0
    for one in stated(policy(place).text):
        for citation in one.provenance.citations:
            file = _article(place, citation, at_hand)
            if file is None:
                continue
            text = paragraph(file, citation.at)
            wanted = _figures_there(one, citation)
            checked += len(wanted)
            missing += [
                (one.name, f, citation.at) for f in wanted if not stands(f, text)
            ]
    assert checked
    assert missing == []


def _article(place: str, citation: Citation, at_hand: Path) -> Path | None:
    name = policy(place).sources[citation.source].file
    return at_hand / name if name else None


def _figures_there(one: Stated, citation: Citation) -> tuple[str, ...]:
    """None where the citation itself says that the text has no number (原文为…)."""
    return () if citation.note.startswith("原文为") else one.figures
