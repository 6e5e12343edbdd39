"""What each condition of a formula was worth in a record, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.program.lowering import Inner
    from relapse_rules.testing.conditions import Condition
    from relapse_rules.testing.setting import Setting


@dataclass(frozen=True, slots=True)
class Seen:
    """One condition in one record: its value, the listed value it met, and the item."""

    condition: Condition
    value: bool | None
    met: str = ""
    item: int | None = None


class Look:
    """Asks a record for the conditions of one formula."""

    def __init__(self, setting: Setting, conditions: Sequence[Condition]) -> None:
        self.setting = setting
        self.conditions = conditions
        asked: dict[str, Inner] = {}
        for condition in conditions:
            for number, node in enumerate((condition.node, *_equals(condition.node))):
                name = f"condition {condition.index} {number}"
                asked[name] = (condition.key, self._of_item(condition, node))
        self.program, self.body = setting.asked(asked, {})
        facts = self.program.facts
        self.lists = {c.list: facts.index(c.list) for c in conditions if c.list}

    def _of_item(self, condition: Condition, node: tree.Node) -> tree.Node:
        """A condition of the one item of a list of one."""
        if not condition.list:
            return node
        symbol = self.setting.meaning.scope.names[condition.list]
        return tree.FoldList(node.start, node.end, BOOLEAN, "any", symbol, node)

    def at(self, values: tuple[Any, ...]) -> Iterator[Seen]:
        """Every condition, and those asked of items once for each item."""
        yield from self._seen(values, "", None)
        for list_id, position in self.lists.items():
            for index in range(len(values[position] or ())):
                alone = self.of_item(values, list_id, index)
                yield from self._seen(alone, list_id, index)

    def of_item(
        self, values: tuple[Any, ...], list_id: str, index: int
    ) -> tuple[Any, ...]:
        """The record with one item of a list and no others."""
        at = self.lists[list_id]
        return (*values[:at], (values[at][index],), *values[at + 1 :])

    def _seen(
        self, values: tuple[Any, ...], of: str, item: int | None
    ) -> Iterator[Seen]:
        found = iter(self.body(values))
        for condition in self.conditions:
            value = next(found)
            met = [v for v, e in _met(condition.node, found) if e]
            if condition.list == of:
                yield Seen(condition, value, met[0] if met else "", item)


def _met(node: tree.Node, found: Iterator[Any]) -> list[tuple[str, Any]]:
    return [(one.values[0], next(found)) for one in _equals(node)]


def _equals(node: tree.Node) -> tuple[tree.In, ...]:
    """Whether a choice is each of several listed values."""
    if not isinstance(node, tree.In) or len(node.values) < 2:
        return ()
    return tuple(
        tree.In(node.start, node.end, BOOLEAN, node.subject, (value,), negated=False)
        for value in dict.fromkeys(node.values)
    )


def values_met(seen: Seen, by: Mapping[str, Any]) -> str:
    """Under which listed value a sighting counts; "" where they are not told apart."""
    return seen.met if seen.met in by else ""
