"""What a policy document may say. The JSON Schema that editors and `check` use is
generated from these models; nothing else states the shape of a policy file.

Every section is a mapping by id, so that a lower layer can overlay one key of one
entry; `null` removes an entry of a layer above. What editors say about each key stands
in `hovers`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relapse_rules.documents.shape.patterns import (
    AREA_PATTERN,
    BAND_PATTERN,
    DATE_PATTERN,
    ID_PATTERN,
    NAME_PATTERN,
    POLICY_ID_PATTERN,
    UNIT_PATTERN,
)
from relapse_rules.documents.shape.structure import EXPRESSION

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Key = Annotated[str, StringConstraints(min_length=1)]
PolicyId = Annotated[str, StringConstraints(pattern=POLICY_ID_PATTERN)]
Day = Annotated[str, StringConstraints(pattern=DATE_PATTERN)]
Words = Annotated[str, StringConstraints(min_length=1)]
Unit = Annotated[str, StringConstraints(min_length=1, pattern=UNIT_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, pattern=NAME_PATTERN)]
# `true` and `false` alone are expressions too, which YAML reads as what they are.
Expression = (
    Annotated[
        str,
        StringConstraints(min_length=1),
        Field(json_schema_extra={"format": EXPRESSION}),
    ]
    | bool
)
Band = Annotated[str, StringConstraints(pattern=BAND_PATTERN)]
Level = Literal[
    "nation", "province", "prefecture", "county", "township", "village", "group"
]
Actor = Literal[
    "nation",
    "province",
    "prefecture",
    "county",
    "township",
    "village",
    "group",
    "departments",
    "household",
    "grid_worker",
    "four_teams",
]
Value = bool | Decimal | str


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Label(Model):
    """A name for people. Chinese is required, English follows it when absent."""

    zh: Name
    en: Name | None = None


class ChoiceValue(Label):
    """One value of a closed list."""

    aliases: list[Words] | None = None


class Period(Model):
    """When an entry is in force; both days belong to it."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class SourceRef(Model):
    """Where a value or rule is written."""

    in_: Key = Field(alias="in")
    at: Name | None = None
    note: Words | None = None


class Provenance(Model):
    source: SourceRef | list[SourceRef] | None = None
    assumption: Key | list[Key] | None = None
    interpretation: Words | None = None
    note: Words | None = None


class Entry(Provenance):
    label: Label | None = None
    valid: Period | None = None
    before: Id | None = None
    set_by: list[Level] | None = None


class Origin(Model):
    """A text that policies cite."""

    title: Name
    publisher: Words | None = None
    date: Day | None = None
    file: Words | None = None
    url: Words | None = None
    note: Words | None = None


class Assumption(Model):
    """A value or reading that no source states."""

    about: Label
    basis: Words
    confidence: Literal["low", "medium", "high"]
    replace_by: Words | None = None


class Otherwise(Model):
    """What stands in when a record leaves a fact out, and why that is right."""

    value: bool | Decimal | Expression
    why: Words


