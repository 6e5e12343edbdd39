"""The typed tree of one expression. Nodes are dull; `start` and `end` index its text."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from relapse_rules.language.types import Symbol, Type

CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
ArithmeticOp = Literal["+", "-", "*", "/"]
Fold = Literal["any", "all", "count"]
Aggregate = Literal["sum", "min", "max"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A sub-expression: its place in the text, and its type."""

    start: int
    end: int
    type: Type


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constant(Node):
    """A number, or yes or no."""

    value: bool | Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name(Node):
    """What a name stands for."""

    symbol: Symbol


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AsOf(Node):
    """The day of the decision."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SectionItem(Node):
    """One entry of a section."""

    section: str
    entry: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Not(Node):
    """`not a`"""

    arg: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class And(Node):
    """`a and b`"""

    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Or(Node):
    """`a or b`"""

    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compare(Node):
    """`a < b`"""

    op: CompareOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class In(Node):
    """`x in ["a", "b"]`, and `x == "a"`"""

    subject: Node
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Has(Node):
    """`"a" in x`, for a set of choices"""

    subject: Node
    value: str
    negated: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Arithmetic(Node):
    """`a + b`"""

    op: ArithmeticOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negate(Node):
    """`-a`"""

    arg: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class If(Node):
    """`a if c else b`"""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FoldList(Node):
    """`any(list, c)`, `all(list, c)`, `count(list, c)`"""

    fold: Fold
    list: Symbol
    condition: Node | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FoldSection(Node):
    """`any(section)`, `all(section)`, `count(section)`"""

    fold: Fold
    section: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AggregateList(Node):
    """`sum(list, v, c)`, and min and max"""

    aggregate: Aggregate
    list: Symbol
    value: Node
    condition: Node | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CountOf(Node):
    """`count_of(a, b)`"""

    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Known(Node):
    """`known(a)`"""

    arg: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lookup(Node):
    """`table(a)`"""

    table: Symbol
    arg: Node


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call(Node):
    """A function of numbers and dates."""

    function: str
    args: tuple[Node, ...]


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its operands changed; itself when none of them is."""
    changes: dict[str, Any] = {}
    for each in fields(node):
        before = getattr(node, each.name)
        if isinstance(before, Node):
            after: Any = change(before)
        elif isinstance(before, tuple) and before and isinstance(before[0], Node):
            after = tuple(map(change, before))
            if all(a is b for a, b in zip(after, before, strict=True)):
                continue
        else:
            continue
        if after is not before:
            changes[each.name] = after
    return replace(node, **changes) if changes else node
