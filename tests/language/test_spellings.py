"""What people write in place of operators and numbers, and the advice they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from language.sample import problems
from relapse_rules.compiler import load
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("7,000", "7000"),
        ("7,000元", "7000"),
        ("1,234.50", "1234.5"),
        ("7000元", "7000"),
        ("0.7万", "7000"),
        ("0.7万元", "7000"),
        ("3千", "3000"),
        ("1.5亿", "150000000"),
        ("50%", "0.5"),
        ("7e3", "7000"),
        ("007", "7"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_given_as_it_is_to_be_written(text: str, wanted: str) -> None:
    (problem,) = problems(f"net_income < {text}")

    assert (problem.code, problem.args["plain"]) == ("RR303", wanted)
    assert problem.span is not None
    assert problem.span.text == text


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("大于等于", ">="),
        ("不低于", ">="),
        ("不超过", "<="),
        ("低于", "<"),
        ("等于", "=="),
    ],
)
def test_a_comparison_in_words_is_one_problem(word: str, wanted: str) -> None:
    (problem,) = problems(f"net_income {word} 3")

    assert (problem.code, problem.args["wanted"]) == ("RR304", wanted)


def test_a_sign_is_shown_between_marks_that_are_not_its_own() -> None:
    first, second = problems("kind == “x”")

    assert first.text("zh") == "表达式里不认 `“` 这个符号"
    assert second.help("zh") == '改为 `"`（切换到英文输入法）'


def test_a_section_is_found_by_its_title() -> None:
    (problem,) = problems("any(监测对象类型)")

    assert (problem.code, problem.args["nearest"]) == ("RR301", "类型")


def test_a_formula_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "place.policy.yaml"
    path.write_text(
        "policy: place\ntitle: {zh: 某县}\nlevel: county\n"
        "facts: {size: {label: {zh: 人口}, type: integer, min: 1, max: 9}}\n"
        "derive: {half: size ≥ 2, other: half + 1}\n"
        "risks: {a: {when: sise > 1}, b: {when: other > 1}}\n",
        "utf-8",
    )
    with pytest.raises(PolicyError) as caught:
        load(path)
    found = [(d.code, d.span.text) for d in caught.value.diagnostics if d.span]
    assert found == [("RR310", "≥"), ("RR301", "sise")]
