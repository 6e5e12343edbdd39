"""Writes the lines of one body; what each kind of node becomes stands in the tables."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python.code import UNKNOWN, Code, CountCode
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.program.nodes import Count, Node, Program, Slot

    Emit = Callable[["Writer", Any], Code]
    EmitCount = Callable[["Writer", Any], CountCode]


@dataclass(slots=True)
class Writer:
    """The state of writing one function: its lines, and the variables in scope.

    `gaps` are the facts that may be missing; a fact without a slot is surely unknown.
    """

    program: Program
    gaps: frozenset[tuple[str, str]]
    tables: dict[str, Any]
    emitters: Mapping[type[Any], Emit]
    counters: Mapping[type[Any], EmitCount]
    lines: list[str] = field(default_factory=list)
    depth: int = 1
    temporaries: int = 0
    names: dict[str, Code | CountCode] = field(default_factory=dict)
    slots: dict[tuple[str, str], str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    seen: list[dict[Node, Code | CountCode]] = field(default_factory=lambda: [{}])

    # -- nodes ---------------------------------------------------------------------

    def value(self, node: Node) -> Code:
        """A yes-or-no or whole-number node; kinds that no table lists raise."""
        found = self._once(node, self.emitters)
        assert isinstance(found, Code)
        return found

    def count(self, node: Count) -> CountCode:
        """A count by its bounds."""
        found = self._once(node, self.counters)
        assert isinstance(found, CountCode)
        return found

    def _once(self, node: Node, table: Mapping[type[Any], Any]) -> Code | CountCode:
        """What costs something is written once; but behind `is known` it would not be
        right elsewhere."""
        if not isinstance(node, COSTLY) or self.known:
            found: Code | CountCode = table[type(node)](self, node)
            return found
        for scope in self.seen:
            if node in scope:
                return scope[node]
        made: Code | CountCode = table[type(node)](self, node)
        self.seen[-1][node] = made
        return made

    @contextmanager
    def block(self) -> Iterator[None]:
        """Lines one level deeper; what they define is not seen outside."""
        outside = self.depth
        self.depth += 1
        self.seen.append({})
        try:
            yield
        finally:
            self.depth = outside
            self.seen.pop()

    def slot(self, slot: Slot) -> Code:
        """A fact as it stands in the record."""
        name = self.slots.get((slot.fact, slot.list))
        if name is None:
            return UNKNOWN
        nullable = (slot.list, slot.fact) in self.gaps and name not in self.known
        return Code(name, (name,) if nullable else ())

    def bound(self, name: str) -> Code:
        """A binding that is a value."""
        code = self.names[name]
        assert isinstance(code, Code)
        return code

    # -- lines -----------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def fresh(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"

    def assign(self, text: str) -> str:
        """A new variable with that value."""
        name = self.fresh()
        self.line(f"{name} = {text}")
        return name

    def open(self, text: str) -> Code:
        """A new variable that may be None."""
        name = self.assign(text)
        return Code(name, (name,))

    def atom(self, code: Code) -> Code:
        """The same value in one variable that is None when it is unknown."""
        if not code.guards or code.guards == (code.text,):
            return code
        return self.open(f"None if {code.unknown} else {code.text}")

    @contextmanager
    def assuming(self, slot: Slot) -> Iterator[None]:
        """Code that runs only where a fact is known."""
        name = self.slots.get((slot.fact, slot.list), "")
        new = name not in self.known
        self.known.add(name)
        try:
            yield
        finally:
            if new:
                self.known.discard(name)


COSTLY = (
    nodes.And,
    nodes.Or,
    nodes.IfBool,
    nodes.IfInt,
    nodes.CompareCount,
    nodes.CountValue,
    nodes.DateCall,
    nodes.FloorDivide,
    nodes.LookupInt,
    nodes.AnyItem,
    nodes.AllItem,
    nodes.AggregateItems,
    nodes.CountItems,
    nodes.CountOf,
)
