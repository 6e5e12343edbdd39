"""The small examples run and say what their pages promise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from examples.library.decide import main as decide
from examples.new_domain.grant import POLICY
from examples.new_domain.grant import main as grant

from relapse_rules import load

if TYPE_CHECKING:
    import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_library_page_decides_explains_and_refuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert decide() == 0
    shown = capsys.readouterr().out
    assert "type: marginal" in shown
    assert "A-02" in shown
    assert "5408.70" in shown
    assert "RR601 househod_size" in shown
    assert "did you mean `household_size`?" in shown
    assert "margnal" not in shown


def test_a_school_grant_is_a_policy_like_any_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    grant()
    shown = [line.split("\t")[:4] for line in capsys.readouterr().out.splitlines()]
    assert shown == [
        ["S1", "orphan", "first", "1000.00"],
        ["S2", "hardship", "second", "833.33"],
        ["S3", "None", "None", "0.00"],
        ["S4", "None", "first", "2000.00"],
    ]


def test_a_grant_says_what_it_still_needs() -> None:
    rules = load(POLICY).on("2025-03-01")
    student = {"family_income": 12000, "family_size": 3, "stage": "senior"}
    decision = rules.evaluate({**student, "boards": True})
    assert decision.type.possible == ("orphan", "hardship")
    assert decision.needs == ("is_orphan",)
    assert decision.removal.answer == "not_defined"
    assert "助学金" in decision.explain("zh")


def test_every_example_is_listed_with_a_command() -> None:
    text = (EXAMPLES / "README.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `([a-z_-]+)", text, re.MULTILINE))
    folders = {p.name for p in EXAMPLES.iterdir() if p.is_dir() and p.name[0] != "_"}
    assert listed == folders | {"demo"}
