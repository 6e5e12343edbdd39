"""The typed tree of one expression. Nodes are dull; `start` and `end` index its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

    from relapse_rules.language.types import Symbol, Type

CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]
ArithmeticOp = Literal["+", "-", "*", "/"]
Fold = Literal["any", "all", "count"]
Aggregate = Literal["sum", "min", "max"]


@dataclass(frozen=True, slots=True)
class Node:
    start: int
    end: int
    type: Type


@dataclass(frozen=True, slots=True)
class Constant(Node):
    value: bool | Fraction


@dataclass(frozen=True, slots=True)
class Name(Node):
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class AsOf(Node):
    pass


@dataclass(frozen=True, slots=True)
class SectionItem(Node):
    section: str
    entry: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    arg: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    op: CompareOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    subject: Node
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Has(Node):
    subject: Node
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    op: ArithmeticOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negate(Node):
    arg: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class FoldList(Node):
    fold: Fold
    list: Symbol
    condition: Node | None


@dataclass(frozen=True, slots=True)
class FoldSection(Node):
    fold: Fold
    section: str


@dataclass(frozen=True, slots=True)
class AggregateList(Node):
    aggregate: Aggregate
    list: Symbol
    value: Node
    condition: Node | None


@dataclass(frozen=True, slots=True)
class CountOf(Node):
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Known(Node):
    arg: Node


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    table: Symbol
    arg: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: str
    args: tuple[Node, ...]
