"""Limits that a change must keep: how many may leave, and how many may change at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.errors import PlaceError
from relapse_rules.impact.moves import MOVES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.impact.comparison import Impact

# What `--fail-on` calls the moves.
NAMES = {name.replace("_", "-"): name for name in MOVES} | {
    "undecided": "newly_undecided",
    "refused": "refused",
}
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%|([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Gate:
    """At most `most` households, or that share of all that were compared."""

    about: str
    most: Fraction = Fraction(0)
    share: bool = False

    @property
    def limit(self) -> str:
        """`0`, `100` or `5%`."""
        if not self.share:
            return str(self.most)
        return f"{float(self.most * 100):g}%"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a gate holds: how many households there are, of how many."""

    gate: Gate
    found: int
    of: int

    @property
    def passed(self) -> bool:
        limit = self.gate.most * self.of if self.gate.share else self.gate.most
        return self.found <= limit


def gates_of(fail_on: Iterable[str], max_changed: str = "") -> tuple[Gate, ...]:
    """The gates of `--fail-on` and `--max-changed`. Raises PlaceError for what is none."""
    names = [n.strip() for text in fail_on for n in text.split(",") if n.strip()]
    unknown = [n for n in names if n not in NAMES]
    if unknown:
        raise PlaceError("RR856", found=unknown[0], known=", ".join(NAMES))
    found = [Gate(NAMES[n]) for n in dict.fromkeys(names)]
    if max_changed:
        match = _SHARE.fullmatch(max_changed.strip())
        if match is None:
            raise PlaceError("RR857", found=max_changed)
        percent, whole = match.groups()
        if percent:
            found.append(Gate("changed", Fraction(percent) / 100, share=True))
        else:
            found.append(Gate("changed", Fraction(whole)))
    return tuple(found)


def verdicts(impact: Impact, gates: Iterable[Gate]) -> tuple[Verdict, ...]:
    """How each gate came out."""
    return tuple(
        Verdict(
            gate,
            len(impact.refused)
            if gate.about == "refused"
            else impact.moved(gate.about).households,
            impact.rows,
        )
        for gate in gates
    )
