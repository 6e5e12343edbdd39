"""Records being changed: encoded values in the order of a setting's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Fact
    from relapse_rules.testing.setting import Setting

Values = tuple[Any, ...]


def put(values: Values, position: int, value: Any) -> Values:
    """The same values with another one at a position."""
    return (*values[:position], value, *values[position + 1 :])


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: a fact, or with `item` one fact of one item of a list."""

    fact: str
    item: int | None = None
    inner: str = ""


class Records:
    """Reads and changes records of one setting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.places = {fact: i for i, fact in enumerate(setting.like.facts)}
        self.items = dict(setting.like.items)

    def fact(self, spot: Spot) -> Fact:
        meaning = self.setting.meaning
        if spot.item is None:
            return meaning.facts[spot.fact]
        return meaning.item_facts(spot.fact)[spot.inner]

    def get(self, values: Values, spot: Spot) -> Any:
        found = values[self.places[spot.fact]]
        if spot.item is None:
            return found
        if found is None or spot.item >= len(found):
            return None
        return found[spot.item][self.items[spot.fact].index(spot.inner)]

    def put(self, values: Values, spot: Spot, value: Any) -> Values:
        place = self.places[spot.fact]
        if spot.item is None:
            return put(values, place, value)
        items = values[place]
        row = put(items[spot.item], self.items[spot.fact].index(spot.inner), value)
        return put(values, place, put(items, spot.item, row))

    def size(self, values: Values, list_id: str) -> int:
        """How many items a list has; none when it is unknown."""
        return len(values[self.places[list_id]] or ())

    def with_item(self, values: Values, list_id: str) -> Values | None:
        """With one item more, of which nothing is known; None when the list is full."""
        items = values[self.places[list_id]] or ()
        if len(items) >= self.setting.meaning.facts[list_id].max_items:
            return None
        row = (None,) * len(self.items[list_id])
        return put(values, self.places[list_id], (*items, row))

    def without_item(self, values: Values, list_id: str, index: int) -> Values:
        items = values[self.places[list_id]]
        return put(values, self.places[list_id], (*items[:index], *items[index + 1 :]))

    def alone(self, values: Values, list_id: str, index: int) -> Values:
        """With one item of a list and no others."""
        items = values[self.places[list_id]]
        return put(values, self.places[list_id], (items[index],))
