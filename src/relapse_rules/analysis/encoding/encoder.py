"""One program over one open record, encoded as far as it is asked for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.encoding import logic, numbers
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.analysis.encoding.record import Given, OpenRecord
    from relapse_rules.analysis.encoding.terms import Count, Number, Term, Truth
    from relapse_rules.program.nodes import Bool, Int, Node, Program, Slot


class Encoder:
    """Formulas for the values of a program; each node is encoded once.

    Where a formula introduces numbers, what fixes them is added to the rules of the record.
    """

    def __init__(self, program: Program, record: OpenRecord) -> None:
        self.program = program
        self.record = record
        self.calendar = record.calendar
        self.bindings: Mapping[str, Node] = {b.name: b.node for b in program.bindings}
        self._done: dict[tuple[int, int | None], Any] = {}
        self._list = ""
        self._index: int | None = None

    # -- nodes ---------------------------------------------------------------------------

    def truth(self, node: Bool) -> Truth:
        """A yes-or-no node."""
        found: Truth = self._once(node)
        return found

    def number(self, node: Int) -> Number:
        """A whole-number node."""
        found: Number = self._once(node)
        return found

    def count(self, node: nodes.Count) -> Count:
        """A count."""
        found: Count = self._once(node)
        return found

    def _once(self, node: Node) -> Any:
        # Within a list the same node means another value for each item.
        key = id(node), self._index
        if key not in self._done:
            self._done[key] = KINDS[type(node)](self, node)
        return self._done[key]

    # -- names ---------------------------------------------------------------------------

    def named_truth(self, name: str) -> Truth:
        """A binding that is a yes or no."""
        found: Truth = self._named(name)
        return found

    def named_number(self, name: str) -> Number:
        found: Number = self._named(name)
        return found

    def named_count(self, name: str) -> Count:
        found: Count = self._named(name)
        return found

    def _named(self, name: str) -> Any:
        """Bindings stand outside every list."""
        before = self._list, self._index
        self._list, self._index = "", None
        try:
            return self._once(self.bindings[name])
        finally:
            self._list, self._index = before

    # -- facts and lists -------------------------------------------------------------------

    def slot(self, slot: Slot) -> Given:
        return self.record.slot(slot, self._index)

    def places(self, list_id: str) -> Iterator[tuple[int, Term]]:
        """Each place of a list, and whether there is an item."""
        yield from enumerate(self.record.slot(nodes.Slot(list_id)).value)

    def each(self, list_id: str, condition: Bool) -> Iterator[tuple[Term, Truth]]:
        """For each place whether there is an item, and a condition about it."""
        for index, there in self.places(list_id):
            with self.item(list_id, index):
                found = self.truth(condition)
            yield there, found

    @contextmanager
    def item(self, list_id: str, index: int) -> Iterator[None]:
        """Facts of items are those of one item."""
        before = self._list, self._index
        self._list, self._index = list_id, index
        try:
            yield
        finally:
            self._list, self._index = before


KINDS: Mapping[type, Callable[[Encoder, Any], Any]] = {
    nodes.BoolConst: logic.constant,
    nodes.BoolFact: logic.fact,
    nodes.BoolRef: logic.reference,
    nodes.Not: logic.negated,
    nodes.And: logic.conjunction,
    nodes.Or: logic.disjunction,
    nodes.Compare: logic.comparison,
    nodes.CompareCount: logic.count_comparison,
    nodes.CompareCounts: logic.counts_comparison,
    nodes.IsOneOf: logic.one_of,
    nodes.Contains: logic.contains,
    nodes.IsKnown: logic.is_known,
    nodes.IfBool: logic.either,
    nodes.AnyItem: logic.any_item,
    nodes.AllItem: logic.all_item,
    nodes.IntConst: numbers.constant,
    nodes.IntFact: numbers.fact,
    nodes.IntRef: numbers.reference,
    nodes.Arithmetic: numbers.arithmetic,
    nodes.FloorDivide: numbers.division,
    nodes.IfInt: numbers.either,
    nodes.AggregateItems: numbers.aggregate,
    nodes.CountValue: numbers.count_value,
    nodes.DateCall: numbers.date_call,
    nodes.LookupInt: numbers.band,
    nodes.LookupChoice: numbers.row,
    nodes.CountItems: numbers.count_items,
    nodes.CountOf: numbers.count_of,
    nodes.CountRef: numbers.count_reference,
}
