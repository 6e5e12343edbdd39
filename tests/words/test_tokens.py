"""Expressions in either language's words are one expression behind the gate."""

from __future__ import annotations

import pytest

from relapse_rules.language.gate import parse
from relapse_rules.source import Edit, Inline, Span, edited
from relapse_rules.words.tokens import canonical, in_words
from relapse_rules.words.translate import in_words_of

PAIRS = [
    ("收入 < 线 且 非 脱贫户 或 真", "收入 < 线 and not 脱贫户 or true"),
    ("任一(家庭成员, 年龄 >= 60)", "any(家庭成员, 年龄 >= 60)"),
    ("计数(风险) >= 2 且 风险.因病", "count(risks) >= 2 and risks.因病"),
    ("风险消除.暂缓情形.无劳力", "removal.holds.无劳力"),
    (
        '等级 属于 ["C"] 如果 已知(等级) 否则 假',
        'tiers in ["C"] if known(tiers) else false',
    ),
    ('状态 不属于 ["甲", "且"]', '状态 not in ["甲", "且"]'),
    ("为空(日期) 或 判定日 > 日期", "missing(日期) or as_of > 日期"),
    ("四舍五入(最大(甲, 乙), 2)", "round_half_up(max(甲, 乙), 2)"),
]


@pytest.mark.parametrize(("zh", "en"), PAIRS)
def test_words_change_and_change_back(zh: str, en: str) -> None:
    assert in_words_of(zh, "en") == en
    assert in_words_of(en, "zh") == zh
    assert in_words_of(zh, "zh") == zh
    assert in_words_of(en, "en") == en


@pytest.mark.parametrize(("zh", "en"), PAIRS)
def test_both_are_one_text_behind_the_gate(zh: str, en: str) -> None:
    assert canonical(zh) == canonical(en)
    parse(Inline(zh))


def test_a_name_keeps_words_inside_it() -> None:
    for name in ("且慢", "非农户", "风险线索", "属于谁", "a且b", "missing_one"):
        assert canonical(name) == name


def test_what_stands_behind_a_dot_is_an_entry_and_no_word() -> None:
    assert canonical("风险.类型 且 风险.且") == "risks.类型 and risks.且"


def test_quoted_choices_are_never_words() -> None:
    assert canonical('状态 == "且" 且 真') == '状态 == "且" and true'


def test_an_expression_in_english_words_is_itself() -> None:
    text = "known(人均) and any(risks)"
    assert canonical(text) == text


def test_places_are_right_under_words_of_another_length() -> None:
    text = "  任一(风险) 且 (甲 不属于 乙)"
    tree = parse(Inline(text))
    inside = tree.tree.values[1]  # type: ignore[attr-defined]
    start, end = tree.range_of(inside)
    assert text[start:end] == "甲 不属于 乙"
    start, end = tree.range_of(inside.comparators[0])
    assert text[start:end] == "乙"


def test_words_are_said_in_the_language_of_the_reader() -> None:
    assert [in_words(w, "zh") for w in ("and", "且", "甲")] == ["且", "且", "甲"]
    assert [in_words(w, "en") for w in ("and", "且", "甲")] == ["and", "and", "甲"]


def test_a_span_is_edited_once() -> None:
    span = Span(Inline("abc").span.source, 0, 2)
    assert edited("abc", [Edit(span, "x"), Edit(span._replace(start=1), "y")]) == "xc"
