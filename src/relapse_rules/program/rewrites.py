"""Named rewrites of a program: the same meaning, less work. Applied innermost first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relapse_rules.program import calendar, nodes
from relapse_rules.program.nodes import And, Compare, IfBool, IntConst, Not

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
                _compared(Compare(op, then, right)),
                _compared(Compare(op, otherwise, right)),
            )
    return node


def compare_without_clamp(node: Any) -> Any:
    """`min(x, 150) >= 6` is `x >= 6`, where the fixed side cannot change the outcome."""
    match node:
        case Compare(
            op=op,
            left=nodes.IfInt(
                condition=Compare(op=pick, left=first, right=second),
                then=then,
                otherwise=otherwise,
            ),
            right=IntConst(value=k) as right,
        ) if (then, otherwise) == (first, second) and op in AT_LEAST:
            fixed, free = (
                (first, second) if isinstance(first, IntConst) else (second, first)
            )
            if isinstance(fixed, IntConst) and _harmless(pick, op, fixed.value, k):
                return _compared(Compare(op, free, right))
    return node


def _harmless(pick: str, op: str, fixed: int, k: int) -> bool:
    """Whether every value that the clamp replaces compares as the fixed one does."""
    strict = op in {">", "<="}
    if pick == "<=":
        return fixed > k if strict else fixed >= k
    return pick == ">=" and (fixed <= k if strict else fixed < k)


def _compared(node: Any) -> Any:
    for one in REWRITES.get(node.__class__, ()):
        node = one(node)
    return node


# By the kind of node that each looks at.
REWRITES: dict[type, tuple[Rewrite, ...]] = {
    Compare: (age_to_birthday, compare_without_clamp, compare_inside_if),
}


def rewrite(program: Program) -> Program:
    """The program with every rewrite applied everywhere."""
    bindings = tuple(replace(b, node=_rewritten(b.node)) for b in program.bindings)
    return replace(program, bindings=bindings)


def _rewritten(node: Node) -> Node:
    changes = {}
    for name in nodes.PARTS[node.__class__]:
        before = getattr(node, name)
        after = _part(before)
        if after is not before:
            changes[name] = after
    result: Node = _compared(replace(node, **changes) if changes else node)
    return result


def _part(value: Any) -> Any:
    if value.__class__ is tuple:
        parts = tuple(map(_rewritten, value))
        same = all(a is b for a, b in zip(parts, value, strict=True))
        return value if same else parts
    if value is None or value.__class__ is nodes.Slot:
        return value
    return _rewritten(value)
