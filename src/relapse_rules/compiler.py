"""The table of contents: every pass from YAML to a decision, in order.

read    documents   files -> layers -> one policy, dates kept
mean    language    each expression: allowed syntax, names, types, units
        program     ... of the whole policy, on all days and then on one
lower   program     one typed program of whole numbers and three-valued logic
run     backends    generated Python; the reference interpreter for the second look
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.collector import collector_paused
from relapse_rules.documents.at import at
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.evaluator import Evaluator, Rules
from relapse_rules.policy import Policy
from relapse_rules.program.meaning import on_day, understand

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from relapse_rules.documents.policy import PolicyText, RuleSet
    from relapse_rules.program.meaning import Meaning


def load(name_or_path: str | Path, root: str | Path | None = None) -> Policy:
    """The policy of a place, by its id or the path of its file.

    Raises PolicyError with every problem, and PlaceError when there is no such policy.
    """
    with collector_paused():
        text = read_policy(name_or_path, root)
        return Policy(text, check(text), evaluator_for)


def check(text: PolicyText) -> Meanings:
    """What every expression means, once names, types and units hold on all days."""
    found: list[Meaning | None] = []
    problems: list[Diagnostic] = []
    for rules in (text.household, text.grid):
        if rules is None:
            found.append(None)
            continue
        try:
            found.append(understand(text, rules))
        except PolicyError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise PolicyError(problems)
    household, grid = found
    assert household is not None, "every policy has a household rule set"
    return household, grid


def evaluator_for(
    text: PolicyText, day: date, meanings: Meanings | None = None
) -> Evaluator:
    """The evaluator of a policy on one day.

    Raises PolicyError when a layer is not in force, when a needed parameter has no value,
    and when a number could overflow.
    """
    with collector_paused():
        return _evaluator(text, day, meanings or check(text))


def _evaluator(text: PolicyText, day: date, meanings: Meanings) -> Evaluator:
    household, grid = meanings
    today = at(text, day)
    rules = _without_empty_sections(today.household)

    def grid_rules() -> Rules | None:
        if grid is None or today.grid is None:
            return None
        grid_today = _without_empty_sections(today.grid)
        return Rules(text, on_day(grid, today, grid_today, day), day)

    return Evaluator(text, on_day(household, today, rules, day), day, grid_rules)


def grid_rules_for(text: PolicyText, day: date) -> Rules | None:
    """The rules of a policy about grids on one day."""
    return evaluator_for(text, day).grid


Meanings = tuple["Meaning", "Meaning | None"]


def _without_empty_sections(rules: RuleSet) -> RuleSet:
    """A section with nothing in force is not defined on that day."""
    return replace(rules, sections=tuple(s for s in rules.sections if s.entries))
