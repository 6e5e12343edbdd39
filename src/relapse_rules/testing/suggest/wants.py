"""What a record needs so that one condition decides an answer by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from relapse_rules.language import tree
from relapse_rules.testing.suggest.asking import Place

if TYPE_CHECKING:
    from relapse_rules.testing.coverage.goals import Side
    from relapse_rules.testing.suggest.asking import Asking
    from relapse_rules.testing.suggest.nudging import Nudging, Target
    from relapse_rules.testing.suggest.records import Spot, Values


class Want(Protocol):
    """One thing that a record has to show."""

    def met(self, asking: Asking, values: Values) -> bool: ...
    def nudge(self, nudging: Nudging, values: Values) -> Values | None: ...


@dataclass(frozen=True, slots=True)
class Worth:
    """A condition is worth something."""

    place: Place
    target: Target

    def met(self, asking: Asking, values: Values) -> bool:
        return asking.value(self.place, values) is self.target

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        return nudging.towards(self.place, self.target, values)


@dataclass(frozen=True, slots=True)
class Open:
    """A condition does not decide by itself: it is worth `target`, or unknown."""

    place: Place
    target: bool

    def met(self, asking: Asking, values: Values) -> bool:
        return asking.value(self.place, values) is not (not self.target)

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        target = self.target if nudging.coin() else None
        return nudging.towards(self.place, target, values)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact is unknown."""

    spot: Spot

    def met(self, asking: Asking, values: Values) -> bool:
        return asking.records.get(values, self.spot) is None

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        return nudging.asking.records.put(values, self.spot, None)


@dataclass(frozen=True, slots=True)
class Item:
    """A list has an item of that number."""

    list: str
    number: int

    def met(self, asking: Asking, values: Values) -> bool:
        return asking.records.size(values, self.list) > self.number

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        return nudging.asking.records.with_item(values, self.list)


@dataclass(frozen=True, slots=True)
class Others:
    """Every item of a list but one leaves the answer to that one."""

    place: Place
    number: int
    target: bool
    leniently: bool = False

    def _left(self, asking: Asking, values: Values) -> list[Place]:
        node = self.place.node
        assert isinstance(node, tree.FoldList)
        assert node.condition is not None
        name = node.list.id
        others = (
            Place(self.place.key, node.condition, name, i)
            for i in range(asking.records.size(values, name))
            if i != self.number
        )
        if self.leniently:
            return [o for o in others if asking.value(o, values) is (not self.target)]
        return [o for o in others if asking.value(o, values) is not self.target]

    def met(self, asking: Asking, values: Values) -> bool:
        return not self._left(asking, values)

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        left = self._left(nudging.asking, values)
        return nudging.towards(left[0], self.target, values)


@dataclass(frozen=True, slots=True)
class OnSide:
    """A comparison is as close as can be to where it turns round; on any side, or on one."""

    place: Place
    side: Side | None = None

    def met(self, asking: Asking, values: Values) -> bool:
        edge = asking.edge(self.place)
        alone = asking.alone(self.place, values)
        found = None if edge is None or alone is None else edge.side(alone)
        return found is not None and self.side in {None, found}

    def nudge(self, nudging: Nudging, values: Values) -> Values | None:
        edge = nudging.asking.edge(self.place)
        if edge is None:
            return None
        sign = (
            nudging.random.choice((-1, 0, 1)) if self.side is None else SIGN[self.side]
        )
        return nudging.to_sign(self.place, edge, frozenset({sign}), values)


SIGN: dict[Side, int] = {"below": -1, "at": 0, "above": 1}
