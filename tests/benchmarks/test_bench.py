"""The benchmark's policy decides like its hand-written function; nothing is timed here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_tier_policy_agrees_with_the_hand_written_function() -> None:
    command = [sys.executable, "-m", "benchmarks.run", "--quick"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "2 ways agree on 2504 households\n"
