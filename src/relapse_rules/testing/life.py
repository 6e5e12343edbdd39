"""The settings of a policy: one for each stretch of days on which it can decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.periods import periods
from relapse_rules.errors import PolicyError
from relapse_rules.testing.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import Kind


def settings_of_life(policy: Policy, kind: Kind) -> tuple[Setting, ...]:
    """What is in force in the course of a policy's life, about one kind of record."""
    found = []
    for first, _ in periods(policy.text):
        try:
            evaluator = policy.on(first)
            rules = evaluator if kind == "household" else evaluator.grid
        except PolicyError:
            continue
        if rules is not None:
            found.append(Setting(rules))
    return tuple(found)


def domains_of(setting: Setting) -> Mapping[str, tuple[str, ...]]:
    """The listed values of each choice, of the household and of items."""
    facts = setting.meaning.rules.facts
    every = [*facts, *(item for f in facts for item in f.items)]
    return {f.id: tuple(f.values) for f in every if f.kind == "choice"}
