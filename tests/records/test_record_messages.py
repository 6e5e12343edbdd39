"""The texts about records: both languages, the same places, nothing but places."""

from __future__ import annotations

from dataclasses import fields
from string import Formatter

import pytest

from relapse_rules.messages import Text
from relapse_rules.messages.records import MESSAGES, Both


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_have_the_same_places(code: str) -> None:
    message = MESSAGES[code]
    for pair in (("zh", "en"), ("help_zh", "help_en"), ("nearest_zh", "nearest_en")):
        zh, en = (getattr(message, one) for one in pair)
        assert names(zh) == names(en)
        assert bool(zh) == bool(en)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_each_language_asks_for_its_own_wording(code: str) -> None:
    for field in fields(Text):
        asked = {
            spec
            for _, _, spec, _ in Formatter().parse(getattr(MESSAGES[code], field.name))
        }
        assert asked <= {None, "", field.name[-2:]}


def test_a_wording_is_chosen_by_its_format() -> None:
    both = Both("是", "yes")
    assert (f"{both:zh}", f"{both:en}") == ("是", "yes")
