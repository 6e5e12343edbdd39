"""What a change can and cannot do, to any household: proved, or shown by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules import load
from relapse_rules.analysis import effect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from relapse_rules.evaluator import Rules

    Place = Callable[..., Rules]

TEXT = """
policy: place
title: {zh: 某县}
level: county
facts:
  income: {label: {zh: 收入}, type: money, min: 0, max: 100000}
  ill: {label: {zh: 患病}, type: boolean}
parameters:
  line: {label: {zh: 收入线}, unit: 元, values: {2021-01-01: 6000}}
risks:
  illness: {label: {zh: 因病}, when: ill}
  income: {label: {zh: 收入低}, when: income < line}
types: {watched: {label: {zh: 监测户}, when: any(risks)}}
tiers:
  red: {label: {zh: 红}, when: 'count(risks) >= 2'}
  blue: {label: {zh: 蓝}, when: any(risks)}
removal: {conditions: {enough: {label: {zh: 达标}, when: 'income >= 2 * line'}}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The place as it is, or with one text in it changed for another."""

    def rules(before: str = "", after: str = "") -> Rules:
        path = tmp_path / "place.policy.yaml"
        path.write_text(TEXT.replace(before, after) if before else TEXT, "utf-8")
        return load(path).on("2022-06-01")

    return rules


def told(base: Rules, head: Rules) -> dict[str, str]:
    return {s.about: s.standing for s in effect(base, head)}


def test_a_change_of_words_changes_nothing(place: Place) -> None:
    assert told(place(), place("红", "深红")) == {"nothing": "proved"}
    same = place("income < line", "not income >= line")
    assert told(place(), same) == {"nothing": "proved"}


def test_a_higher_line_only_widens(place: Place) -> None:
    assert told(place(), place("6000", "7000")) == {
        "leaves": "proved",
        "enters": "refuted",
        "lower": "proved",
        "higher": "refuted",
        "closes": "proved",
        "stays": "refuted",
    }
    back = told(place("6000", "7000"), place())
    assert (back["leaves"], back["enters"]) == ("refuted", "proved")
    assert (back["lower"], back["higher"]) == ("refuted", "proved")
    assert (back["closes"], back["stays"]) == ("refuted", "proved")


def test_the_witness_is_decided_otherwise(place: Place) -> None:
    base, head = place(), place("6000", "7000")
    found = {s.about: s for s in effect(base, head)}
    witness = found["enters"].witness
    assert witness is not None
    (record,) = witness.records
    assert base.evaluate(record).type.value is None
    assert head.evaluate(record).type.value == "watched"
    assert "6000" in found["enters"].text("zh")
    assert found["leaves"].text("en") == "no household leaves by this"


def test_being_watched_less_surely_is_leaving(place: Place) -> None:
    """Whoever is ill is watched whatever the income; `and` makes it needed."""
    changed = place(
        "when: any(risks)}}\ntiers", "when: risks.illness and risks.income}}\ntiers"
    )
    assert told(place(), changed)["leaves"] == "refuted"


def test_facts_declared_otherwise_prove_nothing(place: Place) -> None:
    assert told(place(), place("max: 100000", "max: 200000")) == {"unlike": "open"}


def test_running_out_of_time_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relapse_rules.analysis import search
    from relapse_rules.analysis.solving import Reply

    monkeypatch.setattr(search, "ask", lambda *_: Reply("open"))
    found = effect(place(), place("6000", "7000"))
    assert {s.standing for s in found} == {"open"}
    assert "限时内未能判定" in found[0].text("zh")


def test_it_can_be_asked_again(place: Place) -> None:
    """A module of the same name must not take the function's place."""
    from relapse_rules import analysis

    for _ in range(2):
        assert analysis.effect(place(), place())
