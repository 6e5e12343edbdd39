"""The meaning: a tree-walking interpreter over the gated syntax, slow and obvious.

It shares neither the type checker's tree nor the lowering with the other back ends, so
that comparing them checks both. Never optimised. It records the value of every
sub-expression, which is what explanations are made of.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from simpleeval import SimpleEval

from relapse_rules.backends.unknown import (
    UNKNOWN,
    Bounds,
    compared,
    conjunction,
    disjunction,
    exact,
    negated,
    tally,
)
from relapse_rules.documents.policy import NUMERIC
from relapse_rules.language.names import dotted
from relapse_rules.language.units import parse_unit
from relapse_rules.program import calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact, Parameter, Section
    from relapse_rules.language.gate import Syntax
    from relapse_rules.program.meaning import Key, Meaning

COMPARE = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


@dataclass(slots=True)
class Step:
    """What one sub-expression was worth.

    `kind` is its syntax, `symbol` what a name stands for (kind and id), `item` the item of
    a list it was asked of; `inner` are its operands, or the formula that a name stands for.
    """

    kind: str
    text: str = ""
    start: int = 0
    value: Any = UNKNOWN
    key: Key = ()
    symbol: tuple[str, ...] = ()
    item: int | None = None
    inner: list[Step] = field(default_factory=list)


def decode(fact: Fact, value: Any) -> Any:
    """An encoded fact as the value that expressions see."""
    if value is None:
        return UNKNOWN
    if fact.kind in NUMERIC:
        return Fraction(value, fact.scale) * parse_unit(fact.unit).scale
    return date.fromordinal(value) if fact.kind == "date" else value


class Reference(SimpleEval):  # type: ignore[misc]
    """One run over one household. Make a new one for each: a run holds state."""

    def __init__(self, meaning: Meaning, day: date, facts: Mapping[str, Any]) -> None:
        """`facts` maps fact ids to encoded values; items of a list are mappings too."""
        super().__init__()
        self.meaning = meaning
        self.day = day
        self.given = facts
        self.item: Mapping[str, Any] | None = None
        self.list_id = ""
        self.index: int | None = None
        self.steps: dict[Key, Step] = {}
        self.stack: list[Step] = [Step("run")]
        self.syntax: Syntax | None = None
        self.nodes: dict[type[ast.AST], Callable[[Any], Any]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._section_item,
            ast.BoolOp: self._bool_op,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._compare,
            ast.IfExp: self._if,
            ast.Call: self._call,
        }

    # -- what is asked of a run ------------------------------------------------------

    def formula(self, key: Key) -> Any:
        """The value of one formula of the policy."""
        return self.step(key).value

    def step(self, key: Key) -> Step:
        """The formula's value with everything it was made of. Computed once per run, but
        for a stand-in of an item's fact, which differs by item."""
        found = self.steps.get(key)
        if found is None:
            found = self._run(key)
            if len(key) != 3 or key[0] != "otherwise":
                self.steps[key] = found
        return found

    def _run(self, key: Key) -> Step:
        keep_item = len(key) == 3 and key[0] == "otherwise"
        before = self.syntax, self.item, self.list_id, self.index, self.stack
        root = Step("formula", key=key)
        self.syntax, self.stack = self.meaning.syntax[key], [root]
        if not keep_item:
            self.item, self.list_id, self.index = None, "", None
        root.text = self.syntax.located.text.strip()
        try:
            root.value = self._eval(self.syntax.tree)
        finally:
            self.syntax, self.item, self.list_id, self.index, self.stack = before
        return root

    def entry(self, section: str, entry: str) -> Any:
        """Whether an entry's own condition holds; a row without one always does."""
        for formula in ("when", "done"):
            if (section, entry, formula) in self.meaning.syntax:
                return self.formula((section, entry, formula))
        return True

    def won(self, section: Section, entry: str) -> Any:
        """A flag, or for a choice: this row holds and none before it does."""
        if section.shape != "choice":
            return self.entry(section.id, entry)
        rows = [e.id for e in section.entries]
        before = rows[: rows.index(entry)]
        none = [negated(self.entry(section.id, e)) for e in before]
        return conjunction([*none, self.entry(section.id, entry)])

    def section(self, section_id: str) -> Section:
        return self.meaning.sections[section_id]

    # -- walking ---------------------------------------------------------------------

    def _eval(self, node: ast.expr) -> Any:
        assert self.syntax is not None
        start, end = self.syntax.range_of(node)
        text = self.syntax.located.text[start:end]
        step = Step(_kind(node), text, start, item=self.index)
        self.stack[-1].inner.append(step)
        self.stack.append(step)
        step.value = super()._eval(node)
        self.stack.pop()
        return step.value

    def _check_disallowed_items(self, item: Any) -> None:
        """Values are plain scalars and lists of facts here; nothing can be smuggled in."""

    def _constant(self, node: ast.Constant) -> Any:
        if isinstance(node.value, str):
            return node.value
        # From the text: Python has already rounded the number to a float.
        return Fraction(self.stack[-1].text)

    def _name(self, node: ast.Name) -> Any:
        name = node.id
        if name in {"true", "false"}:
            return name == "true"
        if name == "as_of":
            return self.day
        if self.item is not None:
            fact = self._item_fact(name)
            if fact is not None:
                self.stack[-1].symbol = ("item", self.list_id, fact.id)
                return self._fact(fact, self.item.get(fact.id), (self.list_id, fact.id))
        symbol = self.meaning.scope.names[name]
        self.stack[-1].symbol = (symbol.kind, symbol.id)
        if symbol.kind == "parameter":
            return self._parameter(self.meaning.parameters[symbol.id])
        if symbol.kind == "derived":
            return self._inner(("derived", symbol.id))
        fact = self.meaning.facts[symbol.id]
        return self._fact(fact, self.given.get(fact.id), (fact.id,))

    def _item_fact(self, name: str) -> Fact | None:
        symbol = self.meaning.scope.names[self.list_id].items.get(name)
        if symbol is None:
            return None
        return self.meaning.item_facts(self.list_id)[symbol.id]

    def _fact(self, fact: Fact, value: Any, path: Sequence[str]) -> Any:
        key = ("otherwise", *path)
        if value is None and key in self.meaning.syntax:
            if fact.kind == "choice":
                return self.meaning.syntax[key].located.text.strip().strip("\"'")
            return exact(self._inner(key))
        return decode(fact, value)

    def _inner(self, key: Key) -> Any:
        """The formula that a name stands for, seen from where it is used."""
        step = self.step(key)
        self.stack[-1].inner.append(step)
        return step.value

    def _parameter(self, parameter: Parameter) -> Any:
        value = parameter.values[0].value
        if isinstance(value, Fraction):
            return value * parse_unit(parameter.unit).scale
        return value

    def _section_item(self, node: ast.Attribute) -> Any:
        section_id, _, spelled = dotted(node).rpartition(".")
        entry = self.meaning.scope.sections[section_id].spellings[spelled]
        self.stack[-1].symbol = ("section", section_id, entry)
        return self._entry_seen(self.section(section_id), entry)

    def _entry_seen(self, section: Section, entry: str) -> Any:
        value = self.won(section, entry)
        rows = [e.id for e in section.entries]
        upto = rows[: rows.index(entry) + 1] if section.shape == "choice" else [entry]
        self._see(section.id, upto)
        return value

    def _see(self, section_id: str, rows: Iterable[str]) -> None:
        """The formulas of some rows, as what a sub-expression was made of."""
        keys = ((section_id, row, name) for row in rows for name in ("when", "done"))
        self.stack[-1].inner += [self.steps[key] for key in keys if key in self.steps]

    # -- logic and arithmetic ----------------------------------------------------------

    def _bool_op(self, node: ast.BoolOp) -> Any:
        # Every operand is looked at, so that the trace is whole.
        values = [self._eval(v) for v in node.values]
        join = conjunction if isinstance(node.op, ast.And) else disjunction
        return join(values)

    def _unary(self, node: ast.UnaryOp) -> Any:
        value = self._eval(node.operand)
        if isinstance(node.op, ast.Not):
            return negated(value)
        value = exact(value)
        return UNKNOWN if value is UNKNOWN else -value

    def _arithmetic(self, node: ast.BinOp) -> Any:
        left, right = exact(self._eval(node.left)), exact(self._eval(node.right))
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
        return left / right

    def _if(self, node: ast.IfExp) -> Any:
        test = self._eval(node.test)
        then, otherwise = exact(self._eval(node.body)), exact(self._eval(node.orelse))
        if test is not UNKNOWN:
            return then if test else otherwise
        if then is UNKNOWN or otherwise is UNKNOWN:
            return UNKNOWN
        return then if then == otherwise else UNKNOWN

    def _compare(self, node: ast.Compare) -> Any:
        if isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return self._membership(node, negate=isinstance(node.ops[0], ast.NotIn))
        operands = [node.left, *node.comparators]
        if any(_is_text(o) for o in operands):
            return self._choice_equals(node)
        values = [self._eval(o) for o in operands]
        parts = [
            compared(COMPARE[type(op)], values[i], values[i + 1])
            for i, op in enumerate(node.ops)
        ]
        return conjunction(parts)

    def _choice_equals(self, node: ast.Compare) -> Any:
        literal, subject = node.left, node.comparators[0]
        if not _is_text(literal):
            literal, subject = subject, literal
        value = self._eval(subject)
        found = self._is_among(value, subject, [literal])
        return negated(found) if isinstance(node.ops[0], ast.NotEq) else found

    def _membership(self, node: ast.Compare, *, negate: bool) -> Any:
        target = node.comparators[0]
        if isinstance(target, ast.List):
            value = self._eval(node.left)
            found = self._is_among(value, node.left, target.elts)
        else:
            held = self._eval(target)
            wanted = self._spelled(target, node.left)
            found = UNKNOWN if held is UNKNOWN else wanted in held
        return negated(found) if negate else found

    def _is_among(
        self, value: Any, subject: ast.expr, listed: Iterable[ast.expr]
    ) -> Any:
        if value is UNKNOWN:
            return UNKNOWN
        return value in {self._spelled(subject, one) for one in listed}

    def _spelled(self, subject: ast.expr, literal: ast.expr) -> str:
        """The id of a choice that is written by its id or by its label."""
        assert isinstance(subject, ast.Name)
        assert isinstance(literal, ast.Constant)
        text = str(literal.value)
        fact = self._item_fact(subject.id) if self.list_id else None
        if fact is None:
            fact = self.meaning.facts[self.meaning.scope.names[subject.id].id]
        if text in fact.values:
            return text
        return next(i for i, label in fact.values.items() if label.zh == text)

    # -- functions ---------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        first = dotted(node.args[0])
        symbol = self.meaning.scope.names.get(first)
        if symbol is not None and symbol.kind == "list" and name != "known":
            return self._over_list(name, symbol.id, node.args[1:])
        if symbol is None and first in self.meaning.scope.sections:
            return self._over_section(name, self.section(first))
        if name == "known":
            return exact(self._eval(node.args[0])) is not UNKNOWN
        values = [self._eval(a) for a in node.args]
        if name == "count_of":
            return tally(values)
        values = [exact(v) for v in values]
        if any(v is UNKNOWN for v in values):
            return UNKNOWN
        if name in SCALARS:
            return SCALARS[name](*values)
        parameter = self.meaning.parameters[self.meaning.scope.names[name].id]
        self.stack[-1].symbol = ("table", parameter.id)
        return self._lookup(parameter, values[0])

    def _over_section(self, name: str, section: Section) -> Any:
        self.stack[-1].symbol = ("section", section.id)
        values = [self.entry(section.id, e.id) for e in section.entries]
        self._see(section.id, [e.id for e in section.entries])
        if name == "any":
            return disjunction(values)
        if name == "all":
            return conjunction(values)
        return tally([disjunction(values)] if section.shape == "choice" else values)

    def _over_list(self, name: str, list_id: str, args: Sequence[ast.expr]) -> Any:
        self.stack[-1].symbol = ("list", list_id)
        items = self.given.get(list_id)
        if items is None:
            most = Fraction(self.meaning.facts[list_id].max_items)
            return Bounds(Fraction(0), most) if name == "count" else UNKNOWN
        if not args:
            return tally([True] * len(items))
        if not items:
            # Known to be empty, unlike a list that nobody has given.
            self.stack[-1].inner.append(Step("nothing", value=False))
        rows = [self._of_item(list_id, i, item, args) for i, item in enumerate(items)]
        if name in {"any", "all", "count"}:
            join = {"any": disjunction, "all": conjunction, "count": tally}[name]
            return join([row[0] for row in rows])
        return _aggregate(name, rows)

    def _of_item(
        self,
        list_id: str,
        index: int,
        item: Mapping[str, Any],
        args: Sequence[ast.expr],
    ) -> list[Any]:
        before = self.item, self.list_id, self.index
        self.item, self.list_id, self.index = item, list_id, index
        step = Step("item", item=index)
        self.stack[-1].inner.append(step)
        self.stack.append(step)
        try:
            values = [self._eval(a) for a in args]
        finally:
            self.stack.pop()
            self.item, self.list_id, self.index = before
        step.value = _item_value(values)
        return values

    def _lookup(self, parameter: Parameter, subject: Any) -> Any:
        scale = Fraction(1)
        if not isinstance(subject, str):
            scale = parse_unit(self._unit_of(parameter.by)).scale
        for row in parameter.rows:
            holds = (
                row.choice == subject
                if isinstance(subject, str)
                else _in_band(subject / scale, row)
            )
            if holds:
                value = row.values[0].value
                assert isinstance(value, Fraction)
                return value * parse_unit(parameter.unit).scale
        raise AssertionError("the bands of a table leave no gap")

    def _unit_of(self, name: str) -> str:
        if name in self.meaning.facts:
            return self.meaning.facts[name].unit
        return self.meaning.derived[name].unit if name in self.meaning.derived else ""


