"""A generated policy and record as people write them: YAML text and plain values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.households import Record
    from conformance.policies import Generated
    from relapse_rules.documents.policy import (
        DatedValue,
        Derived,
        Entry,
        Fact,
        Parameter,
        Period,
    )

Plain = dict[str, Any]


def as_yaml(made: Generated) -> str:
    """The policy as JSON text, which is YAML; numbers are written out exactly."""
    rules = made.text.household
    document: Plain = {
        "policy": "test",
        "title": {"zh": "测试"},
        "level": "county",
        "facts": {f.id: _fact(f) for f in rules.facts},
        "parameters": {p.id: _parameter(p) for p in made.text.parameters},
        "derive": {d.id: _derived(d) for d in rules.derived},
    }
    for section in rules.sections:
        *outer, name = section.id.split(".")
        at = document.setdefault(outer[0], {}) if outer else document
        at[name] = {e.id: _entry(e) for e in section.entries}
    return _dumped(document)


def _dumped(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(k, ensure_ascii=False)}: {_dumped(v)}"
            for k, v in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_dumped, value)) + "]"
    return (
        str(value)
        if isinstance(value, Decimal)
        else json.dumps(value, ensure_ascii=False)
    )


def _kept(**parts: Any) -> Plain:
    return {k: v for k, v in parts.items() if v not in (None, "", {}, [], False)}


def _exact(value: Fraction | None) -> Any:
    if value is None:
        return None
    text = decimal_text(value)
    return text if "/" in text else Decimal(text)


def _fact(fact: Fact) -> Plain:
    numeric = fact.kind in {"integer", "number", "money"}
    found = _kept(
        label={"zh": fact.label.zh},
        type=fact.kind,
        unit=fact.unit,
        values={i: {"zh": v.zh} for i, v in fact.values.items()},
        personal=fact.personal,
        max_items=fact.max_items,
        item={i.id: _fact(i) for i in fact.items},
    )
    if numeric:
        found |= {"min": _exact(fact.low), "max": _exact(fact.high)}
    if fact.kind == "number":
        found["places"] = fact.places
    if fact.otherwise is not None:
        found["otherwise"] = {"value": fact.otherwise.formula.text, "why": "测试"}
    return found


def _parameter(parameter: Parameter) -> Plain:
    rows = {r.key: {"values": _dated(r.values)} for r in parameter.rows}
    kind = parameter.type if not parameter.by else None
    found = _kept(
        label={"zh": parameter.label.zh},
        type=kind,
        unit=parameter.unit,
        by=parameter.by,
        rows=rows,
    )
    return found if parameter.by else found | {"values": _dated(parameter.values)}


def _dated(values: Iterable[DatedValue]) -> Plain:
    return {v.since.isoformat(): _value(v) for v in values}


def _value(dated: DatedValue) -> Any:
    value = dated.value
    if isinstance(value, Fraction):
        return _exact(value)
    return value.isoformat() if isinstance(value, date) else value


def _derived(derived: Derived) -> Plain:
    show = None if derived.places is None else {"places": derived.places}
    return _kept(
        label={"zh": derived.label.zh},
        value=derived.formula.text,
        unit=derived.unit,
        valid=_period(derived.valid),
        show=show,
    )


def _entry(entry: Entry) -> Plain:
    formulas: Mapping[str, Any] = {k: f.text for k, f in entry.formulas.items()}
    label = {"zh": entry.label.zh}
    return _kept(label=label, valid=_period(entry.valid), **formulas)


def _period(period: Period) -> Plain:
    first, last = period.first, period.last
    return _kept(
        **{"from": first and first.isoformat(), "until": last and last.isoformat()}
    )


def as_written(facts: tuple[Fact, ...], record: Record) -> Plain:
    """An encoded record as a service gives it; unknown facts are left out."""
    return {
        f.id: _written(f, record[f.id])
        for f in facts
        if not f.personal and record[f.id] is not None
    }


def _written(fact: Fact, value: Any) -> Any:
    match fact.kind:
        case "integer" | "number" | "money":
            exact = Fraction(value, fact.scale)
            return (
                int(exact) if exact.denominator == 1 else Decimal(decimal_text(exact))
            )
        case "date":
            return date.fromordinal(value)
        case "choices":
            return sorted(value)
        case "list":
            return [as_written(fact.items, item) for item in value]
    return value
