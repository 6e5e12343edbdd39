"""Turns the nodes of a program into columns to compute, each once and in steps.

A step first asks the items of lists, whose answers become columns of the records, and then
computes columns of the records. Most programs need one step: a further one is there for
questions about items that read what was computed before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.backends.columnar.batch import among
from relapse_rules.backends.columnar.value import START, CountValue, Value, When
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from relapse_rules.backends.columnar.batch import Shape
    from relapse_rules.program.nodes import Bool, Count, Int, Node, Program, Slot

    Emit = Callable[["Writer", Any], Value]
    EmitCount = Callable[["Writer", Any], CountValue]

QUESTIONS = (nodes.AnyItem, nodes.AllItem, nodes.AggregateItems, nodes.CountItems)


@dataclass(frozen=True, slots=True)
class Unit:
    """One column that is computed, and when."""

    name: str
    expr: pl.Expr
    when: When


@dataclass(frozen=True, slots=True)
class Amount:
    """What is summed, or of what the least or greatest is taken, over a record's items."""

    name: str
    expr: pl.Expr
    step: int
    kind: str  # count, sum, min or max
    low: int = 0
    high: int = 1


@dataclass(slots=True)
class ItemScope:
    """What is computed of one list's items."""

    units: list[Unit] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    # Columns of the records that are needed beside the items, and from which step on.
    gathered: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Writer:
    """The state of writing one plan: what is a column already, and of which name."""

    program: Program
    shape: Shape
    emitters: Mapping[type[Any], Emit]
    counters: Mapping[type[Any], EmitCount]
    units: list[Unit] = field(default_factory=list)
    scopes: dict[str, ItemScope] = field(default_factory=dict)
    inside: str = ""
    bindings: dict[str, Node] = field(default_factory=dict)
    seen: dict[tuple[str, Any], Value | CountValue] = field(default_factory=dict)
    uses: Counter[Any] = field(default_factory=Counter)
    slots: dict[tuple[str, str], Value] = field(default_factory=dict)
    names: int = 0
    # By identity: a value is no key, since comparing expressions makes a new one.
    atoms: dict[int, tuple[Value, Value]] = field(default_factory=dict)
    # The parts of dates, by the list that they are of and the name of the column.
    parts: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bindings = {b.name: b.node for b in self.program.bindings}
        self.scopes = {name: ItemScope() for name, _ in self.program.items}
        for list_id, fact, nullable in self.shape.given:
            column = Value(pl.col(fact), nullable)
            self.slots[(list_id, fact)] = column

    # -- nodes -----------------------------------------------------------------------

    def value(self, node: Bool | Int) -> Value:
        """A yes-or-no or whole-number node; kinds that no table lists raise."""
        found = self._once(node, self.emitters)
        assert isinstance(found, Value)
        return found

    def count(self, node: Count) -> CountValue:
        """A count by its bounds."""
        found = self._once(node, self.counters)
        assert isinstance(found, CountValue)
        return found

    def slot(self, slot: Slot) -> Value | None:
        """A fact's column; None when no record gives it."""
        return self.slots.get((slot.list, slot.fact))

    def is_value(self, slot: Slot, value: str) -> pl.Expr:
        """Whether a choice that some record gives is this one, compared before or here."""
        compared = self.slots.get((slot.list, among(slot.fact, value)))
        given = self.slots[(slot.list, slot.fact)]
        return compared.expr if compared else given.expr == value

    def bound(self, name: str) -> Value:
        """The value of a binding, written where it is first read."""
        node: Any = self.bindings[name]
        return self.value(node)

    def bound_count(self, name: str) -> CountValue:
        node: Any = self.bindings[name]
        return self.count(node)

    def _once(self, node: Node, table: Mapping[type[Any], Any]) -> Any:
        if self.inside and not self._of_items(node):
            return self._beside(node, table)
        key = (self.inside, node)
        found = self.seen.get(key)
        if found is None:
            found = table[type(node)](self, node)
            if self._worth_a_column(node):
                found = self.kept(found)
            self.seen[key] = found
        return found

    def shared(self, what: Any, make: Callable[[], Value]) -> Value:
        """Something that is no node of its own, as a column that is computed once."""
        key = (self.inside, what)
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = self.atom(make())
        assert isinstance(found, Value)
        return found

    def _worth_a_column(self, node: Node) -> bool:
        return self.uses[node] > 1 and not isinstance(node, nodes.LEAVES)

    # -- columns -----------------------------------------------------------------------

    def fresh(self, stem: str = "") -> str:
        """A name that no fact has: those begin with a letter."""
        self.names += 1
        return f"{self.names}{stem}"

    def kept(self, found: Value | CountValue) -> Value | CountValue:
        """The same as a column that is computed once."""
        if isinstance(found, CountValue):
            low = self._column(found.low)
            return CountValue(low, low if found.exact else self._column(found.high))
        return self._column(found)

    def atom(self, value: Value) -> Value:
        """For what is read more than once: an expression would be written out each time,
        and one inside another doubles with every level."""
        return self._column(value)

    def _column(self, value: Value) -> Value:
        before = self.atoms.get(id(value))
        if before is None:
            before = self.atoms[id(value)] = value, self._made(value)
        return before[1]

    def _made(self, value: Value) -> Value:
        if not value.is_open or value.expr.meta.is_column():
            return value
        name = self.fresh()
        unit = Unit(name, value.expr.alias(name), value.when)
        units = self.scopes[self.inside].units if self.inside else self.units
        units.append(unit)
        step, depth = value.when
        return replace(value, expr=pl.col(name), when=(step, depth + 1))

    # -- items -------------------------------------------------------------------------

    def _of_items(self, node: Node) -> bool:
        """Whether it reads a fact of the item at hand; questions inside ask for themselves."""
        return any(s.list == self.inside for s in slots_of(node))

    def _beside(self, node: Node, table: Mapping[type[Any], Any]) -> Any:
        """A value of the record, put beside each of its items."""
        list_id, self.inside = self.inside, ""
        found = self.kept(self._once(node, table))
        self.seen[("", node)] = found
        self.inside = list_id
        if isinstance(found, CountValue):
            low = self._gathered(found.low)
            return CountValue(low, low if found.exact else self._gathered(found.high))
        return self._gathered(found)

    def _gathered(self, value: Value) -> Value:
        if not value.is_open:
            return value
        column = value.expr.meta.output_name()
        step = (
            0 if value.when == START and not column[0].isdigit() else value.when[0] + 1
        )
        scope = self.scopes[self.inside]
        scope.gathered[column] = min(step, scope.gathered.get(column, step))
        return replace(value, expr=pl.col(f"{column} of record"), when=(step, 0))

    def amount(
        self,
        list_id: str,
        expr: pl.Expr,
        when: When,
        kind: str,
        range_: tuple[int, int],
    ) -> Value:
        """The sum (or least, or greatest) over a record's items, as a column."""
        step = when[0]
        name = self.fresh()
        self.scopes[list_id].amounts.append(Amount(name, expr, step, kind, *range_))
        return Value(pl.col(name), nullable=False, when=(step, 0))


def slots_of(node: Node) -> Iterable[Slot]:
    """The facts that a node reads itself, not through questions about items."""
    waiting: list[Any] = [node]
    while waiting:
        found = waiting.pop()
        slot = getattr(found, "slot", None)
        if slot is not None:
            yield slot
        if isinstance(found, nodes.IsKnown) and isinstance(found.arg, nodes.Slot):
            yield found.arg
        if not isinstance(found, QUESTIONS):
            waiting.extend(nodes.parts_of(found))


def uses_of(roots: Iterable[Node], bindings: Mapping[str, Node]) -> Counter[Any]:
    """How often each node is read by others, from the roots on."""
    found: Counter[Any] = Counter()
    waiting: list[Any] = list(roots)
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.BoolRef | nodes.IntRef | nodes.CountRef):
            node = bindings[node.binding]
        found[node] += 1
        if found[node] == 1:
            waiting.extend(nodes.parts_of(node))
    return found
