"""What a soak keeps of a failure is a policy and a case that can be run."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from conformance.households import household
from conformance.kept import keep
from conformance.policies import policy
from relapse_rules.errors import PolicyError
from relapse_rules.testing import load_cases, run_cases

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_kept_failure_is_a_case(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    made = policy(random)
    try:
        path = keep(made, household(random, made, 0.1), f"seed-{seed}", tmp_path)
    except PolicyError:
        pytest.skip("the checker refuses this policy")
    (file,) = load_cases(path, root=path.parent)
    assert file.problems == ()
    assert run_cases([file]).passed
