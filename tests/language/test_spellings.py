"""What people write in place of operators and numbers, and the advice they get."""

from __future__ import annotations

import pytest

from language.sample import problems


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
    (problem,) = problems("any(风险)")

    assert (problem.code, problem.args["nearest"]) == ("RR301", "risks")
