"""What a table gives: its columns, what each may hold, and how each is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How numbers are stored, where that is known: text written for a table that nobody has
# looked at yet tests it row by row.
Storage = Literal["", "whole", "decimal"]


@dataclass(frozen=True, slots=True)
class Input:
    """A column that states a fact, or a field of the items of a list.

    `low` and `high` are in units of the last of `places`. What the rules do not read is
    only checked. `is_known` says that the engine has been asked for the column's type,
    which fits; `scale` is that of a known decimal.
    """

    fact: str
    kind: str
    about: str = ""
    low: int = 0
    high: int = 0
    places: int = 0
    values: tuple[str, ...] = ()
    most: int = 0
    unique: bool = False
    items: tuple[Input, ...] = ()
    column: str = ""
    is_read: bool = True
    is_known: bool = False
    storage: Storage = ""
    scale: int | None = None

    @property
    def named(self) -> str:
        """The column or field of the table."""
        return self.column or self.fact


@dataclass(frozen=True, slots=True)
class Inputs:
    """The columns that are read, and those that are handed on as they are.

    With `unique`, an id that several rows state is wrong in each of them.
    """

    facts: tuple[Input, ...]
    keep: tuple[str, ...] = ()
    unique: bool = True
