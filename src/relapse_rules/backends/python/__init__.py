"""Generated Python: one function for complete records, one for records with gaps.

The body for complete records has no unknown values and is plain Python; the other spells
three-valued logic out. Both come from the same tables, by node kind.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python.function import Given, body, everything
from relapse_rules.program import calendar

__all__ = ["Given", "PythonBackend", "Runner"]

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.backends.protocol import Outcomes
    from relapse_rules.program.nodes import Program

    Body = Callable[[tuple[Any, ...]], Outcomes]


@dataclass(frozen=True, slots=True)
class Runner:
    """The two bodies of a program, and their text."""

    complete: Body
    with_gaps: Body
    source: str

    def run(self, values: tuple[Any, ...], gaps: int) -> Outcomes:
        """The outcomes for one encoded record."""
        return self.with_gaps(values) if gaps else self.complete(values)


class PythonBackend:
    """Compiles a program into Python functions."""

    def compile(self, program: Program) -> Runner:
        """Two functions, made from text that is built here from the program alone."""
        space: dict[str, Any] = dict(RUNTIME)
        source = "\n\n".join(
            body(program, everything(program, with_gaps=with_gaps), name, space)
            for name, with_gaps in (("complete", False), ("with_gaps", True))
        )
        _run(source, space)
        return Runner(space["complete"], space["with_gaps"], source)

    def compile_for(self, program: Program, given: Given) -> Body:
        """One function for records that give just these facts.

        Many records of one source share their gaps; what is unknown is then settled
        while compiling.
        """
        space: dict[str, Any] = dict(RUNTIME)
        _run(body(program, given, "shaped", space), space)
        shaped: Body = space["shaped"]
        return shaped


def _run(source: str, space: dict[str, Any]) -> None:
    code = compile(source, "<relapse_rules program>", "exec")
    exec(code, space)  # noqa: S102 - our own text: names are numbers, values escaped


def _possible(rows: tuple[bool | None, ...]) -> tuple[int, ...]:
    """The rows that may still win, -1 standing for none of them."""
    found = []
    for index, row in enumerate(rows):
        if row is not False:
            found.append(index)
        if row is True:
            return tuple(found)
    return (*found, -1)


def _band(table: tuple[tuple[int, ...], tuple[int, ...]], subject: int) -> int:
    return table[1][bisect_right(table[0], subject) - 1]


# Everything the generated text may call; no builtins but `len`.
RUNTIME: dict[str, Any] = {
    "years_between": calendar.years_between,
    "months_between": calendar.months_between,
    "add_months": calendar.add_months,
    "month_day": calendar.month_day,
    "next_month_day": calendar.next_month_day,
    "possible": _possible,
    "band": _band,
    "__builtins__": {"len": len},
}
