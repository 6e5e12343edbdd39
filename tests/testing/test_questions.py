"""The name that was meant by a misspelt question: nothing of another section."""

from __future__ import annotations

import pytest

from relapse_rules import load
from relapse_rules.testing.questions import every_question


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("teir", "tier"),
        ("tiers.redd", "tier"),
        ("risks.ilness", "risks.illness"),
        ("风险.ilness", "risks.illness"),
        ("guarantees.illness", "guarantees"),
        ("removal.umet", "removal.unmet"),
        ("values.illness", ""),
    ],
)
def test_a_misspelt_name_is_looked_for_where_it_was_said_to_be(
    asked: str, meant: str
) -> None:
    rules = load("cn/anhui/suzhou").text.household
    assert every_question(rules).nearest(asked) == meant
