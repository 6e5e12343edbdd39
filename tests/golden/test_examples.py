"""The households of the articles in examples/: what each decides, and that none is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golden.places import policy
from relapse_rules.records.heads import head_of
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from relapse_rules import Decision

HOUSEHOLDS = Path(__file__).parents[2] / "examples" / "households"
# 类别、等级：定了的是编号，没有定的是还可能的几种，没有规定的是空。
DECIDED = {
    "fengjie-a": (("unstable_ex_poor", None), ()),
    "fengjie-b": (("unstable_ex_poor", None), ()),
    "fengjie-c": (("unstable_ex_poor", None), ()),
    "fengjie-d": (("unstable_ex_poor", "marginal", None), ()),
    "jalaid-a": (("marginal",), ("red", "yellow", "blue")),
    "jalaid-b": (("marginal", "sudden_hardship", None), ("red", "yellow")),
    "jalaid-c": (("unstable_ex_poor", "marginal", None), ("red",)),
}
RISKS = {
    "fengjie-a": ("illness", "industry", "epidemic"),
    "fengjie-b": ("lack_skill",),
    "fengjie-c": (),
    "fengjie-d": ("illness", "employment"),
    "jalaid-a": ("illness",),
    "jalaid-b": ("illness", "employment"),
    "jalaid-c": (),
}
INCOME = "recorded_per_capita_net_income"
FILES = {file.stem: file for file in sorted(HOUSEHOLDS.glob("*.yaml"))}


def decided(name: str) -> Decision:
    head = head_of(FILES[name])
    (row,) = read_records(FILES[name], policy(head.policy).facts)
    assert row.record is not None, row.problems
    return policy(head.policy).on(head.date).evaluate(row.record)


def test_every_example_is_listed_here() -> None:
    assert set(FILES) == set(DECIDED)


@pytest.mark.parametrize("name", DECIDED)
def test_examples_have_the_types_and_tiers_that_the_texts_allow(name: str) -> None:
    """What the text leaves out stays open, and nothing is decided beyond it."""
    decision = decided(name)
    assert (decision.type.possible, decision.tier.possible) == DECIDED[name]
    assert decision.risks.yes == RISKS[name]


@pytest.mark.parametrize("name", [name for name in FILES if "fengjie" in name])
def test_fengjie_has_no_tiers_and_waits_for_incomes(name: str) -> None:
    decision = decided(name)
    assert decision.tier.answer == "not_defined"
    assert (decision.type.answer, INCOME in decision.needs) == ("undecided", True)


@pytest.mark.parametrize("name", FILES)
def test_examples_contradict_nothing(name: str) -> None:
    assert decided(name).checks.yes == ()


@pytest.mark.parametrize(
    ("name", "yearly", "once"), [("jalaid-a", 6000, 0), ("jalaid-b", 21000, 8000)]
)
def test_the_help_of_the_examples_adds_up(name: str, yearly: int, once: int) -> None:
    values = decided(name).values
    assert values["yearly_help"] == yearly
    assert values["one_off_help"] == once


@pytest.mark.parametrize("name", FILES)
def test_no_example_names_a_person(name: str) -> None:
    """No fact is personal or free text; households are called by letters."""
    head = head_of(FILES[name])
    facts = policy(head.policy).facts
    items = [item for fact in facts for item in fact.items]
    words = {f.id for f in (*facts, *items) if f.personal or f.kind == "text"}
    text = FILES[name].read_text("utf-8")
    assert words.isdisjoint(re.findall(r"[a-z_0-9]+(?=:)", text))
    assert re.match(r"# (?:奉节县|扎赉特旗)[甲乙丙丁]户：", text)
