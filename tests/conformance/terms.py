"""Pieces of generated expressions, and the names that they may use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from relapse_rules.language.units import PLAIN, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

ZERO = Fraction(0)
# Numerators and denominators stay small enough that comparing two terms fits 64 bits.
SIZE_LIMIT = 2**28


@dataclass(frozen=True)
class Term:
    """A number: its text, unit (None: bare), size, and the range it surely keeps to.

    `ratio` says that its denominator is no constant; `whole` that it has none.
    """

    text: str
    unit: Unit | None = None
    top: int = 1
    bottom: int = 1
    low: Fraction = ZERO
    high: Fraction = ZERO
    ratio: bool = False
    whole: bool = False
    constant: bool = False
    scaled: bool = False

    @property
    def fits(self) -> bool:
        return self.top * self.bottom <= SIZE_LIMIT

    @property
    def never_zero(self) -> bool:
        return self.low > 0 or self.high < 0

    def inside(self) -> Term:
        """The same in parentheses, as an operand."""
        if self.text.isidentifier() or self.text.replace(".", "").isdigit():
            return self
        return replace(self, text=f"({self.text})")

    def like(self, other: Term) -> bool:
        """Whether the two may be added and compared."""
        if (self.constant and other.scaled) or (other.constant and self.scaled):
            return False
        return self.same_kind(other)

    def same_kind(self, other: Term) -> bool:
        """Whether their units fit; a bare number takes any."""
        if self.unit is None or other.unit is None:
            return True
        return self.unit.same_kind(other.unit)


@dataclass(frozen=True)
class Named:
    """A name of the policy: what it is, and how it may be spelled."""

    id: str
    label: str
    kind: Literal["boolean", "number", "date", "choice", "choices", "text"]
    term: Term = field(default_factory=lambda: Term(""))
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListNamed:
    id: str
    label: str
    most: int
    items: tuple[Named, ...]


@dataclass(frozen=True)
class TableNamed:
    """A parameter table, with the one name it may be looked up by."""

    id: str
    label: str
    by: Named
    term: Term


@dataclass
class SectionNamed:
    """A section; it may be asked as a whole only when all its entries are there."""

    id: str
    shape: str
    entries: list[tuple[str, str]] = field(default_factory=list)
    complete: bool = False


@dataclass
class Names:
    """Everything that an expression may read where it stands."""

    plain: list[Named] = field(default_factory=list)
    lists: list[ListNamed] = field(default_factory=list)
    tables: list[TableNamed] = field(default_factory=list)
    sections: list[SectionNamed] = field(default_factory=list)
    counts: list[Named] = field(default_factory=list)
    # Every number written so far, so that records can meet them exactly.
    constants: set[Fraction] = field(default_factory=set)
    # How many ids there are, so that each is new.
    number: int = 0
    # Whether `known` may be asked, which more facts can turn from no to yes.
    monotone: bool = False

    def of(self, kind: str) -> list[Named]:
        return [n for n in self.plain if n.kind == kind]


def product(a: Unit | None, b: Unit | None, *, over: bool = False) -> Unit | None:
    """The unit of a product or quotient."""
    if a is None and b is None:
        return None
    left, right = a or PLAIN, b or PLAIN
    return Unit((left * (right.inverse() if over else right)).powers)
