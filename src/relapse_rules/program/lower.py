"""Typed trees become the program. The long functions are the dispatches over tree nodes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - `date` is a method below
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, TypeVar

from relapse_rules.documents.at import missing_value
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program import calendar, nodes, numbers
from relapse_rules.program.nodes import Bool, Count, Int, IntConst, Ratio, Slot
from relapse_rules.program.numbers import OverflowsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.documents.policy import Fact, Parameter, Section
    from relapse_rules.documents.policy import Row as TableRow
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.meaning import Key, Meaning

FLIPPED: dict[str, nodes.Op] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip
Shape = TypeVar("Shape", bound=nodes.Node)
# A formula that grows beyond this when written out in full is refused.
MAX_SIZE = 20_000
DATE_CALLS = frozenset(
    {"years_between", "months_between", "add_months", "month_day", "next_month_day"}
)


def scale_of(fact: Fact) -> int:
    """How many encoded units make one of the fact's own unit (money is kept in fen)."""
    return int(10 ** (2 if fact.kind == "money" else fact.places))


def lower(meaning: Meaning, day: Day) -> nodes.Program:
    """The program of one kind of record on one day.

    Raises PolicyError when a whole number could leave 64 bits, or when a parameter that
    is needed has no value on that day.
    """
    return _Lowering(meaning, day).program()


