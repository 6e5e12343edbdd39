"""The names of a policy: facts, items, derived values, parameters and sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from relapse_rules.documents.policy import Fact, Label, PolicyText, RuleSet

HEADINGS = (
    *("group", "id", "label_zh", "label_en", "type", "unit", "min", "max", "places"),
    *("values", "aliases", "otherwise", "personal", "unique", "description"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """One name, what it stands for, and what it may be.

    `group` is `facts`, `item:members`, `derive`, `parameters` or `sections`, with `grid_`
    before those of grids.
    """

    group: str
    id: str
    label: Label
    kind: str
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    places: int | None = None
    values: Mapping[str, Label] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    otherwise: str = ""
    personal: bool = False
    unique: bool = False
    description: str = ""
    columns: int = 0
    month: str = ""

    @property
    def range(self) -> str:
        if self.low is None and self.high is None:
            return ""
        return f"{_text(self.low) or '…'} – {_text(self.high) or '…'}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "group": self.group,
            "id": self.id,
            "label": {"zh": self.label.zh, "en": self.label.en},
            "type": self.kind,
            "unit": self.unit,
            "min": _text(self.low) or None,
            "max": _text(self.high) or None,
            "places": self.places,
            "values": {k: {"zh": v.zh, "en": v.en} for k, v in self.values.items()},
            "aliases": list(self.aliases),
            "otherwise": self.otherwise or None,
            "personal": self.personal,
            "unique": self.unique,
            "description": self.description,
            "columns": self.columns or None,
            "month": self.month or None,
        }

    def cells(self) -> list[Any]:
        """One row of a spreadsheet, in the order of HEADINGS."""
        return [
            *(self.group, self.id, self.label.zh, self.label.en, self.kind, self.unit),
            *(_text(self.low), _text(self.high)),
            "" if self.places is None else self.places,
            "; ".join(f"{k}={v.zh}" for k, v in self.values.items()),
            "; ".join(self.aliases),
            self.otherwise,
            *(int(self.personal), int(self.unique), self.description),
        ]


def _text(bound: Fraction | None) -> str:
    return "" if bound is None else decimal_text(bound)


def names_of(text: PolicyText) -> list[Name]:
    """Every name, in the order in which a policy is written."""
    found = [*_facts(text.household, ""), *_derived(text.household, "")]
    found += _parameters(text)
    found += _sections(text.household, "")
    if text.grid is not None:
        found += [*_facts(text.grid, "grid_"), *_derived(text.grid, "grid_")]
        found += _sections(text.grid, "grid_")
    return found


def _facts(rules: RuleSet, prefix: str) -> Iterator[Name]:
    yield from (_fact(fact, f"{prefix}facts") for fact in rules.facts)
    for fact in rules.facts:
        for item in fact.items:
            yield _fact(item, f"{prefix}item:{fact.id}")


def _fact(fact: Fact, group: str) -> Name:
    return Name(
        group=group,
        id=fact.id,
        label=fact.label,
        kind=fact.kind,
        unit=fact.unit,
        low=fact.low,
        high=fact.high,
        places=fact.places if fact.kind in NUMERIC else None,
        values=fact.values,
        aliases=fact.aliases,
        otherwise=fact.otherwise.formula.text if fact.otherwise else "",
        personal=fact.personal,
        unique=fact.unique,
        description=fact.description,
        columns=fact.columns,
        month=fact.month,
    )


def _derived(rules: RuleSet, prefix: str) -> Iterator[Name]:
    for derived in rules.derived:
        yield Name(
            f"{prefix}derive", derived.id, derived.label, "derived", derived.unit
        )


def _parameters(text: PolicyText) -> Iterator[Name]:
    for parameter in text.parameters:
        kind = "table" if parameter.by else "parameter"
        yield Name("parameters", parameter.id, parameter.label, kind, parameter.unit)


def _sections(rules: RuleSet, prefix: str) -> Iterator[Name]:
    """`risks.illness` is a name too."""
    for section in rules.sections:
        if section.shape != "sequence":
            for entry in section.entries:
                name = f"{section.id}.{entry.id}"
                yield Name(f"{prefix}sections", name, entry.label, "boolean")
