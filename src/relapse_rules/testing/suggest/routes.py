"""The way from a condition to an answer, and what must not stand in it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.language.types import BOOLEAN
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import list_inside, list_of
from relapse_rules.testing.suggest.asking import Place
from relapse_rules.testing.suggest.records import Spot
from relapse_rules.testing.suggest.wants import (
    Item,
    Missing,
    OnSide,
    Open,
    Others,
    Worth,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.suggest.asking import Asking
    from relapse_rules.testing.suggest.wants import Want

DECIDING = ("when", "done")
EVEN = 0.5
LENIENT = 0.4


@dataclass(frozen=True, slots=True)
class Stop:
    """A node on the way, in the formula it stands in, of items where it is asked of any."""

    key: Key
    path: tuple[tree.Node, ...]
    list: str

    @property
    def node(self) -> tree.Node:
        return self.path[-1]


@dataclass(slots=True)
class Routes:
    """Finds ways from formulas to answers in one setting."""

    asking: Asking
    random: Random
    leniently: bool = False
    _uses: dict[Key, list[Stop]] = field(default_factory=dict)
    _far: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        meaning = self.asking.setting.meaning
        for key, node in meaning.typed.items():
            for stop in _stops(key, (node,), list_of(key)):
                for read in self._read(stop):
                    self._uses.setdefault(read, []).append(stop)
        self._measure()

    def _measure(self) -> None:
        """How many formulas lie between each formula and an answer."""
        shown = self.asking.setting.rules.layout.values
        waiting = deque(
            key
            for key in self.asking.setting.meaning.typed
            if key[0] not in {"derived", "otherwise"}
            or (key[0] == "derived" and key[1] in shown)
        )
        self._far.update(dict.fromkeys(waiting, 0))
        readers: dict[Key, list[Key]] = {}
        for read, stops in self._uses.items():
            for stop in stops:
                readers.setdefault(stop.key, []).append(read)
        while waiting:
            key = waiting.popleft()
            for read in readers.get(key, ()):
                if read not in self._far:
                    self._far[read] = self._far[key] + 1
                    waiting.append(read)

    def _read(self, stop: Stop) -> Iterator[Key]:
        """The formulas that a node asks by name."""
        match stop.node:
            case tree.Name(symbol=symbol) if symbol.kind == "derived":
                yield "derived", symbol.id
            case tree.Name(symbol=symbol) if symbol.kind == "item":
                yield "otherwise", stop.list, symbol.id
            case tree.Name(symbol=symbol):
                yield "otherwise", symbol.id
            case tree.SectionItem(section=section, entry=entry):
                yield from self._deciding(section, entry)
            case tree.FoldSection(section=section):
                for each in self.asking.setting.meaning.sections[section].entries:
                    yield from self._deciding(section, each.id)

    def _deciding(self, section: str, entry: str) -> Iterator[Key]:
        keys = ((section, entry, name) for name in DECIDING)
        yield from (k for k in keys if k in self.asking.setting.meaning.typed)

    # -- ways ------------------------------------------------------------------------

    def reaches(self, key: Key) -> bool:
        """Whether a formula has a part in any answer."""
        return key in self._far

    def stop_of(self, key: Key, node: tree.Node) -> Stop:
        """The place of a condition in its formula."""
        formula = self.asking.setting.meaning.typed[key]
        where = (node.start, node.end, type(node))
        return next(
            s
            for s in _stops(key, (formula,), list_of(key))
            if (s.node.start, s.node.end, type(s.node)) == where
        )

    def facts(self, fact: str, list_id: str = "") -> list[Stop]:
        """Where formulas ask for a fact, or for a fact of an item."""
        key = ("otherwise", list_id, fact) if list_id else ("otherwise", fact)
        return [s for s in self._uses.get(key, ()) if s.key in self._far]

    def wants(self, stop: Stop, item: int) -> list[Want]:
        """What leaves the answer to one node: in its formula, and on from there.

        Sometimes what stands beside it is led to be certain, sometimes it may be open.
        """
        self.leniently = self.random.random() < LENIENT
        found: list[Want] = []
        while True:
            found += self._within(stop, item)
            if stop.key[0] == "otherwise":
                found.append(Missing(_stood_in_for(stop.key, item)))
            following = self._following(stop.key)
            if following is None:
                found += self._before_row(stop.key)
                return found
            stop, read = following, stop.key
            found += self._beside(stop, read)

    def _beside_it(self, place: Place, target: bool) -> Want:  # noqa: FBT001 - a value
        """What stands beside must not decide."""
        return Open(place, target) if self.leniently else Worth(place, target)

    def _following(self, key: Key) -> Stop | None:
        """A place where a formula is asked for, one nearer to an answer."""
        if self._far[key] == 0:
            return None
        near = [s for s in self._uses[key] if self._far.get(s.key, 99) < self._far[key]]
        return self.random.choice(near)

    def _before_row(self, key: Key) -> Iterator[Want]:
        """No row before this one holds, where one would win."""
        section = self.asking.setting.meaning.sections.get(key[0])
        if section is None or section.shape != "choice":
            return
        for entry in section.entries:
            if entry.id == key[1]:
                return
            for other in self._deciding(section.id, entry.id):
                yield self._beside_it(self._formula(other), False)

    def _beside(self, stop: Stop, read: Key) -> Iterator[Want]:
        """What else a node asks for than the formula the way comes from."""
        node = stop.node
        if isinstance(node, tree.FoldSection) and node.fold != "count":
            for other in self._read(stop):
                if other != read:
                    yield self._beside_it(self._formula(other), node.fold == "all")
        elif isinstance(node, tree.SectionItem):
            yield from self._before_row(read)

    def _formula(self, key: Key) -> Place:
        return Place(key, self.asking.setting.meaning.typed[key])

    def _within(self, stop: Stop, item: int) -> Iterator[Want]:
        """What leaves a formula to one node in it."""
        inside = list_of(stop.key)
        if stop.list:
            yield Item(stop.list, item)
        for node, child in zip(stop.path, stop.path[1:], strict=False):
            here = Place(stop.key, node, inside, item if inside else None)
            yield from self._at(here, child, item)
            inside = list_inside(node, inside)

    def _at(self, here: Place, child: tree.Node, item: int) -> Iterator[Want]:
        """What one node on the path needs so that it follows its operand."""
        node = here.node
        match node:
            case tree.And(args=args) | tree.Or(args=args):
                for other in args:
                    if other is not child:
                        yield self._beside_it(
                            here.of(other), isinstance(node, tree.And)
                        )
            case tree.If(condition=condition, then=then, otherwise=otherwise):
                if child is not condition:
                    yield Worth(here.of(condition), child is then)
                else:
                    yield from self._unlike(here, then, otherwise)
            case tree.FoldList(fold="any" | "all" as fold):
                yield Others(here, item, fold == "all", self.leniently)
            case tree.Compare() if node.left.type.kind != "boolean":
                yield OnSide(here)
                yield _known(here, _other(node, child))
            case tree.Arithmetic():
                yield _known(here, _other(node, child))

    def _unlike(
        self, here: Place, then: tree.Node, otherwise: tree.Node
    ) -> Iterator[Want]:
        """The branches of an `if` differ, or one of them is known at least."""
        first = self.random.random() < EVEN
        if then.type.kind == "boolean":
            yield self._beside_it(here.of(then), first)
            yield self._beside_it(here.of(otherwise), not first)
        else:
            one = then if first else otherwise
            yield _known(here, one)


def _known(here: Place, node: tree.Node) -> Worth:
    return Worth(here.of(tree.Known(node.start, node.end, BOOLEAN, node)), True)


def _other(node: tree.Compare | tree.Arithmetic, operand: tree.Node) -> tree.Node:
    return node.right if operand is node.left else node.left


def _stood_in_for(key: Key, item: int) -> Spot:
    """The fact that a stand-in is for."""
    if list_of(key):
        return Spot(key[1], item, key[2])
    return Spot(key[1])


def _stops(key: Key, path: tuple[tree.Node, ...], of: str) -> Iterator[Stop]:
    """Every node of a formula with the nodes around it."""
    yield Stop(key, path, of)
    inner = list_inside(path[-1], of)
    for child in children(path[-1]):
        yield from _stops(key, (*path, child), inner)
