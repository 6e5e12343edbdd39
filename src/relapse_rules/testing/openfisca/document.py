"""What a mapping from OpenFisca's words to those of a policy may say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import ConfigDict, Field

from relapse_rules.documents.shape.models import Key, Model, PolicyId, Words
from relapse_rules.testing.document import optional

Plain = bool | Decimal | str


class Variable(Model):
    """Where one variable of the input goes."""

    fact: Words = Field(
        description="指标；成员的写 列表.指标 / a fact; of items list.fact, e.g. members.age"
    )
    values: dict[Key, Plain | list[Words]] = optional(
        "原值 -> 新值 / old value -> new value"
    )
    eternal: bool = optional("与时期无关 / true of all periods, such as a birth date")


class Answer(Model):
    """Which answer of a decision one variable of the output is."""

    answer: Words = Field(description="结果，如 tier / an answer, such as tier")
    values: dict[Key, Plain | list[Words]] = optional(
        "原值 -> 新值 / old value -> new value"
    )


class MappingDocument(Model):
    """How tests in OpenFisca's dialect become cases. `null` leaves a variable out."""

    policy: PolicyId
    day: Literal["first", "last"] = Field(
        description="用时期的第一天还是最后一天 / which day of a period cases are dated"
    )
    persons: list[Words] = optional("个人实体的名称 / names of the entity of persons")
    household: list[Words] = optional(
        "家庭实体的名称 / names of the entity of households"
    )
    roles: dict[Key, dict[Key, Plain]] = optional(
        "角色 -> 该成员的指标 / role -> facts of its members, often none: {}"
    )
    input: dict[Key, Variable | Words | None]
    output: dict[Key, Answer | Words | None]


class TestDocument(Model):
    """One test in OpenFisca's dialect, as far as its shape goes; other keys are told later."""

    model_config = ConfigDict(extra="allow")
    name: Plain = optional()
    period: Decimal | Words = optional()
    description: Words = optional()
    keywords: Words | list[bool | Decimal | Words] = optional()
    input: dict[Key, Any] | None = optional()
    output: dict[Key, Any] | None = optional()


class TestsDocument(Model):
    """A file with a list of tests."""

    tests: list[TestDocument]
