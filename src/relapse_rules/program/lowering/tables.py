"""Parameter tables: the value of the row that holds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm
from typing import TYPE_CHECKING

from relapse_rules.language.units import parse_unit
from relapse_rules.program import nodes, numbers
from relapse_rules.program.lowering.state import symbol_of
from relapse_rules.program.nodes import Int, IntConst, Ratio

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Parameter, Row
    from relapse_rules.language import tree
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.lowering.state import State


def lookup(state: State, node: tree.Node, table: Symbol, arg: tree.Node) -> Ratio:
    parameter = state.meaning.parameters[table.id]
    scale = parse_unit(parameter.unit).scale
    values = [_value_of(state, parameter, row) * scale for row in parameter.rows]
    common = lcm(*(v.denominator for v in values))
    whole = [int(v * common) for v in values]
    low, high = numbers.bounded(min(whole), max(whole))
    numbers.bounded(common, common)
    if arg.type.kind == "choice":
        choices = tuple(
            (row.choice or "", v) for row, v in zip(parameter.rows, whole, strict=True)
        )
        return Ratio(_by_choice(state, arg, choices, low, high), IntConst(common))
    subject = state.number(arg)
    if not isinstance(subject.denominator, IntConst):
        state.complain("RR330", node)
        return Ratio(IntConst(0), numbers.ONE)
    by_unit = _unit_of(state, parameter.by)
    unit = parse_unit(by_unit).scale * subject.denominator.value
    top = subject.numerator
    rows = [
        (*_band(row, unit, top), value)
        for row, value in zip(parameter.rows, whole, strict=True)
    ]
    rows.sort()
    if not _without_gap(rows, top):
        state.complain("RR328", arg)
    return Ratio(nodes.LookupInt(top, tuple(rows), low, high), IntConst(common))


def _by_choice(
    state: State, arg: tree.Node, rows: tuple[tuple[str, int], ...], low: int, high: int
) -> Int:
    slot = state.slot(symbol_of(arg))
    found: Int = nodes.LookupChoice(slot, rows, low, high)
    key = state.otherwise_key(slot)
    if key is None:
        return found
    other = IntConst(dict(rows)[state.choice_constant(key)])
    return numbers.if_int(nodes.IsKnown(slot), found, other)


def _value_of(state: State, parameter: Parameter, row: Row) -> Fraction:
    value = row.values[0].value if len(row.values) == 1 else None
    if not isinstance(value, Fraction):
        state.missing(parameter.id, row.key)
        return Fraction(1)
    return value


def _unit_of(state: State, name: str) -> str:
    fact = state.meaning.facts.get(name)
    if fact is not None:
        return fact.unit
    derived = state.meaning.derived.get(name)
    return derived.unit if derived is not None else ""


def _band(row: Row, unit: Fraction, subject: Int) -> tuple[int, int]:
    """The values of the subject in a row; an endless row reaches all there are."""
    low = high = None
    if row.low is not None:
        low = _lowest(row.low * unit, open_=row.low_open)
    if row.high is not None:
        high = _highest(row.high * unit, open_=row.high_open)
    if low is None:
        low = subject.low if high is None else min(subject.low, high)
    return low, max(subject.high, low) if high is None else high


def _without_gap(rows: list[tuple[int, int, int]], subject: Int) -> bool:
    """Whether no value of the subject lies between two rows; its type proves the ends."""
    step = 1
    if isinstance(subject, nodes.Arithmetic) and subject.op == "*":
        step = next(
            (p.value for p in (subject.left, subject.right) if isinstance(p, IntConst)),
            1,
        )
    return all((a[1] // step + 1) * step >= b[0] for a, b in pairwise(rows))


def _lowest(bound: Fraction, *, open_: bool) -> int:
    return floor(bound) + 1 if open_ else ceil(bound)


def _highest(bound: Fraction, *, open_: bool) -> int:
    return ceil(bound) - 1 if open_ else floor(bound)
