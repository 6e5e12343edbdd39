"""Households close to where a comparison turns round: within a share of what it compares with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.errors import PolicyError
from relapse_rules.impact.formula import parameters_in_node, reached
from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN, Type
from relapse_rules.program.lowering import Part, lower_part
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from relapse_rules.evaluator import Rules
    from relapse_rules.program.lowering import Inner
    from relapse_rules.program.meaning import Key

NEAR = Fraction(2, 100)
_NUMBER = Type("number")
_ORDERED = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter that something is compared with, and the columns that ask about it."""

    parameter: str
    columns: tuple[str, ...]


def lines_of(
    rules: Rules, parameters: Collection[str]
) -> tuple[tuple[Line, ...], dict[str, Inner]]:
    """The comparisons with some parameters, and what is to be asked of each household."""
    asked: dict[str, Inner] = {}
    found: dict[str, list[str]] = {}
    for key, node in _comparisons(rules):
        named = parameters_in_node(node.right) | parameters_in_node(node.left)
        for name in sorted(named & set(parameters)):
            if _can_be_asked(rules, (key, _close(node))):
                column = f"near {name} {len(asked)}"
                asked[column] = (key, _close(node))
                found.setdefault(name, []).append(column)
    lines = tuple(Line(name, tuple(columns)) for name, columns in found.items())
    return lines, asked


def _can_be_asked(rules: Rules, inner: Inner) -> bool:
    """Not so what could leave 64 bits once it is multiplied."""
    part = Part(rules.program, conditions={"near": inner})
    try:
        lower_part(rules.meaning, rules.day, part)
    except PolicyError:
        return False
    return True


def _comparisons(rules: Rules) -> Iterator[tuple[Key, tree.Compare]]:
    """Every comparison of numbers that who is watched, or how urgently, rests on."""
    starts = [k for k in rules.meaning.typed if k[0] in {"types", "tiers"}]
    for key in sorted(reached(rules.meaning, starts)):
        if key[0] == "otherwise" and len(key) == 3:
            continue
        waiting = [rules.meaning.typed[key]]
        while waiting:
            node = waiting.pop()
            if isinstance(node, (tree.FoldList, tree.AggregateList)):
                continue
            if isinstance(node, tree.Compare) and _is_of_numbers(node):
                yield key, node
            waiting.extend(children(node))


def _is_of_numbers(node: tree.Compare) -> bool:
    kinds = {node.left.type.kind, node.right.type.kind}
    return node.op in _ORDERED and kinds == {"number"}


def _close(node: tree.Compare) -> tree.Node:
    """`abs(left - right) <= 2 % of abs(right)`"""
    start, end = node.start, node.end
    apart = tree.Arithmetic(start, end, _NUMBER, "-", node.left, node.right)
    share = tree.Constant(start, end, _NUMBER, NEAR)
    size = tree.Call(start, end, _NUMBER, "abs", (node.right,))
    most = tree.Arithmetic(start, end, _NUMBER, "*", share, size)
    distance = tree.Call(start, end, _NUMBER, "abs", (apart,))
    return tree.Compare(start, end, BOOLEAN, "<=", distance, most)
