"""Named rewrites of a program: the same meaning, less work. Applied innermost first."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.program import calendar, nodes
from relapse_rules.program.nodes import ALL_KINDS, And, Compare, IfBool, IntConst, Not

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.program.nodes import Node, Program

    Rewrite = Callable[[Any], Any]

# a > k is a >= k + 1, and a < k is not a >= k: each becomes tests of "at least".
AT_LEAST: dict[str, tuple[int, bool]] = {
    ">=": (0, False),
    ">": (1, False),
    "<": (0, True),
    "<=": (1, True),
}
BETWEEN = {
    "years_between": calendar.years_between,
    "months_between": calendar.months_between,
}


def age_to_birthday(node: Any) -> Any:
    """`years_between(born, fixed day) >= k` is `born <= the last day of which it holds`.

    Complete years and months never grow as the first day moves on, so that the last day
    can be searched for; an unknown day stays unknown in the comparison.
    """
    match node:
        case Compare(
            op=op,
            left=nodes.DateCall(
                function=function, left=first, right=IntConst(value=fixed)
            ),
            right=IntConst(value=k),
        ) if function in BETWEEN and not isinstance(first, IntConst):
            if op in {"==", "!="}:
                exactly = And(
                    (
                        _born_by(function, first, fixed, k),
                        Not(_born_by(function, first, fixed, k + 1)),
                    )
                )
                return exactly if op == "==" else Not(exactly)
            more, negated = AT_LEAST[op]
            found = _born_by(function, first, fixed, k + more)
            return Not(found) if negated else found
    return node


def _born_by(function: str, first: Any, fixed: int, k: int) -> Compare:
    between = BETWEEN[function]
    low, high = first.low - 1, first.high
    while low < high:
        middle = (low + high + 1) // 2
        if between(middle, fixed) >= k:
            low = middle
        else:
            high = middle - 1
    return Compare("<=", first, IntConst(low))


def compare_inside_if(node: Any) -> Any:
    """Comparing a stand-in: `(fact if known else other) < k`, branch by branch.

    Only where the condition is never unknown, since branches may agree in the comparison
    without agreeing in value.
    """
    match node:
        case Compare(
            op=op,
            left=nodes.IfInt(
                condition=nodes.IsKnown() as condition, then=then, otherwise=otherwise
            ),
            right=IntConst() as right,
        ):
            return IfBool(
                condition,
                age_to_birthday(Compare(op, then, right)),
                age_to_birthday(Compare(op, otherwise, right)),
            )
    return node


REWRITES: tuple[Rewrite, ...] = (age_to_birthday, compare_inside_if)


def rewrite(program: Program) -> Program:
    """The program with every rewrite applied everywhere."""
    bindings = tuple(replace(b, node=_rewritten(b.node)) for b in program.bindings)
    return replace(program, bindings=bindings)


def _rewritten(node: Node) -> Node:
    changes = {}
    for each in fields(node):
        before = getattr(node, each.name)
        after = _part(before)
        if after is not before:
            changes[each.name] = after
    found: Any = replace(node, **changes) if changes else node
    for one in REWRITES:
        found = one(found)
    result: Node = found
    return result


def _part(value: Any) -> Any:
    if isinstance(value, ALL_KINDS):
        return _rewritten(value)
    if isinstance(value, tuple) and value and isinstance(value[0], ALL_KINDS):
        parts = tuple(_rewritten(v) for v in value)
        same = all(a is b for a, b in zip(parts, value, strict=True))
        return value if same else parts
    return value
