"""What a file of claims may say. The JSON Schema that editors use, and that files are held
to, is generated from these models; nothing else states the shape of such a file."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from relapse_rules.documents.shape.models import (
    Expression,
    Id,
    Label,
    Model,
    PolicyId,
    Provenance,
    Words,
)


def optional(description: str) -> Any:
    """A key that may be left out, but not be `null`."""
    return Field(None, description=description)


class ClaimEntry(Provenance):
    """One claim: exactly one of the kinds, and what belongs to it."""

    label: Label | None = None
    never: Expression = optional("没有哪户确定满足 / no household surely meets it")
    always: Expression = optional("满足它的户…… / whoever meets it")
    then: Expression = optional("……一定满足这一条 / surely meets this, too")
    reachable: Expression = optional("有住户能满足 / some household meets it")
    monotone: Words = optional("随一项指标单调的结果，如 tier / an answer, e.g. tier")
    in_: Words = Field(
        alias="in", default_factory=str, description="哪项指标 / the fact"
    )
    direction: Literal["increasing", "decreasing"] = optional(
        "指标增大时结果不会下降（increasing）或不会上升（decreasing） / as the fact grows the answer never falls, or never rises",
    )
    independent: Words = optional(
        "与一项指标无关的结果 / an answer that does not depend"
    )
    of: Words = optional("哪项指标 / on this fact")
    equivalent: PolicyId = optional(
        "处处一样的另一份政策 / a policy that answers alike"
    )
    watches_at_least: PolicyId = optional(
        "它监测的户这里一户不少 / nobody whom that policy watches is lost here",
    )
    closes_at_most: PolicyId = optional(
        "它不许消除的户这里也不消除 / no case is closed here that that policy keeps open"
    )
    complete: Id = optional(
        "每户都有着落的分档，如 tiers / a choice that takes everybody"
    )
    exclusive: Id = optional(
        "各行互不重叠的分档，如 types / a choice of which no two rows hold at once"
    )
    where: Expression = optional("只就这些住户说 / of these households only")


class ClaimsDocument(Model):
    """Claims about every possible household of one policy. 对全部可能住户的说法。"""

    policy: PolicyId = optional(
        "政策编号；同目录有同名政策文件时可省 / may be left out beside the policy's file",
    )
    extends: PolicyId = optional(
        "沿用上级政策的说法：同名的以这里为准，null 为去掉 / the claims of a layer above hold here too",
    )
    claims: dict[Id, ClaimEntry | None]
