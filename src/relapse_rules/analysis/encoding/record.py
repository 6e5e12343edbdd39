"""A record of which every fact is open: any valid record is one of its models."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import z3

from relapse_rules.analysis.encoding.dates import Calendar
from relapse_rules.analysis.encoding.terms import Term, all_of, any_of, implies
from relapse_rules.documents.policy import NUMERIC
from relapse_rules.records.values import scaled_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Slot

from relapse_rules.program.calendar import FIRST_DAY, LAST_DAY


@dataclass(frozen=True, slots=True)
class Given:
    """One fact: whether it is given, and its value as the solver has it.

    `value` is a condition, a whole number, a condition for each listed value, or for a
    list whether there is an item at each place.
    """

    known: Term
    value: Any


class OpenRecord:
    """The facts of one kind of record, made when they are first asked for.

    Lists hold at most `bound` items. `rules` are what makes a record valid; `name` tells
    the facts of two records apart.
    """

    def __init__(self, facts: Iterable[Fact], bound: int, name: str = "") -> None:
        self.bound = bound
        self.name = name
        self.rules: list[Term] = []
        self.calendar = Calendar(self.rules)
        self.facts: Mapping[str, Fact] = {f.id: f for f in facts}
        self.given: dict[tuple[Slot, int | None], Given] = {}
        self.items = {
            f.id: {i.id: i for i in f.items}
            for f in self.facts.values()
            if f.kind == "list"
        }

    def fact(self, slot: Slot) -> Fact:
        return self.items[slot.list][slot.fact] if slot.list else self.facts[slot.fact]

    def slot(self, slot: Slot, item: int | None = None) -> Given:
        """A fact, of one item of its list where it has one."""
        key = slot, item if slot.list else None
        found = self.given.get(key)
        if found is None:
            found = self.given[key] = self._made(slot, item)
        return found

    def size(self, list_id: str) -> int:
        """How many items a list may hold here."""
        return min(self.bound, self.facts[list_id].max_items)

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that were asked for."""
        return tuple(s.fact for s, _ in self.given if s.fact in self.items)

    def limits(self, list_id: str) -> bool:
        """Whether a list may be longer than it is here."""
        return self.bound < self.facts[list_id].max_items

    def _made(self, slot: Slot, item: int | None) -> Given:
        fact = self.fact(slot)
        at = f"{slot.list}[{item}]." if slot.list else ""
        name = f"{self.name}{at}{slot.fact}"
        known = z3.Bool(f"{name}?")
        value = self._value(name, fact, known)
        if fact.unique and item is not None and fact.kind != "text":
            self._keep_apart(slot, item, Given(known, value))
        return Given(known, value)

    def _value(self, name: str, fact: Fact, known: Term) -> Any:
        if fact.kind == "boolean":
            return z3.Bool(name)
        if fact.kind in NUMERIC or fact.kind == "date":
            value = z3.Int(name)
            low, high = bounds(fact)
            self.rules += [value >= low, value <= high]
            return value
        if fact.kind == "choice":
            chosen = {v: z3.Bool(f"{name}={v}") for v in fact.values}
            self.rules.append(any_of(chosen.values()))
            pairs = combinations(chosen.values(), 2)
            self.rules += [z3.Not(z3.And(a, b)) for a, b in pairs]
            return chosen
        if fact.kind == "choices":
            return {v: z3.Bool(f"{name}:{v}") for v in fact.values}
        if fact.kind == "list":
            present = [z3.Bool(f"{name}[{i}]") for i in range(self.size(fact.id))]
            self.rules += [implies(b, a) for a, b in pairwise(present)]
            return present
        return known

    def _keep_apart(self, slot: Slot, item: int, mine: Given) -> None:
        """A number that tells items apart stands once in a list."""
        for (other, at), given in self.given.items():
            if other == slot and at is not None and at != item:
                both = all_of((mine.known, given.known))
                self.rules.append(implies(both, mine.value != given.value))

    # -- records as terms and back -----------------------------------------------------

    def decoded(self, model: z3.ModelRef) -> dict[str, Any]:
        """The record of a model, encoded; what it does not give is left out."""
        found: dict[str, Any] = {}
        for (slot, _), given in self.given.items():
            if not slot.list and holds(model, given.known):
                found[slot.fact] = self.read(model, slot, given)
        return found

    def read(self, model: z3.ModelRef, slot: Slot, given: Given) -> Any:
        fact = self.fact(slot)
        match fact.kind:
            case "boolean":
                return holds(model, given.value)
            case "choice":
                return next(v for v, on in given.value.items() if holds(model, on))
            case "choices":
                return frozenset(v for v, on in given.value.items() if holds(model, on))
            case "text":
                return "t"
            case "list":
                size = sum(holds(model, there) for there in given.value)
                return [self._item(model, fact, index) for index in range(size)]
        return model.eval(given.value, model_completion=True).as_long()

    def _item(self, model: z3.ModelRef, of: Fact, index: int) -> dict[str, Any]:
        found = {}
        for (slot, item), given in self.given.items():
            if slot.list == of.id and item == index and holds(model, given.known):
                value = self.read(model, slot, given)
                text = self.fact(slot).kind == "text"
                found[slot.fact] = f"t{index + 1}" if text else value
        return found


def bounds(fact: Fact) -> tuple[int, int]:
    """The encoded values that a number or a date may have."""
    return (FIRST_DAY, LAST_DAY) if fact.kind == "date" else scaled_range(fact)


def holds(model: z3.ModelRef, term: Term) -> bool:
    """Whether a condition holds in a model."""
    if isinstance(term, bool):
        return term
    return bool(z3.is_true(model.eval(term, model_completion=True)))
