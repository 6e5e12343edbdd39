"""Formulas for the solver, folded while they are built: most of them are settled early.

A term is a plain yes or no, a plain whole number, or an expression of the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import z3

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTEXT = z3.main_ctx()
# An expression of the solver, or a plain bool or int.
Term = Any


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition surely holds, and whether it surely does not: never both."""

    yes: Term
    no: Term

    @property
    def known(self) -> Term:
        return any_of((self.yes, self.no))

    @property
    def may_be(self) -> Term:
        """Whether it may hold: it does, or that is unknown."""
        return negation(self.no)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; where it is not known, `value` is any number within its bounds."""

    known: Term
    value: Term


@dataclass(frozen=True, slots=True)
class Count:
    """What surely counts and what may, each a list of conditions.

    Where `unknown` holds nothing surely counts and `most` may.
    """

    sure: tuple[Term, ...]
    may: tuple[Term, ...]
    unknown: Term
    most: int

    @property
    def low(self) -> Term:
        return choose(self.unknown, 0, total(self.sure))

    @property
    def high(self) -> Term:
        return choose(self.unknown, self.most, total(self.may))

    def low_is(self, k: int) -> Term:
        """Whether at least `k` surely count."""
        if k <= 0:
            return True
        return all_of((negation(self.unknown), at_least(self.sure, k)))

    def high_is(self, k: int) -> Term:
        """Whether at least `k` may count."""
        if k <= 0:
            return True
        many = at_least(self.may, k)
        return choose_truth(self.unknown, self.most >= k, many)


YES, NO, OPEN = Truth(True, False), Truth(False, True), Truth(False, False)


def truth(value: bool | None) -> Truth:  # noqa: FBT001 - a value
    return OPEN if value is None else YES if value else NO


def all_of(terms: Iterable[Term]) -> Term:
    kept = []
    for term in terms:
        if term is False:
            return False
        if term is not True:
            kept.append(term)
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_and, kept)


def any_of(terms: Iterable[Term]) -> Term:
    kept = []
    for term in terms:
        if term is True:
            return True
        if term is not False:
            kept.append(term)
    if not kept:
        return False
    return kept[0] if len(kept) == 1 else _joined(z3.Z3_mk_or, kept)


def _joined(make: Any, terms: list[Term]) -> Term:
    """Conditions joined, without the checks of their types that the library makes each
    time: building formulas takes longer than solving them."""
    several = (z3.Ast * len(terms))(*(term.as_ast() for term in terms))
    return z3.BoolRef(make(_CONTEXT.ref(), len(terms), several), _CONTEXT)


def negation(term: Term) -> Term:
    if isinstance(term, bool):
        return not term
    if z3.is_not(term):
        return term.arg(0)
    return z3.BoolRef(z3.Z3_mk_not(_CONTEXT.ref(), term.as_ast()), _CONTEXT)


def implies(first: Term, then: Term) -> Term:
    return any_of((negation(first), then))


def choose(condition: Term, then: Term, otherwise: Term) -> Term:
    """One of two numbers."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if isinstance(then, int) and isinstance(otherwise, int) and then == otherwise:
        return then
    return z3.If(condition, number(then), number(otherwise))


def choose_truth(condition: Term, then: Term, otherwise: Term) -> Term:
    """One of two conditions."""
    return any_of((all_of((condition, then)), all_of((negation(condition), otherwise))))


def same(left: Term, right: Term) -> Term:
    """Whether two conditions are worth the same."""
    if isinstance(left, bool):
        return right if left else negation(right)
    if isinstance(right, bool):
        return left if right else negation(left)
    return left == right


def number(term: Term) -> Any:
    return z3.IntVal(term) if isinstance(term, int) else term


def total(terms: Iterable[Term]) -> Term:
    """How many of some conditions hold."""
    fixed, kept = 0, []
    for term in terms:
        if isinstance(term, bool):
            fixed += term
        else:
            kept.append(z3.If(term, z3.IntVal(1), z3.IntVal(0)))
    if not kept:
        return fixed
    return z3.Sum([*kept, z3.IntVal(fixed)] if fixed else kept)


def at_least(terms: Iterable[Term], k: int) -> Term:
    """Whether at least `k` of some conditions hold."""
    kept = []
    for term in terms:
        if term is True:
            k -= 1
        elif term is not False:
            kept.append(term)
    if k <= 0:
        return True
    if k > len(kept):
        return False
    if k == len(kept):
        return all_of(kept)
    if k == 1:
        return any_of(kept)
    return z3.AtLeast(*kept, k)


def compared(op: str, left: Term, right: Term) -> Term:
    """Two numbers compared; both plain ones are settled here."""
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
    return left != right
