"""Formulas read as sentences, in both languages, with nothing added and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from conformance.strategies import examples, policies
from language.sample import DAY, with_derived
from relapse_rules.compiler import check
from relapse_rules.documents.at import at
from relapse_rules.errors import PolicyError
from relapse_rules.reports.description.document import describe
from relapse_rules.reports.description.names import Names
from relapse_rules.reports.description.sentences import Sentences
from relapse_rules.reports.markdown import escaped, markdown

if TYPE_CHECKING:
    from conformance.policies import Generated
    from relapse_rules.messages import Lang
    from relapse_rules.reports.blocks import Item


def lines(item: Item, depth: int = 0) -> list[str]:
    found = ["  " * depth + item.text]
    return found + [line for part in item.parts for line in lines(part, depth + 1)]


def said(formula: str, lang: Lang = "zh") -> str:
    text = with_derived(tested=formula)
    meaning, _ = check(text)
    parameters = {p.id: p for p in at(text, DAY).parameters}
    node = meaning.typed["derived", "tested"]
    return "\n".join(lines(Sentences(Names(meaning, parameters, lang)).said(node)))


SAID = [
    ("is_ex_poor", "“脱贫户”为是"),
    ("not is_ex_poor", "“脱贫户”为否"),
    ("strict", "“从严”为是（当天的值：是）"),
    ("per_capita < income_line", "人均纯收入低于监测收入线（6000 元/人）"),
    ("not per_capita < income_line", "人均纯收入不低于监测收入线（6000 元/人）"),
    ("household_size >= 3", "家庭人口不低于 3 人"),
    ("assets > 2 * assets", "资产高于 2 × 资产"),
    ("medical > ill_share * net_income", "医疗自付高于负担比例（50%） × 纯收入"),
    ("medical - 5 * (net_income + 1) > 0", "医疗自付 − 5 × （纯收入 + 1 元）高于 0 元"),
    ("net_income - (medical - 1) > 0", "纯收入 − （医疗自付 − 1 元）高于 0 元"),
    ("net_income / 2 / 3 > 1", "纯收入 ÷ 2 ÷ 3高于 1 元"),
    ("-debt > 3", "−负债高于 3 元"),
    ('grade == "C"', "住房等级为“C级”"),
    ('grade in ["A", "B"]', "住房等级为“A级”或“B级”"),
    ('not grade in ["A"]', "住房等级不是“A级”"),
    ('"illness" in causes', "原因包括“生病”"),
    ('"illness" not in causes', "原因不包括“生病”"),
    ("known(note)", "已登记备注"),
    ("missing(surveyed_on)", "没有登记核查日期"),
    ("known(per_capita)", "能算出人均纯收入"),
    ("known(any(risks))", "能判定是否有“风险”"),
    ("any(risks)", "有“风险”"),
    ("not any(risks)", "没有“风险”"),
    ("all(risks)", "“风险”全部成立"),
    ("count(risks) >= 2", "“风险”的项数不低于 2"),
    ("risks.illness", "风险“因病”成立"),
    ("not risks.illness", "风险“因病”不成立"),
    ("any(types)", "属于某一“监测对象类型”"),
    ("types.marginal", "“监测对象类型”为“边缘”"),
    ("any(members, left_school)", "“成员”中至少一项符合：“辍学”为是"),
    ("not any(members, left_school)", "“成员”中没有一项符合：“辍学”为是"),
    ("all(members, age >= 60)", "“成员”中每一项都符合：年龄不低于 60 岁"),
    ("count(members) > 3", "“成员”的项数高于 3"),
    ("count(members, age < 16) > 3", "“成员”中符合条件（年龄低于 16 岁）的项数高于 3"),
    ("sum(members, wage) > 3", "“成员”的工资合计高于 3 元"),
    (
        "max(members, wage, age > 16) > 3",
        "“成员”的工资最大值（只计年龄高于 16 岁的）高于 3 元",
    ),
    (
        "count_of(is_ex_poor, insured) > 1",
        "下列各项中成立的个数：“脱贫户”为是、“参保”为是高于 1",
    ),
    ("min(medical, net_income) > 3", "医疗自付、纯收入中较小的高于 3 元"),
    ("abs(net_income - medical) > 3", "（纯收入 − 医疗自付）的绝对值高于 3 元"),
    ("round_half_up(per_capita, 2) > 3", "人均纯收入四舍五入到 2 位小数高于 3 元/人"),
    ("per_head(household_size) > 2", "按家庭人口查“人口系数”高于 2"),
    ("years_between(surveyed_on, as_of) > 1", "核查日期至判定当天的整年数高于 1 年"),
    ("add_days(surveyed_on, 15) < as_of", "核查日期之后 15 天早于判定当天"),
    ("month_day(surveyed_on, 25) <= filed_on", "核查日期当月的 25 日不晚于备案日期"),
    ("is_ex_poor and insured", "同时满足：|  “脱贫户”为是|  “参保”为是"),
    ("is_ex_poor or insured", "满足其中一项：|  “脱贫户”为是|  “参保”为是"),
    ("not (is_ex_poor or insured)", "以下都不成立：|  “脱贫户”为是|  “参保”为是"),
    ("not (is_ex_poor and insured)", "并非（“脱贫户”为是，且“参保”为是）"),
    ("known(is_ex_poor) and is_ex_poor", "“脱贫户”登记为是"),
    ("known(is_ex_poor) and not is_ex_poor", "“脱贫户”登记为否"),
    (
        "known(note) and known(surveyed_on) and insured",
        "同时满足：|  已登记备注、核查日期|  “参保”为是",
    ),
    (
        "any(members, left_school and age < 16)",
        "“成员”中至少一项同时满足：|  “辍学”为是|  年龄低于 16 岁",
    ),
    (
        "insured if known(note) else false",
        "分情况：|  如果已登记备注：“参保”为是|  否则：一律不成立",
    ),
]


@pytest.mark.parametrize(("formula", "wanted"), SAID)
def test_a_formula_is_said_in_chinese(formula: str, wanted: str) -> None:
    assert said(formula).replace("\n", "|") == wanted


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("per_capita < income_line", "“人均纯收入” is below “监测收入线” (6000 元/人)"),
        (
            "known(note) and insured",
            "all of these hold:|  “备注” is recorded|  “参保” is yes",
        ),
        ("any(risks)", "at least one of “Risks” holds"),
        ("risks.illness", "risks “因病” holds"),
    ],
)
def test_a_formula_is_said_in_english(formula: str, wanted: str) -> None:
    assert said(formula, "en").replace("\n", "|") == wanted


def test_words_of_either_language_read_the_same() -> None:
    chinese = '任一(风险) 且 住房等级 不属于 ["A"] 且 为空(备注)'
    english = 'any(risks) and grade not in ["A"] and missing(note)'
    assert said(chinese) == said(english)


@examples(20)
@given(policies())
def test_every_formula_can_be_said(made: Generated) -> None:
    """No kind of node is forgotten, in either language, and every value is named."""
    try:
        zh = describe(made.text, made.day, "zh")
        en = describe(made.text, made.day, "en")
    except PolicyError:
        return
    assert len(zh.parts) == len(en.parts)
    shown = markdown(zh)
    for derived in made.text.household.derived:
        if made.day in derived.valid:
            assert escaped(derived.label.zh) in shown
