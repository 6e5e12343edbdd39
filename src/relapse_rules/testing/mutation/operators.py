"""The small changes of formulas, by kind of node: each is an edit of the text.

What the edited text means is read again from the start, so that a mutant is what is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import decimal_text
from relapse_rules.language import tree
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import is_atomic
from relapse_rules.testing.mutation import spots
from relapse_rules.testing.mutation.mutant import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.language.types import Symbol
    from relapse_rules.testing.mutation.units import Units

    Edits = tuple[str, tuple[Edit, ...]]

OTHER_OPERATORS: dict[str, tuple[str, ...]] = {
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "==": ("<=", ">="),
    "!=": ("<", ">"),
}
OTHER_FUNCTIONS = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "sum": "max",
    "floor": "ceil",
    "ceil": "floor",
}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
MEMBERSHIP = (
    (re.compile(r"\bnot\s+in\b"), "in"),
    (re.compile(r"\bin\b"), "not in"),
    (re.compile("=="), "!="),
    (re.compile("!="), "=="),
)
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula to be changed: its text, its meaning, and what else it could name."""

    text: str
    root: tree.Node
    units: Units
    # For a symbol, another of the same type that could stand in its place by mistake.
    other_name: Callable[[Symbol], str]


def edits_of(formula: Formula) -> Iterator[Edits]:
    """Every small change of a formula: the operator that makes it, and its edits."""
    waiting: list[tuple[tree.Node, tree.Node | None]] = [(formula.root, None)]
    while waiting:
        node, above = waiting.pop()
        for name, edits in OPERATORS.get(type(node), ()):
            for found in edits(formula, node):
                yield name, found
        # A condition turned round is known whenever it is.
        if is_atomic(node) and not isinstance(above, (tree.Not, tree.Known)):
            yield from _negation(formula, node)
        waiting.extend((child, node) for child in reversed(children(node)))
    yield from _settled(formula)


def _settled(formula: Formula) -> Iterator[Edits]:
    """The whole condition left out: the clause never holds, or always."""
    if formula.root.type.kind != "boolean":
        return
    for value in ("false", "true"):
        if formula.text.strip() != value:
            yield "settled", (Edit(0, len(formula.text), value),)


def _negation(formula: Formula, node: tree.Node) -> Iterator[Edits]:
    """An atomic condition turned round, in the way a person would write it."""
    text, at = formula.text, None
    if isinstance(node, tree.Compare):
        at = spots.comparison(text, node)
        if at is not None:
            yield "negated", (Edit(*at, OPPOSITE[node.op]),)
        return
    if isinstance(node, (tree.In, tree.Has)):
        for old, new in MEMBERSHIP:
            at = spots.between(text, node.start, node.end, old)
            if at is not None:
                yield "negated", (Edit(*at, new),)
                return
    yield "negated", (Edit(node.start, node.start, "not "),)


def _comparison(formula: Formula, node: tree.Compare) -> Iterator[tuple[Edit, ...]]:
    at = spots.comparison(formula.text, node)
    if at is not None:
        for op in OTHER_OPERATORS[node.op]:
            yield (Edit(*at, op),)


def _joined(formula: Formula, node: tree.And | tree.Or) -> Iterator[tuple[Edit, ...]]:
    old, new = ("and", "or") if isinstance(node, tree.And) else ("or", "and")
    for left, right in zip(node.args, node.args[1:], strict=False):
        at = spots.word(formula.text, left.end, right.start, old)
        if at is not None:
            yield (Edit(*at, new),)


def _dropped(
    formula: Formula, node: tree.And | tree.Or | tree.CountOf
) -> Iterator[tuple[Edit, ...]]:
    if len(node.args) < 2:
        return
    if not isinstance(node, tree.CountOf) and not any(_joined(formula, node)):
        return  # a chain of comparisons
    for index in range(len(node.args)):
        yield (spots.without(formula.text, node.args, index, node),)


def _affirmed(formula: Formula, node: tree.Not) -> Iterator[tuple[Edit, ...]]:
    start = spots.whole(formula.text, node.arg, node)[0]
    yield (Edit(node.start, start, ""),)


