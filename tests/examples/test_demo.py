"""The demonstration: every row is accounted for, and what it promises is printed."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import pytest
from examples.demo import PLACES, main
from examples.ledger.generate import BROKEN, BROKEN_MEMBERS, HOUSEHOLDS, STRAYS
from examples.terminal import WIDTH, clipped, wrapped

from relapse_rules.source import display_width

if TYPE_CHECKING:
    from examples.ledger.outcome import Outcome

REJECTS = len(BROKEN) + len(BROKEN_MEMBERS) + len(STRAYS) + 1


@pytest.fixture(scope="module")
def shown() -> tuple[list[Outcome], str]:
    """One run: what it found and what it printed."""
    text = io.StringIO()
    with redirect_stdout(text):
        outcomes = main()
    return outcomes, text.getvalue()


def test_rows_in_are_households_decided_and_rows_rejected(
    shown: tuple[list[Outcome], str],
) -> None:
    outcomes, _ = shown
    assert [one.policy.id for one in outcomes] == [name for name, _ in PLACES]
    for one in outcomes:
        assert one.summary.rows == HOUSEHOLDS + len(STRAYS)
        assert len(one.decided) + len(one.rejected) == one.summary.rows
        assert len(one.rejected) == REJECTS


def test_the_same_village_has_tiers_in_one_place_only(
    shown: tuple[list[Outcome], str],
) -> None:
    weibin, jalaid = shown[0]
    assert {one.decision.tier.answer for one in weibin.decided} == {"not_defined"}
    tiers = {one.decision.tier.value for one in jalaid.decided}
    assert tiers == {"red", "yellow", "blue", None}


def test_an_undecided_household_is_told_what_would_settle_it(
    shown: tuple[list[Outcome], str],
) -> None:
    for outcome in shown[0]:
        for one in outcome.decided:
            answers = {one.decision.type.answer, one.decision.tier.answer}
            if "undecided" in answers:
                assert one.needs, one.record["household_id"]


def test_what_it_promises_is_printed(shown: tuple[list[Outcome], str]) -> None:
    text = shown[1]
    for part in (
        "渭滨区",
        "扎赉特旗",
        "jalaid-a",
        "监测对象类型",
        "预警等级",
        "风险消除",
    ):
        assert part in text
    for part in ("每秒", "RR611", "未采用的行", "补上这一项", "的完整说明", "政策摘要"):
        assert part in text


def test_nobody_is_named_and_no_cell_is_repeated(
    shown: tuple[list[Outcome], str],
) -> None:
    text = shown[1]
    assert "户主0" not in text
    assert "成员0" not in text
    for _, cell, _ in (*BROKEN, *BROKEN_MEMBERS):
        assert len(cell) < 4 or cell not in text


def test_lines_fit_a_terminal(shown: tuple[list[Outcome], str]) -> None:
    assert max(map(display_width, shown[1].splitlines())) <= WIDTH


def test_long_chinese_lines_are_folded_and_cut_by_their_width() -> None:
    line = "  " + "防止返贫" * 40
    pieces = wrapped(line).splitlines()
    assert max(map(display_width, pieces)) <= WIDTH
    assert "".join(piece.strip() for piece in pieces) == line.strip()
    assert display_width(clipped(line)) <= WIDTH
