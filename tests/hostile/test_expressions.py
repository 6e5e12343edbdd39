"""Every hostile expression ends in our located error, soon, and with nothing else raised."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile.expression_cases import CASES, Case
from language.sample import problems
from relapse_rules.errors import PolicyError
from relapse_rules.language.gate import parse
from relapse_rules.language.slips import FULL_WIDTH, SPELLINGS
from relapse_rules.language.vocabulary import FUNCTIONS
from relapse_rules.source import Inline

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = 58
# Of this thread's own work: a busy machine is no failure.
SECONDS = 1


@pytest.fixture
def nothing_collected() -> Iterator[None]:
    """Looking through all that other tests keep takes seconds, and is not what is timed."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c.kind}-{c.text[:24]!a}" for c in CASES]
)
@pytest.mark.usefixtures("nothing_collected")
def test_hostile_expression(case: Case) -> None:
    start = time.thread_time()
    found = problems(case.text)
    shown = [d.render(lang) for d in found for lang in ("zh", "en")]

    assert (
        " ".join(f"{d.code}@{d.span.column}" for d in found if d.span) == case.expected
    )
    assert shown
    assert time.thread_time() - start < SECONDS


def test_every_kind_of_the_catalogue_is_tried() -> None:
    assert {c.kind for c in CASES} == set(range(1, KINDS + 1))


def test_gate_alone_refuses_before_anything_is_understood() -> None:
    """Names, types and counts of arguments are for the checker; forms are not."""
    gate = {
        "RR303",
        "RR304",
        "RR305",
        "RR310",
        "RR311",
        "RR312",
        "RR313",
        "RR326",
        "RR327",
    }
    for case in CASES:
        if case.expected.split("@")[0] in gate:
            with pytest.raises(PolicyError):
                parse(Inline(case.text))


WORDS = st.sampled_from(
    [
        *FUNCTIONS,
        *SPELLINGS,
        *FULL_WIDTH,
        *("net_income", "纯收入", "steps", "members", "age", "成员", "grade", "causes"),
        *("note", "risks", "risks.illness", "types", "removal.holds", "per_head"),
        *(
            "and",
            "or",
            "not",
            "in",
            "if",
            "else",
            "for",
            "is",
            "lambda",
            "true",
            "as_of",
        ),
        *("0", "1", "007", "1e3", "0.5", ".5", "9" * 20, '"A"', "'A级'", '"', "f'x'"),
        *("+", "-", "*", "/", "**", "//", "<", "<=", "==", "!=", "=", ":=", ":", ";"),
        *(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            "...",
            " ",
            "\n",
            "#",
            "@",
            "%",
            "\\",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=30))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """Whatever is written, only located problems come of it."""
    for problem in problems(text):
        assert problem.span is not None
        assert problem.render("zh")
        assert problem.render("en")
