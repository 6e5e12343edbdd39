"""Names, types, units and ranges: gated syntax in, a typed tree out.

A problem in one sub-expression does not hide the others: it is noted, and the
sub-expression counts as unusable (`None`) from there on.
"""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.language import ranges, tree
from relapse_rules.language.calls import call
from relapse_rules.language.comparisons import comparable_numbers, comparison
from relapse_rules.language.complaints import Complaints
from relapse_rules.language.naming import section_item, symbol_of
from relapse_rules.language.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    Symbol,
    Type,
    number_type,
)
from relapse_rules.language.units import PLAIN, Unit
from relapse_rules.messages.language import KINDS, MISFITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.language.gate import Syntax
    from relapse_rules.language.types import Scope

ARITHMETIC: dict[type[ast.operator], tree.ArithmeticOp] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
NUMBER_KIND = KINDS["number"]
# What a derived value cannot be, and how that is said.
NOT_A_VALUE = {"list": "RR322", "choices": "RR322", "choice": "RR325", "text": "RR321"}


class Checker:
    """Checks one expression against a scope; `complaints` collects what is wrong."""

    def __init__(self, syntax: Syntax, scope: Scope) -> None:
        self.syntax = syntax
        self.scope = scope
        self.complaints = Complaints(syntax.located)
        self.items: Symbol | None = None

    def check(self, wanted: Type | None = None) -> tree.Node | None:
        """The typed tree; None when something was wrong (see `complaints`)."""
        node = (
            self.expect(self.syntax.tree, wanted) if wanted else self._number_or_any()
        )
        return None if self.complaints.found else node

    def _number_or_any(self) -> tree.Node | None:
        node = self.visit(self.syntax.tree)
        if node is None or node.type.kind not in NOT_A_VALUE:
            return node
        kind = node.type.kind
        self.say(
            NOT_A_VALUE[kind], self.syntax.tree, is_=KINDS[kind], wanted=NUMBER_KIND
        )
        return None

    # -- complaints ------------------------------------------------------------

    def say(self, code: str, node: ast.expr, **args: Any) -> None:
        args.setdefault("found", self.written(node))
        self.complaints.add(code, *self.at(node), **args)

    def expect(self, node: ast.expr, wanted: Type) -> tree.Node | None:
        typed = self.visit(node)
        if typed is None:
            return None
        same = typed.type.kind == wanted.kind or (typed.type.numeric and wanted.numeric)
        if not same:
            code = "RR321" if typed.type.kind == "text" else "RR325"
            self.say(code, node, wanted=KINDS[wanted.kind], is_=KINDS[typed.type.kind])
            return None
        return typed

    def all_of(
        self, nodes: Iterable[ast.expr], wanted: Type
    ) -> tuple[tree.Node, ...] | None:
        found = [self.expect(n, wanted) for n in nodes]
        return None if None in found else tuple(n for n in found if n is not None)

    # -- dispatch --------------------------------------------------------------

    def visit(self, node: ast.expr) -> tree.Node | None:
        match node:
            case ast.Constant(value=str()):
                self.say("RR302", node, why=MISFITS["choice_alone"])
                return None
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return section_item(self, node)
            case ast.BoolOp():
                return self._bool_op(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return comparison(self, node)
            case ast.IfExp():
                return self._if(node)
            case ast.Call():
                return call(self, node)
        raise AssertionError(node)

    def at(self, node: ast.expr) -> tuple[int, int]:
        return self.syntax.range_of(node)

    # -- leaves ----------------------------------------------------------------

    def _number(self, node: ast.Constant) -> tree.Node:
        start, end = self.at(node)
        value = Fraction(self.syntax.located.text[start:end])
        return tree.Constant(start, end, Type("number", None, value, value), value)

    def _name(self, node: ast.Name) -> tree.Node | None:
        start, end = self.at(node)
        if node.id in {"true", "false"}:
            return tree.Constant(start, end, BOOLEAN, node.id == "true")
        if node.id == "as_of":
            return tree.AsOf(start, end, DATE)
        symbol = symbol_of(self, node)
        if symbol is None:
            return None
        if symbol.kind == "table":
            self.say("RR314", node, wanted=1)
            return None
        type_ = symbol.type()
        return None if type_ is None else tree.Name(start, end, type_, symbol)

    def written(self, node: ast.expr) -> str:
        """What stands there, in the author's own words."""
        start, end = self.at(node)
        return self.syntax.located.text[start:end]

    # -- logic -----------------------------------------------------------------

    def _bool_op(self, node: ast.BoolOp) -> tree.Node | None:
        args = self.all_of(node.values, BOOLEAN)
        if args is None:
            return None
        kind = tree.And if isinstance(node.op, ast.And) else tree.Or
        return kind(*self.at(node), BOOLEAN, args)

    def _unary(self, node: ast.UnaryOp) -> tree.Node | None:
        start, end = self.at(node)
        if isinstance(node.op, ast.Not):
            arg = self.expect(node.operand, BOOLEAN)
            return arg and tree.Not(start, end, BOOLEAN, arg)
        arg = self.expect(node.operand, NUMBER)
        if arg is None:
            return None
        low, high = ranges.negate(arg.type)
        return tree.Negate(start, end, number_type(arg.type.unit, low, high), arg)

    def _if(self, node: ast.IfExp) -> tree.Node | None:
        condition = self.expect(node.test, BOOLEAN)
        then, otherwise = self.visit(node.body), self.visit(node.orelse)
        if condition is None or then is None or otherwise is None:
            return None
        joined = self._join(node, then.type, otherwise.type)
        if joined is None:
            return None
        return tree.If(*self.at(node), joined, condition, then, otherwise)

    def _join(self, node: ast.expr, a: Type, b: Type) -> Type | None:
        if a.numeric and b.numeric:
            if not self.same_unit(node, a, b):
                return None
            unit = a.unit if a.unit is not None else b.unit
            return number_type(unit, *ranges.hull(a, b))
        if a.kind == b.kind and a.kind in {"boolean", "date"}:
            return a
        self.say("RR302", node, why=MISFITS["branches"])
        return None

    # -- comparison ------------------------------------------------------------

    def same_unit(self, node: ast.expr, a: Type, b: Type) -> bool:
        if a.unit is None or b.unit is None or a.unit.same_kind(b.unit):
            return True
        self.say("RR307", node, left=str(a.unit) or "1", right=str(b.unit) or "1")
        return False

    # -- arithmetic ------------------------------------------------------------

    def _arithmetic(self, node: ast.BinOp) -> tree.Node | None:
        op = ARITHMETIC[type(node.op)]
        pair = self.all_of((node.left, node.right), NUMBER)
        if pair is None:
            return None
        left, right = pair
        if op in {"+", "-"}:
            if not comparable_numbers(self, node.left, node.right, left, right):
                return None
            unit = left.type.unit if left.type.unit is not None else right.type.unit
        else:
            unit = _product_unit(op, left.type.unit, right.type.unit)
        if op == "/" and not ranges.excludes_zero(right.type):
            self.say("RR306", node.right)
            return None
        low, high = ranges.combine(op, left.type, right.type)
        return tree.Arithmetic(
            *self.at(node), number_type(unit, low, high), op, left, right
        )


def _product_unit(op: tree.ArithmeticOp, a: Unit | None, b: Unit | None) -> Unit | None:
    if a is None and b is None:
        return None
    left, right = a or PLAIN, b or PLAIN
    unit = left * (right if op == "*" else right.inverse())
    return Unit(unit.powers)
