"""Dates as day numbers."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - `date` is the pass below
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.program import calendar, nodes, numbers
from relapse_rules.program.lowering.bindings import derived_value
from relapse_rules.program.nodes import Int, IntConst, Ratio
from relapse_rules.program.numbers import OverflowsError

if TYPE_CHECKING:
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.lowering.state import State

DATE_CALLS = frozenset(
    {"years_between", "months_between", "add_months", "month_day", "next_month_day"}
)


def date(state: State, node: tree.Node) -> Int:
    """What a date becomes."""
    match node:
        case tree.AsOf():
            return _in_calendar(IntConst(state.day.toordinal()))
        case tree.Name(symbol=symbol):
            return _name(state, symbol)
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            test = state.boolean(condition)
            return numbers.if_int(test, state.date(then), state.date(otherwise))
        case tree.Call(function=function, args=args):
            return date_call(state, function, args)
    raise AssertionError(node)


def _name(state: State, symbol: Symbol) -> Int:
    if symbol.kind == "derived":
        ratio = derived_value(state, symbol.id)
        return ratio.numerator
    if symbol.kind == "parameter":
        value = state.parameter(symbol.id)
        return IntConst(value.toordinal() if isinstance(value, Day) else 1)
    slot = state.slot(symbol)
    given = nodes.IntFact(slot, calendar.FIRST_DAY, calendar.LAST_DAY)
    key = state.otherwise_key(slot)
    if key is None:
        return given
    other = state.stand_in(key, state.date)
    return numbers.if_int(nodes.IsKnown(slot), given, other)


def date_call(state: State, function: str, args: tuple[tree.Node, ...]) -> Int:
    left = state.date(args[0])
    second = args[1]
    if second.type.kind == "date":
        right = state.date(second)
    else:
        right = _whole(state.number(second))
    if function == "days_between":
        return numbers.arithmetic("-", right, left)
    if function == "add_days":
        return _in_calendar(numbers.arithmetic("+", left, right))
    low, high = _date_range(function, left, right)
    found = nodes.DateCall(function, left, right, low, high)  # type: ignore[arg-type]
    return found if function.endswith("_between") else _in_calendar(found)


def _whole(value: Ratio) -> Int:
    """The number, which its type proves to be whole, such as `6 / 2`."""
    if value.denominator == numbers.ONE:
        return value.numerator
    return numbers.floor_divide(value.numerator, value.denominator)


def _date_range(function: str, left: Int, right: Int) -> tuple[int, int]:
    if function.endswith("_between"):
        most = max(right.high - left.low, left.high - right.low, 0) // 28 + 1
        return -most, most
    if function == "add_months":
        return (
            calendar.add_months(left.low, right.low),
            calendar.add_months(left.high, right.high),
        )
    # A month has at most 31 days; the next one ends within 62.
    return left.low - 31, left.high + (62 if function == "next_month_day" else 31)


def _in_calendar(node: Int) -> Int:
    """Dates far outside the declared years would leave the calendar: refuse them."""
    if node.low < calendar.FIRST_REACHED or node.high > calendar.LAST_REACHED:
        raise OverflowsError
    return node
