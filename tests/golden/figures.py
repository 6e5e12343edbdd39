"""Every figure of a policy, with what it rests on: dated values, clauses and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import Citation, Provenance, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.documents.policy import PolicyText, RuleSet

_TEXT = re.compile(r""""[^"]*"|'[^']*'""")
_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Stated:
    """One thing that a policy states, the figures in it, and what it rests on."""

    name: str
    figures: tuple[str, ...]
    provenance: Provenance

    @property
    def is_grounded(self) -> bool:
        return bool(self.provenance.citations or self.provenance.assumptions)


def stated(text: PolicyText) -> Iterator[Stated]:
    """Every dated value, clause and list entry that must rest on something."""
    yield from _parameters(text)
    for rules in (text.household, text.grid):
        if rules is not None:
            yield from _derived(rules)
            yield from _clauses(rules)
    for name, catalogue in text.catalogue.items():
        for key, item in catalogue.get("items", {}).items():
            yield _listed(f"catalogue.{name}.{key}", catalogue, item)


def _parameters(text: PolicyText) -> Iterator[Stated]:
    for parameter in text.parameters:
        rows = (value for row in parameter.rows for value in row.values)
        for value in (*parameter.values, *rows):
            name = f"parameters.{parameter.id}.{value.since}"
            is_number = parameter.type == "number"
            figures = (value.shown,) if is_number else ()
            own = value.provenance
            rests = own.citations or own.assumptions
            yield Stated(name, figures, own if rests else parameter.provenance)


def _derived(rules: RuleSet) -> Iterator[Stated]:
    """Only those with a number: the rest combines what is grounded elsewhere."""
    for derived in rules.derived:
        figures = _numbers(derived.formula.text)
        if figures:
            yield Stated(f"derive.{derived.id}", figures, derived.provenance)


def _clauses(rules: RuleSet) -> Iterator[Stated]:
    for section in rules.sections:
        for entry in section.entries:
            formulas = [f.text for f in entry.formulas.values()]
            figures = [n for formula in formulas for n in _numbers(formula)]
            figures += _interval(entry.details)
            name = f"{section.id}.{entry.id}"
            yield Stated(name, tuple(figures), entry.provenance)


def _listed(name: str, catalogue: Mapping[str, Any], item: Mapping[str, Any]) -> Stated:
    figures = _number(item.get("value"))
    own = _provenance(item)
    rests = own if own.citations or own.assumptions else _provenance(catalogue)
    return Stated(name, (*figures, *_interval(item)), rests)


def _number(value: Any) -> list[str]:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return []
    return [decimal_text(value)]


def _interval(details: Mapping[str, Any]) -> list[str]:
    every = dict(details.get("every", {}))
    times = every.pop("times", 1)
    found = [f"{count} {unit}" for unit, count in every.items()]
    return found if times == 1 else [*found, str(times)]


def _numbers(formula: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(_TEXT.sub("", formula)))


def _provenance(said: Mapping[str, Any]) -> Provenance:
    """What a list says it rests on, in the form that clauses have it."""
    source, assumed = said.get("source", ()), said.get("assumption", ())
    sources = (source,) if isinstance(source, dict) else source
    cited = (Citation(s["in"], s.get("at", ""), s.get("note", "")) for s in sources)
    return Provenance(
        tuple(cited), (assumed,) if isinstance(assumed, str) else tuple(assumed)
    )
