"""Typed trees become the program, one file a kind of tree node."""

from __future__ import annotations

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
    from datetime import date as Day  # noqa: N812 - `date` is a pass

    from relapse_rules.documents.policy import Derived, Section
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.program.nodes import Ratio

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
    return nodes.Program(
        tuple(state.facts),
        tuple((name, tuple(found)) for name, found in state.items.items()),
        tuple(state.bindings.values()),
        sections,
        values,
        day.toordinal(),
    )


def _section(state: State, section: Section) -> nodes.SectionProgram:
    rows = []
    for entry in section.entries:
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
