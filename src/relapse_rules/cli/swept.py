"""From the arguments of `sweep` to what it found, with the old and the new value among it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.cli.planning import Wanted, plan_of
from relapse_rules.impact.sweep import Point, Sweep, sweep_side, values_of
from relapse_rules.reports.change.wording import Wording

if TYPE_CHECKING:
    from relapse_rules.cli.session import Session


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep, the states in which households were found, and the value that is new."""

    sweep: Sweep
    wording: Wording
    states: tuple[str, ...]
    new: Fraction | None

    @property
    def label(self) -> str:
        head = self.wording.impact.head
        found = head.meaning.parameters[self.sweep.parameter]
        return self.wording.label(found.label)

    def marks(self, point: Point) -> str:
        """What is said beside a value: the one in force, the new one, a cliff."""
        found = []
        if point.value == self.sweep.now:
            found.append(self.wording.word("sweep_now"))
        if point.value == self.new:
            found.append(self.wording.word("sweep_new"))
        if point.cliff:
            found.append(self.wording.word("sweep_cliff"))
        return " ".join(found)

    def as_dict(self) -> dict[str, Any]:
        return {
            "policy": self.wording.impact.head.policy_id,
            "digest": self.wording.impact.head.digest,
            "date": self.wording.impact.head.day.isoformat(),
            "parameter": self.sweep.name,
            "unit": self.sweep.unit,
            "now": None if self.sweep.now is None else str(self.sweep.now),
            "new": None if self.new is None else str(self.new),
            "points": [
                {
                    "value": str(p.value),
                    "watched": p.watched,
                    "cliff": p.cliff,
                    "states": {
                        s: {"households": n.households, "people": n.people}
                        for s, n in sorted(p.states.items())
                    },
                }
                for p in self.sweep.points
            ],
        }


def swept(
    session: Session, wanted: Wanted, parameter: str, values: str, new: str
) -> Swept:
    """Reads, and judges once for each value; the value in force is always among them."""
    found = set(values_of(values))
    proposed = values_of(f"{new}:{new}:1")[0] if new else None
    impact = plan_of(session, wanted)
    sizes = impact.households.select("row", "people")
    now = _now(impact.head, parameter)
    asked = sorted(found | {v for v in (proposed, now) if v is not None})
    done = sweep_side(impact.side, parameter, asked, sizes)
    seen = {s for point in done.points for s in point.states}
    states = tuple(s for s in impact.axis.states if s in seen)
    return Swept(done, Wording(impact, session.lang), states, proposed)


def _now(rules: Any, parameter: str) -> Fraction | None:
    """The value in force; None for a name that the sweep will refuse."""
    name, _, row = parameter.removesuffix("]").partition("[")
    found = rules.meaning.parameters.get(name)
    if found is None:
        return None
    values = found.values
    if row:
        values = next((r.values for r in found.rows if r.key == row), ())
    value = values[0].value if values else None
    return value if isinstance(value, Fraction) else None
