"""Whole-number nodes: whether each is known, and its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import z3

from relapse_rules.analysis.encoding.terms import (
    Count,
    Number,
    Term,
    all_of,
    any_of,
    choose,
    compared,
    implies,
    negation,
    number,
)
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from relapse_rules.analysis.encoding.encoder import Encoder
    from relapse_rules.program.nodes import Int

# The widest factor whose products are written out bit by bit, which keeps them linear.
MOST_BITS = 12


def constant(_: Encoder, node: nodes.IntConst) -> Number:
    return Number(True, node.value)


def fact(encoder: Encoder, node: nodes.IntFact) -> Number:
    given = encoder.slot(node.slot)
    return Number(given.known, given.value)


def reference(encoder: Encoder, node: nodes.IntRef) -> Number:
    return encoder.named_number(node.binding)


def arithmetic(encoder: Encoder, node: nodes.Arithmetic) -> Number:
    left, right = encoder.number(node.left), encoder.number(node.right)
    known = all_of((left.known, right.known))
    match node.op:
        case "+":
            return Number(known, left.value + right.value)
        case "-":
            return Number(known, left.value - right.value)
    return Number(known, _product(node.left, left.value, node.right, right.value))


def _product(left: Int, a: Term, right: Int, b: Term) -> Term:
    """A product of two open numbers, by the bits of the smaller one where it is small."""
    if isinstance(a, int) or isinstance(b, int):
        return a * b
    if left.high - left.low > right.high - right.low:
        left, a, right, b = right, b, left, a
    width = (left.high - left.low).bit_length()
    if width > MOST_BITS:
        return a * b
    above = a - left.low
    parts = [z3.IntVal(left.low) * b]
    for bit in range(width):
        on = (above / 2**bit) % 2 == 1
        parts.append(z3.If(on, 2**bit * b, z3.IntVal(0)))
    return z3.Sum(parts)


def division(encoder: Encoder, node: nodes.FloorDivide) -> Number:
    left, right = encoder.number(node.left), encoder.number(node.right)
    known = all_of((left.known, right.known))
    if isinstance(left.value, int) and isinstance(right.value, int):
        return Number(known, left.value // right.value)
    # The solver rounds down, too, where the divisor is positive.
    return Number(known, number(left.value) / number(right.value))


def either(encoder: Encoder, node: nodes.IfInt) -> Number:
    """Where the condition is unknown, branches that agree still settle it."""
    test = encoder.truth(node.condition)
    then, other = encoder.number(node.then), encoder.number(node.otherwise)
    agreed = (then.known, other.known, compared("==", then.value, other.value))
    known = any_of(
        (
            all_of((test.yes, then.known)),
            all_of((test.no, other.known)),
            all_of(agreed),
        )
    )
    return Number(known, choose(test.yes, then.value, other.value))


def date_call(encoder: Encoder, node: nodes.DateCall) -> Number:
    left, right = encoder.number(node.left), encoder.number(node.right)
    found = encoder.calendar.functions[node.function](left.value, right.value)
    return Number(all_of((left.known, right.known)), found)


def band(encoder: Encoder, node: nodes.LookupInt) -> Number:
    subject = encoder.number(node.subject)
    found: Term = node.rows[-1][2]
    for _, high, value in reversed(node.rows[:-1]):
        found = choose(compared("<=", subject.value, high), value, found)
    return Number(subject.known, found)


def row(encoder: Encoder, node: nodes.LookupChoice) -> Number:
    given = encoder.slot(node.slot)
    found: Term = node.rows[-1][1]
    for name, value in reversed(node.rows[:-1]):
        found = choose(given.value[name], value, found)
    return Number(given.known, found)


# -- over lists ----------------------------------------------------------------------


def aggregate(encoder: Encoder, node: nodes.AggregateItems) -> Number:
    """One item of which it is unknown whether it counts, or what, makes all unknown."""
    known = [encoder.slot(nodes.Slot(node.list)).known]
    counted: list[tuple[Term, Term]] = []
    for index, there in encoder.places(node.list):
        with encoder.item(node.list, index):
            value = encoder.number(node.value)
            yes: Term = True
            if node.condition is not None:
                test = encoder.truth(node.condition)
                known.append(implies(there, test.known))
                yes = test.yes
        counts = all_of((there, yes))
        known.append(implies(counts, value.known))
        counted.append((counts, value.value))
    if node.aggregate == "sum":
        parts = [number(choose(counts, value, 0)) for counts, value in counted]
        return Number(all_of(known), z3.Sum(parts) if parts else 0)
    known.append(any_of(counts for counts, _ in counted))
    return Number(all_of(known), _extreme(node, counted))


def _extreme(node: nodes.AggregateItems, counted: list[tuple[Term, Term]]) -> Term:
    found: Term = node.low
    some: Term = False
    op = "<" if node.aggregate == "min" else ">"
    for counts, value in counted:
        better = any_of((negation(some), compared(op, value, found)))
        found = choose(all_of((counts, better)), value, found)
        some = any_of((some, counts))
    return found


def count_value(encoder: Encoder, node: nodes.CountValue) -> Number:
    count = encoder.count(node.count)
    return Number(compared("==", count.low, count.high), count.low)


# -- counts ---------------------------------------------------------------------------


def count_of(encoder: Encoder, node: nodes.CountOf) -> Count:
    args = [encoder.truth(a) for a in node.args]
    return Count(tuple(a.yes for a in args), tuple(a.may_be for a in args), False, 0)


def count_items(encoder: Encoder, node: nodes.CountItems) -> Count:
    """An unknown list may hold any number of items, more than the bound too."""
    unknown = negation(encoder.slot(nodes.Slot(node.list)).known)
    if node.condition is None:
        here = tuple(there for _, there in encoder.places(node.list))
        return Count(here, here, unknown, node.most)
    items = list(encoder.each(node.list, node.condition))
    sure = tuple(all_of((there, c.yes)) for there, c in items)
    may = tuple(all_of((there, c.may_be)) for there, c in items)
    return Count(sure, may, unknown, node.most)


def count_reference(encoder: Encoder, node: nodes.CountRef) -> Count:
    return encoder.named_count(node.binding)
