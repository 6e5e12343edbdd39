"""The mutants that no case finds, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from relapse_rules.cli.coverage_report import percent
from relapse_rules.cli.session import faint, strong
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.cli.session import Session
    from relapse_rules.testing.mutation.mutant import Mutant
    from relapse_rules.testing.mutation.place import Fate
    from relapse_rules.testing.mutation.report import Mutation

# As much of a line is shown on both sides of an edit.
AROUND = 60
TOLD: dict[Fate, str] = {"apart": "mutant_told_apart", "missed": "mutant_not_told"}


def mutation_text(session: Session, found: Sequence[Mutation]) -> str:
    """Each policy with the changes that no case finds."""
    parts = []
    for one in found:
        parts += [_survivor(session, m, fate) for m, fate in one.survivors]
        text = session.word("mutant_head", policy=one.policy.id, **counts_of(one))
        parts.append(strong("yellow" if one.survivors else "green", text))
    return "\n\n".join(parts)


def _survivor(session: Session, mutant: Mutant, fate: Fate) -> str:
    """Where it is, the line before and after, and that nothing finds it."""
    change = mutant.change
    operator = session.word(f"mutant_{mutant.operator}")
    before, after = (printable(line) for line in change.lines_around(AROUND))
    return "\n".join(
        [
            f"{change.place} {mutant.clause} ({operator})",
            "  " + click.style(f"- {before}", fg="red"),
            "  " + click.style(f"+ {after}", fg="green"),
            f"  {session.word('mutant_survived')}",
            "  " + faint(session.word(TOLD[fate])),
        ]
    )


def counts_of(found: Mutation) -> dict[str, Any]:
    return {
        "counted": found.counted,
        "killed": len(found.of("killed")),
        "survived": len(found.survivors),
        "equal": len(found.of("same")),
        "percent": percent(found.score),
    }


def misses(
    session: Session, found: Sequence[Mutation], threshold: int | None
) -> list[str]:
    """Which scores are below what was asked for."""
    return [
        session.word(
            "mutant_below_threshold",
            policy=one.policy.id,
            percent=percent(one.score),
            threshold=threshold,
        )
        for one in found
        if threshold is not None and one.score * 100 < threshold
    ]


def mutation_data(session: Session, found: Sequence[Mutation]) -> list[Any]:
    """The same as plain data, with every mutant."""
    return [
        {
            "policy": one.policy.id,
            **counts_of(one),
            "mutants": [_plain(session, *fate) for fate in one.fates],
        }
        for one in found
    ]


def _plain(session: Session, mutant: Mutant, fate: Fate, case: str) -> dict[str, Any]:
    before, after = mutant.change.lines
    found = {
        "operator": mutant.operator,
        "text": session.word(f"mutant_{mutant.operator}"),
        "clause": mutant.clause,
        "place": mutant.change.place,
        "before": before,
        "after": after,
        "fate": fate,
    }
    return found | {"case": case} if case else found
