"""Names that could stand in a formula by mistake, for others of the same type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program.order import children

if TYPE_CHECKING:
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.meaning import Key, Meaning


@dataclass(frozen=True, slots=True)
class Names:
    """The names that could stand in a formula by mistake, for others of the same type."""

    meaning: Meaning
    key: Key

    def other(self, symbol: Symbol) -> str:
        """The next one of the same kind and unit; empty where there is none."""
        if symbol.kind in {"parameter", "table"}:
            return self._parameter(symbol)
        found = [n for n in self._used() if _alike(n, symbol)]
        if symbol.id not in (ids := [n.id for n in found]):
            return ""
        following = ids[(ids.index(symbol.id) + 1) % len(ids)]
        return following if following != symbol.id else ""

    def _used(self) -> list[Symbol]:
        """The names in the formula, each once."""
        found: dict[tuple[str, str], Symbol] = {}
        waiting = [self.meaning.typed[self.key]]
        while waiting:
            node = waiting.pop()
            if isinstance(node, tree.Name):
                found.setdefault((node.symbol.kind, node.symbol.id), node.symbol)
            waiting.extend(reversed(children(node)))
        return list(found.values())

    def _parameter(self, symbol: Symbol) -> str:
        names = self.meaning.scope.names
        every = self.meaning.all_parameters
        mine = every[symbol.id]
        alike = [
            p.id
            for p in every.values()
            if (p.by, p.type) == (mine.by, mine.type)
            and parse_unit(p.unit).same_kind(parse_unit(mine.unit))
            and p.id in names
        ]
        following = alike[(alike.index(symbol.id) + 1) % len(alike)]
        return following if following != symbol.id else ""


def _alike(one: Symbol, other: Symbol) -> bool:
    if (one.kind, bool(one.items)) != (other.kind, bool(other.items)):
        return False
    a, b = one.type(), other.type()
    if a is None or b is None or a.kind != b.kind or a.values != b.values:
        return False
    return a.unit is b.unit or (
        a.unit is not None and b.unit is not None and a.unit.same_kind(b.unit)
    )
