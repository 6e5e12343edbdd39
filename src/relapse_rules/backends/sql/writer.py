"""Writes columns stage by stage; what each kind of node becomes stands in the tables.

A stage is one SELECT over the stage before it. A column stands in the first stage in which
all that it reads is there, so that plans stay flat and nothing is written out twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from relapse_rules.backends.sql.dialect import Dialect
    from relapse_rules.program.nodes import Count, Node, Slot

    Emit = Callable[["Writer", Any], "Sql"]
    EmitCount = Callable[["Writer", Any], "Bounds"]


@dataclass(frozen=True, slots=True)
class Sql:
    """An expression: the stage whose columns it reads, and whether it is one name.

    What reads an item of a list is `inner`: no column can hold it.
    """

    text: str
    stage: int = 0
    simple: bool = False
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """A count: surely `low`, at most `high`; the same expression when it is exact."""

    low: Sql
    high: Sql


@dataclass(frozen=True, slots=True)
class Defined:
    """A column of a stage, and what is said about it."""

    name: str
    text: str
    about: str = ""


@dataclass(slots=True)
class Writer:
    """The state of writing one query: its stages, and what stands in which column.

    `facts` are the facts that the table gives, by (fact, list or nothing).
    """

    dialect: Dialect
    facts: Mapping[tuple[str, str], Sql]
    emitters: Mapping[type[Any], Emit]
    counters: Mapping[type[Any], EmitCount]
    taken: set[str] = field(default_factory=set)
    stages: list[list[Defined]] = field(default_factory=list)
    names: dict[str, Sql | Bounds] = field(default_factory=dict)
    seen: dict[Node, Sql | Bounds] = field(default_factory=dict)
    about: str = ""
    depth: int = 0

    # -- nodes ---------------------------------------------------------------------

    def value(self, node: Node) -> Sql:
        """A yes-or-no or whole-number node; kinds that no table lists raise."""
        found = self._once(node, self.emitters)
        assert isinstance(found, Sql)
        return found

    def count(self, node: Count) -> Bounds:
        """A count by its bounds."""
        found = self._once(node, self.counters)
        assert isinstance(found, Bounds)
        return found

    def _once(self, node: Node, table: Mapping[type[Any], Any]) -> Sql | Bounds:
        if not isinstance(node, COSTLY):
            made: Sql | Bounds = table[type(node)](self, node)
            return made
        if node not in self.seen:
            self.seen[node] = table[type(node)](self, node)
        return self.seen[node]

    def slot(self, slot: Slot) -> Sql | None:
        """A fact as a column or a field of an item; None when the table has none."""
        return self.facts.get((slot.fact, slot.list))

    def bound(self, name: str) -> Sql:
        """A binding that is a value."""
        found = self.names[name]
        assert isinstance(found, Sql)
        return found

    # -- expressions ---------------------------------------------------------------

    def join(self, pattern: str, *parts: Sql) -> Sql:
        """An expression of others, which the pattern refers to by number."""
        text = pattern.format(*(p.text for p in parts))
        return Sql(text, reach(parts), inner=any(p.inner for p in parts))

    def write(self, pattern: str, **parts: Sql | str) -> Sql:
        """An operation that engines spell in their own ways."""
        texts = {k: p.text if isinstance(p, Sql) else p for k, p in parts.items()}
        used = [p for p in parts.values() if isinstance(p, Sql)]
        text = self.dialect.write(pattern, **texts)
        return Sql(text, reach(used), inner=any(p.inner for p in used))

    def whole(self, value: int) -> Sql:
        return Sql(self.dialect.whole(value), simple=True)

    def unknown(self, kind: str) -> Sql:
        return Sql(self.dialect.unknown(kind), simple=True)

    def shared(self, parts: Sequence[Sql], write: Callable[..., Sql]) -> Sql:
        """What `write` makes of operands that it may name several times.

        An operand that is more than a name gets a column; one that reads an item of a
        list is named inside the expression.
        """
        named = [p if p.simple or p.inner else self.column(p) for p in parts]
        inner = [i for i, p in enumerate(named) if p.inner and not p.simple]
        if not inner:
            return write(*named)
        self.depth += 1
        each = f"let{self.depth}"
        name = self.dialect.name_of
        fields = []
        for index in inner:
            own, value = name(f"v{index}"), named[index].text
            fields.append(self.dialect.write("field", name=own, value=value))
            named[index] = Sql(f"{each}.{own}", named[index].stage, True, True)
        body = write(*named)
        let = self.dialect.write(
            "let", fields=", ".join(fields), each=each, body=body.text
        )
        return Sql(let, body.stage, inner=True)

    # -- columns ---------------------------------------------------------------------

    def column(self, value: Sql, name: str = "", about: str = "") -> Sql:
        """A column of its own for an expression, in the first stage that can hold it."""
        own = self.free(name or f"{self.about or 'part'}~")
        while len(self.stages) <= value.stage:
            self.stages.append([])
        self.stages[value.stage].append(Defined(own, value.text, about))
        return Sql(self.dialect.name_of(own), value.stage + 1, simple=True)

    def free(self, name: str) -> str:
        """A name that no column has; engines do not tell upper from lower case."""
        number, found = 1, name if not name.endswith("~") else f"{name}1"
        while found.casefold() in self.taken:
            number += 1
            found = f"{name}{number}" if name.endswith("~") else f"{name}~{number}"
        self.taken.add(found.casefold())
        return found


def reach(parts: Sequence[Sql]) -> int:
    """The stage after which all of them can be read."""
    return max((p.stage for p in parts), default=0)


COSTLY = (
    nodes.And,
    nodes.Or,
    nodes.IfBool,
    nodes.IfInt,
    nodes.CompareCount,
    nodes.CompareCounts,
    nodes.DateCall,
    nodes.FloorDivide,
    nodes.AnyItem,
    nodes.AllItem,
    nodes.AggregateItems,
    nodes.CountItems,
    nodes.CountOf,
    nodes.CountValue,
)
