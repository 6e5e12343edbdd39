"""What is computed once and referred to by name: entries, derived values; and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.program import nodes, numbers
from relapse_rules.program.nodes import Bool, Count, IntConst, Ratio

if TYPE_CHECKING:
    from relapse_rules.program.lowering.state import State


def decides(state: State, section: str, entry: str) -> str:
    """The binding of an entry's condition; a choice row without one always holds."""
    name = f"{section}.{entry}"
    if name not in state.bindings:
        node: Bool = nodes.BoolConst(value=True)
        for formula in ("when", "done"):
            key = (section, entry, formula)
            if key in state.meaning.typed:
                with state.formula(key):
                    node = state.weighed(state.boolean(state.meaning.typed[key]))
        state.bindings[name] = nodes.Binding(name, node)
    return name


def section_parts(state: State, section: str) -> tuple[Bool, ...]:
    symbol = state.meaning.scope.sections[section]
    return tuple(nodes.BoolRef(decides(state, section, e)) for e in symbol.entries)


def derived_value(state: State, name: str) -> Ratio:
    """A derived value, computed once; only numbers and dates have a use for the ratio."""
    if name in state.derived:
        return state.derived[name]
    key = ("derived", name)
    typed = state.meaning.typed[key]
    binding = f"derive.{name}"
    with state.formula(key):
        if typed.type.kind == "boolean":
            state.bind(binding, state.boolean(typed))
            ratio = Ratio(IntConst(0), numbers.ONE)
        elif typed.type.kind == "count":
            count = state.count(typed)
            state.bind(binding, count)
            high = int(typed.type.high or 0)
            reference = nodes.CountRef(binding, high)
            ratio = Ratio(nodes.CountValue(reference, 0, high), numbers.ONE)
        elif typed.type.kind == "date":
            ratio = Ratio(state.bind_int(binding, state.date(typed)), numbers.ONE)
        else:
            exact = state.number(typed)
            top = state.bind_int(binding, exact.numerator)
            bottom = state.bind_int(f"{binding}/", exact.denominator)
            ratio = Ratio(top, bottom)
    state.derived[name] = ratio
    return ratio


def count(state: State, node: tree.Node) -> Count:
    """A count with its bounds."""
    match node:
        case tree.Name(symbol=symbol):
            derived_value(state, symbol.id)
            return nodes.CountRef(f"derive.{symbol.id}", int(node.type.high or 0))
        case tree.CountOf(args=args):
            return nodes.CountOf(tuple(state.boolean(a) for a in args))
        case tree.FoldSection(section=section):
            parts = section_parts(state, section)
            if state.meaning.scope.sections[section].shape == "choice":
                return nodes.CountOf((nodes.Or(parts),))
            return nodes.CountOf(parts)
        case tree.FoldList(list=symbol, condition=condition):
            with state.items_of(symbol.id):
                body = None if condition is None else state.boolean(condition)
            return nodes.CountItems(symbol.id, body, symbol.max_items)
    raise AssertionError(node)