@dataclass(slots=True)
class _Lowering:
    """The state of lowering one kind of record."""

    meaning: Meaning
    day: Day
    bindings: dict[str, nodes.Binding] = field(default_factory=dict)
    derived: dict[str, Ratio] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    items: dict[str, dict[str, None]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    key: Key = ()
    list: str = ""

    def program(self) -> nodes.Program:
        sections = tuple(self._section(s) for s in self.meaning.rules.sections)
        values = self._values()
        if self.problems:
            raise PolicyError(self.problems)
        return nodes.Program(
            tuple(self.facts),
            tuple((name, tuple(found)) for name, found in self.items.items()),
            tuple(self.bindings.values()),
            sections,
            values,
            self.day.toordinal(),
        )

    # -- sections ------------------------------------------------------------------

    def _section(self, section: Section) -> nodes.SectionProgram:
        rows = []
        for entry in section.entries:
            when = self._decides(section.id, entry.id)
            dates = {
                name: self._date_of((section.id, entry.id, name))
                for name in ("done_on", "due")
                if name in entry.formulas
            }
            rows.append(nodes.Row(entry.id, when, **dates))
        return nodes.SectionProgram(section.id, section.shape, tuple(rows))

    def _decides(self, section: str, entry: str) -> str:
        """The binding of an entry's condition; a choice row without one always holds."""
        name = f"{section}.{entry}"
        if name not in self.bindings:
            node: Bool = nodes.BoolConst(value=True)
            for formula in ("when", "done"):
                key = (section, entry, formula)
                if key in self.meaning.typed:
                    with self._formula(key):
                        node = self._weighed(self.boolean(self.meaning.typed[key]))
            self._bind(name, node)
        return name

    def _date_of(self, key: Key) -> str:
        name = ".".join(key)
        if name not in self.bindings:
            with self._formula(key):
                node = self._weighed(self.date(self.meaning.typed[key]))
            self._bind(name, node)
        return name

    def _values(self) -> tuple[nodes.ValueProgram, ...]:
        shown = []
        for derived in self.meaning.rules.derived:
            typed = self.meaning.typed[("derived", derived.id)]
            if derived.places is None or not typed.type.numeric:
                continue
            with self._formula(("derived", derived.id)):
                ratio = self._in_unit(typed, derived.unit, self._derived(derived.id))
            shown.append(
                nodes.ValueProgram(
                    derived.id, ratio.numerator, ratio.denominator, derived.places
                )
            )
        return tuple(shown)

    def _in_unit(self, node: tree.Node, unit: str, ratio: Ratio) -> Ratio:
        if not unit:
            return ratio
        try:
            return numbers.multiply(ratio, numbers.constant(1 / parse_unit(unit).scale))
        except OverflowsError:
            self._complain("RR319", node)
            return ratio

    def _bind(self, name: str, node: nodes.Node) -> None:
        self.bindings[name] = nodes.Binding(name, node)

    def _shared(self, node: Int) -> Int:
        """A number that is needed more than once; items have no bindings of their own."""
        if self.list or isinstance(node, nodes.LEAVES):
            return node
        name = f"{'.'.join(self.key)}#{len(self.bindings)}"
        self._bind(name, self._weighed(node))
        return nodes.IntRef(name, node.low, node.high)

    def _shared_bool(self, node: Bool) -> Bool:
        if self.list or isinstance(node, nodes.LEAVES):
            return node
        name = f"{'.'.join(self.key)}#{len(self.bindings)}"
        self._bind(name, self._weighed(node))
        return nodes.BoolRef(name)

    def _shared_ratio(self, ratio: Ratio) -> Ratio:
        return Ratio(self._shared(ratio.numerator), self._shared(ratio.denominator))

    def _weighed(self, node: Shape) -> Shape:
        """The node, unless it is too large to write out in full."""
        if nodes.size_of(node) > MAX_SIZE:
            span = self.meaning.syntax[self.key].located.span
            self.problems.append(Diagnostic("RR313", span, {"limit": MAX_SIZE}))
        return node

    @contextmanager
    def _formula(self, key: Key) -> Iterator[None]:
        """Lowering another formula: it stands outside the list being gone through."""
        before = self.key, self.list
        self.key, self.list = key, ""
        try:
            yield
        finally:
            self.key, self.list = before

    @contextmanager
    def _items_of(self, list_id: str) -> Iterator[None]:
        self.facts[list_id] = None
        self.items.setdefault(list_id, {})
        before, self.list = self.list, list_id
        try:
            yield
        finally:
            self.list = before

    def _complain(self, code: str, node: tree.Node) -> None:
        located = self.meaning.syntax[self.key].located
        found = located.text[node.start : node.end]
        span = located.part(node.start, node.end)
        self.problems.append(Diagnostic(code, span, {"found": found}))

    # -- yes or no -----------------------------------------------------------------

    def boolean(self, node: tree.Node) -> Bool:
        """A yes-or-no tree node."""
        try:
            return self._boolean(node)
        except OverflowsError:
            self._complain("RR319", node)
            return nodes.BoolConst(value=False)

    def _boolean(self, node: tree.Node) -> Bool:
        match node:
            case tree.Constant(value=bool(value)):
                return nodes.BoolConst(value)
            case tree.Name(symbol=symbol):
                return self._boolean_name(symbol)
            case tree.SectionItem(section=section, entry=entry):
                return self._won(section, entry)
            case tree.Not(arg=arg):
                return nodes.Not(self.boolean(arg))
            case tree.And(args=args):
                return nodes.And(tuple(self.boolean(a) for a in args))
            case tree.Or(args=args):
                return nodes.Or(tuple(self.boolean(a) for a in args))
            case tree.Compare(op=op, left=left, right=right):
                return self._compare(op, left, right)
            case tree.In(subject=subject, values=values, negated=negated):
                found = self._is_one_of(subject, values)
                return nodes.Not(found) if negated else found
            case tree.Has(subject=subject, value=value, negated=negated):
                has = nodes.Contains(self._slot(_symbol(subject)), value)
                return nodes.Not(has) if negated else has
            case tree.If(condition=condition, then=then, otherwise=otherwise):
                parts = (self.boolean(n) for n in (condition, then, otherwise))
                return nodes.IfBool(*parts)
            case tree.FoldList(fold=fold, list=symbol, condition=condition):
                assert condition is not None
                with self._items_of(symbol.id):
                    body = self.boolean(condition)
                kind = nodes.AnyItem if fold == "any" else nodes.AllItem
                return kind(symbol.id, body)
            case tree.FoldSection(fold=fold, section=section):
                parts_ = self._section_parts(section)
                return nodes.Or(parts_) if fold == "any" else nodes.And(parts_)
            case tree.Known(arg=arg):
                return self._known(arg)
        raise AssertionError(node)

    def _boolean_name(self, symbol: Symbol) -> Bool:
        if symbol.kind == "derived":
            self._derived(symbol.id)
            return nodes.BoolRef(f"derive.{symbol.id}")
        if symbol.kind == "parameter":
            return nodes.BoolConst(value=self._parameter(symbol.id) is True)
        slot = self._slot(symbol)
        given = nodes.BoolFact(slot)
        key = self._otherwise_key(slot)
        if key is None:
            return given
        with self._formula_of_fact(key):
            other = self.boolean(self.meaning.typed[key])
        return nodes.IfBool(nodes.IsKnown(slot), given, other)

    def _won(self, section: str, entry: str) -> Bool:
        """A flag, or for a choice: this row holds and none before it does."""
        this = nodes.BoolRef(self._decides(section, entry))
        symbol = self.meaning.scope.sections[section]
        if symbol.shape != "choice":
            return this
        before = symbol.entries[: symbol.entries.index(entry)]
        none = (nodes.Not(nodes.BoolRef(self._decides(section, e))) for e in before)
        return nodes.And((*none, this)) if before else this

    def _section_parts(self, section: str) -> tuple[Bool, ...]:
        symbol = self.meaning.scope.sections[section]
        return tuple(nodes.BoolRef(self._decides(section, e)) for e in symbol.entries)

    def _is_one_of(self, subject: tree.Node, values: tuple[str, ...]) -> Bool:
        slot = self._slot(_symbol(subject))
        given = nodes.IsOneOf(slot, values)
        key = self._otherwise_key(slot)
        if key is None:
            return given
        other = nodes.BoolConst(value=self._choice_constant(key) in values)
        return nodes.IfBool(nodes.IsKnown(slot), given, other)

    def _choice_constant(self, key: Key) -> str:
        return self.meaning.syntax[key].located.text.strip().strip("\"'")

    def _known(self, arg: tree.Node) -> Bool:
        if isinstance(arg, tree.Name) and arg.symbol.kind in {"fact", "item", "list"}:
            slot = self._slot(arg.symbol)
            if self._otherwise_key(slot) is None:
                return nodes.IsKnown(slot)
        kind = arg.type.kind
        if kind == "choice":
            return nodes.BoolConst(value=True)
        if kind == "boolean":
            return nodes.IsKnown(self.boolean(arg))
        if kind == "date":
            return nodes.IsKnown(self.date(arg))
        if kind == "count":
            return nodes.IsKnown(self.count(arg))
        ratio = self.number(arg)
        parts = [
            nodes.IsKnown(part)
            for part in (ratio.numerator, ratio.denominator)
            if not isinstance(part, IntConst)
        ]
        return nodes.And(tuple(parts)) if parts else nodes.BoolConst(value=True)

    def _compare(self, op: tree.CompareOp, left: tree.Node, right: tree.Node) -> Bool:
        if left.type.kind == "date":
            return nodes.Compare(op, self.date(left), self.date(right))
        if left.type.kind == right.type.kind == "count":
            return nodes.CompareCounts(op, self.count(left), self.count(right))
        if right.type.kind == "count":
            return self._compare(FLIPPED[op], right, left)
        if left.type.kind == "count":
            other = self.number(right)
            numbers.times(IntConst(int(left.type.high or 0)), other.denominator)
            return nodes.CompareCount(
                op, self.count(left), other.denominator, other.numerator
            )
        return numbers.compare(op, self.number(left), self.number(right))

    # -- numbers -------------------------------------------------------------------

    def number(self, node: tree.Node) -> Ratio:
        """A number as an exact ratio of whole numbers."""
        try:
            return self._number(node)
        except OverflowsError:
            self._complain("RR319", node)
            return Ratio(IntConst(0), numbers.ONE)

    def _number(self, node: tree.Node) -> Ratio:
        if node.type.kind == "count":
            high = int(node.type.high or 0)
            return Ratio(nodes.CountValue(self.count(node), 0, high), numbers.ONE)
        match node:
            case tree.Constant(value=value):
                return numbers.constant(Fraction(value))
            case tree.Name(symbol=symbol):
                return self._number_name(symbol)
            case tree.Negate(arg=arg):
                ratio = self.number(arg)
                return Ratio(numbers.negate(ratio.numerator), ratio.denominator)
            case tree.Arithmetic(op=op, left=left, right=right):
                a, b = self.number(left), self.number(right)
                if op == "*":
                    return numbers.multiply(a, b)
                if op == "/":
                    most = right.type.high
                    return numbers.divide(a, b, negative=most is not None and most < 0)
                return numbers.add(op, a, b)
            case tree.If(condition=condition, then=then, otherwise=otherwise):
                test = self.boolean(condition)
                return self._if(test, self.number(then), self.number(otherwise))
            case tree.AggregateList():
                return self._aggregate(node)
            case tree.Lookup(table=table, arg=arg):
                return self._lookup(node, table, arg)
            case tree.Call(function=function, args=args):
                return self._number_call(function, args)
        raise AssertionError(node)

    def _number_name(self, symbol: Symbol) -> Ratio:
        if symbol.kind == "derived":
            return self._derived(symbol.id)
        if symbol.kind == "parameter":
            value = self._parameter(symbol.id)
            assert isinstance(value, Fraction)
            parameter = self.meaning.parameters[symbol.id]
            return numbers.constant(value * parse_unit(parameter.unit).scale)
        slot = self._slot(symbol)
        fact = self._fact(slot)
        ratio = _fact_ratio(fact, slot)
        key = self._otherwise_key(slot)
        if key is None:
            return ratio
        with self._formula_of_fact(key):
            other = self.number(self.meaning.typed[key])
        return self._if(nodes.IsKnown(slot), ratio, other)

    def _if(self, condition: Bool, then: Ratio, otherwise: Ratio) -> Ratio:
        """One of two ratios; where the condition is unknown, equal values still agree."""
        then_top, other_top, bottom = numbers.same_denominator(then, otherwise)
        if isinstance(bottom, IntConst):
            return Ratio(numbers.if_int(condition, then_top, other_top), bottom)
        then, otherwise = self._shared_ratio(then), self._shared_ratio(otherwise)
        condition = self._shared_bool(condition)
        agree = self._shared_bool(numbers.compare("==", then, otherwise))
        unknown = nodes.Not(nodes.IsKnown(condition))
        same = nodes.And((unknown, nodes.IsKnown(agree), agree))
        decided = self._shared_bool(nodes.Or((condition, same)))
        return Ratio(
            numbers.if_int(decided, then.numerator, otherwise.numerator),
            numbers.if_int(decided, then.denominator, otherwise.denominator),
        )

    def _aggregate(self, node: tree.AggregateList) -> Ratio:
        with self._items_of(node.list.id):
            value = self.number(node.value)
            condition = None if node.condition is None else self.boolean(node.condition)
        if not isinstance(value.denominator, IntConst):
            self._complain("RR330", node.value)
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

    def _lookup(self, node: tree.Node, table: Symbol, arg: tree.Node) -> Ratio:
        parameter = self.meaning.parameters[table.id]
        scale = parse_unit(parameter.unit).scale
        values = [self._value_of(parameter, row) * scale for row in parameter.rows]
        common = lcm(*(v.denominator for v in values))
        whole = [int(v * common) for v in values]
        low, high = numbers.bounded(min(whole), max(whole))
        numbers.bounded(common, common)
        if arg.type.kind == "choice":
            choices = tuple(
                (row.choice or "", v)
                for row, v in zip(parameter.rows, whole, strict=True)
            )
            return Ratio(self._lookup_choice(arg, choices, low, high), IntConst(common))
        subject = self.number(arg)
        if not isinstance(subject.denominator, IntConst):
            self._complain("RR330", node)
            return Ratio(IntConst(0), numbers.ONE)
        by_unit = self._unit_of(parameter.by)
        unit = parse_unit(by_unit).scale * subject.denominator.value
        top = subject.numerator
        rows = [
            (*_band(row, unit, top), value)
            for row, value in zip(parameter.rows, whole, strict=True)
        ]
        rows.sort()
        if not _without_gap(rows, top):
            self._complain("RR328", arg)
        return Ratio(nodes.LookupInt(top, tuple(rows), low, high), IntConst(common))

    def _lookup_choice(
        self, arg: tree.Node, rows: tuple[tuple[str, int], ...], low: int, high: int
    ) -> Int:
        slot = self._slot(_symbol(arg))
        found: Int = nodes.LookupChoice(slot, rows, low, high)
        key = self._otherwise_key(slot)
        if key is None:
            return found
        other = IntConst(dict(rows)[self._choice_constant(key)])
        return numbers.if_int(nodes.IsKnown(slot), found, other)

    def _unit_of(self, name: str) -> str:
        fact = self.meaning.facts.get(name)
        if fact is not None:
            return fact.unit
        derived = self.meaning.derived.get(name)
        return derived.unit if derived is not None else ""

    def _number_call(self, function: str, args: tuple[tree.Node, ...]) -> Ratio:
        if function in DATE_CALLS or function == "days_between":
            return Ratio(self._date_call(function, args), numbers.ONE)
        first = self.number(args[0])
        if function == "abs":
            return numbers.absolute(self._shared_ratio(first))
        if function == "floor":
            return Ratio(
                numbers.floor_divide(first.numerator, first.denominator), numbers.ONE
            )
        if function == "ceil":
            top = numbers.floor_divide(
                numbers.negate(first.numerator), first.denominator
            )
            return Ratio(numbers.negate(top), numbers.ONE)
        if function == "round_half_up":
            places = args[1]
            assert isinstance(places, tree.Constant)
            return numbers.round_half_up(self._shared_ratio(first), int(places.value))
        assert function in {"min", "max"}
        return self._extreme(function, [first, *map(self.number, args[1:])])

    def _extreme(self, function: str, values: Sequence[Ratio]) -> Ratio:
        """By halves, since each step needs both of its sides twice."""
        if len(values) == 1:
            return values[0]
        half = len(values) // 2
        left = self._shared_ratio(self._extreme(function, values[:half]))
        right = self._shared_ratio(self._extreme(function, values[half:]))
        return numbers.extreme("min" if function == "min" else "max", left, right)

    # -- dates ---------------------------------------------------------------------

    def date(self, node: tree.Node) -> Int:
        """A date as a day number."""
        try:
            return self._date(node)
        except OverflowsError:
            self._complain("RR319", node)
            return IntConst(self.day.toordinal())

    def _date(self, node: tree.Node) -> Int:
        match node:
            case tree.AsOf():
                return _in_calendar(IntConst(self.day.toordinal()))
            case tree.Name(symbol=symbol):
                return self._date_name(symbol)
            case tree.If(condition=condition, then=then, otherwise=otherwise):
                test = self.boolean(condition)
                return numbers.if_int(test, self.date(then), self.date(otherwise))
            case tree.Call(function=function, args=args):
                return self._date_call(function, args)
        raise AssertionError(node)

    def _date_name(self, symbol: Symbol) -> Int:
        if symbol.kind == "derived":
            ratio = self._derived(symbol.id)
            return ratio.numerator
        if symbol.kind == "parameter":
            value = self._parameter(symbol.id)
            return IntConst(value.toordinal() if isinstance(value, Day) else 1)
        slot = self._slot(symbol)
        given = nodes.IntFact(slot, calendar.FIRST_DAY, calendar.LAST_DAY)
        key = self._otherwise_key(slot)
        if key is None:
            return given
        with self._formula_of_fact(key):
            other = self.date(self.meaning.typed[key])
        return numbers.if_int(nodes.IsKnown(slot), given, other)

    def _date_call(self, function: str, args: tuple[tree.Node, ...]) -> Int:
        left = self.date(args[0])
        second = args[1]
        if second.type.kind == "date":
            right = self.date(second)
        else:
            right = _whole(self.number(second))
        if function == "days_between":
            return numbers.arithmetic("-", right, left)
        if function == "add_days":
            return _in_calendar(numbers.arithmetic("+", left, right))
        low, high = _date_range(function, left, right)
        found = nodes.DateCall(function, left, right, low, high)  # type: ignore[arg-type]
        return found if function.endswith("_between") else _in_calendar(found)

    # -- counts --------------------------------------------------------------------

    def count(self, node: tree.Node) -> Count:
        """A count with its bounds."""
        match node:
            case tree.Name(symbol=symbol):
                self._derived(symbol.id)
                return nodes.CountRef(f"derive.{symbol.id}", int(node.type.high or 0))
            case tree.CountOf(args=args):
                return nodes.CountOf(tuple(self.boolean(a) for a in args))
            case tree.FoldSection(section=section):
                parts = self._section_parts(section)
                if self.meaning.scope.sections[section].shape == "choice":
                    return nodes.CountOf((nodes.Or(parts),))
                return nodes.CountOf(parts)
            case tree.FoldList(list=symbol, condition=condition):
                with self._items_of(symbol.id):
                    body = None if condition is None else self.boolean(condition)
                return nodes.CountItems(symbol.id, body, symbol.max_items)
        raise AssertionError(node)

    # -- names ---------------------------------------------------------------------

    def _derived(self, name: str) -> Ratio:
        """A derived value, computed once; only numbers and dates have a use for the ratio."""
        if name in self.derived:
            return self.derived[name]
        key = ("derived", name)
        typed = self.meaning.typed[key]
        binding = f"derive.{name}"
        with self._formula(key):
            if typed.type.kind == "boolean":
                self._bind(binding, self.boolean(typed))
                ratio = Ratio(IntConst(0), numbers.ONE)
            elif typed.type.kind == "count":
                count = self.count(typed)
                self._bind(binding, count)
                high = int(typed.type.high or 0)
                reference = nodes.CountRef(binding, high)
                ratio = Ratio(nodes.CountValue(reference, 0, high), numbers.ONE)
            elif typed.type.kind == "date":
                ratio = Ratio(self._bind_int(binding, self.date(typed)), numbers.ONE)
            else:
                exact = self.number(typed)
                top = self._bind_int(binding, exact.numerator)
                bottom = self._bind_int(f"{binding}/", exact.denominator)
                ratio = Ratio(top, bottom)
        self.derived[name] = ratio
        return ratio

    def _bind_int(self, name: str, node: Int) -> Int:
        if isinstance(node, IntConst):
            return node
        self._bind(name, node)
        return nodes.IntRef(name, node.low, node.high)

    def _parameter(self, name: str) -> bool | Fraction | Day:
        parameter = self.meaning.parameters[name]
        if len(parameter.values) != 1:
            self._missing(name)
            # A stand-in of the right kind, so that the pass can go on and find the rest.
            if parameter.type == "number":
                return Fraction(1)
            return self.day if parameter.type == "date" else False
        return parameter.values[0].value

    def _value_of(self, parameter: Parameter, row: TableRow) -> Fraction:
        value = row.values[0].value if len(row.values) == 1 else None
        if not isinstance(value, Fraction):
            self._missing(parameter.id, row.key)
            return Fraction(1)
        return value

    def _missing(self, name: str, key: str | None = None) -> None:
        whole = self.meaning.all_parameters[name]
        row = next((r for r in whole.rows if r.key == key), None)
        self.problems.append(missing_value(whole, self.day, row))

    def _slot(self, symbol: Symbol) -> Slot:
        if symbol.kind == "item":
            self.items[self.list][symbol.id] = None
            return Slot(symbol.id, self.list)
        self.facts[symbol.id] = None
        if symbol.kind == "list":
            self.items.setdefault(symbol.id, {})
        return Slot(symbol.id)

    def _fact(self, slot: Slot) -> Fact:
        if slot.list:
            return self.meaning.item_facts(slot.list)[slot.fact]
        return self.meaning.facts[slot.fact]

    def _otherwise_key(self, slot: Slot) -> Key | None:
        key = (
            ("otherwise", slot.list, slot.fact)
            if slot.list
            else ("otherwise", slot.fact)
        )
        return key if key in self.meaning.typed else None

    @contextmanager
    def _formula_of_fact(self, key: Key) -> Iterator[None]:
        """A fact's stand-in; that of an item's fact may read the same item."""
        before = self.key, self.list
        self.key, self.list = key, key[1] if len(key) == 3 else ""
        try:
            yield
        finally:
            self.key, self.list = before


def _symbol(node: tree.Node) -> Symbol:
    assert isinstance(node, tree.Name)
    return node.symbol


def _fact_ratio(fact: Fact, slot: Slot) -> Ratio:
    scale = scale_of(fact)
    assert fact.low is not None
    assert fact.high is not None
    low, high = numbers.bounded(ceil(fact.low * scale), floor(fact.high * scale))
    unit = parse_unit(fact.unit).scale
    factor = unit / scale
    top = numbers.times(nodes.IntFact(slot, low, high), IntConst(factor.numerator))
    return Ratio(top, IntConst(factor.denominator))


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


def _band(row: TableRow, unit: Fraction, subject: Int) -> tuple[int, int]:
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
