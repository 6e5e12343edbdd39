"""The types of expressions, and what a name stands for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from relapse_rules.language.units import Unit

Kind = Literal[
    "boolean", "number", "count", "date", "choice", "choices", "text", "list", "section"
]


@dataclass(frozen=True, slots=True)
class Type:
    """What an expression is.

    A number has a unit (None: a bare number that takes the other side's) and a proved
    range; a choice has its closed list of ids with their labels.
    """

    kind: Kind
    unit: Unit | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def with_range(self, low: Fraction | None, high: Fraction | None) -> Type:
        return replace(self, low=low, high=high)

    @property
    def numeric(self) -> bool:
        return self.kind in {"number", "count"}


BOOLEAN = Type("boolean")
DATE = Type("date")
TEXT = Type("text")
NUMBER = Type("number")


def number_type(unit: Unit | None, low: Fraction | None, high: Fraction | None) -> Type:
    """A number with that unit and range."""
    return Type("number", unit, low, high)


SymbolKind = Literal["fact", "item", "parameter", "table", "derived", "list"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for; `type` is asked for late, since derived values need it.

    It is None when the formula behind the name is wrong, which is reported there.
    """

    id: str
    label: str
    kind: SymbolKind
    type: Callable[[], Type | None]
    items: Mapping[str, Symbol] = field(default_factory=dict)
    max_items: int = 0
    by: Type | None = None
    integer: bool = False


@dataclass(frozen=True, slots=True)
class SectionSymbol:
    """A section that expressions may ask: any, all, count, or one entry of it.

    `values` maps every spelling (id or label) to the id of the entry.
    """

    id: str
    shape: str
    entries: tuple[str, ...]
    spellings: Mapping[str, str]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Every name that one kind of record offers to expressions."""

    names: Mapping[str, Symbol]
    sections: Mapping[str, SectionSymbol]
    # Names and sections that exist, but not on the day asked for.
    elsewhere: frozenset[str] = frozenset()
    day: str = ""
