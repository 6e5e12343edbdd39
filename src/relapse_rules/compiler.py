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

from relapse_rules.documents.at import at
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.evaluator import Evaluator, Rules
from relapse_rules.policy import Policy
from relapse_rules.program.meaning import parse_all, understand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from relapse_rules.documents.policy import PolicyText, RuleSet
    from relapse_rules.language.gate import Syntax
    from relapse_rules.program.meaning import Key, Meaning


def load(
    name_or_path: str | Path, root: str | Path | None = None, *, explain: bool = False
) -> Policy:
    """The policy of a place, by its id or the path of its file.

    Raises PolicyError with every problem, and PlaceError when there is no such policy.
    `explain` has jsonschema check each file even where the quick check is content.
    """
    text = read_policy(name_or_path, root, explain=explain)
    return Policy(text, check(text), evaluator_for)


def check(text: PolicyText) -> Syntaxes:
    """The syntax of every expression, once names, types and units hold on all days."""
    household, grid = _parsed(text)
    problems: list[Diagnostic] = []
    for rules, syntax in _kinds(text, household, grid):
        try:
            understand(text, rules, syntax)
        except PolicyError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise PolicyError(problems)
    return household, grid


def evaluator_for(
    text: PolicyText, day: date, syntaxes: Syntaxes | None = None
) -> Evaluator:
    """The evaluator of a policy on one day.

    Raises PolicyError when a layer is not in force, when a needed parameter has no value,
    and when a number could overflow.
    """
    household, grid = syntaxes or _parsed(text)
    on_day = _without_empty_sections(at(text, day))
    meaning = _meaning(text, on_day, on_day.household, household, day)

    def grid_rules() -> Rules | None:
        if on_day.grid is None:
            return None
        return Rules(text, _meaning(text, on_day, on_day.grid, grid, day), day)

    return Evaluator(text, meaning, day, grid_rules)


Syntaxes = tuple["Mapping[Key, Syntax]", "Mapping[Key, Syntax]"]


def _meaning(
    whole: PolicyText,
    on_day: PolicyText,
    rules: RuleSet,
    syntax: Mapping[Key, Syntax],
    day: date,
) -> Meaning:
    every = whole.grid if rules is on_day.grid else whole.household
    return understand(
        on_day,
        rules,
        syntax,
        day=day,
        all_rules=every,
        all_parameters=whole.parameters,
    )


def _parsed(text: PolicyText) -> Syntaxes:
    found: list[Mapping[Key, Syntax]] = []
    problems: list[Diagnostic] = []
    for rules in (text.household, text.grid):
        try:
            found.append(parse_all(rules) if rules is not None else {})
        except PolicyError as error:
            problems.extend(error.diagnostics)
    if problems:
        raise PolicyError(problems)
    return found[0], found[1]


def _kinds(
    text: PolicyText, household: Mapping[Key, Syntax], grid: Mapping[Key, Syntax]
) -> list[tuple[RuleSet, Mapping[Key, Syntax]]]:
    kinds = [(text.household, household)]
    return kinds if text.grid is None else [*kinds, (text.grid, grid)]


def _without_empty_sections(text: PolicyText) -> PolicyText:
    """A section with nothing in force is not defined on that day."""
    household = _trimmed(text.household)
    return replace(text, household=household, grid=text.grid and _trimmed(text.grid))


def _trimmed(rules: RuleSet) -> RuleSet:
    return replace(rules, sections=tuple(s for s in rules.sections if s.entries))
