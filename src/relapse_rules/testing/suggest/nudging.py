"""One small change of a record towards a condition being worth something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.language import tree
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import DAY
from relapse_rules.testing.suggest import numbers
from relapse_rules.testing.suggest.asking import Place
from relapse_rules.testing.suggest.records import Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from relapse_rules.program.meaning import Key
    from relapse_rules.testing.candidates import Candidates
    from relapse_rules.testing.coverage.edges import Edge, Step
    from relapse_rules.testing.suggest.asking import Asking
    from relapse_rules.testing.suggest.records import Values

    Target = bool | None

# How often an `if` is led into its other branch instead of mended where it is.
OTHER_BRANCH = 0.4
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Nudging:
    """Leads records towards what is wanted, choosing at random among what may help."""

    asking: Asking
    candidates: Candidates
    random: Random

    def towards(self, place: Place, target: Target, values: Values) -> Values | None:
        """A record in which one thing is as it should be for the target, or nothing."""
        if self.asking.value(place, values) is target:
            return values
        move = MOVES.get(type(place.node))
        return None if move is None else move(self, place, target, values)

    def coin(self) -> bool:
        """Heads or tails."""
        return self.random.random() < EVEN

    def _formula(self, key: Key) -> Place:
        return Place(key, self.asking.setting.meaning.typed[key])

    # -- logic -------------------------------------------------------------------------

    def negated(self, place: Place, target: Target, values: Values) -> Values | None:
        assert isinstance(place.node, tree.Not)
        wanted = None if target is None else not target
        return self.towards(place.of(place.node.arg), wanted, values)

    def joined(self, place: Place, target: Target, values: Values) -> Values | None:
        """`and` needs all to hold, or one not to; `or` the other way round."""
        assert isinstance(place.node, (tree.And, tree.Or))
        args = [place.of(arg) for arg in place.node.args]
        return self._of_all(args, isinstance(place.node, tree.And), target, values)

    def _of_all(
        self,
        args: Sequence[Place],
        every: bool,  # noqa: FBT001 - which of the two
        target: Target,
        values: Values,
    ) -> Values | None:
        """Conditions of which all must be `every`, or else one must not."""
        if not args:
            return None
        if target is None:
            stopping = [a for a in args if self.asking.value(a, values) is (not every)]
            if stopping:
                return self.towards(self.random.choice(stopping), every, values)
            return self.towards(self.random.choice(args), None, values)
        if target is every:
            wrong = [a for a in args if self.asking.value(a, values) is not every]
            return self.towards(self.random.choice(wrong), every, values)
        return self.towards(self.random.choice(args), target, values)

    def either(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.If)
        test = place.of(node.condition)
        found = self.asking.value(test, values)
        if found is None or self.random.random() < OTHER_BRANCH:
            wanted = self.coin() if found is None else not found
            return self.towards(test, wanted, values)
        branch = node.then if found else node.otherwise
        return self.towards(place.of(branch), target, values)

    # -- names -------------------------------------------------------------------------

    def named(self, place: Place, target: Target, values: Values) -> Values | None:
        assert isinstance(place.node, tree.Name)
        symbol = place.node.symbol
        if symbol.kind == "derived":
            return self.towards(self._formula(("derived", symbol.id)), target, values)
        if symbol.kind == "parameter":
            return None
        return self._state(place, symbol, target, values)

    def _state(
        self, place: Place, symbol: Any, target: Target, values: Values
    ) -> Values | None:
        """The fact itself, or what stands in for it."""
        key = self.stand_in_of(place, symbol)
        typed = self.asking.setting.meaning.typed
        if key in typed and (target is None or self.random.random() < OTHER_BRANCH):
            values = self.put(place, symbol, None, values)
            behind = Place(
                key, typed[key], place.list if len(key) == 3 else "", place.item
            )
            return self.towards(behind, target, values)
        return self.put(place, symbol, target, values)

    def stand_in_of(self, place: Place, symbol: Any) -> Key:
        if symbol.kind == "item":
            return ("otherwise", place.list, symbol.id)
        return ("otherwise", symbol.id)

    def put(self, place: Place, symbol: Any, value: Any, values: Values) -> Values:
        """The record with another value of a fact; an item is added for it if needed."""
        spot = spot_of(place, symbol)
        while spot.item is not None and spot.item >= self.asking.records.size(
            values, spot.fact
        ):
            added = self.asking.records.with_item(values, spot.fact)
            if added is None:
                return values
            values = added
        return self.asking.records.put(values, spot, value)

    def entry(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.SectionItem)
        section = self.asking.setting.meaning.sections[node.section]
        mine = self._deciding(node.section, node.entry)
        if section.shape != "choice":
            return None if mine is None else self.towards(mine, target, values)
        return self._won(node.section, node.entry, target, values)

    def _won(
        self, section: str, entry: str, target: Target, values: Values
    ) -> Values | None:
        """A row wins when it holds and none before it does."""
        rows = [e.id for e in self.asking.setting.meaning.sections[section].entries]
        before = [self._deciding(section, e) for e in rows[: rows.index(entry)]]
        wants = [(p, False) for p in before if p is not None]
        mine = self._deciding(section, entry)
        if target is True and mine is not None:
            wants.append((mine, True))
        if target is True:
            wrong = [w for w in wants if self.asking.value(w[0], values) is not w[1]]
            return self.towards(*self.random.choice(wrong), values) if wrong else None
        return None if mine is None else self.towards(mine, target, values)

    def _deciding(self, section: str, entry: str) -> Place | None:
        for name in ("when", "done"):
            key = (section, entry, name)
            if key in self.asking.setting.meaning.typed:
                return self._formula(key)
        return None

    def entries(self, section: str) -> list[Place]:
        """The conditions of the entries of a section."""
        found = self.asking.setting.meaning.sections[section].entries
        places = (self._deciding(section, e.id) for e in found)
        return [p for p in places if p is not None]

    def section(self, place: Place, target: Target, values: Values) -> Values | None:
        assert isinstance(place.node, tree.FoldSection)
        every = place.node.fold == "all"
        return self._of_all(self.entries(place.node.section), every, target, values)

    # -- choices and what is known -------------------------------------------------------

    def one_of(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.In)
        subject = node.subject
        assert isinstance(subject, tree.Name)
        if target is None:
            return self.put(place, subject.symbol, None, values)
        inside = target is not node.negated
        fitting = [v for v in subject.type.values if (v in node.values) is inside]
        if not fitting:
            return None
        return self.put(place, subject.symbol, self.random.choice(fitting), values)

    def contains(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.Has)
        subject = node.subject
        assert isinstance(subject, tree.Name)
        if target is None:
            return self.put(place, subject.symbol, None, values)
        spot = spot_of(place, subject.symbol)
        held = self.asking.records.get(values, spot) or frozenset()
        wanted = {node.value} if target is not node.negated else set()
        return self.put(place, subject.symbol, (held - {node.value}) | wanted, values)

    def known(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.Known)
        arg = place.of(node.arg)
        if isinstance(node.arg, tree.Name) and node.arg.symbol.kind in FACTS:
            return self._give(place, node.arg.symbol, values, given=target is True)
        if node.arg.type.kind == "boolean":
            wanted = self.coin() if target else None
            return self.towards(arg, wanted, values)
        facts = list(_facts_in(self.asking, arg))
        if not facts:
            return None
        where, symbol = self.random.choice(facts)
        return self._give(where, symbol, values, given=target is True)

    def _give(
        self, place: Place, symbol: Any, values: Values, *, given: bool
    ) -> Values:
        if not given:
            return self.put(place, symbol, None, values)
        fact = self.asking.records.fact(spot_of(place, symbol))
        tried = self.candidates.of(fact, place.list if symbol.kind == "item" else "")
        return self.put(place, symbol, self.random.choice(tried), values)

    # -- lists -------------------------------------------------------------------------

    def listed(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.FoldList)
        records, name = self.asking.records, node.list.id
        items = self._items(place, values)
        every = node.fold == "all"
        if target is None and self.random.random() < OTHER_BRANCH:
            return records.put(values, Spot(name), None)
        if not items and target is every:
            return records.put(values, Spot(name), ())
        if target is not every and (not items or self.random.random() < OTHER_BRANCH):
            return self._new_item(place, target, values)
        return self._of_all(items, every, target, values)

    def _items(self, place: Place, values: Values) -> list[Place]:
        """The condition of a fold, for each item there is."""
        node = place.node
        assert isinstance(node, tree.FoldList)
        assert node.condition is not None
        size = self.asking.records.size(values, node.list.id)
        return [Place(place.key, node.condition, node.list.id, i) for i in range(size)]

    def _new_item(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.FoldList)
        added = self.asking.records.with_item(values, node.list.id)
        if added is None or node.condition is None:
            return added
        last = self.asking.records.size(added, node.list.id) - 1
        inside = Place(place.key, node.condition, node.list.id, last)
        return self.towards(inside, target, added) or added

    # -- numbers -----------------------------------------------------------------------

    def compared(self, place: Place, target: Target, values: Values) -> Values | None:
        node = place.node
        assert isinstance(node, tree.Compare)
        edge = self.asking.edge(place)
        if edge is None:
            return None
        if target is None:
            return self._unknown(place, values)
        wanted = numbers.signs_for(node.op, holds=target)
        return self.to_sign(place, edge, wanted, values)

    def _unknown(self, place: Place, values: Values) -> Values | None:
        facts = list(_facts_in(self.asking, place))
        if not facts:
            return None
        where, symbol = self.random.choice(facts)
        return self.put(where, symbol, None, values)

    def to_sign(
        self, place: Place, edge: Edge, wanted: frozenset[int], values: Values
    ) -> Values | None:
        """The record with one fact or one count moved, so that left and right compare
        as wanted."""
        alone = self.asking.alone(place, values)
        if alone is None:
            return self.asking.records.with_item(values, place.list)
        counts = list(numbers.counts_in(self.asking.setting, place))
        steps = self._own_steps(edge)
        if counts and (not steps or self.coin()):
            return self._count(self.random.choice(counts), values)
        if not steps:
            return None
        if edge.sign(alone) is None:
            filled = numbers.fill(edge, alone, self.random, self._tried)
            return self._back(place, values, filled)
        step = self.random.choice(steps)
        rows = len(alone[step.position] or ()) if step.item is not None else 1
        if not rows:
            return None
        item = self.random.randrange(rows)

        def sign_at(value: int) -> int | None:
            return edge.sign(numbers.moved(alone, step, value, item))

        fitting = numbers.values_with_sign(sign_at, step, wanted)
        if not fitting:
            fitting = self._tried(step)
        chosen = self.random.choice(fitting)
        return self._back(place, values, numbers.moved(alone, step, chosen, item))

    def _own_steps(self, edge: Edge) -> list[Step]:
        """The facts that move it, and the day within the days on which nothing changes."""
        day = self.asking.records.places[DAY]
        first, last = self.asking.setting.days
        return [
            replace(s, low=first, high=last) if s.position == day else s
            for s in edge.steps
            if s.position != day or first < last
        ]

    def _back(self, place: Place, values: Values, alone: Values) -> Values:
        """What was changed in a record of one item, put back among its other items."""
        if not place.list:
            return alone
        at = self.asking.records.places[place.list]
        rows = values[at]
        assert place.item is not None
        kept = (*rows[: place.item], alone[at][0], *rows[place.item + 1 :])
        return (*alone[:at], kept, *alone[at + 1 :])

    def _tried(self, step: Step) -> list[int]:
        """Values of a fact that are worth trying."""
        setting = self.asking.setting
        name = setting.like.facts[step.position]
        if name == DAY:
            return list(dict.fromkeys((self.candidates.day, step.low, step.high)))
        fact, of = setting.meaning.facts[name], ""
        if step.item is not None:
            inner = self.asking.records.items[name][step.item]
            fact, of = setting.meaning.item_facts(name)[inner], name
        return list(self.candidates.of(fact, of))

    def _count(self, place: Place, values: Values) -> Values | None:
        """One more or one less of what is counted."""
        node, coin = place.node, self.coin()
        match node:
            case tree.FoldSection(section=section):
                chosen = self.entries(section)
            case tree.CountOf(args=args):
                chosen = [place.of(a) for a in args]
            case tree.FoldList(condition=None):
                return self._resized(place, values, more=coin)
            case _:
                chosen = self._items(place, values)
                if not chosen or (coin and self.random.random() < OTHER_BRANCH):
                    return self._new_item(place, True, values)
        return (
            self.towards(self.random.choice(chosen), coin, values) if chosen else None
        )

    def _resized(self, place: Place, values: Values, *, more: bool) -> Values | None:
        node = place.node
        assert isinstance(node, tree.FoldList)
        name, records = node.list.id, self.asking.records
        size = records.size(values, name)
        if more or not size:
            return records.with_item(values, name)
        return records.without_item(values, name, self.random.randrange(size))


FACTS = frozenset({"fact", "item", "list"})


def spot_of(place: Place, symbol: Any) -> Spot:
    if symbol.kind == "item":
        return Spot(place.list, place.item, symbol.id)
    return Spot(symbol.id)


def _facts_in(asking: Asking, place: Place) -> list[tuple[Place, Any]]:
    """The facts that a sub-expression is made of, behind derived values too."""
    found: dict[tuple[str, str], tuple[Place, Any]] = {}
    waiting = [place]
    while waiting:
        here = waiting.pop()
        node = here.node
        if isinstance(node, tree.Name) and node.symbol.kind == "derived":
            key = ("derived", node.symbol.id)
            waiting.append(Place(key, asking.setting.meaning.typed[key]))
        elif isinstance(node, tree.Name) and node.symbol.id == DAY:
            continue
        elif isinstance(node, tree.Name) and node.symbol.kind in FACTS:
            found[node.symbol.kind, node.symbol.id] = here, node.symbol
        elif isinstance(node, (tree.FoldList, tree.AggregateList)):
            found["list", node.list.id] = here, node.list
        else:
            waiting.extend(replace(here, node=child) for child in children(node))
    return list(found.values())


MOVES: Mapping[
    type[tree.Node], Callable[[Nudging, Place, Target, Values], Values | None]
] = {
    tree.Not: Nudging.negated,
    tree.And: Nudging.joined,
    tree.Or: Nudging.joined,
    tree.If: Nudging.either,
    tree.Name: Nudging.named,
    tree.SectionItem: Nudging.entry,
    tree.FoldSection: Nudging.section,
    tree.In: Nudging.one_of,
    tree.Has: Nudging.contains,
    tree.Known: Nudging.known,
    tree.FoldList: Nudging.listed,
    tree.Compare: Nudging.compared,
}
