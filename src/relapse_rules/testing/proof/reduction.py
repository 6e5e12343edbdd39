"""A program's expressions under what is assumed of the record: what is left of them.

Each rule follows the meaning of its node for every record that fits the assumptions.
What is left of two expressions may be the same although they were written differently.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relapse_rules.program import calendar, nodes
from relapse_rules.program.nodes import BoolConst, IntConst
from relapse_rules.testing.proof import ranges
from relapse_rules.testing.proof.assumed import CountRange
from relapse_rules.testing.proof.terms import FALSE, NEVER, TRUE, UNKNOWN
from relapse_rules.testing.proof.unknowns import never_all, slot_of, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from relapse_rules.program.nodes import Count, Int, Node
    from relapse_rules.testing.proof.assumed import Assumed, Range
    from relapse_rules.testing.proof.terms import Terms


FLIPPED = {">": "<", ">=": "<="}
COMPARED: dict[str, Callable[[int, int], bool]] = {
    "<": int.__lt__,
    "<=": int.__le__,
    "==": int.__eq__,
}
DATES: dict[str, Callable[[int, int], int]] = {
    "years_between": calendar.years_between,
    "months_between": calendar.months_between,
    "add_months": calendar.add_months,
    "month_day": calendar.month_day,
    "next_month_day": calendar.next_month_day,
}


class Reduction:
    """Reduces expressions of one program; what has a name of its own is looked into."""

    def __init__(
        self, bindings: Mapping[str, Node], assumed: Assumed, terms: Terms
    ) -> None:
        self.bindings = bindings
        self.assumed = assumed
        self.terms = terms
        self._kept: dict[int, tuple[Any, Any]] = {}
        self._named: dict[str, Any] = {}

    def of(self, node: Any) -> Any:
        """What is left of an expression: a constant, UNKNOWN, or a smaller expression."""
        kept = self._kept.get(id(node))
        if kept is None:
            rule = RULES.get(node.__class__, Reduction._as_it_is)
            found = self.terms.one(rule(self, node))
            if self.assumed.given.get(id(found)) is False:
                found = UNKNOWN
            elif id(found) in self.assumed.worth:
                found = _worth(self.assumed.worth[id(found)])
            # The node is kept too: another one must not get its number.
            self._kept[id(node)] = kept = node, found
        return kept[1]

    def named(self, node: Any) -> Any:
        """What stands behind a name; a name that is not to be looked into stays one."""
        if node.binding not in self.bindings:
            return node
        if node.binding not in self._named:
            self._named[node.binding] = self.of(self.bindings[node.binding])
        return self._named[node.binding]

    def _as_it_is(self, node: Any) -> Any:
        return node

    # -- yes or no -----------------------------------------------------------------

    def fact(self, node: nodes.BoolFact) -> Any:
        given = self.assumed.known.get(node.slot)
        if given is False or node is NEVER:
            return UNKNOWN
        worth = self.assumed.facts.get(node.slot)
        return node if worth is None or not given else _constant(worth)

    def negation(self, node: nodes.Not) -> Any:
        arg = self.of(node.arg)
        if isinstance(arg, BoolConst):
            return _constant(not arg.value)
        if isinstance(arg, nodes.Not):
            return _whole(arg.arg)
        return arg if arg is UNKNOWN else nodes.Not(arg)

    def conjunction(self, node: nodes.And) -> Any:
        return self._joined(node.args, nodes.And, TRUE, FALSE)

    def disjunction(self, node: nodes.Or) -> Any:
        return self._joined(node.args, nodes.Or, FALSE, TRUE)

    def _joined(
        self, args: Iterable[Any], kind: Any, neutral: BoolConst, decisive: BoolConst
    ) -> Any:
        left: dict[int, Any] = {}
        for arg in map(self.of, args):
            for one in arg.args if isinstance(arg, kind) else (_part(arg),):
                left[id(one)] = one
        left.pop(id(neutral), None)
        if id(decisive) in left:
            return decisive
        if len(left) <= 1:
            return _whole(next(iter(left.values()), neutral))
        if kind is nodes.And and never_all(left.values()):
            return FALSE
        # In an order of its own, so that the order of writing makes no difference.
        return kind(tuple(sorted(left.values(), key=self.terms.number)))

    def comparison(self, node: nodes.Compare) -> Any:
        left, right, op = self.of(node.left), self.of(node.right), node.op
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if op == "!=":
            return self.negation(nodes.Not(nodes.Compare("==", left, right)))
        if op in FLIPPED:
            left, right, op = right, left, FLIPPED[op]  # type: ignore[assignment]
        if op == "<":
            # Of whole numbers, and known exactly when its opposite is.
            return self.negation(nodes.Not(nodes.Compare("<=", right, left)))
        decided = ranges.decided(op, self.range_of(left), self.range_of(right))
        if left is right:
            decided = True
        if decided is not None and self.is_surely_known((left, right)):
            return _constant(decided)
        return nodes.Compare(op, left, right)

    def count_comparison(self, node: nodes.CompareCount) -> Any:
        count, right = self.of(node.count), self.of(node.right)
        factor = self.of(node.factor)
        if right is UNKNOWN or factor is UNKNOWN:
            return UNKNOWN
        if isinstance(right, IntConst) and isinstance(factor, IntConst):
            bounds = self.count_range(count)
            decided = ranges.by_bounds(node.op, bounds, factor.value, right.value)
            if decided is not ranges.MAYBE:
                return UNKNOWN if decided is None else _constant(decided)
        return nodes.CompareCount(node.op, count, factor, right)

    def counts_comparison(self, node: nodes.CompareCounts) -> Any:
        left, right = self.of(node.left), self.of(node.right)
        return nodes.CompareCounts(node.op, left, right)

    def one_of(self, node: nodes.IsOneOf) -> Any:
        given = self.assumed.known.get(node.slot)
        if given is False:
            return UNKNOWN
        chosen = self.assumed.chosen.get(node.slot)
        if chosen is None or not given:
            return node
        return _constant(chosen in node.values)

    def contains(self, node: nodes.Contains) -> Any:
        given = self.assumed.known.get(node.slot)
        if given is False:
            return UNKNOWN
        held = self.assumed.held.get((node.slot, node.value))
        return node if held is None or not given else _constant(held)

    def is_known(self, node: nodes.IsKnown) -> Any:
        if isinstance(node.arg, nodes.Slot):
            given = self.assumed.known.get(node.arg)
            return node if given is None else _constant(given)
        arg: Any = self.of(node.arg)
        if arg is UNKNOWN:
            return FALSE
        if isinstance(arg, nodes.COUNT_KINDS):
            bounds = self.count_range(arg)
            if bounds.low[0] == bounds.high[1]:
                return TRUE
            return FALSE if bounds.low[1] < bounds.high[0] else nodes.IsKnown(arg)
        given = self.assumed.given.get(id(arg))
        if given is not None:
            return _constant(given)
        if isinstance(arg, (nodes.IfInt, nodes.IfBool)) and isinstance(
            arg.condition, nodes.IsKnown
        ):
            # The condition is never unknown: what counts is the branch that is taken.
            then, other = nodes.IsKnown(arg.then), nodes.IsKnown(arg.otherwise)
            return self.either(nodes.IfBool(arg.condition, then, other))
        needed = sources(arg)
        if needed is None:
            return TRUE if self.is_surely_known((arg,)) else nodes.IsKnown(arg)
        asked = tuple(nodes.IsKnown(slot) for slot in sorted(needed, key=repr))
        return self._joined(asked, nodes.And, TRUE, FALSE)

    def either(self, node: nodes.IfBool) -> Any:
        test, then, other = map(self.of, (node.condition, node.then, node.otherwise))
        found = self._branch(test, then, other)
        if found is not None:
            return found
        return nodes.IfBool(*map(_part, (test, then, other)))

    def _branch(self, test: Any, then: Any, other: Any) -> Any:
        """The branch taken, or None while that is open. Where the condition is unknown,
        branches that are worth the same still agree."""
        if isinstance(test, BoolConst):
            return then if test.value else other
        if then is other:
            return then
        constants = isinstance(then, (BoolConst, IntConst)) and isinstance(
            other, (BoolConst, IntConst)
        )
        if test is UNKNOWN and (constants or then is UNKNOWN or other is UNKNOWN):
            return UNKNOWN
        return None

    def any_item(self, node: nodes.AnyItem) -> Any:
        return self._of_items(node, FALSE)

    def all_item(self, node: nodes.AllItem) -> Any:
        return self._of_items(node, TRUE)

    def _of_items(self, node: Any, harmless: BoolConst) -> Any:
        given = self.assumed.known.get(nodes.Slot(node.list))
        if given is False:
            return UNKNOWN
        condition = self.of(node.condition)
        if condition is harmless and given:
            return harmless
        return replace(node, condition=_part(condition))

    # -- whole numbers -------------------------------------------------------------

    def number(self, node: nodes.IntFact) -> Any:
        if self.assumed.known.get(node.slot) is False:
            return UNKNOWN
        low, high = self.range_of(node)
        return IntConst(low) if low == high and self.is_surely_known((node,)) else node

    def arithmetic(self, node: nodes.Arithmetic) -> Any:
        left, right = self.of(node.left), self.of(node.right)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if isinstance(left, IntConst) and isinstance(right, IntConst):
            a, b = left.value, right.value
            return IntConst(
                a + b if node.op == "+" else a - b if node.op == "-" else a * b
            )
        if node.op != "-" and self._later(left, right):
            left, right = right, left
        return replace(node, left=left, right=right)

    def _later(self, left: Any, right: Any) -> bool:
        return self.terms.number(left) > self.terms.number(right)

    def division(self, node: nodes.FloorDivide) -> Any:
        left, right = self.of(node.left), self.of(node.right)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if isinstance(left, IntConst) and isinstance(right, IntConst):
            return IntConst(left.value // right.value)
        return replace(node, left=left, right=right)

    def either_number(self, node: nodes.IfInt) -> Any:
        test, then, other = map(self.of, (node.condition, node.then, node.otherwise))
        found = self._branch(test, then, other)
        if found is not None:
            return found
        return replace(
            node, condition=_part(test), then=_part(then), otherwise=_part(other)
        )

    def date_call(self, node: nodes.DateCall) -> Any:
        left, right = self.of(node.left), self.of(node.right)
        if left is UNKNOWN or right is UNKNOWN:
            return UNKNOWN
        if isinstance(left, IntConst) and isinstance(right, IntConst):
            return IntConst(DATES[node.function](left.value, right.value))
        return replace(node, left=left, right=right)

    def aggregate(self, node: nodes.AggregateItems) -> Any:
        if self.assumed.known.get(nodes.Slot(node.list)) is False:
            return UNKNOWN
        return node

    def count_value(self, node: nodes.CountValue) -> Any:
        count = self.of(node.count)
        bounds = self.count_range(count)
        if bounds.low[0] == bounds.high[1]:
            return IntConst(bounds.low[0])
        if bounds.low[1] < bounds.high[0]:
            return UNKNOWN
        return replace(node, count=count)

    def band(self, node: nodes.LookupInt) -> Any:
        subject = self.of(node.subject)
        if subject is UNKNOWN:
            return UNKNOWN
        if isinstance(subject, IntConst):
            return IntConst(
                next(v for low, high, v in node.rows if low <= subject.value <= high)
            )
        return replace(node, subject=subject)

    def row(self, node: nodes.LookupChoice) -> Any:
        given = self.assumed.known.get(node.slot)
        if given is False:
            return UNKNOWN
        chosen = self.assumed.chosen.get(node.slot)
        found = dict(node.rows).get(chosen or "")
        return node if found is None or not given else IntConst(found)

    # -- counts --------------------------------------------------------------------

    def counted(self, node: nodes.CountOf) -> Any:
        # A condition that is surely unknown still widens the bounds.
        args = [_part(a) for a in map(self.of, node.args) if a is not FALSE]
        return nodes.CountOf(tuple(sorted(args, key=self.terms.number)))

    def items_counted(self, node: nodes.CountItems) -> Any:
        if node.condition is None:
            return node
        return replace(node, condition=_part(self.of(node.condition)))

    def count_range(self, count: Count) -> CountRange:
        """Where the bounds of a reduced count lie."""
        if id(count) in self.assumed.counts:
            return self.assumed.counts[id(count)]
        if isinstance(count, nodes.CountOf):
            sure = sum(a is TRUE for a in count.args)
            open_ = sum(a is NEVER for a in count.args)
            rest = len(count.args) - sure - open_
            return CountRange((sure, sure + rest), (sure + open_, sure + open_ + rest))
        most = count.most
        if isinstance(count, nodes.CountItems):
            if self.assumed.known.get(nodes.Slot(count.list)) is False:
                return CountRange((0, 0), (most, most))
            if count.condition is FALSE and self.assumed.known.get(
                nodes.Slot(count.list)
            ):
                return CountRange((0, 0), (0, 0))
        return CountRange((0, most), (0, most))

    # -- ranges and what is known ----------------------------------------------------

    def range_of(self, node: Int) -> Range:
        found = self.assumed.ranges.get(id(node))
        low, high = (node.low, node.high) if found is None else found
        if isinstance(node, nodes.Arithmetic):
            a, b = self.range_of(node.left), self.range_of(node.right)
            mine = ranges.combined(node.op, a, b)
            low, high = max(low, mine[0]), min(high, mine[1])
        return low, high

    def is_surely_known(self, parts: Iterable[Any]) -> bool:
        """Whether a reduced expression has a value whatever the record is."""
        return all(self._known(part) for part in parts)

    def _known(self, node: Any) -> bool:
        if node is UNKNOWN or node is NEVER:
            return False
        if self.assumed.given.get(id(node)) is True:
            return True
        if isinstance(node, nodes.IsKnown):
            return True
        if isinstance(node, REFERENCES):
            return False
        if isinstance(node, nodes.AggregateItems) and node.aggregate != "sum":
            return False  # of no items there is neither a smallest nor a greatest
        slot = nodes.Slot(node.list) if isinstance(node, LISTED) else slot_of(node)
        if slot is not None and not self.assumed.known.get(slot):
            return False
        return all(map(self._known, nodes.parts_of(node)))


LISTED = (nodes.AnyItem, nodes.AllItem, nodes.CountItems, nodes.AggregateItems)
REFERENCES = (nodes.BoolRef, nodes.IntRef, nodes.CountRef)


def _part(node: Any) -> Any:
    return NEVER if node is UNKNOWN else node


def _whole(node: Any) -> Any:
    return UNKNOWN if node is NEVER else node


def _worth(value: bool | None) -> Any:  # noqa: FBT001 - a value
    return UNKNOWN if value is None else _constant(value)


def _constant(value: bool) -> BoolConst:  # noqa: FBT001 - a value
    return TRUE if value else FALSE


RULES: Mapping[type, Callable[[Reduction, Any], Any]] = {
    nodes.BoolFact: Reduction.fact,
    nodes.BoolRef: Reduction.named,
    nodes.IntRef: Reduction.named,
    nodes.CountRef: Reduction.named,
    nodes.Not: Reduction.negation,
    nodes.And: Reduction.conjunction,
    nodes.Or: Reduction.disjunction,
    nodes.Compare: Reduction.comparison,
    nodes.CompareCount: Reduction.count_comparison,
    nodes.CompareCounts: Reduction.counts_comparison,
    nodes.IsOneOf: Reduction.one_of,
    nodes.Contains: Reduction.contains,
    nodes.IsKnown: Reduction.is_known,
    nodes.IfBool: Reduction.either,
    nodes.AnyItem: Reduction.any_item,
    nodes.AllItem: Reduction.all_item,
    nodes.IntFact: Reduction.number,
    nodes.Arithmetic: Reduction.arithmetic,
    nodes.FloorDivide: Reduction.division,
    nodes.IfInt: Reduction.either_number,
    nodes.DateCall: Reduction.date_call,
    nodes.AggregateItems: Reduction.aggregate,
    nodes.CountValue: Reduction.count_value,
    nodes.LookupInt: Reduction.band,
    nodes.LookupChoice: Reduction.row,
    nodes.CountOf: Reduction.counted,
    nodes.CountItems: Reduction.items_counted,
}
