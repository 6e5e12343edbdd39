"""Numbers as exact ratios of whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program import nodes, numbers
from relapse_rules.program.lowering.bindings import derived_value
from relapse_rules.program.lowering.dates import DATE_CALLS, date_call
from relapse_rules.program.lowering.tables import lookup
from relapse_rules.program.nodes import Bool, IntConst, Ratio, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.lowering.state import State


def number(state: State, node: tree.Node) -> Ratio:
    """What a number becomes."""
    if node.type.kind == "count":
        high = int(node.type.high or 0)
        return Ratio(nodes.CountValue(state.count(node), 0, high), numbers.ONE)
    match node:
        case tree.Constant(value=value):
            return numbers.constant(Fraction(value))
        case tree.Name(symbol=symbol):
            return _name(state, symbol)
        case tree.Negate(arg=arg):
            ratio = state.number(arg)
            return Ratio(numbers.negate(ratio.numerator), ratio.denominator)
        case tree.Arithmetic(op=op, left=left, right=right):
            a, b = state.number(left), state.number(right)
            if op == "*":
                return numbers.multiply(a, b)
            if op == "/":
                most = right.type.high
                return numbers.divide(a, b, negative=most is not None and most < 0)
            return numbers.add(op, a, b)
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            test = state.boolean(condition)
            return _either(state, test, state.number(then), state.number(otherwise))
        case tree.AggregateList():
            return _aggregate(state, node)
        case tree.Lookup(table=table, arg=arg):
            return lookup(state, node, table, arg)
        case tree.Call(function=function, args=args):
            return _call(state, function, args)
    raise AssertionError(node)


def _name(state: State, symbol: Symbol) -> Ratio:
    if symbol.kind == "derived":
        return derived_value(state, symbol.id)
    if symbol.kind == "parameter":
        value = state.parameter(symbol.id)
        assert isinstance(value, Fraction)
        parameter = state.meaning.parameters[symbol.id]
        return numbers.constant(value * parse_unit(parameter.unit).scale)
    slot = state.slot(symbol)
    fact = state.fact(slot)
    ratio = _fact_ratio(fact, slot)
    key = state.otherwise_key(slot)
    if key is None:
        return ratio
    other = state.stand_in(key, state.number)
    return _either(state, nodes.IsKnown(slot), ratio, other)


def _either(state: State, condition: Bool, then: Ratio, otherwise: Ratio) -> Ratio:
    """One of two ratios; where the condition is unknown, equal values still agree."""
    then_top, other_top, bottom = numbers.same_denominator(then, otherwise)
    if isinstance(bottom, IntConst):
        return Ratio(numbers.if_int(condition, then_top, other_top), bottom)
    then, otherwise = state.shared_ratio(then), state.shared_ratio(otherwise)
    condition = state.shared_bool(condition)
    agree = state.shared_bool(numbers.compare("==", then, otherwise))
    unknown = nodes.Not(nodes.IsKnown(condition))
    same = nodes.And((unknown, nodes.IsKnown(agree), agree))
    decided = state.shared_bool(nodes.Or((condition, same)))
    return Ratio(
        numbers.if_int(decided, then.numerator, otherwise.numerator),
        numbers.if_int(decided, then.denominator, otherwise.denominator),
    )


def _aggregate(state: State, node: tree.AggregateList) -> Ratio:
    with state.items_of(node.list.id):
        value = state.number(node.value)
        condition = None if node.condition is None else state.boolean(node.condition)
    if not isinstance(value.denominator, IntConst):
        state.complain("RR330", node.value)
        return Ratio(IntConst(0), numbers.ONE)
    low, high = value.numerator.low, value.numerator.high
    if node.aggregate == "sum":
        most = node.list.max_items
        low, high = min(0, low * most), max(0, high * most)
    numbers.bounded(low, high)
    top = nodes.AggregateItems(
        node.aggregate, node.list.id, value.numerator, condition, low, high
    )
    return Ratio(top, value.denominator)


def _call(state: State, function: str, args: tuple[tree.Node, ...]) -> Ratio:
    if function in DATE_CALLS or function == "days_between":
        return Ratio(date_call(state, function, args), numbers.ONE)
    first = state.number(args[0])
    if function == "abs":
        return numbers.absolute(state.shared_ratio(first))
    if function == "floor":
        return Ratio(
            numbers.floor_divide(first.numerator, first.denominator), numbers.ONE
        )
    if function == "ceil":
        top = numbers.floor_divide(numbers.negate(first.numerator), first.denominator)
        return Ratio(numbers.negate(top), numbers.ONE)
    if function == "round_half_up":
        places = args[1]
        assert isinstance(places, tree.Constant)
        return numbers.round_half_up(state.shared_ratio(first), int(places.value))
    assert function in {"min", "max"}
    return _extreme(state, function, [first, *map(state.number, args[1:])])


def _extreme(state: State, function: str, values: Sequence[Ratio]) -> Ratio:
    """By halves, since each step needs both of its sides twice."""
    if len(values) == 1:
        return values[0]
    half = len(values) // 2
    left = state.shared_ratio(_extreme(state, function, values[:half]))
    right = state.shared_ratio(_extreme(state, function, values[half:]))
    return numbers.extreme("min" if function == "min" else "max", left, right)


def _fact_ratio(fact: Fact, slot: Slot) -> Ratio:
    scale = fact.scale
    assert fact.low is not None
    assert fact.high is not None
    low, high = numbers.bounded(ceil(fact.low * scale), floor(fact.high * scale))
    unit = parse_unit(fact.unit).scale
    factor = unit / scale
    top = numbers.times(nodes.IntFact(slot, low, high), IntConst(factor.numerator))
    return Ratio(top, IntConst(factor.denominator))
