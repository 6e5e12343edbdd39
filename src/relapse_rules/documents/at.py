"""A policy on one day: what is in force, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from datetime import date

    from relapse_rules.documents.policy import (
        DatedValue,
        Parameter,
        Period,
        PolicyText,
        Row,
        RuleSet,
    )


def at(policy: PolicyText, day: date) -> PolicyText:
    """`policy` as it stands on `day`: one value a parameter at most."""
    found = [
        Diagnostic(
            "RR503",
            layer.origin.span,
            {"day": day.isoformat(), "layer": layer.id, "period": _period(layer.valid)},
        )
        for layer in policy.layers
        if day not in layer.valid
    ]
    if found:
        raise PolicyError(found)
    return replace(
        policy,
        parameters=tuple(_parameter(each, day) for each in policy.parameters),
        household=_rules(policy.household, day),
        grid=policy.grid and _rules(policy.grid, day),
    )


def missing_value(
    parameter: Parameter, day: date, row: Row | None = None
) -> Diagnostic:
    """That the parameter of the whole policy has no value on `day`; what it does have."""
    values = parameter.values if row is None else row.values
    name = parameter.id if row is None else f"{parameter.id}[{row.key}]"
    known = [_period_of(value) for value in values]
    listed = Phrase(
        "；".join(p.zh for p in known) or "无", "; ".join(p.en for p in known) or "none"
    )
    origin = parameter.origin if row is None else row.origin
    args = {"parameter": name, "day": day.isoformat(), "known": listed}
    return Diagnostic("RR504", origin.span, args)


def _rules(rules: RuleSet, day: date) -> RuleSet:
    return replace(
        rules,
        derived=tuple(each for each in rules.derived if day in each.valid),
        sections=tuple(
            replace(s, entries=tuple(e for e in s.entries if day in e.valid))
            for s in rules.sections
        ),
    )


def _parameter(parameter: Parameter, day: date) -> Parameter:
    rows = tuple(replace(r, values=_in_force(r.values, day)) for r in parameter.rows)
    return replace(parameter, values=_in_force(parameter.values, day), rows=rows)


def _in_force(values: tuple[DatedValue, ...], day: date) -> tuple[DatedValue, ...]:
    return tuple(
        v for v in values if v.since <= day and (v.until is None or day <= v.until)
    )


def _period(period: Period) -> Phrase:
    shown = _days(period.first, period.last)
    return Phrase(f"有效期 {shown}", f"in force {shown}")


def _period_of(value: DatedValue) -> Phrase:
    shown = _days(value.since, value.until)
    return Phrase(f"{shown} 为 {value.shown}", f"{value.shown} in {shown}")


def _days(first: date | None, last: date | None) -> str:
    return f"{first or '…'} – {last or '…'}"
