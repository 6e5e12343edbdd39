"""Yes-or-no nodes: for each, when it surely holds and when it surely does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.analysis.encoding.terms import (
    Count,
    Term,
    Truth,
    all_of,
    any_of,
    compared,
    implies,
    negation,
    truth,
)
from relapse_rules.program import nodes
from relapse_rules.program.nodes import IntConst

if TYPE_CHECKING:
    from relapse_rules.analysis.encoding.encoder import Encoder

# A count is greater than k when it is at least k + 1, and less when that does not hold.
MONTHS = {"years_between": 12, "months_between": 1}
REACHED = {">=": (0, False), ">": (1, False), "<": (0, True), "<=": (1, True)}


def constant(_: Encoder, node: nodes.BoolConst) -> Truth:
    return truth(node.value)


def fact(encoder: Encoder, node: nodes.BoolFact) -> Truth:
    given = encoder.slot(node.slot)
    yes = all_of((given.known, given.value))
    return Truth(yes, all_of((given.known, negation(given.value))))


def reference(encoder: Encoder, node: nodes.BoolRef) -> Truth:
    return encoder.named_truth(node.binding)


def negated(encoder: Encoder, node: nodes.Not) -> Truth:
    arg = encoder.truth(node.arg)
    return Truth(arg.no, arg.yes)


def conjunction(encoder: Encoder, node: nodes.And) -> Truth:
    args = [encoder.truth(a) for a in node.args]
    return Truth(all_of(a.yes for a in args), any_of(a.no for a in args))


def disjunction(encoder: Encoder, node: nodes.Or) -> Truth:
    args = [encoder.truth(a) for a in node.args]
    return Truth(any_of(a.yes for a in args), all_of(a.no for a in args))


def comparison(encoder: Encoder, node: nodes.Compare) -> Truth:
    match node:
        case nodes.Compare(
            op=op,
            left=nodes.DateCall(function=function) as call,
            right=IntConst(value=k),
        ) if function in MONTHS and op in REACHED:
            return _passed(encoder, call, op, k)
    left, right = encoder.number(node.left), encoder.number(node.right)
    found = compared(node.op, left.value, right.value)
    known = left.known, right.known
    return Truth(all_of((*known, found)), all_of((*known, negation(found))))


def _passed(encoder: Encoder, call: nodes.DateCall, op: str, k: int) -> Truth:
    """Complete months compared with a number: asked of the dates, without counting."""
    first, last = encoder.number(call.left), encoder.number(call.right)
    more, below = REACHED[op]
    size = MONTHS[call.function]
    reached = encoder.calendar.reached(first.value, last.value, k + more, size)
    known = first.known, last.known
    found = Truth(all_of((*known, reached)), all_of((*known, negation(reached))))
    return Truth(found.no, found.yes) if below else found


def count_comparison(encoder: Encoder, node: nodes.CompareCount) -> Truth:
    count = encoder.count(node.count)
    if isinstance(node.factor, IntConst) and isinstance(node.right, IntConst):
        return _reached(node.op, count, node.factor.value, node.right.value)
    factor, right = encoder.number(node.factor), encoder.number(node.right)
    low, high = count.low * factor.value, count.high * factor.value
    found = _by_bounds(node.op, (low, high), (right.value, right.value))
    known = factor.known, right.known
    return Truth(all_of((*known, found.yes)), all_of((*known, found.no)))


def counts_comparison(encoder: Encoder, node: nodes.CompareCounts) -> Truth:
    left, right = encoder.count(node.left), encoder.count(node.right)
    return _by_bounds(node.op, (left.low, left.high), (right.low, right.high))


def _reached(op: str, count: Count, factor: int, right: int) -> Truth:
    """A count compared with a number: only whether it reaches some matters."""
    least, whole = -(-right // factor), right // factor
    if op in REACHED:
        at = whole + 1 if REACHED[op][0] else least
        found = Truth(count.low_is(at), negation(count.high_is(at)))
        return Truth(found.no, found.yes) if REACHED[op][1] else found
    # By the bounds alone, as every back end has it: 4 * 2 == 9 may be open, too.
    exactly: Term = False
    if least == whole:
        exactly = all_of((count.low_is(whole), negation(count.high_is(whole + 1))))
    away = any_of((count.low_is(whole + 1), negation(count.high_is(least))))
    equal = Truth(exactly, away)
    return equal if op == "==" else Truth(equal.no, equal.yes)


def _by_bounds(op: str, left: tuple[Term, Term], right: tuple[Term, Term]) -> Truth:
    (a, b), (c, d) = left, right
    match op:
        case ">=":
            return Truth(compared(">=", a, d), compared("<", b, c))
        case ">":
            return Truth(compared(">", a, d), compared("<=", b, c))
        case "<":
            return Truth(compared("<", b, c), compared(">=", a, d))
        case "<=":
            return Truth(compared("<=", b, c), compared(">", a, d))
    met = all_of((compared("==", a, b), compared("==", b, c), compared("==", c, d)))
    apart = any_of((compared("<", b, c), compared("<", d, a)))
    return Truth(met, apart) if op == "==" else Truth(apart, met)


def one_of(encoder: Encoder, node: nodes.IsOneOf) -> Truth:
    given = encoder.slot(node.slot)
    found = any_of(given.value[v] for v in node.values if v in given.value)
    return Truth(all_of((given.known, found)), all_of((given.known, negation(found))))


def contains(encoder: Encoder, node: nodes.Contains) -> Truth:
    given = encoder.slot(node.slot)
    found = given.value[node.value]
    return Truth(all_of((given.known, found)), all_of((given.known, negation(found))))


def is_known(encoder: Encoder, node: nodes.IsKnown) -> Truth:
    arg = node.arg
    known: Term
    if isinstance(arg, nodes.Slot):
        known = encoder.slot(arg).known
    elif isinstance(arg, nodes.BOOL_KINDS):
        known = encoder.truth(arg).known
    elif isinstance(arg, nodes.COUNT_KINDS):
        count = encoder.count(arg)
        known = compared("==", count.low, count.high)
    else:
        known = encoder.number(arg).known
    return Truth(known, negation(known))


def either(encoder: Encoder, node: nodes.IfBool) -> Truth:
    """Where the condition is unknown, branches that agree still settle it."""
    test = encoder.truth(node.condition)
    then, other = encoder.truth(node.then), encoder.truth(node.otherwise)
    return Truth(_branch(test, then.yes, other.yes), _branch(test, then.no, other.no))


def _branch(test: Truth, then: Term, other: Term) -> Term:
    taken = all_of((test.yes, then)), all_of((test.no, other))
    return any_of((*taken, all_of((then, other))))


def any_item(encoder: Encoder, node: nodes.AnyItem) -> Truth:
    given = encoder.slot(nodes.Slot(node.list))
    items = list(encoder.each(node.list, node.condition))
    yes = any_of(all_of((there, c.yes)) for there, c in items)
    no = all_of(implies(there, c.no) for there, c in items)
    return Truth(all_of((given.known, yes)), all_of((given.known, no)))


def all_item(encoder: Encoder, node: nodes.AllItem) -> Truth:
    given = encoder.slot(nodes.Slot(node.list))
    items = list(encoder.each(node.list, node.condition))
    yes = all_of(implies(there, c.yes) for there, c in items)
    no = any_of(all_of((there, c.no)) for there, c in items)
    return Truth(all_of((given.known, yes)), all_of((given.known, no)))
