"""Explanations in words: labels for every name, one language at a time."""

from __future__ import annotations

from relapse_rules import load

HOUSEHOLD = {"recorded_per_capita_net_income": 7000, "identified_on": "2021-09-01"}


def explained(lang: str) -> str:
    rules = load("cn/inner-mongolia/hinggan/jalaid").on("2021-11-22")
    return rules.evaluate(HOUSEHOLD).explain(lang)  # type: ignore[arg-type]


def test_names_inside_a_list_that_nobody_recorded_have_labels() -> None:
    zh = explained("zh")
    assert "任一(家庭成员, “残疾” 属于 健康状况 且 残疾等级 <= 重度残疾等级)" in zh
    assert "劳动技能 属于 [“技能劳动力”, “普通劳动力”]" in zh
    assert 'any(members, "disabled"' not in explained("en")


def test_parameters_read_as_people_say_them() -> None:
    zh = explained("zh")
    assert "观察期月数 (6 个月)" in zh
    assert "刚性支出计入监测范围 = 否 (" in zh
    assert "rigid spending alone is in range = no (" in explained("en")


def test_the_basis_of_an_assumption_is_in_one_language() -> None:
    assert "文章只说抽样、抽查)" in explained("zh")
    assert "the texts say sample without a rate)" in explained("en")
