"""What became of claims, for people and for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.claims.kinds import Equivalent
from relapse_rules.analysis.plain import plain_data
from relapse_rules.analysis.proving import every_answer
from relapse_rules.cli.session import faint, strong
from relapse_rules.documents.policy import SHAPES
from relapse_rules.testing.case import Question
from relapse_rules.testing.replies import SECTIONS, reply
from relapse_rules.testing.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.analysis.proving import Verdict
    from relapse_rules.analysis.stretches import Stretch
    from relapse_rules.cli.session import Session
    from relapse_rules.decision import Decision
    from relapse_rules.policy import Policy

COLORS = {"proved": "green", "refuted": "red", "open": "yellow"}
# So many answers in which two policies differ are told.
SHOWN = 8
# What is told of a witness when a claim asks for no answer by name.
USUAL = (Question("types", "row"), Question("tiers", "row"), Question("removal"))


def text_of(session: Session, policy: Policy, verdict: Verdict) -> str:
    """One claim: what became of it, for which households, and a witness."""
    claim = verdict.claim
    head = strong(COLORS[verdict.standing], session.word(f"proof_{verdict.standing}"))
    name = f"{claim.id}: " if claim.id else ""
    label = f" {claim.label.in_(session.lang)}" if claim.label else ""
    lines = [f"{head} {policy.id} {name}{claim.text}{label}"]
    lines += [f"  {line}" for line in _about(session, policy, verdict)]
    return "\n".join(lines)


def _about(session: Session, policy: Policy, verdict: Verdict) -> Iterator[str]:
    if verdict.witness is None:
        yield faint(session.word("proof_on_days", days=_days(session, verdict.days)))
        if verdict.left_out:
            days = _days(session, verdict.left_out)
            yield session.word("proof_left_out", days=days)
        if verdict.bounds:
            yield faint(
                session.word("proof_bounds", lists=_bounds(session, policy, verdict))
            )
        if verdict.standing == "refuted":
            yield session.word("proof_unreachable")
        if verdict.first_days:
            yield session.word("proof_first_days")
        return
    yield from _witness(session, verdict)


def _witness(session: Session, verdict: Verdict) -> Iterator[str]:
    witness = verdict.witness
    assert witness is not None
    key = "example" if verdict.standing == "proved" else "witness"
    if len(witness.records) > 1:
        key = "pair"
    yield session.word(f"proof_{key}", day=witness.day)
    for record in witness.records:
        yield f"  {record_text(record)}"
        for said in _decided(verdict, record):
            yield faint(f"  {session.word('proof_decides', answers=said)}")
    yield faint(session.word("proof_missing"))


def _decided(verdict: Verdict, record: dict[str, Any]) -> Iterator[str]:
    """What each policy decides; of two of them only where they differ, if they do."""
    assert verdict.witness is not None
    rules = [p.on(verdict.witness.day) for p in verdict.policies]
    if isinstance(verdict.claim, Equivalent) and verdict.claim.pair is None:
        questions = tuple(every_answer(rules))
    else:
        questions = verdict.claim.questions or USUAL
    decisions = [one.evaluate(record) for one in rules]
    told = [{q.name: _said(d, q) for q in questions} for d in decisions]
    names = [n for n in told[0] if any(one[n] != told[0][n] for one in told)]
    for policy, answers in zip(verdict.policies, told, strict=True):
        shown = ", ".join(f"{n}={answers[n]}" for n in names[:SHOWN] or answers)
        yield f"{policy.id}: {shown}" if len(told) > 1 else shown


def _said(decision: Decision, question: Question) -> str:
    """One answer; of a choice that is undecided, the rows that may still win."""
    if SHAPES.get(question.section) == "sequence" and question.entry:
        # Whether one step is done; when it is undecided, it is among neither.
        steps = SECTIONS[question.section](decision)
        return str(question.entry in steps.done)
    said = written(reply(decision, question))
    if said == "undecided" and question.part == "row":
        open_ = written(reply(decision, Question(question.section, "possible")))
        return f"undecided ({' | '.join(open_)})"
    return str(said)


def _days(session: Session, days: Sequence[Stretch]) -> str:
    """Stretches that follow each other are told as one."""
    found: list[list[Any]] = []
    for first, last in days:
        if found and found[-1][1] and (first - found[-1][1]).days == 1:
            found[-1][1] = last
        else:
            found.append([first, last])
    parts = [
        str(first)
        if first == last
        else session.word("proof_days", first=first, last=last or "…")
        for first, last in found
    ]
    return session.word("cli_between").join(parts)


def _bounds(session: Session, policy: Policy, verdict: Verdict) -> str:
    labels = {f.id: f.label.in_(session.lang) for f in policy.facts}
    parts = [
        session.word("proof_bound", list=labels.get(name, name), n=n)
        for name, n in verdict.bounds.items()
    ]
    return session.word("cli_between").join(parts)


def closing(session: Session, verdicts: Sequence[Verdict], seconds: float) -> str:
    """One line: how many of what."""
    counts = {
        standing: sum(v.standing == standing for v in verdicts) for standing in COLORS
    }
    text = session.word(
        "proof_summary", claims=len(verdicts), **counts, seconds=f"{seconds:.1f}"
    )
    passed = counts["proved"] == len(verdicts)
    return strong("green" if passed else "red", text)


def as_dict(policy: Policy, verdict: Verdict) -> dict[str, Any]:
    """One claim as plain data."""
    claim, witness = verdict.claim, verdict.witness
    found: dict[str, Any] = {
        "policy": policy.id,
        "claim": claim.text,
        "id": claim.id or None,
        "kind": claim.kind,
        "answer": verdict.standing,
        "days": [
            {"from": str(first), "until": str(last) if last else None}
            for first, last in verdict.days
        ],
        "left_out": [str(first) for first, _ in verdict.left_out],
        "at_most": dict(verdict.bounds),
        "witness": None,
        "seconds": round(verdict.seconds, 3),
    }
    if witness is not None:
        records = [plain_data(record) for record in witness.records]
        found["witness"] = {"day": str(witness.day), "records": records}
    return found


def record_text(record: dict[str, Any]) -> str:
    """A record in one line of JSON, as files of records may hold it."""
    return json.dumps(plain_data(record), ensure_ascii=False)
