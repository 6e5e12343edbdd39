"""The program: a core narrower than any engine, so that all can agree on it.

Whole numbers with proved bounds, three-valued logic, membership in closed lists, is-known,
counts with bounds, and civil dates as day numbers. Nothing raises; nothing depends on the
order of evaluation. Any node is unknown when an input it needs is, except where said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Op = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact as stored in an encoded record; `list` is set for facts of its items."""

    fact: str
    list: str = ""


# -- yes or no ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoolConst:
    """Yes or no, written out."""

    value: bool


@dataclass(frozen=True, slots=True)
class BoolFact:
    """A yes-or-no fact."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class BoolRef:
    """The yes-or-no value of a binding."""

    binding: str


@dataclass(frozen=True, slots=True)
class Not:
    """Unknown stays unknown."""

    arg: Bool


@dataclass(frozen=True, slots=True)
class And:
    """False as soon as one is false, unknown or not the others."""

    args: tuple[Bool, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True as soon as one is true, unknown or not the others."""

    args: tuple[Bool, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two whole numbers compared."""

    op: Op
    left: Int
    right: Int


@dataclass(frozen=True, slots=True)
class CompareCount:
    """`count * factor op right`, decided by the count's bounds; `factor` is positive."""

    op: Op
    count: Count
    factor: Int
    right: Int


@dataclass(frozen=True, slots=True)
class CompareCounts:
    """Two counts compared, decided by their bounds."""

    op: Op
    left: Count
    right: Count


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A choice is one of the listed values."""

    slot: Slot
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """A set of choices contains a value."""

    slot: Slot
    value: str


@dataclass(frozen=True, slots=True)
class IsKnown:
    """Never unknown itself."""

    arg: Slot | Bool | Int | Count


@dataclass(frozen=True, slots=True)
class IfBool:
    """With an unknown condition: known when both branches are known and agree."""

    condition: Bool
    then: Bool
    otherwise: Bool


@dataclass(frozen=True, slots=True)
class AnyItem:
    """Some item of a list meets the condition."""

    list: str
    condition: Bool


@dataclass(frozen=True, slots=True)
class AllItem:
    """Every item of a list meets the condition."""

    list: str
    condition: Bool


# -- whole numbers --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IntConst:
    """A whole number, written out."""

    value: int

    @property
    def low(self) -> int:
        return self.value

    @property
    def high(self) -> int:
        return self.value


@dataclass(frozen=True, slots=True)
class IntFact:
    """A fact as a whole number, within its declared range."""

    slot: Slot
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class IntRef:
    """The whole number of a binding."""

    binding: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Sum, difference or product of whole numbers."""

    op: Literal["+", "-", "*"]
    left: Int
    right: Int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class FloorDivide:
    """Rounded down; the divisor is positive."""

    left: Int
    right: Int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class IfInt:
    """With an unknown condition: known when both branches are known and agree."""

    condition: Bool
    then: Int
    otherwise: Int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class AggregateItems:
    """Over the items whose condition holds; min and max of none is unknown."""

    aggregate: Literal["sum", "min", "max"]
    list: str
    value: Int
    condition: Bool | None
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class CountValue:
    """A count as a number: unknown unless its bounds meet."""

    count: Count
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DateCall:
    """Civil-date arithmetic on day numbers."""

    function: Literal[
        "years_between", "months_between", "add_months", "month_day", "next_month_day"
    ]
    left: Int
    right: Int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LookupInt:
    """The value of the row whose band holds the subject; bands are in order."""

    subject: Int
    rows: tuple[tuple[int, int, int], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LookupChoice:
    """The value of the row of a choice."""

    slot: Slot
    rows: tuple[tuple[str, int], ...]
    low: int
    high: int


# -- counts ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CountItems:
    """Bounds: the items that surely count, and those that may; an unknown list may hold
    from none to `most`."""

    list: str
    condition: Bool | None
    most: int


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many of the conditions hold."""

    args: tuple[Bool, ...]


@dataclass(frozen=True, slots=True)
class CountRef:
    """The count of a binding."""

    binding: str
    most: int


Bool = (
    BoolConst
    | BoolFact
    | BoolRef
    | Not
    | And
    | Or
    | Compare
    | CompareCount
    | CompareCounts
    | IsOneOf
    | Contains
    | IsKnown
    | IfBool
    | AnyItem
    | AllItem
)
Int = (
    IntConst
    | IntFact
    | IntRef
    | Arithmetic
    | FloorDivide
    | IfInt
    | AggregateItems
    | CountValue
    | DateCall
    | LookupInt
    | LookupChoice
)
Count = CountItems | CountOf | CountRef
Node = Bool | Int | Count

BOOL_KINDS = (
    BoolConst, BoolFact, BoolRef, Not, And, Or, Compare, CompareCount, CompareCounts,
    IsOneOf, Contains, IsKnown, IfBool, AnyItem, AllItem,
)  # fmt: skip
INT_KINDS = (
    IntConst, IntFact, IntRef, Arithmetic, FloorDivide, IfInt, AggregateItems, CountValue,
    DateCall, LookupInt, LookupChoice,
)  # fmt: skip
COUNT_KINDS = (CountItems, CountOf, CountRef)
ALL_KINDS = (*BOOL_KINDS, *INT_KINDS, *COUNT_KINDS)
LEAVES = (BoolConst, BoolFact, BoolRef, IntConst, IntFact, IntRef, CountRef)


# The fields of each kind that hold nodes, one or several.
PARTS: dict[type, tuple[str, ...]] = {
    kind: tuple(
        name
        for name, annotation in kind.__annotations__.items()
        if any(word in annotation for word in ("Bool", "Int", "Count"))
    )
    for kind in ALL_KINDS
}


def parts_of(node: Node) -> Iterator[Node]:
    """The nodes that a node is made of."""
    for name in PARTS[node.__class__]:
        value = getattr(node, name)
        if value.__class__ is tuple:
            yield from value
        elif value is not None and value.__class__ is not Slot:
            yield value


def inside(node: Node) -> Iterator[Node]:
    """A node and all that it is made of, outermost first."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(parts_of(found))


def size_of(node: Node, known: dict[int, int] | None = None) -> int:
    """How many nodes it has when written out, though parts may be shared."""
    sizes = {} if known is None else known
    found = sizes.get(id(node))
    if found is None:
        found = 1 + sum(size_of(part, sizes) for part in parts_of(node))
        sizes[id(node)] = found
    return found


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number as `numerator / denominator`; the denominator is proved positive."""

    numerator: Int
    denominator: Int


@dataclass(frozen=True, slots=True)
class Binding:
    """One value of the program, computed once, in order."""

    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a section: its id and the bindings that decide it.

    A sequence's step has `done_on` and `due`, day numbers, where the policy states them.
    """

    id: str
    when: str
    done_on: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class SectionProgram:
    """One section: its shape and its rows."""

    id: str
    shape: Literal["flags", "choice", "checklist", "sequence"]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ValueProgram:
    """A derived value that is an answer: exact, rounded to `places` only for show.

    `rounded` is that in whole units of the last place, for back ends without ratios.
    """

    id: str
    numerator: Int
    denominator: Int
    places: int
    rounded: Int


@dataclass(frozen=True, slots=True)
class Program:
    """Everything one kind of record is asked on one day."""

    facts: tuple[str, ...]
    items: tuple[tuple[str, tuple[str, ...]], ...]
    bindings: tuple[Binding, ...]
    sections: tuple[SectionProgram, ...]
    values: tuple[ValueProgram, ...]
    as_of: int
