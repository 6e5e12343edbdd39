"""The values of sub-expressions in records, compiled when they are first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PolicyError
from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN
from relapse_rules.testing.conditions import Condition
from relapse_rules.testing.coverage.edges import Edge
from relapse_rules.testing.suggest.records import Records

if TYPE_CHECKING:
    from relapse_rules.backends.python import Body
    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.suggest.records import Values


@dataclass(frozen=True, slots=True)
class Place:
    """A sub-expression of a formula; of one item when it stands in a list's condition."""

    key: Key
    node: tree.Node
    list: str = ""
    item: int | None = None

    def of(self, node: tree.Node) -> Place:
        """Another sub-expression of the same formula and item."""
        return Place(self.key, node, self.list, self.item)


class Asking:
    """Asks records of one setting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.records = Records(setting)
        self._bodies: dict[Any, Body] = {}
        self._edges: dict[Any, Edge | None] = {}

    def value(self, place: Place, values: Values) -> bool | None:
        """What a condition is worth; None when it is unknown."""
        alone = self.alone(place, values)
        if alone is None:
            return None
        found: bool | None = self._body(place)(alone)[0]
        return found

    def _body(self, place: Place) -> Body:
        name = _name(place)
        if name not in self._bodies:
            node = place.node
            if place.list:
                symbol = self.setting.meaning.scope.names[place.list]
                node = tree.FoldList(0, 0, BOOLEAN, "any", symbol, node)
            asked = {"asked": (place.key, node)}
            self._bodies[name] = self.setting.asked(asked, {})[1]
        return self._bodies[name]

    def edge(self, place: Place) -> Edge | None:
        """Where a comparison turns round; None for what cannot be computed alone."""
        name = _name(place)
        if name not in self._edges:
            try:
                condition = Condition(place.key, 0, place.node, place.list)
                self._edges[name] = Edge(self.setting, condition)
            except PolicyError:
                self._edges[name] = None
        return self._edges[name]

    def alone(self, place: Place, values: Values) -> Values | None:
        """The record as a condition of an item sees it: with that item and no others.

        None when there is no such item.
        """
        if not place.list:
            return values
        assert place.item is not None
        if place.item >= self.records.size(values, place.list):
            return None
        return self.records.alone(values, place.list, place.item)


def _name(place: Place) -> Any:
    node = place.node
    return place.key, place.list, type(node), node.start, node.end
