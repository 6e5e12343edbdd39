"""Yes-or-no nodes as expressions. `&`, `|` and `~` of Polars are Kleene's already."""

from __future__ import annotations

from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.columnar.value import (
    FALSE,
    TRUE,
    UNKNOWN,
    UNKNOWN_INT,
    CountValue,
    Value,
    boolean,
    strict,
    whole,
)
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from relapse_rules.backends.columnar.writer import Writer

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "==": eq,
    "!=": ne,
}
# More comparisons than this cost more than looking up in a set.
FEW_VALUES = 6


def constant(_: Writer, node: nodes.BoolConst) -> Value:
    return boolean(node.value)


def fact(writer: Writer, node: nodes.BoolFact | nodes.IntFact) -> Value:
    unknown = UNKNOWN if isinstance(node, nodes.BoolFact) else UNKNOWN_INT
    return writer.slot(node.slot) or unknown


def reference(writer: Writer, node: nodes.BoolRef | nodes.IntRef) -> Value:
    return writer.bound(node.binding)


def negation(writer: Writer, node: nodes.Not) -> Value:
    return inverse(writer.value(node.arg))


def inverse(value: Value) -> Value:
    if value.is_unknown:
        return UNKNOWN
    if not value.is_open:
        return FALSE if value.settled else TRUE
    return strict(~value.expr, value)


def conjunction(writer: Writer, node: nodes.And) -> Value:
    return all_of(writer.value(a) for a in node.args)


def disjunction(writer: Writer, node: nodes.Or) -> Value:
    return any_of(writer.value(a) for a in node.args)


def all_of(values: Iterable[Value]) -> Value:
    return _connected(list(values), TRUE, FALSE, and_)


def any_of(values: Iterable[Value]) -> Value:
    return _connected(list(values), FALSE, TRUE, or_)


def _connected(
    values: list[Value], neutral: Value, decisive: Value, join: Callable[..., Any]
) -> Value:
    left = [v for v in values if v is not neutral]
    if any(v is decisive for v in left):
        return decisive
    if not left:
        return neutral
    if all(v.is_unknown for v in left):
        return UNKNOWN
    if len(left) == 1:
        return left[0]
    return strict(reduce(join, (v.expr for v in left)), *left)


def comparison(writer: Writer, node: nodes.Compare) -> Value:
    left, right = writer.value(node.left), writer.value(node.right)
    return compared(node.op, left, right)


def compared(op: str, left: Value, right: Value) -> Value:
    if left.is_unknown or right.is_unknown:
        return UNKNOWN
    if not (left.is_open or right.is_open):
        return boolean(bool(OPERATORS[op](left.settled, right.settled)))
    return strict(OPERATORS[op](left.expr, right.expr), left, right)


def one_of(writer: Writer, node: nodes.IsOneOf) -> Value:
    slot = writer.slot(node.slot)
    if slot is None:
        return UNKNOWN
    if len(node.values) > FEW_VALUES:
        return strict(slot.expr.is_in(list(node.values)), slot)
    tests = (writer.is_value(node.slot, value) for value in node.values)
    return strict(reduce(or_, tests), slot)


def contains(writer: Writer, node: nodes.Contains) -> Value:
    slot = writer.slot(node.slot)
    if slot is None:
        return UNKNOWN
    return strict(slot.expr.list.contains(node.value), slot)


def is_known(writer: Writer, node: nodes.IsKnown) -> Value:
    if isinstance(node.arg, nodes.Slot):
        slot = writer.slot(node.arg)
        return FALSE if slot is None else known(slot)
    if isinstance(node.arg, nodes.COUNT_KINDS):
        count = writer.count(node.arg)
        return TRUE if count.exact else compared("==", count.low, count.high)
    return known(writer.value(node.arg))


def known(value: Value) -> Value:
    if value.is_unknown:
        return FALSE
    if not value.nullable:
        return TRUE
    return Value(value.expr.is_not_null(), nullable=False, when=value.when)


def choice_of_booleans(writer: Writer, node: nodes.IfBool) -> Value:
    """`(c and a) or (not c and b)`; where `c` is unknown, `a and b` adds that they agree,
    and two that are false leave no other way to be true."""
    condition = writer.value(node.condition)
    then, otherwise = writer.value(node.then), writer.value(node.otherwise)
    if not (condition.is_open or condition.is_unknown):
        return then if condition.settled else otherwise
    condition = writer.atom(condition)
    if condition.nullable:
        then, otherwise = writer.atom(then), writer.atom(otherwise)
    ways = [all_of((condition, then)), all_of((inverse(condition), otherwise))]
    if condition.nullable:
        ways.append(all_of((then, otherwise)))
    return any_of(ways)


