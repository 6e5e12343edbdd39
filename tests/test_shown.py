"""Texts of a policy in one language, and numbers with their units."""

from __future__ import annotations

import pytest

from relapse_rules.messages.shown import in_language, measured


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("没有依据 / a guess", "没有依据", "a guess"),
        (
            "P33 用16至60岁以下 / P33 uses 16 to 60",
            "P33 用16至60岁以下",
            "P33 uses 16 to 60",
        ),
        ("只有中文", "只有中文", "只有中文"),
        ("甲 / 乙", "甲 / 乙", "甲 / 乙"),
        ("甲 / a / b", "甲 / a / b", "甲 / a / b"),
        ("income / size", "income / size", "income / size"),
        ("", "", ""),
    ],
)
def test_a_text_in_two_languages_is_shown_in_one(text: str, zh: str, en: str) -> None:
    assert (in_language(text, "zh"), in_language(text, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("元/人", "6 元/人", "6 元/人"),
        ("月", "6 个月", "6 月"),
        ("%", "6%", "6%"),
        ("", "6", "6"),
    ],
)
def test_a_number_stands_apart_from_its_unit(unit: str, zh: str, en: str) -> None:
    assert (measured("6", unit, "zh"), measured("6", unit, "en")) == (zh, en)
