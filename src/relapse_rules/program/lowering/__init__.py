"""Typed trees become the program, one file a kind of tree node."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.errors import PolicyError
from relapse_rules.language.units import parse_unit
from relapse_rules.program import nodes, numbers
from relapse_rules.program.lowering.arithmetic import number
from relapse_rules.program.lowering.bindings import count, decides, derived_value
from relapse_rules.program.lowering.dates import date
from relapse_rules.program.lowering.logic import boolean
from relapse_rules.program.lowering.state import Passes, State
from relapse_rules.program.numbers import OverflowsError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date as Day  # noqa: N812 - `date` is a pass

    from relapse_rules.documents.policy import Derived, Section
    from relapse_rules.language import tree
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.program.nodes import Ratio

    # A sub-expression, and the formula that it stands in.
    Inner = tuple[Key, tree.Node]

PASSES = Passes(boolean, number, date, count)


def lower(meaning: Meaning, day: Day) -> nodes.Program:
    """The program of one kind of record on one day.

    Raises PolicyError when a whole number could leave 64 bits, or when a parameter that
    is needed has no value on that day.
    """
    state = State(meaning, day, PASSES)
    sections = tuple(_section(state, s) for s in meaning.rules.sections)
    values = _values(state)
    if state.problems:
        raise PolicyError(state.problems)
    return _program(state, sections, values)


@dataclass(frozen=True, slots=True)
class Part:
    """What is wanted of a policy, when not all of it is.

    `rows` names the entries wanted of each section. `conditions` and `numbers` (dates and
    counts among them) are sub-expressions of formulas, asked for by names of their own.
    `like` is a program whose facts come first, in its order, so that its records serve.
    """

    like: nodes.Program
    rows: Mapping[str, Collection[str]] = field(default_factory=dict)
    values: frozenset[str] = frozenset()
    conditions: Mapping[str, Inner] = field(default_factory=dict)
    numbers: Mapping[str, Inner] = field(default_factory=dict)


def lower_part(meaning: Meaning, day: Day, part: Part) -> nodes.Program:
    """The program of a part of a policy, and of all that it is made of.

    The conditions follow the sections as flags of a section without a name; the numbers
    come last, behind the shown values. Raises as `lower` does.
    """
    state = State(meaning, day, PASSES)
    state.facts = dict.fromkeys(part.like.facts)
    state.items = {name: dict.fromkeys(ids) for name, ids in part.like.items}
    sections = [
        _section(state, s, part.rows[s.id])
        for s in meaning.rules.sections
        if s.id in part.rows
    ]
    sections.append(_conditions(state, part.conditions))
    values = [v for v in _values(state) if v.id in part.values] if part.values else []
    values += [_number(state, name, inner) for name, inner in part.numbers.items()]
    if state.problems:
        raise PolicyError(state.problems)
    return _program(state, tuple(sections), tuple(values))


def _conditions(state: State, asked: Mapping[str, Inner]) -> nodes.SectionProgram:
    for name, (key, node) in asked.items():
        with state.formula(key):
            state.bind(name, state.boolean(node))
    return nodes.SectionProgram("", "flags", tuple(nodes.Row(n, n) for n in asked))


def _number(state: State, name: str, inner: Inner) -> nodes.ValueProgram:
    key, node = inner
    with state.formula(key):
        if node.type.kind == "date":
            ratio = nodes.Ratio(state.date(node), numbers.ONE)
        else:
            ratio = state.number(node)
    top = ratio.numerator
    return nodes.ValueProgram(name, top, ratio.denominator, 0, top)


def _program(
    state: State,
    sections: tuple[nodes.SectionProgram, ...],
    values: tuple[nodes.ValueProgram, ...],
) -> nodes.Program:
    return nodes.Program(
        tuple(state.facts),
        tuple((name, tuple(found)) for name, found in state.items.items()),
        tuple(state.bindings.values()),
        sections,
        values,
        state.day.toordinal(),
    )


def _section(
    state: State, section: Section, wanted: Collection[str] | None = None
) -> nodes.SectionProgram:
    rows = []
    for entry in section.entries:
        if wanted is not None and entry.id not in wanted:
            continue
        when = decides(state, section.id, entry.id)
        dates = {
            name: _date_of(state, (section.id, entry.id, name))
            for name in ("done_on", "due")
            if name in entry.formulas
        }
        rows.append(nodes.Row(entry.id, when, **dates))
    return nodes.SectionProgram(section.id, section.shape, tuple(rows))


def _date_of(state: State, key: Key) -> str:
    name = ".".join(key)
    if name not in state.bindings:
        with state.formula(key):
            state.bind(name, state.date(state.meaning.typed[key]))
    return name


def _values(state: State) -> tuple[nodes.ValueProgram, ...]:
    shown = []
    for derived in state.meaning.rules.derived:
        typed = state.meaning.typed[("derived", derived.id)]
        if derived.places is None or not typed.type.numeric:
            continue
        with state.formula(("derived", derived.id)):
            exact = derived_value(state, derived.id)
            try:
                shown.append(_shown(derived, derived.places, exact))
            except OverflowsError:
                state.complain("RR319", typed)
    return tuple(shown)


def _shown(derived: Derived, places: int, ratio: Ratio) -> nodes.ValueProgram:
    """Rounding is no binding of the program: a decision rounds when it is read."""
    if derived.unit:
        factor = numbers.constant(1 / parse_unit(derived.unit).scale)
        ratio = numbers.multiply(ratio, factor)
    rounded = numbers.round_half_up(ratio, places).numerator
    return nodes.ValueProgram(
        derived.id, ratio.numerator, ratio.denominator, places, rounded
    )
