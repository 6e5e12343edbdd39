"""What lowering keeps in mind: bindings so far, facts read, problems, and where it is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from relapse_rules.documents.at import missing_value
from relapse_rules.errors import Diagnostic
from relapse_rules.language import tree
from relapse_rules.program import nodes, numbers
from relapse_rules.program.nodes import Bool, Count, Int, IntConst, Ratio, Slot
from relapse_rules.program.numbers import OverflowsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date as Day  # noqa: N812 - `date` is a method below

    from relapse_rules.documents.policy import Fact
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.meaning import Key, Meaning

Shape = TypeVar("Shape", bound=nodes.Node)
Part = TypeVar("Part")
# A formula that grows beyond this when written out in full is refused.
MAX_SIZE = 3000


def symbol_of(node: tree.Node) -> Symbol:
    """What a name stands for, where only a name may stand."""
    assert isinstance(node, tree.Name)
    return node.symbol


@dataclass(frozen=True, slots=True)
class Passes:
    """How each kind of tree node becomes program nodes; they call each other."""

    boolean: Callable[[State, tree.Node], Bool]
    number: Callable[[State, tree.Node], Ratio]
    date: Callable[[State, tree.Node], Int]
    count: Callable[[State, tree.Node], Count]


@dataclass(slots=True)
class State:
    """The state of lowering one kind of record."""

    meaning: Meaning
    day: Day
    passes: Passes
    bindings: dict[str, nodes.Binding] = field(default_factory=dict)
    derived: dict[str, Ratio] = field(default_factory=dict)
    stand_ins: dict[Key, Any] = field(default_factory=dict)
    facts: dict[str, None] = field(default_factory=dict)
    items: dict[str, dict[str, None]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    key: Key = ()
    list: str = ""

    # -- tree nodes ------------------------------------------------------------------

    def boolean(self, node: tree.Node) -> Bool:
        """A yes-or-no tree node."""
        try:
            return self.passes.boolean(self, node)
        except OverflowsError:
            self.complain("RR319", node)
            return nodes.BoolConst(value=False)

    def number(self, node: tree.Node) -> Ratio:
        """A number as an exact ratio of whole numbers."""
        try:
            return self.passes.number(self, node)
        except OverflowsError:
            self.complain("RR319", node)
            return Ratio(IntConst(0), numbers.ONE)

    def date(self, node: tree.Node) -> Int:
        """A date as a day number."""
        try:
            return self.passes.date(self, node)
        except OverflowsError:
            self.complain("RR319", node)
            return IntConst(self.day.toordinal())

    def count(self, node: tree.Node) -> Count:
        """A count with its bounds."""
        return self.passes.count(self, node)

    # -- bindings ----------------------------------------------------------------------

    def bind(self, name: str, node: nodes.Node) -> None:
        self.bindings[name] = nodes.Binding(name, self.weighed(node))

    def bind_int(self, name: str, node: Int) -> Int:
        if isinstance(node, IntConst):
            return node
        self.bind(name, node)
        return nodes.IntRef(name, node.low, node.high)

    def shared(self, node: Int) -> Int:
        """A number that is needed more than once; items have no bindings of their own."""
        if self.list or isinstance(node, nodes.LEAVES):
            return node
        name = f"{'.'.join(self.key)}#{len(self.bindings)}"
        self.bind(name, node)
        return nodes.IntRef(name, node.low, node.high)

    def shared_bool(self, node: Bool) -> Bool:
        if self.list or isinstance(node, nodes.LEAVES):
            return node
        name = f"{'.'.join(self.key)}#{len(self.bindings)}"
        self.bind(name, node)
        return nodes.BoolRef(name)

    def shared_ratio(self, ratio: Ratio) -> Ratio:
        return Ratio(self.shared(ratio.numerator), self.shared(ratio.denominator))

    def weighed(self, node: Shape) -> Shape:
        """The node, unless it is too large to write out in full."""
        if nodes.size_of(node) > MAX_SIZE:
            span = self.meaning.syntax[self.key].located.span
            self.problems.append(Diagnostic("RR313", span, {"limit": MAX_SIZE}))
        return node

    # -- where it is -----------------------------------------------------------------

    @contextmanager
    def formula(self, key: Key) -> Iterator[None]:
        """Lowering another formula: it stands outside the list being gone through."""
        before = self.key, self.list
        self.key, self.list = key, ""
        try:
            yield
        finally:
            self.key, self.list = before

    def stand_in(self, key: Key, lowered: Callable[[tree.Node], Part]) -> Part:
        """What stands in for a fact, made once: stand-ins of stand-ins would multiply.

        That of an item's fact may read the same item.
        """
        if key not in self.stand_ins:
            with self.formula(key):
                self.list = key[1] if len(key) == 3 else ""
                self.stand_ins[key] = lowered(self.meaning.typed[key])
        found: Part = self.stand_ins[key]
        return found

    @contextmanager
    def items_of(self, list_id: str) -> Iterator[None]:
        self.facts[list_id] = None
        self.items.setdefault(list_id, {})
        before, self.list = self.list, list_id
        try:
            yield
        finally:
            self.list = before

    def complain(self, code: str, node: tree.Node) -> None:
        located = self.meaning.syntax[self.key].located
        found = located.text[node.start : node.end]
        span = located.part(node.start, node.end)
        self.problems.append(Diagnostic(code, span, {"found": found}))

    # -- facts and parameters --------------------------------------------------------

    def slot(self, symbol: Symbol) -> Slot:
        if symbol.kind == "item":
            self.items[self.list][symbol.id] = None
            return Slot(symbol.id, self.list)
        self.facts[symbol.id] = None
        if symbol.kind == "list":
            self.items.setdefault(symbol.id, {})
        return Slot(symbol.id)

    def fact(self, slot: Slot) -> Fact:
        if slot.list:
            return self.meaning.item_facts(slot.list)[slot.fact]
        return self.meaning.facts[slot.fact]

    def otherwise_key(self, slot: Slot) -> Key | None:
        key = (
            ("otherwise", slot.list, slot.fact)
            if slot.list
            else ("otherwise", slot.fact)
        )
        return key if key in self.meaning.typed else None

    def choice_constant(self, key: Key) -> str:
        return self.meaning.syntax[key].located.text.strip().strip("\"'")

    def parameter(self, name: str) -> bool | Fraction | Day:
        parameter = self.meaning.parameters[name]
        if len(parameter.values) != 1:
            self.missing(name)
            # A stand-in of the right kind, so that the pass can go on and find the rest.
            if parameter.type == "number":
                return Fraction(1)
            return self.day if parameter.type == "date" else False
        return parameter.values[0].value

    def missing(self, name: str, key: str | None = None) -> None:
        whole = self.meaning.all_parameters[name]
        row = next((r for r in whole.rows if r.key == key), None)
        self.problems.append(missing_value(whole, self.day, row))
