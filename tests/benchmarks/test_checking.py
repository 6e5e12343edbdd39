"""The policies whose checking is measured hold the mistakes that they are said to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.checking import ENTRY, HEAD, LINES, WRONG, policy

from relapse_rules import PolicyError
from relapse_rules.analysis.findings import unused
from relapse_rules.compiler import load
from relapse_rules.documents.shape import read_document
from relapse_rules.source import Source

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = (LINES - HEAD.count("\n")) // ENTRY.count("\n")


@pytest.mark.parametrize("mistakes", WRONG)
def test_each_has_about_300_lines(mistakes: str) -> None:
    assert LINES - 3 <= policy(mistakes).count("\n") <= LINES


@pytest.mark.parametrize("mistakes", [name for name in WRONG if name != "none"])
def test_every_entry_is_wrong(mistakes: str, tmp_path: Path) -> None:
    file = tmp_path / "place.policy.yaml"
    file.write_text(policy(mistakes), "utf-8")
    with pytest.raises(PolicyError) as caught:
        load(file)
    lines = {one.span.line for one in caught.value.diagnostics if one.span}
    assert len(lines) == ENTRIES


def test_one_is_sound() -> None:
    assert read_document(Source("place", policy("none")), explain=True)[1] == []


def test_risks_that_nothing_asks_for_are_answers(tmp_path: Path) -> None:
    file = tmp_path / "place.policy.yaml"
    file.write_text(policy("none"), "utf-8")
    assert list(unused.find(load(file))) == []
