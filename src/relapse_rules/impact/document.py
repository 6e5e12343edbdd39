"""An impact as plain data: what machines read, and what a saved plan is compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.impact.effect import effect_of
from relapse_rules.impact.flips import flips_of, groups, with_flips
from relapse_rules.impact.moves import MOVES
from relapse_rules.impact.spread import spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.comparison import Count, Impact
    from relapse_rules.impact.difference import Change
    from relapse_rules.impact.gates import Verdict
    from relapse_rules.impact.spread import Spread

VERSION = 1


def each_household(impact: Impact) -> list[dict[str, Any]]:
    """Every household that changes, by its row: states, and the clauses that turned."""
    wanted = ("row", "base_state", "head_state", "flips")
    return [
        {
            "row": one["row"],
            "base": one["base_state"],
            "head": one["head_state"],
            "flips": [
                {"clause": f.name, "base": f.old, "head": f.new}
                for f in flips_of(one["flips"])
            ],
        }
        for one in with_flips(impact).select(wanted).iter_rows(named=True)
    ]


def document(impact: Impact, verdicts: Iterable[Verdict] = ()) -> dict[str, Any]:
    """Everything that is counted, and no household by itself."""
    return {
        "version": VERSION,
        "date": impact.head.day.isoformat(),
        "base": _policy(impact.base),
        "head": _policy(impact.head),
        "rows": impact.rows,
        "refused": len(impact.refused),
        "elsewhere": impact.elsewhere.households,
        "compared": _count(impact.count()),
        "effect": effect_of(impact),
        "changes": [_change(c) for c in impact.changes],
        "moves": {name: _count(impact.moved(name)) for name in ("changed", *MOVES)},
        "matrix": [
            {"base": old, "head": new, **_count(count)}
            for (old, new), count in sorted(impact.matrix().items())
        ],
        "near": {line.parameter: _count(impact.near(line)) for line in impact.lines},
        "causes": [
            {
                "flips": [
                    {"clause": f.name, "base": f.old, "head": f.new} for f in g.flips
                ],
                **_count(g.count),
            }
            for g in groups(impact)
        ],
        "places": {
            fact: [_spread(s) for s in spread(impact, f"place_{at}")]
            for at, fact in enumerate(impact.about.places)
        },
        "gates": [
            {
                "gate": v.gate.about,
                "limit": v.gate.limit,
                "found": v.found,
                "of": v.of,
                "passed": v.passed,
            }
            for v in verdicts
        ],
    }


def _policy(rules: Rules) -> dict[str, Any]:
    return {"policy": rules.policy_id, "digest": rules.digest}


def _count(count: Count) -> dict[str, int]:
    found = {"households": count.households, "people": count.people}
    return found | ({"unknown_size": count.unknown} if count.unknown else {})


def _change(change: Change) -> dict[str, str]:
    return {
        "class": change.kind,
        "what": change.what,
        "name": change.name,
        "part": change.part,
        "base": change.old,
        "head": change.new,
        "layer": change.layer,
    }


def _spread(part: Spread) -> dict[str, Any]:
    return {
        "name": part.name or None,
        "all": _count(part.all),
        "base": _count(part.old),
        "head": _count(part.new),
        **part.moved,
    }
