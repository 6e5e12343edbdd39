"""What a place declares and nothing reads: facts, parameters, risks. Needs no solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic
from relapse_rules.language import tree
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.policy import RuleSet
    from relapse_rules.policy import Policy
    from relapse_rules.program.meaning import Meaning

PARAMETER, FACT, RISK = "RR411", "RR412", "RR413"


def find(policy: Policy) -> Iterator[Diagnostic]:
    """What the policy's own file declares and no formula of it reads.

    What a parent declares may be for other places, and facts may be kept for the register.
    """
    text = policy.text
    mine = policy.id
    meanings = [m for m in policy.meanings if m is not None]
    read = {name for meaning in meanings for name in _read(meaning)}
    for parameter in text.parameters:
        if parameter.origin.layer == mine and ("parameter", parameter.id) not in read:
            yield _unused(PARAMETER, parameter)
    for rules in (text.household, text.grid):
        if rules is not None:
            yield from _facts(rules, mine, read)
    yield from _risks(text.household, mine, read)


def _risks(
    rules: RuleSet, mine: str, read: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    """Where no formula asks for any risk, they are answers and nothing more."""
    risks = {s.id: s for s in rules.sections}.get("risks")
    asked = {name for kind, name in read if kind == "entry"}
    if risks is None or ("section", "risks") in read:
        return
    unread = [e for e in risks.entries if f"risks.{e.id}" not in asked]
    if len(unread) == len(risks.entries):
        return
    for risk in unread:
        if risk.origin.layer == mine:
            yield _unused(RISK, risk)


def _facts(
    rules: RuleSet, mine: str, read: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    for fact in rules.facts:
        kept = fact.personal or fact.kind == "text"
        if fact.origin.layer == mine and not kept and ("fact", fact.id) not in read:
            yield _unused(FACT, fact)


def _unused(code: str, what: object) -> Diagnostic:
    args = {"found": what.id}  # type: ignore[attr-defined]
    return Diagnostic(code, what.origin.span, args, severity="warning")  # type: ignore[attr-defined]


def _read(meaning: Meaning) -> Iterator[tuple[str, str]]:
    """Every name that some formula reads, with what it stands for."""
    for parameter in meaning.all_parameters.values():
        if parameter.by:
            yield "fact", parameter.by
    waiting = list(meaning.typed.values())
    while waiting:
        node = waiting.pop()
        waiting.extend(children(node))
        match node:
            case tree.Name(symbol=symbol):
                kind = "parameter" if symbol.kind == "parameter" else "fact"
                yield kind, symbol.id
            case tree.Lookup(table=symbol):
                yield "parameter", symbol.id
            case tree.FoldList(list=symbol) | tree.AggregateList(list=symbol):
                yield "fact", symbol.id
            case tree.FoldSection(section=section):
                yield "section", section
            case tree.SectionItem(section=section, entry=entry):
                yield "entry", f"{section}.{entry}"
