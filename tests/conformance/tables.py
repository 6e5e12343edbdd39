"""The forms of the columns of a table, computed by the generated Python of each node."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import PythonBackend
from relapse_rules.program import nodes
from relapse_rules.table import Column, Day, First, Flag, Form, Ids, Shown, Tally, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from relapse_rules.backends.python import Body
    from relapse_rules.program.nodes import Program

WORDS = {True: "yes", False: "no", None: "undecided"}


def by_forms(
    program: Program, columns: Sequence[Column], values: tuple[Any, ...]
) -> dict[str, Any]:
    """Each column's value for one encoded record: plain Python over its nodes."""
    return forms_of(program, columns)(values)


def forms_of(
    program: Program, columns: Sequence[Column]
) -> Callable[[tuple[Any, ...]], dict[str, Any]]:
    """The same for many records."""
    asked = [node for c in columns for node in _nodes(c.form)]
    run = _runner(program, asked)

    def found(values: tuple[Any, ...]) -> dict[str, Any]:
        worths = dict(zip(map(id, asked), run(values), strict=True))
        return {
            c.name: FORMS[type(c.form)](c.form, lambda node: worths[id(node)])
            for c in columns
        }

    return found


def _nodes(form: Form) -> list[Any]:
    match form:
        case Truth(node=node) | Flag(node=node):
            return [node]
        case First(rows=rows):
            return [node for _, node in rows]
        case Ids(rows=rows, when=when):
            return [*(node for _, node in rows), *([] if when is None else [when])]
        case Tally(args=args):
            return list(args)
        case Day():
            return [form]
        case Shown(scaled=scaled):
            return [scaled]


def _runner(program: Program, asked: list[Any]) -> Body:
    """What each node is worth: one section of flags, each of them one of the nodes."""
    days = {b.name: b.node for b in program.bindings}
    bound = []
    for number, node in enumerate(asked):
        wanted: Any = node
        if isinstance(node, Day):
            low, high = days[node.binding].low, days[node.binding].high  # type: ignore[union-attr]
            wanted = nodes.IntRef(node.binding, low, high)
        bound.append(nodes.Binding(f"asked {number}", wanted))
    rows = tuple(nodes.Row(b.name, b.name) for b in bound)
    section = nodes.SectionProgram("asked", "flags", rows)
    whole = replace(
        program,
        bindings=(*program.bindings, *bound),
        sections=(section,),
        values=(),
    )
    return PythonBackend().compile(whole).with_gaps


def _ids(form: Ids, worth: Callable[[Any], Any]) -> list[str]:
    if form.when is not None:
        if worth(form.when) is not None:
            return []
        return [row for row, node in form.rows if worth(node) is not False]
    wanted = None if form.unknown else True
    return [row for row, node in form.rows if worth(node) is wanted]


def _day(form: Day, worth: Callable[[Any], Any]) -> date | None:
    number = worth(form)
    return None if number is None else date.fromordinal(number)


def _shown(form: Shown, worth: Callable[[Any], Any]) -> Decimal | None:
    number = worth(form.scaled)
    return None if number is None else Decimal(number).scaleb(-form.places)


FORMS: dict[type, Callable[[Any, Callable[[Any], Any]], Any]] = {
    Truth: lambda f, worth: WORDS[worth(f.node)],
    Flag: lambda f, worth: worth(f.node),
    First: lambda f, worth: next((row for row, n in f.rows if worth(n) is True), None),
    Ids: _ids,
    Tally: lambda f, worth: sum(
        worth(a) is (None if f.unknown else True) for a in f.args
    ),
    Day: _day,
    Shown: _shown,
}
