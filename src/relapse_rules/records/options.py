"""What somebody says about a table, where the table itself does not say enough."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.records.names import compared

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TableOptions:
    """Which sheet holds the households, and what becomes of columns.

    `mapped` gives for a heading, or the letter of a column, the fact that it states; an
    empty text says that nobody is to read it. `skip_unknown` says so of every column
    that no fact is named after. `checked` are columns that somebody has looked at, and
    that are read though their values look wrong.
    """

    sheet: str = ""
    mapped: Mapping[str, str] = field(default_factory=dict)
    skip_unknown: bool = False
    checked: frozenset[str] = frozenset()

    def target(self, heading: str, column: str) -> str | None:
        """What `mapped` says of a column; None when it says nothing."""
        wanted = {compared(name): fact for name, fact in self.mapped.items()}
        return wanted.get(compared(heading), wanted.get(column.lower()))

    def names(self, heading: str) -> bool:
        """Whether `mapped` says that this heading states a fact."""
        return bool(self.target(heading, "-"))

    def is_checked(self, heading: str, column: str) -> bool:
        named = set(map(compared, self.checked))
        return bool(named & {compared(heading), column.lower()})


NO_OPTIONS = TableOptions()
