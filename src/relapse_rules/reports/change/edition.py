"""Two editions of one page: the office's own, and one that the public may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.impact.suppress import hidden_cells, is_small
from relapse_rules.reports.change.wording import Wording, grouped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from relapse_rules.impact.comparison import Count


@dataclass(frozen=True)
class Edition:
    """What is shown of counts, and which entries are named at all."""

    wording: Wording
    public: bool = False

    def word(self, key: str, **args: object) -> str:
        return self.wording.word(key, **args)

    def heads(
        self, key: str, *, plain: bool = False, **args: object
    ) -> tuple[str, ...]:
        """The headings of a table; of one that is not `plain` the public has others."""
        own = f"{key}_public" if self.public and not plain else key
        return tuple(self.word(own, **args).split("|"))

    def names(self, section: str, entry: str) -> bool:
        """Whether an entry may be named: those about health only in the office."""
        return not self.public or f"{section}.{entry}" not in self._health

    @property
    def _health(self) -> frozenset[str]:
        return self.wording.impact.about.health

    def number(self, count: int) -> str:
        """A number of households by itself."""
        if self.public and is_small(count):
            return self.word("imp_small")
        return grouped(count)

    def alone(self, count: Count) -> str:
        """A count by itself, as `624 户（2 209 人）`."""
        if self.public and is_small(count.households):
            return self.word("imp_small")
        return self.wording.count(count)

    def cells(
        self, counts: Mapping[Any, int], sums: Iterable[Collection[Any]] = ()
    ) -> Cells:
        """The counts of a table of which some sums are known to readers."""
        hidden = hidden_cells(counts, sums) if self.public else frozenset()
        return Cells(self, counts, hidden)

    def published(self, total: int) -> bool:
        """Whether readers know a total, so that it must not give away its parts."""
        return not (self.public and is_small(total))


@dataclass(frozen=True)
class Cells:
    """The counts of one table, as this edition shows them."""

    edition: Edition
    counts: Mapping[Any, int]
    hidden: frozenset[Any] = field(default_factory=frozenset)

    def said(self, key: Any, zero: str = "0") -> str:
        count = self.counts.get(key, 0)
        if key in self.hidden:
            small = is_small(count)
            return self.edition.word("imp_small" if small else "imp_hidden")
        return grouped(count) if count else zero
