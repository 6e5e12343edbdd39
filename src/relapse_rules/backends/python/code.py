"""A piece of generated code, and what makes its value unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Code:
    """An expression that is unknown exactly when one of its guards is None."""

    text: str
    guards: tuple[str, ...] = ()

    @property
    def unknown(self) -> str:
        return " or ".join(f"{g} is None" for g in self.guards)

    @property
    def constant(self) -> bool:
        return self.text in {"True", "False"} or self.text.strip("()-").isdigit()


@dataclass(frozen=True, slots=True)
class CountCode:
    """A count by its bounds; the same text twice when it is exact."""

    low: str
    high: str

    @property
    def exact(self) -> bool:
        return self.low == self.high


TRUE, FALSE = Code("True"), Code("False")
# A value that is surely unknown: its own guard is None.
UNKNOWN = Code("None", ("None",))


def strict(text: str, *codes: Code) -> Code:
    """An operation that is unknown when one of its operands is."""
    return UNKNOWN if UNKNOWN in codes else Code(text, joined(codes))


def joined(codes: Iterable[Code]) -> tuple[str, ...]:
    """The guards of all of them, each once."""
    return tuple(dict.fromkeys(g for c in codes for g in c.guards))
