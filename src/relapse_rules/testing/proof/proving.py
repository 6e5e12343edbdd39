"""That two programs answer alike for every record, or for every record of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.program import nodes
from relapse_rules.program.nodes import BoolConst, IntConst
from relapse_rules.testing.proof.assumed import Assumed
from relapse_rules.testing.proof.cases import divided
from relapse_rules.testing.proof.reduction import Reduction
from relapse_rules.testing.proof.terms import NEVER, UNKNOWN, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.program.nodes import Node, Slot

# A proof that needs more cases is given up: nothing is claimed then.
MOST_CASES = 300
FEW_CASES = 150


@dataclass(frozen=True, slots=True)
class Claim:
    """Where the premises hold, each expression is worth what its counterpart is.

    Names are looked up in `before` and in `after`; premises in `before`.
    """

    before: Mapping[str, Node]
    after: Mapping[str, Node]
    pairs: Sequence[tuple[Node, Node]]
    premises: Sequence[tuple[Node, bool]] = ()


def proved(claim: Claim, domains: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a claim holds for every record; False when that was not found out.

    The records are divided into cases until in each of them both sides are reduced to the
    same expression, or a premise fails.
    """
    terms, waiting = Terms(), [Assumed()]
    for _ in range(MOST_CASES):
        if not waiting:
            return True
        cases = _open(claim, waiting.pop(), terms, domains)
        if cases is None:
            continue
        if not cases:
            return False
        waiting += cases
    return False


def untouched(
    bindings: Mapping[str, Node],
    answer: Node,
    missing: Slot,
    domains: Mapping[str, tuple[str, ...]],
) -> bool:
    """Whether it is proved that a fact makes nothing unknown in an answer by missing.

    Divided into cases until in each nothing that is surely unknown is left of it.
    """
    terms, waiting = Terms(), [Assumed({missing: False})]
    for _ in range(FEW_CASES):
        if not waiting:
            return True
        reduction = Reduction(bindings, waiting.pop(), terms)
        left = reduction.of(answer)
        if left is UNKNOWN:
            return False
        if any(node is NEVER for node in nodes.inside(left)):
            cases = divided(left, reduction, domains)
            if not cases:
                return False
            waiting += cases
    return False


def _open(
    claim: Claim,
    assumed: Assumed,
    terms: Terms,
    domains: Mapping[str, tuple[str, ...]],
) -> list[Assumed] | None:
    """None when the claim holds here; else cases to look at, none if there is no hope."""
    before = Reduction(claim.before, assumed, terms)
    after = Reduction(claim.after, assumed, terms)
    unsettled: list[Any] = []
    for node, wanted in claim.premises:
        left = before.of(node)
        if left is UNKNOWN or (isinstance(left, BoolConst) and left.value != wanted):
            return None
        if not isinstance(left, BoolConst):
            unsettled.append(left)
    for one, other in claim.pairs:
        left, right = before.of(one), after.of(other)
        if left is right:
            continue
        for part in (*differing(left, right), *unsettled, left, right):
            if not _is_settled(part):
                cases = divided(part, before, domains)
                if cases:
                    return cases
        return []
    return None


def differing(left: Any, right: Any) -> tuple[Any, Any]:
    """The innermost pair of expressions in which two of them differ."""
    while True:
        pair = _inner(left, right)
        if pair is None:
            return left, right
        left, right = pair


def _inner(left: Any, right: Any) -> tuple[Any, Any] | None:
    """The one pair of operands that are not the same, if there is just one."""
    if left.__class__ is not right.__class__ or _is_settled(left):
        return None
    mine, other = list(nodes.parts_of(left)), list(nodes.parts_of(right))
    if isinstance(left, ANY_ORDER):
        common = {id(n) for n in mine} & {id(n) for n in other}
        mine = [n for n in mine if id(n) not in common]
        other = [n for n in other if id(n) not in common]
        return (mine[0], other[0]) if len(mine) == len(other) == 1 else None
    if len(mine) != len(other):
        return None
    pairs = [(a, b) for a, b in zip(mine, other, strict=True) if a is not b]
    return pairs[0] if len(pairs) == 1 else None


ANY_ORDER = (nodes.And, nodes.Or, nodes.CountOf)


def _is_settled(left: Any) -> bool:
    return left is UNKNOWN or isinstance(left, (BoolConst, IntConst))
