"""Names, types, units and ranges: gated syntax in, a typed tree out.

A problem in one sub-expression does not hide the others: it is noted, and the
sub-expression counts as unusable (`None`) from there on.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.language import ranges, tree
from relapse_rules.language.gate import Complaints, Syntax
from relapse_rules.language.types import BOOLEAN, DATE, SectionSymbol, Symbol, Type
from relapse_rules.language.units import PLAIN, Unit, parse_unit
from relapse_rules.language.vocabulary import CONSTANTS, FUNCTIONS, Function
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relapse_rules.language.types import Scope

COMPARE: dict[type[ast.cmpop], tree.CompareOp] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], tree.ArithmeticOp] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
FOLDS: dict[str, tree.Fold] = {"any": "any", "all": "all", "count": "count"}
AGGREGATES: dict[str, tree.Aggregate] = {"sum": "sum", "min": "min", "max": "max"}
NUMBER = Type("number")
# What a derived value cannot be, and how that is said.
NOT_A_VALUE = {"list": "RR322", "choices": "RR322", "choice": "RR325", "text": "RR321"}


def dotted(node: ast.expr) -> str:
    """The path `a.b.c` of nested attributes, or the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


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
            self._expect(self.syntax.tree, wanted) if wanted else self._number_or_any()
        )
        return None if self.complaints.found else node

    def _number_or_any(self) -> tree.Node | None:
        node = self.visit(self.syntax.tree)
        code = NOT_A_VALUE.get(node.type.kind) if node is not None else None
        if code is None:
            return node
        self._say(code, self.syntax.tree)
        return None

    # -- complaints ------------------------------------------------------------

    def _say(self, code: str, node: ast.expr, **args: Any) -> None:
        start, end = self.syntax.range_of(node)
        args.setdefault("found", self.syntax.located.text[start:end])
        self.complaints.add(code, start, end, **args)

    def _expect(self, node: ast.expr, wanted: Type) -> tree.Node | None:
        typed = self.visit(node)
        if typed is None:
            return None
        same = typed.type.kind == wanted.kind or (typed.type.numeric and wanted.numeric)
        if not same:
            code = "RR321" if typed.type.kind == "text" else "RR325"
            self._say(
                code, node, wanted=f"kind_{wanted.kind}", is_=f"kind_{typed.type.kind}"
            )
            return None
        return typed

    def _all(
        self, nodes: Iterable[ast.expr], wanted: Type
    ) -> tuple[tree.Node, ...] | None:
        found = [self._expect(n, wanted) for n in nodes]
        return None if None in found else tuple(n for n in found if n is not None)

    # -- dispatch --------------------------------------------------------------

    def visit(self, node: ast.expr) -> tree.Node | None:
        match node:
            case ast.Constant(value=str()):
                self._say("RR302", node, why="why_choice_alone")
                return None
            case ast.Constant():
                return self._number(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.BoolOp():
                return self._bool_op(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._compare(node)
            case ast.IfExp():
                return self._if(node)
            case ast.Call():
                return self._call(node)
        raise AssertionError(node)

    def _at(self, node: ast.expr) -> tuple[int, int]:
        return self.syntax.range_of(node)

    # -- leaves ----------------------------------------------------------------

    def _number(self, node: ast.Constant) -> tree.Node:
        start, end = self._at(node)
        value = Fraction(self.syntax.located.text[start:end])
        return tree.Constant(start, end, Type("number", None, value, value), value)

    def _name(self, node: ast.Name) -> tree.Node | None:
        start, end = self._at(node)
        if node.id in {"true", "false"}:
            return tree.Constant(start, end, BOOLEAN, node.id == "true")
        if node.id == "as_of":
            return tree.AsOf(start, end, DATE)
        symbol = self.find(node)
        if symbol is None:
            return None
        if symbol.kind == "table":
            self._say("RR314", node, wanted=1)
            return None
        type_ = symbol.type()
        return None if type_ is None else tree.Name(start, end, type_, symbol)

    def find(self, node: ast.Name) -> Symbol | None:
        """The symbol of a name; item facts come first inside a list's condition."""
        inner = self.items.items.get(node.id) if self.items else None
        outer = self.scope.names.get(node.id)
        if inner is not None and outer is not None:
            self._say("RR316", node)
            return None
        if inner is None and outer is None:
            self._unknown(node, node.id)
        return inner or outer

    def _unknown(self, node: ast.expr, name: str) -> None:
        if name in self.scope.elsewhere:
            self._say("RR324", node, name=name, day=self.scope.day)
            return
        inner = tuple(self.items.items) if self.items else ()
        known = (*inner, *self.scope.names, *self.scope.sections, *CONSTANTS)
        self._say("RR301", node, name=name, nearest=nearest_name(name, known))

    def _attribute(self, node: ast.Attribute) -> tree.Node | None:
        path = dotted(node)
        section_path, _, entry = path.rpartition(".")
        section = self.scope.sections.get(section_path)
        if section is None:
            if section_path in self.scope.elsewhere:
                self._say("RR324", node, name=path, day=self.scope.day)
            elif path in self.scope.sections:
                self._say("RR322", node)
            else:
                near = nearest_name(section_path, self.scope.sections)
                self._say("RR323", node, name=path, nearest=near and f"{near}.{entry}")
            return None
        start, end = self._at(node)
        found = section.spellings.get(entry)
        if found is None:
            if entry in section.elsewhere:
                self._say("RR324", node, name=path, day=self.scope.day)
                return None
            near = nearest_name(entry, section.spellings)
            self._say(
                "RR323", node, name=path, nearest=near and f"{section_path}.{near}"
            )
            return None
        return tree.SectionItem(start, end, BOOLEAN, section.id, found)

    # -- logic -----------------------------------------------------------------

    def _bool_op(self, node: ast.BoolOp) -> tree.Node | None:
        args = self._all(node.values, BOOLEAN)
        if args is None:
            return None
        kind = tree.And if isinstance(node.op, ast.And) else tree.Or
        return kind(*self._at(node), BOOLEAN, args)

    def _unary(self, node: ast.UnaryOp) -> tree.Node | None:
        start, end = self._at(node)
        if isinstance(node.op, ast.Not):
            arg = self._expect(node.operand, BOOLEAN)
            return arg and tree.Not(start, end, BOOLEAN, arg)
        arg = self._expect(node.operand, NUMBER)
        if arg is None:
            return None
        low, high = ranges.negate(arg.type)
        return tree.Negate(start, end, _number_type(arg.type.unit, low, high), arg)

    def _if(self, node: ast.IfExp) -> tree.Node | None:
        condition = self._expect(node.test, BOOLEAN)
        then, otherwise = self.visit(node.body), self.visit(node.orelse)
        if condition is None or then is None or otherwise is None:
            return None
        joined = self._join(node, then.type, otherwise.type)
        if joined is None:
            return None
        return tree.If(*self._at(node), joined, condition, then, otherwise)

    def _join(self, node: ast.expr, a: Type, b: Type) -> Type | None:
        if a.numeric and b.numeric:
            if not self._same_unit(node, a, b):
                return None
            unit = a.unit if a.unit is not None else b.unit
            return _number_type(unit, *ranges.hull(a, b))
        if a.kind == b.kind and a.kind in {"boolean", "date"}:
            return a
        self._say("RR302", node, why="why_branches")
        return None

    # -- comparison ------------------------------------------------------------

    def _compare(self, node: ast.Compare) -> tree.Node | None:
        if isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return self._membership(node)
        operands = [node.left, *node.comparators]
        if len(operands) == 2 and any(_is_text(o) for o in operands):
            return self._choice_equals(node)
        typed = [self.visit(o) for o in operands]
        if None in typed:
            return None
        parts: list[tree.Node] = []
        for index, op in enumerate(node.ops):
            left, right = typed[index], typed[index + 1]
            assert left is not None
            assert right is not None
            part = self._pair(
                operands[index], operands[index + 1], COMPARE[type(op)], left, right
            )
            if part is None:
                return None
            parts.append(part)
        if len(parts) == 1:
            return replace(parts[0], start=self._at(node)[0], end=self._at(node)[1])
        return tree.And(*self._at(node), BOOLEAN, tuple(parts))

    def _pair(
        self,
        left_node: ast.expr,
        right_node: ast.expr,
        op: tree.CompareOp,
        left: tree.Node,
        right: tree.Node,
    ) -> tree.Node | None:
        kinds = {left.type.kind, right.type.kind}
        if kinds == {"boolean"}:
            self._say("RR308", right_node)
            return None
        if "text" in kinds:
            self._say("RR321", left_node if left.type.kind == "text" else right_node)
            return None
        comparable = kinds == {"date"} or (left.type.numeric and right.type.numeric)
        if not comparable:
            self._mismatch(left_node, right_node, left.type, right.type)
            return None
        if isinstance(left, tree.Constant) and isinstance(right, tree.Constant):
            self._say("RR320", right_node)
            return None
        if not self._comparable_numbers(left_node, right_node, left, right):
            return None
        return tree.Compare(left.start, right.end, BOOLEAN, op, left, right)

    def _mismatch(self, left: ast.expr, right: ast.expr, a: Type, b: Type) -> None:
        start, end = self._at(right)
        first, last = self._at(left)
        text = self.syntax.located.text
        self.complaints.add(
            "RR302",
            start,
            end,
            found=text[start:end],
            why="why_kinds",
            left=text[first:last],
            left_kind=f"kind_{a.kind}",
            right_kind=f"kind_{b.kind}",
        )

    def _comparable_numbers(
        self,
        left_node: ast.expr,
        right_node: ast.expr,
        left: tree.Node,
        right: tree.Node,
    ) -> bool:
        for literal, other, at in ((left, right, left_node), (right, left, right_node)):
            scaled = _written_unit(other)
            if isinstance(literal, tree.Constant) and scaled is not None:
                self._say("RR309", at, unit=scaled)
                return False
        return self._same_unit(right_node, left.type, right.type)

    def _same_unit(self, node: ast.expr, a: Type, b: Type) -> bool:
        if a.unit is None or b.unit is None or a.unit.same_kind(b.unit):
            return True
        self._say("RR307", node, left=str(a.unit) or "1", right=str(b.unit) or "1")
        return False

    # -- choices ---------------------------------------------------------------

    def _choice_equals(self, node: ast.Compare) -> tree.Node | None:
        op = COMPARE[type(node.ops[0])]
        literal, subject = node.left, node.comparators[0]
        if not _is_text(literal):
            literal, subject = subject, literal
        if _is_text(subject):
            self._say("RR320", node)
            return None
        typed = self.visit(subject)
        if typed is None:
            return None
        if typed.type.kind != "choice" or op not in {"==", "!="}:
            why = "why_not_choice" if typed.type.kind != "choice" else "why_order"
            self._say("RR302", node, why=why)
            return None
        value = self._value_of(literal, typed.type)
        if value is None:
            return None
        return tree.In(*self._at(node), BOOLEAN, typed, (value,), op == "!=")

    def _membership(self, node: ast.Compare) -> tree.Node | None:
        negated = isinstance(node.ops[0], ast.NotIn)
        target = node.comparators[0]
        if isinstance(target, ast.List):
            subject = self.visit(node.left)
            if subject is None:
                return None
            if subject.type.kind != "choice":
                self._say("RR302", node.left, why="why_not_choice")
                return None
            values = [self._value_of(v, subject.type) for v in target.elts]
            if None in values:
                return None
            known = tuple(v for v in values if v is not None)
            return tree.In(*self._at(node), BOOLEAN, subject, known, negated)
        subject = self.visit(target)
        if subject is None:
            return None
        if subject.type.kind != "choices" or not _is_text(node.left):
            self._say("RR302", node, why="why_membership")
            return None
        value = self._value_of(node.left, subject.type)
        if value is None:
            return None
        return tree.Has(*self._at(node), BOOLEAN, subject, value, negated)

    def _value_of(self, node: ast.expr, domain: Type) -> str | None:
        assert isinstance(node, ast.Constant)
        value = canonical(str(node.value), domain)
        if value is None:
            spelled = (*domain.values, *domain.values.values())
            near = nearest_name(str(node.value), spelled)
            allowed = ", ".join(f'"{v}"' for v in domain.values)
            self._say("RR317", node, nearest=near, allowed=allowed)
        return value

    # -- arithmetic ------------------------------------------------------------

    def _arithmetic(self, node: ast.BinOp) -> tree.Node | None:
        op = ARITHMETIC[type(node.op)]
        pair = self._all((node.left, node.right), NUMBER)
        if pair is None:
            return None
        left, right = pair
        if op in {"+", "-"}:
            if not self._comparable_numbers(node.left, node.right, left, right):
                return None
            unit = left.type.unit if left.type.unit is not None else right.type.unit
        else:
            unit = _product_unit(op, left.type.unit, right.type.unit)
        if op == "/" and not ranges.excludes_zero(right.type):
            self._say("RR306", node.right)
            return None
        low, high = ranges.combine(op, left.type, right.type)
        return tree.Arithmetic(
            *self._at(node), _number_type(unit, low, high), op, left, right
        )

    # -- calls -----------------------------------------------------------------

    def _call(self, node: ast.Call) -> tree.Node | None:
        assert isinstance(node.func, ast.Name)
        function = FUNCTIONS.get(node.func.id)
        if function is None:
            return self._table(node)
        if not node.args:
            self._say("RR314", node, wanted=1)
            return None
        if "list" in function.forms or "section" in function.forms:
            folded = self._fold_call(node, function)
            if folded is not NotImplemented:
                return folded  # type: ignore[no-any-return]
        if function.name == "known":
            return self._known(node)
        if function.name == "count_of":
            args = self._all(node.args, BOOLEAN)
            if args is None:
                return None
            kind = Type("count", None, Fraction(0), Fraction(len(args)))
            return tree.CountOf(*self._at(node), kind, args)
        return self._scalar(node, function)

    def _table(self, node: ast.Call) -> tree.Node | None:
        assert isinstance(node.func, ast.Name)
        symbol = self.scope.names.get(node.func.id)
        if symbol is None or symbol.kind != "table":
            tables = tuple(n for n, s in self.scope.names.items() if s.kind == "table")
            near = nearest_name(node.func.id, (*FUNCTIONS, *tables))
            self._say("RR315", node.func, name=node.func.id, nearest=near)
            return None
        if len(node.args) != 1:
            self._say("RR314", node, wanted=1)
            return None
        arg = self.visit(node.args[0])
        if arg is None:
            return None
        by = symbol.by
        same = by is not None and (
            (
                by.kind == arg.type.kind == "choice"
                and set(by.values) == set(arg.type.values)
            )
            or (by.numeric and arg.type.numeric)
        )
        if not same:
            self._say("RR302", node.args[0], why="why_table")
            return None
        if by is not None and not self._inside_table(node.args[0], arg.type, by):
            return None
        type_ = symbol.type()
        if type_ is None:
            return None
        return tree.Lookup(*self._at(node), type_, symbol, arg)

    def _inside_table(self, node: ast.expr, found: Type, by: Type) -> bool:
        if not self._same_unit(node, by, found):
            return False
        if ranges.inside(found, by):
            return True
        self._say("RR328", node)
        return False

    def _known(self, node: ast.Call) -> tree.Node | None:
        if len(node.args) != 1:
            self._say("RR314", node, wanted=1)
            return None
        arg = self._list_name(node.args[0]) or self.visit(node.args[0])
        return arg and tree.Known(*self._at(node), BOOLEAN, arg)

    def _list_name(self, node: ast.expr) -> tree.Node | None:
        symbol = self.scope.names.get(node.id) if isinstance(node, ast.Name) else None
        if symbol is None or symbol.kind != "list":
            return None
        return tree.Name(*self._at(node), Type("list"), symbol)

    def _fold_call(self, node: ast.Call, function: Function) -> Any:
        first = node.args[0]
        path = dotted(first)
        section = self.scope.sections.get(path)
        symbol = self.scope.names.get(first.id) if isinstance(first, ast.Name) else None
        if section is not None and symbol is None and "section" in function.forms:
            return self._fold_section(node, function, section)
        if symbol is not None and symbol.kind == "list":
            return self._fold_list(node, function, symbol)
        if "scalar" in function.forms:
            return NotImplemented
        absent = isinstance(first, ast.Name) or path in self.scope.elsewhere
        if symbol is None and section is None and absent:
            self._unknown(first, path)
        else:
            self._say("RR322", first)
        return None

    def _fold_section(
        self, node: ast.Call, function: Function, section: SectionSymbol
    ) -> tree.Node | None:
        if len(node.args) != 1:
            self._say("RR314", node, wanted=1)
            return None
        fold = FOLDS[function.name]
        high = Fraction(1 if section.shape == "choice" else len(section.entries))
        kind = Type("count", None, Fraction(0), high) if fold == "count" else BOOLEAN
        return tree.FoldSection(*self._at(node), kind, fold, section.id)

    def _fold_list(
        self, node: ast.Call, function: Function, symbol: Symbol
    ) -> tree.Node | None:
        if self.items is not None:
            self._say("RR305", node)
            return None
        wanted = {"any": (2, 2), "all": (2, 2), "count": (1, 2), "sum": (2, 3)}
        fewest, most = wanted.get(function.name, (2, 3))
        if not fewest <= len(node.args) <= most:
            self._say("RR314", node, wanted=most)
            return None
        self.items = symbol
        try:
            if function.name in FOLDS:
                return self._fold_items(node, FOLDS[function.name], symbol)
            return self._aggregate(node, AGGREGATES[function.name], symbol)
        finally:
            self.items = None

    def _fold_items(
        self, node: ast.Call, fold: tree.Fold, symbol: Symbol
    ) -> tree.Node | None:
        condition = None
        if len(node.args) == 2:
            condition = self._expect(node.args[1], BOOLEAN)
            if condition is None:
                return None
        count = Type("count", None, Fraction(0), Fraction(symbol.max_items))
        kind = count if fold == "count" else BOOLEAN
        return tree.FoldList(*self._at(node), kind, fold, symbol, condition)

    def _aggregate(
        self, node: ast.Call, aggregate: tree.Aggregate, symbol: Symbol
    ) -> tree.Node | None:
        value = self._expect(node.args[1], NUMBER)
        condition = None
        if len(node.args) == 3:
            condition = self._expect(node.args[2], BOOLEAN)
            if condition is None:
                return None
        if value is None:
            return None
        low, high = value.type.low, value.type.high
        if aggregate == "sum":
            most = Fraction(symbol.max_items)
            low = None if low is None else min(Fraction(0), low * most)
            high = None if high is None else max(Fraction(0), high * most)
        kind = _number_type(value.type.unit, low, high)
        return tree.AggregateList(
            *self._at(node), kind, aggregate, symbol, value, condition
        )

    def _scalar(self, node: ast.Call, function: Function) -> tree.Node | None:
        wants = function.wants
        if function.many:
            wants = wants * max(len(node.args), 2)
        if len(node.args) != len(wants):
            self._say("RR314", node, wanted=len(wants))
            return None
        kinds = {"number": NUMBER, "integer": NUMBER, "date": DATE}
        args = [
            self._expect(a, kinds[w]) for a, w in zip(node.args, wants, strict=True)
        ]
        if None in args:
            return None
        typed = tuple(a for a in args if a is not None)
        for want, arg, at in zip(wants, typed, node.args, strict=True):
            if want == "integer" and not _whole(arg, function):
                self._say("RR329", at, limits=INTEGER_LIMITS[function.name])
                return None
        kind = self._scalar_type(node, function, typed)
        if kind is None:
            return None
        return tree.Call(*self._at(node), kind, function.name, typed)

    def _scalar_type(
        self, node: ast.Call, function: Function, args: tuple[tree.Node, ...]
    ) -> Type | None:
        if function.gives == "date":
            return DATE
        if function.gives == "number":
            low, high = ranges.between(function.name)
            return Type("number", parse_unit(function.unit), low, high)
        unit = args[0].type.unit
        for at, arg in zip(node.args[1:], args[1:], strict=True):
            if function.name in {"min", "max"}:
                if not self._same_unit(at, args[0].type, arg.type):
                    return None
                unit = arg.type.unit if unit is None else unit
        low, high = ranges.call(function.name, [a.type for a in args])
        return _number_type(unit, low, high)


# A whole number is asked for: written out, or a whole-number fact, within these limits.
INTEGER_LIMITS = {
    "round_half_up": "0-6",
    "add_days": "-36500-36500",
    "add_months": "-1200-1200",
    "month_day": "1-31",
    "next_month_day": "1-31",
}


def _whole(node: tree.Node, function: Function) -> bool:
    low, high = node.type.low, node.type.high
    if low is None or high is None:
        return False
    bounds = {
        "round_half_up": (0, 6),
        "add_days": (-36500, 36500),
        "add_months": (-1200, 1200),
    }
    fewest, most = bounds.get(function.name, (1, 31))
    fixed = low == high and low.denominator == 1
    if function.name == "round_half_up":
        return isinstance(node, tree.Constant) and fixed and fewest <= low <= most
    whole = fixed or (isinstance(node, tree.Name) and node.symbol.integer)
    return whole and fewest <= low and high <= most


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def canonical(text: str, domain: Type) -> str | None:
    """The id of a choice written by its id or by its label."""
    if text in domain.values:
        return text
    return next((i for i, label in domain.values.items() if label == text), None)


def _number_type(
    unit: Unit | None, low: Fraction | None, high: Fraction | None
) -> Type:
    return Type("number", unit, low, high)


def _written_unit(node: tree.Node) -> str | None:
    """The scaled unit (%, 万元) in which a name is written, which a bare number is not."""
    unit = node.type.unit if isinstance(node, tree.Name) else None
    if unit is None or unit.scale == 1:
        return None
    return str(unit) or "%"


def _product_unit(op: tree.ArithmeticOp, a: Unit | None, b: Unit | None) -> Unit | None:
    if a is None and b is None:
        return None
    left, right = a or PLAIN, b or PLAIN
    unit = left * (right if op == "*" else right.inverse())
    return Unit(unit.powers)