class _FactBase(Model):
    label: Label | None = None
    aliases: list[Words] | None = None
    type: (
        Literal[
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
        | None
    ) = None
    unit: Unit | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    places: Annotated[int, Field(ge=0, le=6)] | None = None
    values: dict[Key, ChoiceValue] | None = None
    columns: Annotated[int, Field(ge=2, le=20)] | None = None
    month: Id | None = None
    description: Words | None = None
    personal: bool | None = None
    unique: bool | None = None
    otherwise: Otherwise | None = None


class ItemFact(_FactBase):
    """A fact of one item of a list."""


class Fact(_FactBase):
    """What may be said about a household."""

    max_items: Annotated[int, Field(ge=1, le=1000)] | None = None
    item: dict[Id, ItemFact | None] | None = None


class DatedValue(Provenance):
    value: Value
    until: Day | None = None


DatedValues = dict[Day, DatedValue | Value | None]


class TableRow(Provenance):
    values: DatedValues


class Parameter(Entry):
    """A number (or date, yes/no, choice) that a place sets for a period."""

    unit: Unit | None = None
    type: Literal["number", "boolean", "date"] | None = None
    renewed: Literal["yearly"] | None = None
    values: DatedValues | None = None
    by: Id | None = None
    rows: dict[Band, TableRow | None] | None = None


class Show(Model):
    places: Annotated[int, Field(ge=0, le=6)]
    unit: Unit | None = None


class Derived(Entry):
    """A value computed from facts."""

    value: Expression | None = None
    unit: Unit | None = None
    show: Show | None = None


class Rule(Entry):
    when: Expression | None = None


class Risk(Rule):
    """One risk: holds, does not hold, or is unknown."""


class Guarantee(Rule):
    """One guarantee (两不愁三保障): true when it is affected."""


class Interval(Model):
    """How often: `times` in so many days, weeks or months."""

    times: Annotated[int, Field(ge=1)]
    days: Annotated[int, Field(ge=1)] | None = None
    weeks: Annotated[int, Field(ge=1)] | None = None
    months: Annotated[int, Field(ge=1)] | None = None


class TypeRow(Rule):
    """One type of monitored household; the first row that holds wins."""


class TierRow(Rule):
    """One tier; the first row that holds wins."""

    handled_by: list[Actor] | None = None
    modality: Literal["mostly", "required", "can"] | None = None


class VisitRow(Rule):
    """How often somebody visits; the first row that holds wins. Without `when`: always."""

    every: Interval | None = None
    mode: list[Literal["on_demand", "on_call", "routine"]] | None = None
    visitor: Actor | None = None


class Refusal(Rule):
    by: Actor | None = None
    return_to: list[Actor] | None = None


class Step(Entry):
    """One step of a procedure; the next step is the first one not done."""

    level: Actor | None = None
    done: Expression | None = None
    done_on: Expression | None = None
    due: Expression | None = None


class Removal(Model):
    conditions: dict[Id, Rule | None] | None = None
    holds: dict[Id, Rule | None] | None = None
    refusals: dict[Id, Refusal | None] | None = None
    procedure: dict[Id, Step | None] | None = None


class Measure(Rule):
    """Which help fits."""

    departments: list[Words] | None = None
    run_by: list[Actor] | None = None
    actions: list[Words] | None = None
    urgency: Literal["immediate", "prompt"] | None = None


class Trigger(Rule):
    """What must start when."""

    starts: Words | None = None
    by: Actor | None = None
    report_to: Actor | None = None
    departments: list[Words] | None = None
    responders: list[Actor] | None = None
    actions: list[Words] | None = None
    urgency: Literal["immediate", "prompt", "same_day"] | None = None


class Check(Rule):
    """Data that contradicts itself or the policy (问题清单)."""

    severity: Literal["warning", "error"] | None = None
    say: Label | None = None


class CatalogueItem(Provenance):
    label: Label | None = None
    value: Value | None = None
    unit: Unit | None = None
    every: Interval | None = None
    by: Actor | None = None
    tool: Words | None = None
    departments: list[Words] | None = None
    parts: list[Words] | None = None


class Catalogue(Entry):
    """A list that is a fact but not a condition; expressions cannot read it."""

    items: dict[Id, CatalogueItem | None] | None = None


class Grid(Model):
    """A second kind of record: the grid (网格), its households and workers."""

    facts: dict[Id, Fact | None] | None = None
    derive: dict[Id, Derived | Expression | None] | None = None
    checks: dict[Id, Check | None] | None = None


class PolicyDocument(Model):
    """One policy file: what one layer says. 一个层级的政策文件。"""

    policy: PolicyId
    title: Label
    level: Level
    area: Annotated[str, StringConstraints(pattern=AREA_PATTERN)] | None = None
    governs: bool | None = None
    extends: PolicyId | None = None
    valid: Period | None = None
    as_reported_on: Day | None = None
    description: Words | None = None
    sources: dict[Key, Origin | None] | None = None
    assumptions: dict[Key, Assumption | None] | None = None
    facts: dict[Id, Fact | None] | None = None
    parameters: dict[Id, Parameter | None] | None = None
    derive: dict[Id, Derived | Expression | None] | None = None
    risks: dict[Id, Risk | None] | None = None
    guarantees: dict[Id, Guarantee | None] | None = None
    types: dict[Id, TypeRow | None] | None = None
    tiers: dict[Id, TierRow | None] | None = None
    identification: dict[Id, Step | None] | None = None
    removal: Removal | None = None
    visits: dict[Id, VisitRow | None] | None = None
    measures: dict[Id, Measure | None] | None = None
    triggers: dict[Id, Trigger | None] | None = None
    checks: dict[Id, Check | None] | None = None
    catalogue: dict[Id, Catalogue | None] | None = None
    grid: Grid | None = None
