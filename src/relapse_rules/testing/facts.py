"""From `input` as written to exact values by the ids of facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence, plain
from relapse_rules.errors import Diagnostic
from relapse_rules.messages import word
from relapse_rules.records.model import repeated_ids
from relapse_rules.records.problems import nearest_fact
from relapse_rules.records.values import Refused, accepted, named_values
from relapse_rules.testing.questions import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from relapse_rules.documents.policy import Fact
    from relapse_rules.documents.yaml.tree import Node, Pair
    from relapse_rules.source import Span

# `members[0].age`: a fact of one item of a list, as `needs` names it.
_PATH = re.compile(r"([^.\[\]]+)\[([0-9]{1,4})\]\.([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class ItemFact:
    """Where one fact of one item of a list stands."""

    list: str
    index: int
    fact: str
    place: Span = field(compare=False)


if TYPE_CHECKING:
    Where: TypeAlias = "str | ItemFact"
    # What a household says, in order; None says that a fact is unknown.
    Stated: TypeAlias = "dict[Where, Any]"


class Facts:
    """The facts of one kind of record, by every spelling."""

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.facts = facts
        self.by_id = {f.id: f for f in facts}
        self.names = _names(facts)
        self.items = {f.id: _names(f.items) for f in facts if f.kind == "list"}

    def find(self, name: str) -> Fact | None:
        found = self.names.get(name)
        return None if found is None else self.by_id[found]

    def path(self, name: str) -> str | None:
        """A fact's path by ids, as `needs` has it; None when there is no such fact."""
        if match := _PATH.fullmatch(name):
            outer = self.names.get(match[1], "")
            inner = self.items.get(outer, {}).get(match[3])
            return None if inner is None else f"{outer}[{int(match[2])}].{inner}"
        return self.names.get(name)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every name that a fact or an item's fact may have."""
        return frozenset(
            (*self.names, *(n for found in self.items.values() for n in found))
        )


def _names(facts: tuple[Fact, ...]) -> dict[str, str]:
    """Every spelling with its id: id, label, and aliases that only one of them has."""
    found = spellings((f.id, f.label) for f in facts)
    aliases = [(alias, f.id) for f in facts for alias in f.aliases]
    every = [alias for alias, _ in aliases]
    for alias, one in aliases:
        if every.count(alias) == 1:
            found.setdefault(alias, one)
    return found


