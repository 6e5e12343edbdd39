"""Single expressions checked, lowered and run against one small policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relapse_rules.compiler import check, evaluator_for
from relapse_rules.documents.policy import (
    Derived,
    Entry,
    Origin,
    Period,
    Provenance,
    Section,
)
from relapse_rules.documents.read import read_policy
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Inline, Source, Span

if TYPE_CHECKING:
    from relapse_rules.documents.policy import PolicyText
    from relapse_rules.evaluator import Evaluator
    from relapse_rules.language import tree

DAY = date(2022, 2, 28)
FILE = Path(__file__).with_name("sample.policy.yaml")
ORIGIN = Origin("sample", Span(Source("sample", "x"), 0, 1))


@cache
def sample() -> PolicyText:
    return read_policy("sample", FILE.parent)


def with_derived(
    places: int | None = None, unit: str = "", **formulas: str
) -> PolicyText:
    """The sample policy with further derived values."""
    policy = sample()
    more = tuple(
        Derived(
            name,
            policy.title,
            Inline(text),
            unit,
            places,
            Period(),
            Provenance(),
            ORIGIN,
        )
        for name, text in formulas.items()
    )
    # A value that nothing reads is never lowered.
    reads = {name: Inline(f"known({name})") for name in formulas}
    checks = tuple(
        Entry(name, policy.title, {"when": text}, Period(), Provenance(), {}, ORIGIN)
        for name, text in reads.items()
    )
    rules = policy.household
    rules = replace(
        rules,
        derived=(*rules.derived, *more),
        sections=(*rules.sections, Section("checks", "flags", checks)),
    )
    return replace(policy, household=rules)


def typed(text: str) -> tree.Node:
    """The expression as the checker understands it."""
    household, _ = check(with_derived(tested=text))
    return household.typed[("derived", "tested")]


def problems(text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with an expression, on all days or on the sample's day."""
    try:
        evaluator_for(with_derived(places=2, tested=text), DAY)
    except PolicyError as error:
        return error.diagnostics
    return ()


def rules_for(text: str, day: date = DAY) -> Evaluator:
    """Rules whose first check is the expression, or whose value `tested` it is."""
    return evaluator_for(with_derived(places=2, tested=text), day)


def value_of(text: str, day: date = DAY, /, **facts: Any) -> Any:
    """The value `tested`, rounded to two places; None is unknown."""
    return rules_for(text, day).evaluate(facts).values["tested"]


def holds(text: str, day: date = DAY, /, **facts: Any) -> bool | None:
    """Whether a condition holds; None is undecided."""
    found = value_of(f"1 if {text} else 0", day, **facts)
    return None if found is None else found == 1