def count_comparison(writer: Writer, node: nodes.CompareCount) -> Value:
    factor, right = writer.value(node.factor), writer.value(node.right)
    if isinstance(node.count, nodes.CountOf) and factor.settled == 1:
        found = _by_threshold(writer, node.op, node.count, right)
        if found is not None:
            return found
    if factor.is_unknown or right.is_unknown:
        return UNKNOWN
    count = writer.count(node.count)
    low, high = (_times(bound, factor) for bound in (count.low, count.high))
    if count.exact:
        return compared(node.op, low, right)
    right = writer.atom(right)
    bounds = CountValue(writer.atom(low), writer.atom(high))
    return by_bounds(node.op, bounds, CountValue(right, right))


def _times(value: Value, factor: Value) -> Value:
    if factor.settled == 1:
        return value
    if not (value.is_open or factor.is_open):
        return whole(int(value.settled) * int(factor.settled))
    return strict(value.expr * factor.expr, value, factor)


def counts_comparison(writer: Writer, node: nodes.CompareCounts) -> Value:
    left, right = writer.count(node.left), writer.count(node.right)
    if left.exact and right.exact:
        return compared(node.op, left.low, right.low)
    return by_bounds(node.op, _atoms(writer, left), _atoms(writer, right))


def _atoms(writer: Writer, count: CountValue) -> CountValue:
    low = writer.atom(count.low)
    return CountValue(low, low if count.exact else writer.atom(count.high))


def by_bounds(op: str, left: CountValue, right: CountValue) -> Value:
    """Yes when it holds however both turn out, no when it cannot hold, else unknown."""
    a, b, c, d = left.low, left.high, right.low, right.high
    if op in {"==", "!="}:
        apart = any_of((compared("<", b, c), compared("<", d, a)))
        ends = ((a, b), (b, c), (c, d))
        same = all_of(compared("==", x, y) for x, y in ends)
        return _decided(same, apart) if op == "==" else _decided(apart, same)
    if op in {">", ">="}:
        no = {">": "<=", ">=": "<"}[op]
        return _decided(compared(op, a, d), compared(no, b, c))
    no = {"<": ">=", "<=": ">"}[op]
    return _decided(compared(op, b, c), compared(no, a, d))


def _decided(yes: Value, no: Value) -> Value:
    """True where `yes`, false where `no`, null where neither or where they are null."""
    return any_of((yes, all_of((inverse(no), UNKNOWN))))


# -- few conditions, counted without numbers ---------------------------------------

# Beyond these adding up is cheaper.
FEW, FEW_STEPS = 3, 24


def _by_threshold(
    writer: Writer, op: str, count: nodes.CountOf, right: Value
) -> Value | None:
    """`at least k of these` is made of `and` and `or` alone, whose Kleene value says just
    what the bounds say; the other comparisons are made of two of those."""
    if right.is_open or right.is_unknown:
        return None
    k = int(right.settled)
    if k > FEW or len(count.args) * (k + 1) > FEW_STEPS:
        return None
    match op:
        case ">=":
            return _at_least(writer, k, count.args)
        case ">":
            return _at_least(writer, k + 1, count.args)
        case "<":
            return inverse(_at_least(writer, k, count.args))
        case "<=":
            return inverse(_at_least(writer, k + 1, count.args))
    more = _at_least(writer, k + 1, count.args)
    exactly = all_of((_at_least(writer, k, count.args), inverse(more)))
    return exactly if op == "==" else inverse(exactly)


def _at_least(writer: Writer, k: int, args: tuple[nodes.Bool, ...]) -> Value:
    """A column, for several comparisons of a policy ask for the same."""
    if k <= 0:
        return TRUE
    return writer.shared(("at least", k, args), lambda: _counted(writer, k, args)[k])


def _counted(writer: Writer, k: int, args: Sequence[nodes.Bool]) -> list[Value]:
    """At least 0, 1... up to `k` of the conditions hold, from those of two halves."""
    if len(args) == 1:
        return [TRUE, writer.atom(writer.value(args[0])), *[FALSE] * (k - 1)]
    half = len(args) // 2
    left, right = _counted(writer, k, args[:half]), _counted(writer, k, args[half:])
    return [
        any_of(all_of((left[i], right[j - i])) for i in range(j + 1))
        for j in range(k + 1)
    ]
