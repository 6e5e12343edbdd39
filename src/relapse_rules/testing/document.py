"""What a case file may say. The JSON Schema that editors and `test` use is generated from
these models; nothing else states the shape of a case file.

A key may be left out, but only a fact may be `null`: it is unknown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pydantic import Field

from relapse_rules.documents.shape.models import (
    Day,
    Key,
    Model,
    Name,
    PolicyId,
    SourceRef,
    Words,
)

Item = dict[Key, bool | Decimal | str | list[str] | None]
Facts = dict[Key, bool | Decimal | str | list[str | Item] | None]
BASE = "以哪户为底（households 中的名称） / the household that this one varies"
Part = bool | Decimal | str | list[str]
Answers = dict[
    Key, bool | Decimal | str | list[str] | dict[Key, Part | dict[Key, Part]]
]


def optional(description: str | None = None) -> Any:
    """A key that may be left out, but not be `null`."""
    return Field(None, description=description)


class Wanted(Model):
    """A household and what must be decided about it."""

    date: Day = optional("按哪一天的规定 / the day whose rules apply")
    input: Facts = optional(
        "登记的指标；没写的是未知 / facts; what is left out is unknown",
    )
    grid: Facts = optional(
        "网格的指标，代替 input / facts of a grid, instead of `input`"
    )
    output: Answers = optional(
        "应得的结果，如 tier: red、risks: [illness] / the answers, e.g. tier: red",
    )
    undecided: list[Words] = optional(
        "必须判定不了的结果 / answers that must stay open"
    )
    needs: list[Words] = optional(
        "补上哪些指标就能判定，一个不多一个不少 / exactly the facts that would settle them",
    )
    reasons: list[Words] = optional(
        "必须起了作用的条款，如 guarantees.housing / clauses that must have decided",
    )
    error: dict[Key, Words | list[Words]] = optional(
        "必须拒收的指标和问题编号 / facts that must be refused, with their codes",
    )


class Row(Wanted):
    """One row of a table: what differs from the case above it."""

    name: Name = optional()
    base: Name | list[Name] = optional(BASE)


class Case(Wanted):
    """One test household, or with `table` one a row."""

    description: Words = optional()
    keywords: list[Words] = optional("关键词，供 --keyword 挑选 / for `--keyword`")
    source: SourceRef | list[SourceRef] = optional("出处 / where this is written")
    base: Name | list[Name] = optional(BASE)
    table: list[Row] = optional(
        "逐行变动的指标和结果 / rows of changed facts and expected answers",
    )
    todo: bool = optional("还没写完，单独列出，不运行 / not run, and reported apart")
    confirm: bool = optional(
        "程序写的，尚待人确认，不算测试 / written by a machine: no test until confirmed",
    )


class NamedCase(Case):
    """A case in a list says its name itself."""

    name: Name


class Impossible(Model):
    """A goal of coverage that no record can show, though the program cannot prove it."""

    goal: Words = Field(
        description="目标，照抄 --coverage 的写法 / as --coverage has it"
    )
    why: Words = Field(description="为什么做不到 / why no household can show it")


class CasesDocument(Model):
    """Test households of one policy. 一份政策的测试户。"""

    policy: PolicyId = optional(
        "政策编号；同目录有同名政策文件时可省 / may be left out beside the policy's file",
    )
    extends: PolicyId = optional(
        "沿用上级政策的用例：同名的以这里为准，null 为去掉 / the cases of a layer above hold here too",
    )
    date: Day = optional("各例默认的日期 / the day of cases that state none")
    households: dict[Name, Facts] = optional(
        "供各例作底的住户 / households that cases vary"
    )
    impossible: list[Impossible] = optional(
        "人认定做不到的覆盖目标，单独计数 / goals of coverage that a person rules out"
    )
    cases: dict[Name, Case | None] | list[NamedCase]
