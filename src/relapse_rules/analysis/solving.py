"""Asking the solver: is there a record, or are there two, of which something holds?"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.analysis.encoding.record import OpenRecord
    from relapse_rules.analysis.encoding.terms import Term

# Milliseconds for one question, and how many items lists may have in it.
TIME_LIMIT = 10_000
LIST_BOUND = 4
Outcome = Literal["found", "none", "open"]


def require_solver() -> None:
    """Raises FileError with the command that installs the solver, when it is missing."""
    if find_spec("z3") is None:
        raise FileError("RR450")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the solver says: a model, that there is none, or that it ran out of time."""

    outcome: Outcome
    model: Any = None


def ask(goal: Term, records: Iterable[OpenRecord], limit: int = TIME_LIMIT) -> Reply:
    """Whether there are valid records of which the goal holds."""
    import z3

    if goal is False:
        return Reply("none")
    solver = z3.Solver()
    solver.set("timeout", limit)
    solver.add(goal)
    for record in records:
        solver.add([rule for rule in record.rules if rule is not True])
    found = solver.check()
    if found == z3.sat:
        return Reply("found", solver.model())
    return Reply("none" if found == z3.unsat else "open")
