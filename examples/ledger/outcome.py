"""What comes of a ledger under the rules of one place: each row decided or rejected."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from examples.ledger.generate import Ledger

    from relapse_rules import Decision, Evaluator, Policy
    from relapse_rules.evaluator import Encoded
    from relapse_rules.records.rows import Row, Summary


@dataclass(frozen=True, slots=True)
class Decided:
    """One household, its decision, and what its open main answers still need."""

    record: Mapping[str, Any]
    decision: Decision
    needs: tuple[str, ...]

    @property
    def is_watched(self) -> bool:
        return is_watched(self.record)


@dataclass(slots=True)
class Outcome:
    """Every row of a ledger, and the seconds that reading and deciding took."""

    policy: Policy
    day: str
    summary: Summary
    decided: list[Decided] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    reading: float = 0.0
    deciding: float = 0.0


def outcome_of(policy: Policy, day: str, ledger: Ledger) -> Outcome:
    """Read both tables of a ledger and decide about every household."""
    rules = policy.on(day)
    start = time.perf_counter()
    lists = {"members": ledger.members}
    rows = read_records(ledger.households, policy.facts, lists=lists)
    found = Outcome(policy, day, rows.summary)
    records = []
    for row in rows:
        if row.record is None:
            found.rejected.append(row)
        else:
            records.append(row.record)
    found.reading = time.perf_counter() - start
    start = time.perf_counter()
    encoded = [rules.record(record) for record in records]
    decisions = [rules.decide(one) for one in encoded]
    found.deciding = time.perf_counter() - start
    for record, values, decision in zip(records, encoded, decisions, strict=True):
        needs = _needs(rules, record, values, decision)
        found.decided.append(Decided(record, decision, needs))
    return found


def decided(rules: Evaluator, record: Mapping[str, Any]) -> Decided:
    """One household decided by itself."""
    encoded = rules.record(record)
    decision = rules.decide(encoded)
    return Decided(record, decision, _needs(rules, record, encoded, decision))


def is_watched(record: Mapping[str, Any]) -> bool:
    """Whether a household has a case: only then is it asked if it may be closed."""
    return record.get("risk_removed") is False


def _needs(
    rules: Evaluator, record: Mapping[str, Any], encoded: Encoded, decision: Decision
) -> tuple[str, ...]:
    """The facts that would settle the type, the tier and, of a case, the removal."""
    needed: dict[str, None] = {}
    if open_sections := _open_sections(record, decision):
        look = rules.examine(decision, encoded.values)
        for section in open_sections:
            needed |= dict.fromkeys(look.needs_of(section))
    return tuple(needed)


def _open_sections(record: Mapping[str, Any], decision: Decision) -> list[str]:
    answers = {"types": decision.type, "tiers": decision.tier}
    found = [s for s, answer in answers.items() if answer.answer == "undecided"]
    if is_watched(record) and decision.removal.answer == "undecided":
        found += ["removal.conditions", "removal.holds", "removal.refusals"]
    return found
