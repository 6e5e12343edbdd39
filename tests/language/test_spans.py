"""Underlines are right wherever an expression stands: Chinese text and YAML blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from relapse_rules.compiler import load
from relapse_rules.errors import Diagnostic, PolicyError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
policy: place
title: {zh: 某县}
level: county
facts:
  纯收入: {label: {zh: 收入}, type: money, min: 0, max: 100}
  poor: {label: {zh: 脱贫户}, type: boolean}
risks:
"""


def problems(folder: Path, risks: str) -> tuple[Diagnostic, ...]:
    path = folder / "place.policy.yaml"
    path.write_text(HEAD + risks, "utf-8")
    with pytest.raises(PolicyError) as caught:
        load(path)
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("risks", "words", "line", "column"),
    [
        ("  a: {when: 脱贫户 and 纯收人 > 1}", "纯收人", 8, 21),
        ("  a: {when: '脱贫户 and 纯收人 > 1'}", "纯收人", 8, 22),
        ('  a: {when: "脱贫户 and\\t 纯收入 > 1"}', "\\t", 8, 21),
        ('  a: {when: "脱贫户 and \\u7eaf收人 > 1"}', "\\u7eaf收人", 8, 22),
        ("  a: {when: '纯收入 == ''A'' and 脱贫户'}", "纯收入 == ''A''", 8, 14),
        ("  a:\n    when: |\n      脱贫户\n      and 纯收人 > 1", "纯收人", 11, 11),
        ("  a:\n    when: >-\n      脱贫户\n      and 纯收人 > 1", "纯收人", 11, 11),
        ("  a:\n    when: 脱贫户\n      and 纯收人 > 1", "纯收人", 10, 11),
        ("  a:\n    when: >\n      (脱贫户\n        or 纯收人 > 1)", "纯收人", 11, 12),
    ],
    ids=[
        "plain",
        "single",
        "tab",
        "escape",
        "doubled",
        "literal",
        "folded",
        "lines",
        "indented",
    ],
)
def test_words_are_underlined(
    tmp_path: Path, risks: str, words: str, line: int, column: int
) -> None:
    (problem,) = problems(tmp_path, risks + "\n")

    assert problem.span is not None
    assert problem.span.text == words
    assert (problem.span.line, problem.span.column) == (line, column)


def test_comment_sign_in_folded_text_does_not_end_the_rule(tmp_path: Path) -> None:
    """YAML keeps it as text there; Python would read the rest as a comment."""
    (problem,) = problems(tmp_path, "  a:\n    when: >\n      poor # or\n      poor\n")

    assert problem.code == "RR305"
    assert problem.span is not None
    assert problem.span.text == "#"


def test_caret_stands_under_wide_characters(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "  a: {when: 脱贫户 and 纯收人 > 1}\n")
    frame = problem.render("zh").splitlines()

    assert frame[2].endswith("8 |   a: {when: 脱贫户 and 纯收人 > 1}")
    # Three characters of two cells stand before `and`.
    assert frame[3].endswith("|   " + " " * (len("a: {when: ") + 6 + 5) + "^^^^^^")


def test_problems_of_every_entry_are_reported_together(tmp_path: Path) -> None:
    """What the gate refuses hides what is misunderstood elsewhere, and nothing more."""
    risks = "  a: {when: 纯收人 > 1}\n  b: {when: poor > 0}\n  c: {when: por}\n"

    assert [d.code for d in problems(tmp_path, risks)] == ["RR301", "RR302", "RR301"]


def test_refused_forms_are_reported_together_with_the_rest(tmp_path: Path) -> None:
    risks = "  a: {when: poor === poor}\n  b: {when: poor.a()}\n  c: {when: por}\n"

    assert [d.code for d in problems(tmp_path, risks)] == ["RR304", "RR305", "RR301"]
