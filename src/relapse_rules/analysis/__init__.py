"""What holds of every possible record: findings about a policy, and claims proved of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from relapse_rules.analysis.effects import Statement
    from relapse_rules.analysis.proving import Verdict
    from relapse_rules.evaluator import Rules
    from relapse_rules.policy import Policy

__all__ = ["effect", "prove"]


def prove(
    claim: str,
    policy: Policy,
    *others: Policy,
    on: date | None = None,
    items: int = 4,
    seconds: int = 10,
) -> Verdict:
    """What becomes of a claim in words, such as `never tiers.blue and any(guarantees)`.

    Lists hold at most `items`; one question to the solver may take so many `seconds`.
    `others` are further policies that the claim names. Without `on` it is asked of every day
    of the policy's life. Raises PolicyError when the claim means nothing, and FileError when
    the solver is not installed.
    """
    from relapse_rules.analysis.solving import require_solver

    require_solver()
    from relapse_rules.analysis.claims.words import claim_in_words
    from relapse_rules.analysis.proving import prove as proved
    from relapse_rules.analysis.search import Limits
    from relapse_rules.compiler import load

    made = claim_in_words(claim, policy)
    named = {one.id: one for one in (policy, *others)}
    whose = [named.get(name) or load(name) for name in made.policies]
    return proved(made, whose or [policy], day=on, limits=Limits(seconds * 1000, items))


def effect(base: Rules, head: Rules) -> tuple[Statement, ...]:
    """What a change of rules can and cannot do to any household, on the day of `head`.

    Raises ModuleNotFoundError when the solver is not installed.
    """
    from relapse_rules.analysis.effects import effect as found

    return found(base, head)
