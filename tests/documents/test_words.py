"""Policy files in Chinese words: read, respelled, and complained of in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules.compiler import load
from relapse_rules.documents.layers.location import policy_ids
from relapse_rules.documents.shape.respell import respelled
from relapse_rules.documents.shipped import policy_root
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Source, edited

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.messages import Lang

SHIPPED = policy_ids(policy_root())
HEAD = "政策: place\n标题: {中文: 某县}\n层级: 县级\n"
FACTS = "指标: {人口: {名称: {中文: 家庭人口}, 数据类型: 整数, 下限: 1, 上限: 20}}\n"


def said(text: str, lang: Lang) -> str:
    return edited(text, respelled(Source("place.policy.yaml", text), lang))


def problems(tmp_path: Path, text: str) -> list[Diagnostic]:
    path = tmp_path / "place.policy.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(PolicyError) as caught:
        load(path)
    return list(caught.value.diagnostics)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_changes_its_words_and_changes_back(name: str) -> None:
    text = open_source(policy_root() / f"{name}.policy.yaml", name).text
    for lang in ("zh", "en"):
        other: Lang = "en" if lang == "zh" else "zh"
        here = said(text, lang)
        assert said(said(here, other), lang) == here
        assert said(here, lang) == here


def test_every_place_in_chinese_words_is_the_same_policy(tmp_path: Path) -> None:
    for name in SHIPPED:
        path = tmp_path / f"{name}.policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = open_source(policy_root() / f"{name}.policy.yaml", name).text
        path.write_text(said(text, "zh"), "utf-8")
    for name in SHIPPED:
        assert load(name, tmp_path).digest == load(name).digest


def test_one_file_may_mix_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "place.policy.yaml"
    mixed = "risks: {甲: {条件: household_size > 3 且 true, label: {中文: 甲}}}\n"
    path.write_text(
        f"{HEAD}facts: {{household_size: {{label: {{zh: 家庭人口}}, 数据类型: integer, min: 1, 上限: 20}}}}\n{mixed}",
        "utf-8",
    )
    risks = load(path).on("2022-01-01").evaluate({"household_size": 4}).risks
    assert risks.yes == ("甲",)


def test_yes_no_and_removal_are_words_where_they_are_wanted(tmp_path: Path) -> None:
    parent = tmp_path / "place.policy.yaml"
    parent.write_text(
        f'{HEAD}管辖: 否\n{FACTS}风险: {{甲: {{条件: 真}}, 乙: {{条件: "假"}}}}\n',
        "utf-8",
    )
    child = tmp_path / "place/part.policy.yaml"
    child.parent.mkdir()
    child.write_text(
        "政策: place/part\n标题: {中文: 某乡}\n层级: 乡级\n上级: place\n风险: {乙: 删除}\n",
        "utf-8",
    )
    assert load(parent).governs is False
    assert load(child).on("2022-01-01").evaluate({}).risks.yes == ("甲",)


@pytest.mark.parametrize("value", ['"是"', "真", "有"])
def test_a_quoted_or_another_word_is_no_truth_value(tmp_path: Path, value: str) -> None:
    (problem,) = problems(tmp_path, f"{HEAD}管辖: {value}\n")
    assert problem.code == "RR202"
    assert "是非值（是 或 否）" in problem.text("zh")


def test_ids_and_texts_are_never_words(tmp_path: Path) -> None:
    path = tmp_path / "place.policy.yaml"
    text = f'{HEAD}风险: {{类型: {{名称: {{中文: 条件}}, 条件: "真", 备注: 来源}}}}\n'
    path.write_text(text, "utf-8")
    (entry,) = load(path).text.household.sections[0].entries
    assert (entry.id, entry.label.zh) == ("类型", "条件")
    assert '类型: {label: {zh: 条件}, when: "true", note: 来源}' in said(text, "en")


def test_one_key_in_two_languages_is_an_error_at_both_places(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"{HEAD}风险: {{甲: {{when: 'true', 条件: 假}}}}\n")
    assert (problem.code, problem.span and problem.span.text) == ("RR209", "条件")
    assert problem.also[0][0].text == "when"


@pytest.mark.parametrize("label", ["且", "为空", "判定日", "风险", "删除", "四舍五入"])
def test_a_word_of_the_language_is_no_name(tmp_path: Path, label: str) -> None:
    text = f"{HEAD}{FACTS}".replace("家庭人口", label)
    (problem,) = problems(tmp_path, text)
    assert problem.code == "RR332"


def test_names_and_operators_run_together_are_told_apart(tmp_path: Path) -> None:
    text = f"{HEAD}{FACTS}风险: {{甲: {{条件: 家庭人口大于3且家庭人口 < 9}}}}\n"
    (problem,) = problems(tmp_path, text)
    assert problem.code == "RR333"
    assert problem.args["apart"] == "家庭人口 > 3 且 家庭人口"


def test_a_number_and_an_operator_run_together_are_told_apart(tmp_path: Path) -> None:
    text = f"{HEAD}{FACTS}风险: {{甲: {{条件: 家庭人口 < 9且家庭人口 > 3}}}}\n"
    (problem,) = problems(tmp_path, text)
    assert (problem.code, problem.args["apart"]) == ("RR333", "9 且 家庭人口")


def test_there_is_one_way_to_write_not_in(tmp_path: Path) -> None:
    text = f"{HEAD}{FACTS}风险: {{甲: {{条件: '家庭人口 非 属于 [\"A\"]'}}}}\n"
    (problem,) = problems(tmp_path, text)
    assert (problem.code, problem.args["wanted"]) == ("RR304", "不属于")


def test_messages_name_keys_as_the_file_does(tmp_path: Path) -> None:
    found = problems(tmp_path, f"{HEAD}风险: {{甲: {{条见: 真}}, 乙: {{名称: 乙}}}}\n")
    assert [d.help("zh") for d in found] == [
        "是否应为 `条件`？",
        "写成 名称: {中文: 乙}",
    ]


def test_underlines_are_right_behind_chinese_words(tmp_path: Path) -> None:
    text = f"{HEAD}{FACTS}风险: {{甲: {{条件: 非 任一(风险) 且 家庭人囗 > 3}}}}\n"
    (problem,) = problems(tmp_path, text)
    assert problem.span is not None
    assert (problem.code, problem.span.text) == ("RR301", "家庭人囗")


@pytest.mark.parametrize("text", ["a not  in b", "a not\n    in b"])
def test_a_formula_that_would_not_change_back_is_left_alone(text: str) -> None:
    source = Source("p", f"policy: p\nrisks: {{x: {{when: {text}}}}}\n")
    with pytest.raises(PolicyError) as caught:
        respelled(source, "zh")
    assert [d.code for d in caught.value.diagnostics] == ["RR125"]
