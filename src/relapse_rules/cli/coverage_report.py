"""What the cases of policies show, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.cli.session import faint, painted, strong
from relapse_rules.source import printable
from relapse_rules.testing.coverage.wording import gap_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from relapse_rules.cli.session import Session
    from relapse_rules.testing.coverage.goals import Goal
    from relapse_rules.testing.coverage.report import Coverage


def coverage_text(session: Session, covered: Sequence[Coverage]) -> str:
    """Each policy with a sentence for each gap; one that several places share once."""
    if not covered:
        return session.word("cover_nothing")
    said: set[str] = set()
    return "\n\n".join(_policy(session, one, said) for one in covered)


def _policy(session: Session, covered: Coverage, said: set[str]) -> str:
    lines = [painted(d.render(session.lang)) for d in covered.problems]
    for goal in covered.gaps:
        text = f"{place_of(goal)} {printable(gap_text(goal, session.lang))}"
        lines.append(text if text not in said else faint(text))
        said.add(text)
    head = session.word("cover_head", policy=covered.policy.id, **counts_of(covered))
    return "\n".join([*lines, strong("yellow" if covered.gaps else "green", head)])


def place_of(goal: Goal) -> str:
    assert goal.place is not None, "goals of a policy stand in its files"
    return f"{goal.place.source.name}:{goal.place.line}"


def counts_of(covered: Coverage) -> dict[str, Any]:
    return {
        "seen": covered.counted - len(covered.gaps),
        "counted": covered.counted,
        "percent": percent(covered.share),
        "gaps": len(covered.gaps),
        "impossible": len(covered.impossible),
        "marked": len(covered.marked),
    }


def percent(share: Fraction) -> str:
    """Rounded down, so that 100 is said of nothing less."""
    tenths = share.numerator * 1000 // share.denominator
    return f"{tenths // 10}.{tenths % 10}"


def misses(
    session: Session, covered: Sequence[Coverage], threshold: int | None
) -> list[str]:
    """Why the coverage is not good enough: a wrong mark, or less than was asked for."""
    wrong = [d.text(session.lang) for one in covered for d in one.problems]
    if threshold is None:
        return wrong
    return wrong + [
        session.word(
            "cover_below_threshold",
            policy=one.policy.id,
            percent=percent(one.share),
            threshold=threshold,
        )
        for one in covered
        if one.share * 100 < threshold
    ]


def coverage_data(session: Session, covered: Sequence[Coverage]) -> list[Any]:
    """The same as plain data, with every goal."""
    return [
        {
            "policy": one.policy.id,
            **counts_of(one),
            "goals": [_goal(session, one, goal) for goal in one.goals],
            "problems": [d.as_dict(session.lang) for d in one.problems],
        }
        for one in covered
    ]


def _goal(session: Session, covered: Coverage, goal: Goal) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": goal.id,
        "sort": goal.sort,
        "clause": goal.clause,
        "what": goal.what,
        "wanted": goal.wanted,
        "place": place_of(goal),
    }
    if goal in covered.seen:
        return found | {"status": "seen", "case": covered.seen[goal]}
    if goal in covered.impossible:
        return found | {"status": "impossible", "reason": covered.impossible[goal]}
    if goal in covered.marked:
        return found | {"status": "marked", "reason": covered.marked[goal].why}
    return found | {"status": "gap", "text": gap_text(goal, session.lang)}
