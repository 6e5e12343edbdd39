"""Generated Python: one function for complete records, one for records with gaps.

The body for complete records has no unknown values and is plain Python; the other spells
three-valued logic out. Both come from the same tables, by node kind.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from relapse_rules.backends.python.function import Given, body, everything
from relapse_rules.program import calendar

__all__ = ["Body", "Given", "PythonBackend", "Runner", "run_text"]

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.backends.protocol import Outcomes
    from relapse_rules.program.nodes import Program


Body: TypeAlias = "Callable[[tuple[Any, ...]], Outcomes]"


class Runner:
    """The two bodies of a program.

    The body for records with gaps is made at once. Few records are complete, so that the
    other one is made when the first of them comes.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.with_gaps = made(program, everything(program, with_gaps=True))

    @cached_property
    def complete(self) -> Body:
        return made(self.program, everything(self.program, with_gaps=False))

    def source(self, *, with_gaps: bool) -> str:
        """The text of one body, to be read or tested."""
        return body(self.program, everything(self.program, with_gaps=with_gaps), {})

    def run(self, values: tuple[Any, ...], gaps: int) -> Outcomes:
        """The outcomes for one encoded record."""
        return self.with_gaps(values) if gaps else self.complete(values)


class PythonBackend:
    """Compiles a program into Python functions."""

    def compile(self, program: Program) -> Runner:
        """Functions made from text that is built here from the program alone."""
        return Runner(program)

    def compile_for(self, program: Program, given: Given) -> Body:
        """One function for records that give just these facts.

        Many records of one source share their gaps; what is unknown is then settled
        while compiling.
        """
        return made(program, given)


def made(program: Program, given: Given) -> Body:
    """A body, from its text."""
    tables: dict[str, Any] = {}
    return run_text(body(program, given, tables), tables)


def run_text(source: str, tables: Mapping[str, Any]) -> Body:
    """The function that a body's text defines; it may call what `RUNTIME` lists."""
    space: dict[str, Any] = {**RUNTIME, **tables}
    code = compile(source, "<relapse_rules program>", "exec")
    exec(code, space)  # noqa: S102 - our own text: names are numbers, values escaped
    found: Body = space["decide"]
    return found


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
