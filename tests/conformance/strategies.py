"""Hypothesis strategies over the generators, which the soak uses with plain seeds.

A policy is drawn by its seed: whole policies are too large for Hypothesis to vary part by
part, and `shrink` makes a failing one smaller by leaving parts out.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from conformance.policies import Generated, policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEEDS = st.integers(0, 2**32 - 1)
# How large a share of a record's facts is unknown.
GAPS = st.sampled_from((0.0, 0.1, 0.25, 0.25, 0.6))


def randoms() -> st.SearchStrategy[Random]:
    return st.builds(Random, SEEDS)


def policies(*, monotone: bool = False) -> st.SearchStrategy[Generated]:
    return SEEDS.map(lambda seed: policy(Random(seed), monotone=monotone))


def examples(default: int) -> Callable[[Any], Any]:
    """Settings with so many examples, or as many times more as MAX_EXAMPLES says."""
    wanted = int(os.environ.get("MAX_EXAMPLES", default))
    return settings(
        max_examples=wanted,
        deadline=None,
        # A smaller seed is not a smaller policy.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
