"""Calls: folds over lists and sections, tables, and functions of numbers and dates."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.language import ranges, tree
from relapse_rules.language.names import dotted
from relapse_rules.language.naming import unknown
from relapse_rules.language.run_on import apart
from relapse_rules.language.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    SectionSymbol,
    Symbol,
    Type,
    number_type,
)
from relapse_rules.language.units import parse_unit
from relapse_rules.language.vocabulary import FUNCTIONS, Function
from relapse_rules.messages.language import MISFITS
from relapse_rules.nearest import nearest_name
from relapse_rules.words.table import FUNCTIONS as WORDS_OF_FUNCTIONS

if TYPE_CHECKING:
    from relapse_rules.language.check import Checker

FOLDS: dict[str, tree.Fold] = {"any": "any", "all": "all", "count": "count"}
AGGREGATES: dict[str, tree.Aggregate] = {"sum": "sum", "min": "min", "max": "max"}


def call(checker: Checker, node: ast.Call) -> tree.Node | None:
    assert isinstance(node.func, ast.Name)
    function = FUNCTIONS.get(node.func.id)
    if function is None:
        return _table(checker, node)
    if not node.args:
        checker.say("RR314", node, wanted=1)
        return None
    if "list" in function.forms or "section" in function.forms:
        folded = _fold_call(checker, node, function)
        if folded is not NotImplemented:
            return folded  # type: ignore[no-any-return]
    if function.name == "known":
        return _known(checker, node)
    if function.name == "count_of":
        args = checker.all_of(node.args, BOOLEAN)
        if args is None:
            return None
        kind = Type("count", None, Fraction(0), Fraction(len(args)))
        return tree.CountOf(*checker.at(node), kind, args)
    return _scalar(checker, node, function)


def _table(checker: Checker, node: ast.Call) -> tree.Node | None:
    assert isinstance(node.func, ast.Name)
    symbol = checker.scope.names.get(node.func.id)
    if symbol is None or symbol.kind != "table":
        written = checker.written(node.func)
        known = {*FUNCTIONS, *WORDS_OF_FUNCTIONS.values(), *checker.scope.names}
        if spaced := apart(written, known):
            checker.say("RR333", node.func, write=spaced, apart=spaced)
            return None
        tables = (n for n, s in checker.scope.names.items() if s.kind == "table")
        words = (*FUNCTIONS, *WORDS_OF_FUNCTIONS.values(), *tables)
        near = nearest_name(node.func.id, words)
        checker.say("RR315", node.func, name=written, nearest=near)
        return None
    if len(node.args) != 1:
        checker.say("RR314", node, wanted=1)
        return None
    arg = checker.visit(node.args[0])
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
        checker.say("RR302", node.args[0], why=MISFITS["table"])
        return None
    if by is not None and not _inside_table(checker, node.args[0], arg.type, by):
        return None
    type_ = symbol.type()
    if type_ is None:
        return None
    return tree.Lookup(*checker.at(node), type_, symbol, arg)


def _inside_table(checker: Checker, node: ast.expr, found: Type, by: Type) -> bool:
    if not checker.same_unit(node, by, found):
        return False
    if ranges.inside(found, by):
        return True
    checker.say("RR328", node)
    return False


def _known(checker: Checker, node: ast.Call) -> tree.Node | None:
    if len(node.args) != 1:
        checker.say("RR314", node, wanted=1)
        return None
    arg = _list_name(checker, node.args[0]) or checker.visit(node.args[0])
    return arg and tree.Known(*checker.at(node), BOOLEAN, arg)


def _list_name(checker: Checker, node: ast.expr) -> tree.Node | None:
    symbol = checker.scope.names.get(node.id) if isinstance(node, ast.Name) else None
    if symbol is None or symbol.kind != "list":
        return None
    return tree.Name(*checker.at(node), Type("list"), symbol)


def _fold_call(checker: Checker, node: ast.Call, function: Function) -> Any:
    first = node.args[0]
    path = dotted(first)
    section = checker.scope.sections.get(path)
    symbol = checker.scope.names.get(first.id) if isinstance(first, ast.Name) else None
    if section is not None and symbol is None and "section" in function.forms:
        return _fold_section(checker, node, function, section)
    if symbol is not None and symbol.kind == "list":
        return _fold_list(checker, node, function, symbol)
    if "scalar" in function.forms:
        return NotImplemented
    absent = isinstance(first, ast.Name) or path in checker.scope.elsewhere
    if symbol is None and section is None and absent:
        unknown(checker, first, path)
    else:
        checker.say("RR322", first)
    return None


def _fold_section(
    checker: Checker, node: ast.Call, function: Function, section: SectionSymbol
) -> tree.Node | None:
    if len(node.args) != 1:
        checker.say("RR314", node, wanted=1)
        return None
    fold = FOLDS[function.name]
    high = Fraction(1 if section.shape == "choice" else len(section.entries))
    kind = Type("count", None, Fraction(0), high) if fold == "count" else BOOLEAN
    return tree.FoldSection(*checker.at(node), kind, fold, section.id)


def _fold_list(
    checker: Checker, node: ast.Call, function: Function, symbol: Symbol
) -> tree.Node | None:
    if checker.items is not None:
        checker.say("RR305", node)
        return None
    wanted = {"any": (2, 2), "all": (2, 2), "count": (1, 2), "sum": (2, 3)}
    fewest, most = wanted.get(function.name, (2, 3))
    if not fewest <= len(node.args) <= most:
        checker.say("RR314", node, wanted=most)
        return None
    checker.items = symbol
    try:
        if function.name in FOLDS:
            return _fold_items(checker, node, FOLDS[function.name], symbol)
        return _aggregate(checker, node, AGGREGATES[function.name], symbol)
    finally:
        checker.items = None


def _fold_items(
    checker: Checker, node: ast.Call, fold: tree.Fold, symbol: Symbol
) -> tree.Node | None:
    condition = None
    if len(node.args) == 2:
        condition = checker.expect(node.args[1], BOOLEAN)
        if condition is None:
            return None
    count = Type("count", None, Fraction(0), Fraction(symbol.max_items))
    kind = count if fold == "count" else BOOLEAN
    return tree.FoldList(*checker.at(node), kind, fold, symbol, condition)


def _aggregate(
    checker: Checker, node: ast.Call, aggregate: tree.Aggregate, symbol: Symbol
) -> tree.Node | None:
    value = checker.expect(node.args[1], NUMBER)
    condition = None
    if len(node.args) == 3:
        condition = checker.expect(node.args[2], BOOLEAN)
        if condition is None:
            return None
    if value is None:
        return None
    low, high = value.type.low, value.type.high
    if aggregate == "sum":
        most = Fraction(symbol.max_items)
        low = None if low is None else min(Fraction(0), low * most)
        high = None if high is None else max(Fraction(0), high * most)
    kind = number_type(value.type.unit, low, high)
    return tree.AggregateList(
        *checker.at(node), kind, aggregate, symbol, value, condition
    )


def _scalar(checker: Checker, node: ast.Call, function: Function) -> tree.Node | None:
    wants = function.wants
    if function.many:
        wants = wants * max(len(node.args), 2)
    if len(node.args) != len(wants):
        checker.say("RR314", node, wanted=len(wants))
        return None
    kinds = {"number": NUMBER, "integer": NUMBER, "date": DATE}
    args = [checker.expect(a, kinds[w]) for a, w in zip(node.args, wants, strict=True)]
    if None in args:
        return None
    typed = tuple(a for a in args if a is not None)
    for want, arg, at in zip(wants, typed, node.args, strict=True):
        if want == "integer" and not _whole(arg, function):
            checker.say("RR329", at, limits=INTEGER_LIMITS[function.name])
            return None
    kind = _scalar_type(checker, node, function, typed)
    if kind is None:
        return None
    return tree.Call(*checker.at(node), kind, function.name, typed)


def _scalar_type(
    checker: Checker, node: ast.Call, function: Function, args: tuple[tree.Node, ...]
) -> Type | None:
    if function.gives == "date":
        return DATE
    if function.gives == "number":
        low, high = ranges.between(function.name)
        return Type("number", parse_unit(function.unit), low, high)
    unit = args[0].type.unit
    for at, arg in zip(node.args[1:], args[1:], strict=True):
        if function.name in {"min", "max"}:
            if not checker.same_unit(at, args[0].type, arg.type):
                return None
            unit = arg.type.unit if unit is None else unit
    low, high = ranges.call(function.name, [a.type for a in args])
    return number_type(unit, low, high)


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
