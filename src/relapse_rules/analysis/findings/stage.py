"""The rules of one stretch of days, with every condition of theirs asked apart.

What samples show needs no proof: the solver is asked about the rest only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.sampling import open_records, require_none
from relapse_rules.analysis.search import Found, Limits, Search
from relapse_rules.analysis.views import Told, removable
from relapse_rules.analysis.witness import witness_of
from relapse_rules.analysis.world import World
from relapse_rules.language import tree
from relapse_rules.program.order import children
from relapse_rules.source import Inline
from relapse_rules.testing.conditions import conditions, list_inside, list_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.search import Record
    from relapse_rules.analysis.stretches import Stretch
    from relapse_rules.analysis.views import View
    from relapse_rules.analysis.witness import Witness
    from relapse_rules.evaluator import Rules
    from relapse_rules.program.meaning import Key
    from relapse_rules.source import Located, Span
    from relapse_rules.testing.conditions import Condition

# A finding is no hurry, and none is reported that is not proved.
LIMITS = Limits(time=4_000, items=3)
SAMPLES = 400


@dataclass(frozen=True, slots=True)
class Part:
    """One condition inside a formula, asked by a name of its own."""

    name: str
    key: Key
    condition: Condition
    place: Span
    text: str

    @property
    def no(self) -> str:
        """The name by which its contrary is asked, of any item."""
        return f"not {self.name}"


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand of an `and` or `or`, and the others, each asked by its name."""

    name: str
    key: Key
    index: int
    node: tree.Node
    others: tuple[str, ...]
    joined_by_and: bool
    place: Span
    text: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An `and` or `or` of a formula, asked of the household or of the items of a list.

    `yes` asks whether it holds, of any item; `no` whether its contrary does.
    """

    yes: str
    no: str
    key: Key
    index: int
    node: tree.And | tree.Or
    list: str
    place: Span
    text: str


@dataclass
class Stage:
    """What is in force on the days of one stretch."""

    rules: Rules
    stretch: Stretch
    limits: Limits = LIMITS
    unsettled: int = 0
    _kept: dict[tuple[str, bool], Found] = field(default_factory=dict)

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Every atomic condition of every formula, but of stand-ins of items."""
        return {part.name: part for part in self._parts()}

    def _parts(self) -> Iterator[Part]:
        meaning, number = self.rules.meaning, 0
        for key, formula in meaning.typed.items():
            located = meaning.syntax[key].located
            for condition in conditions(key, formula):
                node = condition.node
                text = located.text[node.start : node.end]
                place = located.part(node.start, node.end)
                number += 1
                yield Part(f"part {number}", key, condition, place, text)

    @cached_property
    def operands(self) -> tuple[Operand, ...]:
        """Every operand of `and` and `or` that asks nothing of single items."""
        return tuple(self._operands())

    def _operands(self) -> Iterator[Operand]:
        meaning = self.rules.meaning
        for key, formula in meaning.typed.items():
            if list_of(key):
                continue
            located, index = meaning.syntax[key].located, 0
            for joined in _joined(formula):
                names = [f"{key} {index + i}" for i in range(len(joined.args))]
                for i, node in enumerate(joined.args):
                    yield Operand(
                        names[i],
                        key,
                        index + i,
                        node,
                        tuple(n for n in names if n != names[i]),
                        isinstance(joined, tree.And),
                        located.part(node.start, node.end),
                        located.text[node.start : node.end],
                    )
                index += len(joined.args)

    @cached_property
    def wholes(self) -> tuple[Whole, ...]:
        """Every `and` and `or`, those about single items too."""
        found = []
        for key, formula in self.rules.meaning.typed.items():
            located = self.rules.meaning.syntax[key].located
            for index, (node, of) in enumerate(_all_joined(formula, list_of(key))):
                found.append(
                    Whole(
                        f"{key} whole {index}",
                        f"{key} not {index}",
                        key,
                        index,
                        node,
                        of,
                        located.part(node.start, node.end),
                        located.text[node.start : node.end],
                    )
                )
        return tuple(found)

    @cached_property
    def _asked(self) -> Mapping[str, Located]:
        asked: dict[str, Located] = {
            n: Inline(_asked(part)) for n, part in self.parts.items()
        }
        asked |= {o.name: Inline(o.text) for o in self.operands}
        for whole in self.wholes:
            asked[whole.yes] = Inline(_of_any(whole.list, whole.text))
            asked[whole.no] = Inline(_of_any(whole.list, f"not ({whole.text})"))
        for part in self.parts.values():
            if of := part.condition.list:
                asked[part.no] = Inline(_of_any(of, f"not ({part.text})"))
        return asked | {
            f"derive {key[1]}": Inline(key[1])
            for key, node in self.rules.meaning.typed.items()
            if key[0] == "derived" and node.type.kind == "boolean"
        }

    @cached_property
    def _sections(self) -> list[str]:
        return [s.id for s in self.rules.meaning.rules.sections]

    @cached_property
    def world(self) -> World:
        """The rules on every day of the stretch, with all that is asked of them."""
        open_day = self.stretch.first != self.stretch.last
        return World(self.rules, self._asked, self._sections, open_day=open_day)

    @cached_property
    def first_day(self) -> World:
        """The same on the first day alone, which is easier: ages need not be counted."""
        return World(self.rules, self._asked, self._sections)

    # -- samples -------------------------------------------------------------------------

    @cached_property
    def samples(self) -> tuple[Record, ...]:
        """Records drawn at random; what one of them shows, nobody need prove."""
        return tuple(open_records(self.search(lambda _: False), SAMPLES))

    @cached_property
    def outcomes(self) -> tuple[Mapping[str, Any], ...]:
        """What the samples come out as, by the names of clauses and parts."""
        return tuple(map(self.world.outcomes, self.samples))

    @cached_property
    def seen(self) -> Mapping[str, set[bool | None]]:
        """What samples show each clause and each part to be worth."""
        found: dict[str, set[bool | None]] = {}
        for outcomes in self.outcomes:
            for name, value in outcomes.items():
                if value is None or isinstance(value, bool):
                    found.setdefault(name, set()).add(value)
        return found

    @cached_property
    def winners(self) -> Mapping[str, set[str | None]]:
        """The rows of choices that surely win some sample."""
        found: dict[str, set[str | None]] = {}
        for outcomes in self.outcomes:
            for name, value in outcomes.items():
                if isinstance(value, frozenset) and len(value) == 1:
                    found.setdefault(name, set()).update(value)
        return found

    def seen_together(self, one: str, other: str) -> bool:
        """Whether two clauses surely hold in one sample."""
        return any(o[one] is True and o[other] is True for o in self.outcomes)

    def shows(self, operand: Operand, found: Callable[[View], Term]) -> bool:
        """Whether some sample meets something about an operand."""
        names = (operand.name, *operand.others)
        return any(found(Told(names, o)) is True for o in self.outcomes)

    @cached_property
    def whole_procedures(self) -> frozenset[str]:
        """The procedures of which the last step is reached by some sample."""
        return frozenset()

    @cached_property
    def may_close(self) -> bool:
        """Whether some case may be closed; True when that is open."""
        return self.ask(lambda view: removable(view).yes).outcome != "none"

    def covers(self, day: date) -> bool:
        first, last = self.stretch.numbers
        return first <= day.toordinal() <= last

    def is_settled(self, name: str) -> bool:
        """Whether it never holds for sure, or never fails for sure."""
        return not (self.may_be(name, wanted=True) and self.may_be(name, wanted=False))

    # -- asking --------------------------------------------------------------------------

    def search(self, found: Callable[[Sequence[View]], Term]) -> Search:
        days = self.stretch.numbers if self.world.open_day else None
        return Search((self.world,), found, limits=self.limits, days=days)

    def ask(self, found: Callable[[View], Term]) -> Found:
        """Whether some record meets something; none is claimed that a sample meets."""
        came = self._on_first_day(found).run()
        if came.outcome == "found":
            return came
        search = self.search(lambda views: found(views[0]))
        came = search.run()
        if came.outcome == "none":
            require_none(search, self.samples)
        self.unsettled += came.outcome == "open"
        return came

    def _on_first_day(self, found: Callable[[View], Term]) -> Search:
        worlds = (self.first_day,)
        return Search(worlds, lambda views: found(views[0]), limits=self.limits)

    def may_be(self, name: str, *, wanted: bool) -> bool:
        """Whether a clause or part can surely hold, or surely not; True when that is open."""
        if wanted in self.seen.get(name, ()):
            return True
        if (name, wanted) not in self._kept:
            self._kept[name, wanted] = self.ask(
                lambda view: view.truth(name).yes if wanted else view.truth(name).no
            )
        return self._kept[name, wanted].outcome != "none"

    def shown(self, found: Callable[[View], Term]) -> Witness | None:
        """A household that meets something on the first day; None when none was found."""
        search = self._on_first_day(found)
        came = search.run()
        self.unsettled += came.outcome == "open"
        return witness_of(search, came.records) if came.records else None


def _asked(part: Part) -> str:
    """The words that ask a part of a household: of items, whether it is so of any."""
    return _of_any(part.condition.list, part.text)


def _of_any(of: str, text: str) -> str:
    return f"any({of}, {text})" if of else text


def _all_joined(node: tree.Node, of: str) -> Iterator[tuple[tree.And | tree.Or, str]]:
    """Every `and` and `or`, with the list whose items it is about."""
    if isinstance(node, (tree.And, tree.Or)):
        yield node, of
    inner = list_inside(node, of)
    for child in children(node):
        yield from _all_joined(child, inner)


def _joined(node: tree.Node) -> Iterator[tree.And | tree.Or]:
    """Every `and` and `or` of a formula that stands outside lists."""
    if isinstance(node, (tree.And, tree.Or)):
        yield node
    if isinstance(node, (tree.FoldList, tree.AggregateList)):
        return
    for child in children(node):
        yield from _joined(child)
