"""Every finding about a policy, in the order of its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.analysis.findings import operands, removal, rows, settled, steps
from relapse_rules.analysis.findings.place import Place
from relapse_rules.analysis.findings.stage import LIMITS, Stage
from relapse_rules.analysis.stretches import stretches
from relapse_rules.errors import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from relapse_rules.analysis.search import Limits
    from relapse_rules.errors import Diagnostic
    from relapse_rules.policy import Policy

Look = Callable[[Place], "Iterator[Diagnostic]"]
# Each looks at a place on all of its days.
LOOKING: tuple[Look, ...] = (
    settled.find,
    rows.find,
    operands.find,
    removal.find,
    steps.find,
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a policy, and how many questions were not settled in time."""

    found: tuple[Diagnostic, ...]
    unsettled: int


def findings(
    policy: Policy,
    limits: Limits = LIMITS,
    looking: Sequence[Look] = LOOKING,
    day: date | None = None,
) -> Findings:
    """Everything that the solver proves to be wrong with a policy about households.

    A finding holds on every day on which the policy can decide, or on the one `day` that is
    asked, and for all records whose lists are no longer than the limit.
    """
    days = stretches([policy], day)
    stages = tuple(Stage(policy.on(s.first), s, limits) for s in days)
    place = Place(stages)
    found = in_order(d for look in looking for d in look(place)) if stages else ()
    return Findings(found, sum(stage.unsettled for stage in stages))
