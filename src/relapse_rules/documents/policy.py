"""A policy as read: all its layers merged, every value still knowing file and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from fractions import Fraction

    from relapse_rules.messages import Lang
    from relapse_rules.source import Located, Span

FactKind = Literal[
    "boolean",
    "integer",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "text",
    "list",
]
NUMERIC = frozenset({"integer", "number", "money"})
# The days that policies and records may name.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
Shape = Literal["flags", "choice", "checklist", "sequence"]

# The sections of a household policy, in the order in which decisions list them.
SHAPES: Mapping[str, Shape] = {
    "risks": "flags",
    "guarantees": "flags",
    "types": "choice",
    "tiers": "choice",
    "identification": "sequence",
    "removal.conditions": "checklist",
    "removal.holds": "flags",
    "removal.refusals": "flags",
    "removal.procedure": "sequence",
    "visits": "choice",
    "measures": "flags",
    "triggers": "flags",
    "checks": "flags",
}
LEVELS = ("nation", "province", "prefecture", "county", "township", "village", "group")


@dataclass(frozen=True, slots=True)
class Label:
    """A name for people, in both languages; a listed value may have further spellings."""

    zh: str
    en: str
    aliases: tuple[str, ...] = ()

    def in_(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source."""

    source: str
    at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Why a value or rule is as it is."""

    citations: tuple[Citation, ...] = ()
    assumptions: tuple[str, ...] = ()
    interpretation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (
            self.last is None or day <= self.last
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry stands: the layer that wrote it, and the span of its id."""

    layer: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What stands in when a record leaves a fact out, and why."""

    formula: Located = field(compare=False)
    why: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be said about a household, or about one item of a list.

    A table may spread a fact over so many numbered `columns`; a date that it states to
    the month alone is the fact named `month` instead.
    """

    id: str
    label: Label
    kind: FactKind
    origin: Origin
    unit: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    places: int = 0
    values: Mapping[str, Label] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    description: str = ""
    personal: bool = False
    unique: bool = False
    otherwise: Otherwise | None = None
    max_items: int = 0
    items: tuple[Fact, ...] = ()
    columns: int = 0
    month: str = ""

    @property
    def scale(self) -> int:
        """How many units of an encoded number make one of the fact's own."""
        return int(10**self.places)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from `since` to `until` (both included; None is open)."""

    since: date
    until: date | None
    value: bool | Fraction | date
    shown: str
    provenance: Provenance
    origin: Origin


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a parameter table: a choice value or a band of numbers."""

    key: str
    choice: str | None
    low: Fraction | None
    high: Fraction | None
    low_open: bool
    high_open: bool
    values: tuple[DatedValue, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a place sets for a period; with `by`, a table of values."""

    id: str
    label: Label
    unit: str
    values: tuple[DatedValue, ...]
    origin: Origin
    provenance: Provenance
    by: str = ""
    rows: tuple[Row, ...] = ()
    set_by: tuple[str, ...] | None = None
    type: Literal["number", "boolean", "date"] = "number"


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from facts; `places` is set when it is an answer."""

    id: str
    label: Label
    formula: Located = field(compare=False)
    unit: str
    places: int | None
    valid: Period
    provenance: Provenance
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause: a risk, a row, a condition, a step.

    `formulas` maps `when`, `done`, `done_on` and `due` to their texts; `details` holds
    everything else the policy says about it, as plain data.
    """

    id: str
    label: Label
    formulas: Mapping[str, Located] = field(compare=False)
    valid: Period
    provenance: Provenance
    details: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a policy: its name, its shape and its entries in order."""

    id: str
    shape: Shape
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What is asked of one kind of record: the household, or the grid."""

    facts: tuple[Fact, ...]
    derived: tuple[Derived, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of the chain, outermost parent first."""

    id: str
    title: Label
    level: str
    area: str
    valid: Period
    file: str
    origin: Origin
    as_reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text that the policy cites."""

    title: str
    publisher: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssumptionText:
    """A value or reading that no source states."""

    about: Label
    basis: str
    confidence: str
    replace_by: str = ""


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A place's policy with all its layers merged and all its dates kept."""

    id: str
    title: Label
    level: str
    area: str
    governs: bool
    layers: tuple[Layer, ...]
    sources: Mapping[str, SourceText]
    assumptions: Mapping[str, AssumptionText]
    parameters: tuple[Parameter, ...]
    household: RuleSet
    grid: RuleSet | None
    catalogue: Mapping[str, Any]
    digest: str

    @property
    def as_reported_on(self) -> date | None:
        return self.layers[-1].as_reported_on


def decimal_text(value: Decimal | Fraction | int) -> str:
    """A number as people write it: an exact decimal, or a fraction."""
    from fractions import Fraction as Exact

    exact = Exact(value)
    denominator, places = exact.denominator, 0
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        places = max(places, count)
    if denominator != 1:
        return f"{exact.numerator}/{exact.denominator}"
    scaled = abs(exact.numerator) * 10**places // exact.denominator
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if exact < 0 else ""
    whole = digits[: len(digits) - places] if places else digits
    return f"{sign}{whole}.{digits[-places:]}" if places else f"{sign}{whole}"