class FactReader:
    """Reads what households of one file say; notes every problem at its place."""

    def __init__(self, facts: Facts, problems: list[Diagnostic]) -> None:
        self.facts = facts
        self.problems = problems
        self.personal: list[Span] = []

    def read(self, node: Mapping) -> Stated:
        """The facts of a mapping, each checked; what is wrong is noted and left out."""
        found: Stated = {}
        for pair in node.entries:
            if match := _PATH.fullmatch(pair.key.text):
                self._item_fact(pair, match, found)
                continue
            fact = self.facts.find(pair.key.text)
            if fact is None:
                self._unknown(pair, self.facts.facts)
            elif self._once(fact.id, found, pair) and self._is_open(fact, pair):
                self._state(fact.id, fact, pair.value, found)
        return found

    def _item_fact(self, pair: Pair, match: re.Match[str], found: Stated) -> None:
        fact = self.facts.find(match[1])
        if fact is None or fact.kind != "list":
            self._unknown(pair, self.facts.facts)
            return
        inner = self.facts.items[fact.id].get(match[3])
        item = next((i for i in fact.items if i.id == inner), None)
        if item is None:
            self._unknown(pair, fact.items, match[3])
            return
        where = ItemFact(fact.id, int(match[2]), item.id, pair.key.span)
        if self._once(where, found, pair) and self._is_open(item, pair):
            self._state(where, item, pair.value, found)

    def _once(self, where: Where, found: Stated, pair: Pair) -> bool:
        """By id and by label a fact would be stated twice, which YAML cannot see."""
        if where not in found:
            return True
        self.problems.append(
            Diagnostic("RR203", pair.key.span, {"name": pair.key.text})
        )
        return False

    def _is_open(self, fact: Fact, pair: Pair) -> bool:
        """Whether it may stand in a case at all: nothing personal may."""
        if not fact.personal:
            return True
        self.personal.append(pair.value.span)
        self.problems.append(
            Diagnostic("RR911", pair.key.span, {"fact": pair.key.text})
        )
        return False

    def _unknown(self, pair: Pair, facts: Iterable[Fact], name: str = "") -> None:
        name = name or pair.key.text
        args = {"fact": name, "nearest": nearest_fact(name, facts)}
        self.problems.append(Diagnostic("RR601", pair.key.span, args))

    def _state(self, where: Where, fact: Fact, node: Node, found: Stated) -> None:
        try:
            found[where] = self._value(fact, node)
        except Refused as refused:
            self._refuse(refused, fact, node)

    def _refuse(self, refused: Refused, fact: Fact, node: Node) -> None:
        args = {"fact": fact.id, **refused.args_}
        self.problems.append(Diagnostic(refused.code, node.span, args))

    def _value(self, fact: Fact, node: Node) -> Any:
        """The exact value; `null` is unknown. Raises Refused."""
        if isinstance(node, Scalar) and node.value is None:
            return None
        if fact.kind == "list":
            return self._items(fact, node)
        return accepted(fact, spelled(fact, plain(node)))

    def _items(self, fact: Fact, node: Node) -> list[dict[str, Any]]:
        if not isinstance(node, Sequence) or len(node.items) > fact.max_items:
            raise Refused("RR610", most=fact.max_items)
        items = [self._item(fact, item) for item in node.items]
        for path, first in repeated_ids(fact, items):
            args = {"fact": path, "first": first}
            self.problems.append(Diagnostic("RR611", node.span, args))
        return items

    def _item(self, fact: Fact, node: Node) -> dict[str, Any]:
        found: Stated = {}
        if not isinstance(node, Mapping):
            self.problems.append(Diagnostic("RR613", node.span, {"fact": fact.id}))
            return {}
        own = {f.id: f for f in fact.items}
        for pair in node.entries:
            name = self.facts.items[fact.id].get(pair.key.text)
            if name is None:
                self._unknown(pair, fact.items)
            elif self._once(name, found, pair) and self._is_open(own[name], pair):
                self._state(name, own[name], pair.value, found)
        return {str(k): v for k, v in found.items() if v is not None}


def raw(facts: Facts, node: Mapping) -> Stated:
    """What a household says without any check, for a record that must be refused."""
    found: Stated = {}
    for pair in node.entries:
        name, value = pair.key.text, plain(pair.value)
        fact = facts.find(name)
        if fact is None:
            found[name] = value
        elif fact.kind == "list" and isinstance(value, list):
            names = facts.items[fact.id]
            found[fact.id] = [_renamed(item, names) for item in value]
        else:
            found[fact.id] = spelled(fact, value)
    return found


def _renamed(item: Any, names: dict[str, str]) -> Any:
    if not isinstance(item, dict):
        return item
    return {names.get(name, name): value for name, value in item.items()}


def spelled(fact: Fact, value: Any) -> Any:
    """A value with labels put as ids: of a choice, of choices, and of yes and no."""
    if fact.kind == "choice" and isinstance(value, str):
        return named_values(fact.values).get(value, value)
    if fact.kind == "choices" and isinstance(value, list):
        names = named_values(fact.values)
        return [names.get(v, v) if isinstance(v, str) else v for v in value]
    if fact.kind == "boolean" and isinstance(value, str):
        return {word("yes", "zh"): True, word("no", "zh"): False}.get(value, value)
    return value


def laid_over(stated: Iterable[Stated], problems: list[Diagnostic]) -> dict[str, Any]:
    """One record from what several households say, the last word counting."""
    found: dict[str, Any] = {}
    for one in stated:
        for where, value in one.items():
            if isinstance(where, ItemFact):
                _lay_item(found, where, value, problems)
            else:
                found[where] = value
    return {name: value for name, value in found.items() if value is not None}


def _lay_item(
    found: dict[str, Any], where: ItemFact, value: Any, problems: list[Diagnostic]
) -> None:
    items = list(found.get(where.list) or ())
    if where.index >= len(items):
        path = f"{where.list}[{where.index}].{where.fact}"
        args = {"path": path, "list": where.list, "count": len(items)}
        problems.append(Diagnostic("RR915", where.place, args))
        return
    item = {**items[where.index], where.fact: value}
    items[where.index] = {k: v for k, v in item.items() if v is not None}
    found[where.list] = items
