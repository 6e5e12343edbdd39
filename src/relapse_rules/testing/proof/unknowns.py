"""What facts that are not known mean for an expression, as far as can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.program import nodes
from relapse_rules.testing.proof.terms import NEVER

if TYPE_CHECKING:
    from collections.abc import Collection

STRICT = (
    nodes.Compare, nodes.Arithmetic, nodes.FloorDivide, nodes.DateCall, nodes.LookupInt,
    nodes.Not, nodes.BoolConst, nodes.IntConst,
)  # fmt: skip


def sources(node: Any) -> frozenset[nodes.Slot] | None:
    """The facts without any of which an expression is unknown, and with all of which it
    is known; None where that cannot be said so simply."""
    slot = slot_of(node)
    if slot is not None:
        return None if node is NEVER else frozenset({slot})
    if not isinstance(node, (*STRICT, nodes.IfInt)):
        return None
    parts = list(map(sources, nodes.parts_of(node)))
    found = frozenset().union(*(p for p in parts if p is not None))
    if None in parts or not isinstance(node, nodes.IfInt):
        return None if None in parts else found
    # A clamp: where the test is unknown, so is one of the branches, and they cannot agree.
    same = parts[0] == found and (parts[1] == found or parts[2] == found)
    return found if same and found else None


def never_all(args: Collection[Any]) -> bool:
    """Whether one of them must be known and yes, and can only be no or unknown."""
    known = {id(a.arg) for a in args if isinstance(a, nodes.IsKnown)}
    return any(
        not may_be(a, wanted=True)
        and id(a.arg if isinstance(a, nodes.Not) else a) in known
        for a in args
    )


def may_be(node: Any, *, wanted: bool) -> bool:
    """Whether an expression can be worth that, as far as what is surely unknown tells."""
    if node is NEVER:
        return False
    if isinstance(node, nodes.Not):
        return may_be(node.arg, wanted=not wanted)
    if isinstance(node, (nodes.And, nodes.Or)):
        every = isinstance(node, nodes.And) == wanted
        return (all if every else any)(may_be(a, wanted=wanted) for a in node.args)
    return True


def slot_of(node: Any) -> nodes.Slot | None:
    return getattr(node, "slot", None)
