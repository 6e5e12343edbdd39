"""The benchmark's policy decides like its hand-written function; nothing is timed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.report import sections_of
from benchmarks.sections import SECTIONS

ROOT = Path(__file__).parents[2]


def test_tier_policy_agrees_with_the_hand_written_function() -> None:
    command = [sys.executable, "-m", "benchmarks.run", "--quick"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2 ways agree on 2504 households\n"


def test_a_section_can_be_measured_anew_and_the_others_kept() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    found = sections_of(text)
    titles = [section.title for section in SECTIONS if section.title in found]
    assert len(titles) > 4
    for title in titles:
        assert f"## {title}\n\n{found[title]}\n" in text


def test_sections_have_names_of_their_own() -> None:
    assert len({s.name for s in SECTIONS}) == len({s.title for s in SECTIONS})
    assert len({s.name for s in SECTIONS}) == len(SECTIONS)
