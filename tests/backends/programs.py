"""Small programs of yes-or-no facts, run by the Python back end."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from relapse_rules.backends.python import PythonBackend
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relapse_rules.program.nodes import Bool, Node

Values = tuple[bool | None, ...]


def facts(number: int) -> tuple[nodes.BoolFact, ...]:
    return tuple(nodes.BoolFact(nodes.Slot(f"f{i}")) for i in range(number))


def program(number: int, bound: Sequence[Node], shape: str = "flags") -> nodes.Program:
    """One section over so many facts, one entry for each of the nodes."""
    bindings = tuple(nodes.Binding(f"b{i}", node) for i, node in enumerate(bound))
    rows = tuple(nodes.Row(f"e{i}", f"b{i}") for i in range(len(bound)))
    section = nodes.SectionProgram("section", shape, rows)  # type: ignore[arg-type]
    names = tuple(f"f{i}" for i in range(number))
    return nodes.Program(names, (), bindings, (section,), (), 738_000)


def results(number: int, *bound: Bool) -> Iterator[tuple[Values, tuple[object, ...]]]:
    """Every record of so many facts with the outcomes of the nodes."""
    runner = PythonBackend().compile(program(number, bound))
    for values in product((True, False, None), repeat=number):
        found = runner.with_gaps(values)
        if None not in values:
            assert runner.complete(values) == found
        yield values, found


def completions(values: Iterable[bool | None]) -> Iterator[tuple[bool, ...]]:
    """Every way in which the unknown ones may turn out."""
    return product(*((v,) if v is not None else (True, False) for v in values))