def _forgotten(formula: Formula, node: tree.In) -> Iterator[tuple[Edit, ...]]:
    """One listed value less."""
    found = spots.literals(formula.text, node)
    if spots.list_of_choices(formula.text, node) is None or len(found) < 2:
        return
    for index, (start, end) in enumerate(found):
        if index:
            yield (Edit(found[index - 1][1], end, ""),)
        else:
            yield (Edit(start, found[1][0], ""),)


def _added(formula: Formula, node: tree.In) -> Iterator[tuple[Edit, ...]]:
    """One listed value more."""
    at = spots.list_of_choices(formula.text, node)
    found = spots.literals(formula.text, node)
    if at is None:
        return
    for value in node.subject.type.values:
        if value not in node.values:
            new = spots.quoted(formula.text, found[-1], value)
            yield (Edit(found[-1][1], found[-1][1], f", {new}"),)


def _another_value(
    formula: Formula, node: tree.In | tree.Has
) -> Iterator[tuple[Edit, ...]]:
    """The next value of a choice in the place of the one that is meant."""
    found = spots.literals(formula.text, node)
    if len(found) != 1:
        return
    meant = node.values[0] if isinstance(node, tree.In) else node.value
    every = list(node.subject.type.values)
    following = every[(every.index(meant) + 1) % len(every)]
    if following != meant:
        yield (Edit(*found[0], spots.quoted(formula.text, found[0], following)),)


def _function(formula: Formula, node: Any) -> Iterator[tuple[Edit, ...]]:
    found = _NAME.match(formula.text, node.start)
    if found is not None and (other := OTHER_FUNCTIONS.get(found.group())):
        yield (Edit(*found.span(), other),)


def _constant(formula: Formula, node: tree.Constant) -> Iterator[tuple[Edit, ...]]:
    if isinstance(node.value, Fraction):
        step = formula.units.step_of(node)
        for value in (node.value - step, node.value + step):
            text = decimal_text(value)
            if "/" not in text:
                yield (Edit(node.start, node.end, text),)


def _name(formula: Formula, node: tree.Name) -> Iterator[tuple[Edit, ...]]:
    other = formula.other_name(node.symbol)
    if other:
        yield (Edit(node.start, node.end, other),)


def _table(formula: Formula, node: tree.Lookup) -> Iterator[tuple[Edit, ...]]:
    other = formula.other_name(node.table)
    found = _NAME.match(formula.text, node.start)
    if other and found is not None:
        yield (Edit(*found.span(), other),)


def _arithmetic(formula: Formula, node: tree.Arithmetic) -> Iterator[tuple[Edit, ...]]:
    other = {"+": "-", "-": "+"}.get(node.op)
    if other is None:
        return
    pattern = re.compile(re.escape(node.op))
    at = spots.between(formula.text, node.left.end, node.right.start, pattern)
    if at is not None:
        yield (Edit(*at, other),)


def _condition_dropped(
    formula: Formula, node: tree.AggregateList
) -> Iterator[tuple[Edit, ...]]:
    if node.condition is not None:
        args = (node.value, node.condition)
        yield (spots.without(formula.text, args, 1, node),)


Operator = "tuple[str, Callable[[Formula, Any], Iterable[tuple[Edit, ...]]]]"
OPERATORS: Mapping[type[tree.Node], tuple[Any, ...]] = {
    tree.Compare: (("comparison", _comparison),),
    tree.And: (("joined", _joined), ("dropped", _dropped)),
    tree.Or: (("joined", _joined), ("dropped", _dropped)),
    tree.CountOf: (("dropped", _dropped),),
    tree.Not: (("negated", _affirmed),),
    tree.In: (
        ("listed", _forgotten),
        ("listed", _added),
        ("listed", _another_value),
    ),
    tree.Has: (("listed", _another_value),),
    tree.FoldList: (("function", _function),),
    tree.FoldSection: (("function", _function),),
    tree.AggregateList: (("function", _function), ("dropped", _condition_dropped)),
    tree.Call: (("function", _function),),
    tree.Constant: (("constant", _constant),),
    tree.Name: (("name", _name),),
    tree.Lookup: (("name", _table),),
    tree.Arithmetic: (("arithmetic", _arithmetic),),
}
