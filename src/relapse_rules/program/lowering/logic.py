"""Yes-or-no tree nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.program import nodes, numbers
from relapse_rules.program.lowering.bindings import (
    decides,
    derived_value,
    section_parts,
)
from relapse_rules.program.lowering.state import symbol_of
from relapse_rules.program.nodes import Bool, IntConst

if TYPE_CHECKING:
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.lowering.state import State

FLIPPED: dict[str, nodes.Op] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip


def boolean(state: State, node: tree.Node) -> Bool:
    """What a yes-or-no tree node becomes."""
    match node:
        case tree.Constant(value=bool(value)):
            return nodes.BoolConst(value)
        case tree.Name(symbol=symbol):
            return _name(state, symbol)
        case tree.SectionItem(section=section, entry=entry):
            return _won(state, section, entry)
        case tree.Not(arg=arg):
            return nodes.Not(state.boolean(arg))
        case tree.And(args=args):
            return nodes.And(tuple(state.boolean(a) for a in args))
        case tree.Or(args=args):
            return nodes.Or(tuple(state.boolean(a) for a in args))
        case tree.Compare(op=op, left=left, right=right):
            return _compare(state, op, left, right)
        case tree.In(subject=subject, values=values, negated=negated):
            found = _is_one_of(state, subject, values)
            return nodes.Not(found) if negated else found
        case tree.Has(subject=subject, value=value, negated=negated):
            has = nodes.Contains(state.slot(symbol_of(subject)), value)
            return nodes.Not(has) if negated else has
        case tree.If(condition=condition, then=then, otherwise=otherwise):
            parts = (state.boolean(n) for n in (condition, then, otherwise))
            return nodes.IfBool(*parts)
        case tree.FoldList(fold=fold, list=symbol, condition=condition):
            assert condition is not None
            with state.items_of(symbol.id):
                body = state.boolean(condition)
            kind = nodes.AnyItem if fold == "any" else nodes.AllItem
            return kind(symbol.id, body)
        case tree.FoldSection(fold=fold, section=section):
            parts_ = section_parts(state, section)
            return nodes.Or(parts_) if fold == "any" else nodes.And(parts_)
        case tree.Known(arg=arg):
            return _known(state, arg)
    raise AssertionError(node)


def _name(state: State, symbol: Symbol) -> Bool:
    if symbol.kind == "derived":
        derived_value(state, symbol.id)
        return nodes.BoolRef(f"derive.{symbol.id}")
    if symbol.kind == "parameter":
        return nodes.BoolConst(value=state.parameter(symbol.id) is True)
    slot = state.slot(symbol)
    given = nodes.BoolFact(slot)
    key = state.otherwise_key(slot)
    if key is None:
        return given
    other = state.stand_in(key, state.boolean)
    return nodes.IfBool(nodes.IsKnown(slot), given, other)


def _won(state: State, section: str, entry: str) -> Bool:
    """A flag, or for a choice: this row holds and none before it does."""
    this = nodes.BoolRef(decides(state, section, entry))
    symbol = state.meaning.scope.sections[section]
    if symbol.shape != "choice":
        return this
    before = symbol.entries[: symbol.entries.index(entry)]
    none = (nodes.Not(nodes.BoolRef(decides(state, section, e))) for e in before)
    return nodes.And((*none, this)) if before else this


def _is_one_of(state: State, subject: tree.Node, values: tuple[str, ...]) -> Bool:
    slot = state.slot(symbol_of(subject))
    given = nodes.IsOneOf(slot, values)
    key = state.otherwise_key(slot)
    if key is None:
        return given
    other = nodes.BoolConst(value=state.choice_constant(key) in values)
    return nodes.IfBool(nodes.IsKnown(slot), given, other)


def _known(state: State, arg: tree.Node) -> Bool:
    if isinstance(arg, tree.Name) and arg.symbol.kind in {"fact", "item", "list"}:
        slot = state.slot(arg.symbol)
        if state.otherwise_key(slot) is None:
            return nodes.IsKnown(slot)
    kind = arg.type.kind
    if kind == "choice":
        return nodes.BoolConst(value=True)
    if kind == "boolean":
        return nodes.IsKnown(state.boolean(arg))
    if kind == "date":
        return nodes.IsKnown(state.date(arg))
    if kind == "count":
        return nodes.IsKnown(state.count(arg))
    ratio = state.number(arg)
    parts = [
        nodes.IsKnown(part)
        for part in (ratio.numerator, ratio.denominator)
        if not isinstance(part, IntConst)
    ]
    return nodes.And(tuple(parts)) if parts else nodes.BoolConst(value=True)


def _compare(
    state: State, op: tree.CompareOp, left: tree.Node, right: tree.Node
) -> Bool:
    if left.type.kind == "date":
        return nodes.Compare(op, state.date(left), state.date(right))
    if left.type.kind == right.type.kind == "count":
        return nodes.CompareCounts(op, state.count(left), state.count(right))
    if right.type.kind == "count":
        return _compare(state, FLIPPED[op], right, left)
    if left.type.kind == "count":
        other = state.number(right)
        numbers.times(IntConst(int(left.type.high or 0)), other.denominator)
        return nodes.CompareCount(
            op, state.count(left), other.denominator, other.numerator
        )
    return numbers.compare(op, state.number(left), state.number(right))
