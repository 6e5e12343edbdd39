"""The atomic conditions of a formula, and the formula with a switch at each of them.

An atomic condition is a yes or no that is not made of others by `and`, `or`, `not`, `if`,
`any` or `all`: a fact, a comparison (each one of a chain), `in`, `known`, a derived value,
an entry of a section, `any(section)`. It may stand in a number: `count(members, a and b)`
has three with the comparison around it. Each occurrence counts by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN, DATE, Symbol
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.program.meaning import Key

# Made of other conditions, which are looked at instead.
JOINED = (tree.And, tree.Or, tree.Not, tree.If)
DAY = "as_of"


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """One atomic condition; `list` is set when it is asked of each item of a list."""

    key: Key
    index: int
    node: tree.Node
    list: str = ""

    @property
    def switch(self) -> str:
        """The fact that turns it round; no fact of a policy has such a name."""
        return f"switch {self.index}"


def conditions(key: Key, formula: tree.Node) -> tuple[Condition, ...]:
    """Every atomic condition of a formula, in the order of its text."""
    # The middle of a chain such as `a < b < c` is an operand of both comparisons.
    found = {_where(node): (node, of) for node, of in _atoms(formula, list_of(key))}
    return tuple(Condition(key, i, *pair) for i, pair in enumerate(found.values()))


def _where(node: tree.Node) -> tuple[int, int, type]:
    return node.start, node.end, type(node)


def list_of(key: Key) -> str:
    """The list whose items a formula is about: that of a stand-in for an item's fact."""
    return key[1] if key[0] == "otherwise" and len(key) == 3 else ""


def is_atomic(node: tree.Node) -> bool:
    """Whether it is an atomic condition."""
    if node.type.kind != "boolean" or isinstance(node, (*JOINED, tree.Constant)):
        return False
    return not isinstance(node, tree.FoldList)


def _atoms(node: tree.Node, of: str) -> Iterator[tuple[tree.Node, str]]:
    if is_atomic(node):
        yield node, of
        if isinstance(node, tree.Known):
            # Turning round what is inside changes nothing about its being known.
            return
    inner = list_inside(node, of)
    for child in children(node):
        yield from _atoms(child, inner)


def list_inside(node: tree.Node, of: str) -> str:
    """The list whose items the operands of a node are about."""
    if isinstance(node, (tree.FoldList, tree.AggregateList)):
        return node.list.id
    return of


def with_switches(formula: tree.Node, found: tuple[Condition, ...]) -> tree.Node:
    """The formula in which each condition is turned round where its switch is on."""
    by_place = {_where(c.node): c for c in found}

    def switched(node: tree.Node) -> tree.Node:
        inner = node if isinstance(node, tree.Known) else tree.rebuilt(node, switched)
        condition = by_place.get(_where(node))
        if condition is None:
            return inner
        switch = switch_symbol(condition.switch, of_item=bool(condition.list))
        on = tree.Name(node.start, node.end, BOOLEAN, switch)
        off = tree.Not(node.start, node.end, BOOLEAN, on)
        # Unknown stays unknown: the two branches never agree.
        return tree.If(node.start, node.end, BOOLEAN, inner, off, on)

    return switched(formula)


def switch_symbol(name: str, *, of_item: bool) -> Symbol:
    """A yes or no that is put into the record beside the facts."""
    return Symbol(name, name, "item" if of_item else "fact", lambda: BOOLEAN)


def with_open_day(formula: tree.Node) -> tree.Node:
    """The formula with the day of the decision as one more fact."""
    if isinstance(formula, tree.AsOf):
        day = Symbol(DAY, DAY, "fact", lambda: DATE)
        return tree.Name(formula.start, formula.end, DATE, day)
    return tree.rebuilt(formula, with_open_day)