def _kind(node: ast.expr) -> str:
    """The operator or function where there is one, else the kind of syntax."""
    match node:
        case ast.BoolOp(op=op) | ast.UnaryOp(op=op) | ast.BinOp(op=op):
            return type(op).__name__
        case ast.Call(func=ast.Name(id=name)):
            return name
    return type(node).__name__


def _item_value(values: list[Any]) -> Any:
    """What an item adds: for an aggregate, nothing when its condition does not hold."""
    if len(values) == 1:
        return values[0]
    value, condition = values
    if condition is UNKNOWN:
        return UNKNOWN
    return value if condition else False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _in_band(value: Fraction, row: Any) -> bool:
    above = row.low is None or (value > row.low if row.low_open else value >= row.low)
    below = row.high is None or (
        value < row.high if row.high_open else value <= row.high
    )
    return above and below


def _aggregate(name: str, rows: list[list[Any]]) -> Any:
    chosen = []
    for row in rows:
        wanted = row[1] if len(row) == 2 else True
        if wanted is UNKNOWN:
            return UNKNOWN
        if wanted:
            value = exact(row[0])
            if value is UNKNOWN:
                return UNKNOWN
            chosen.append(value)
    if name == "sum":
        return sum(chosen, Fraction(0))
    if not chosen:
        return UNKNOWN
    return min(chosen) if name == "min" else max(chosen)


def _round_half_up(value: Fraction, places: Fraction) -> Fraction:
    scaled = abs(value) * 10 ** int(places)
    whole = scaled.numerator // scaled.denominator
    up = whole + (1 if scaled - whole >= Fraction(1, 2) else 0)
    rounded = Fraction(up, 10 ** int(places))
    return -rounded if value < 0 else rounded


def _on_days(function: Callable[[int, int], int]) -> Callable[[date, Any], date]:
    return lambda day, n: date.fromordinal(function(day.toordinal(), int(n)))


def _between(function: Callable[[int, int], int]) -> Callable[[date, date], Fraction]:
    return lambda a, b: Fraction(function(a.toordinal(), b.toordinal()))


SCALARS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "floor": lambda v: Fraction(v.numerator // v.denominator),
    "ceil": lambda v: Fraction(-(-v.numerator // v.denominator)),
    "round_half_up": _round_half_up,
    "years_between": _between(calendar.years_between),
    "months_between": _between(calendar.months_between),
    "days_between": _between(lambda a, b: b - a),
    "add_days": _on_days(lambda d, n: d + n),
    "add_months": _on_days(calendar.add_months),
    "month_day": _on_days(calendar.month_day),
    "next_month_day": _on_days(calendar.next_month_day),
}
