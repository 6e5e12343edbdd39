"""Two policies may know different facts: each reads its own, and no fact is two things."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PlaceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules


@dataclass(frozen=True, slots=True)
class FactChanges:
    """The facts that only one of two policies knows, and those that changed their kind."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    other_kind: tuple[str, ...]


def fact_changes(base: Rules, head: Rules) -> FactChanges:
    old = {f.id: f for f in base.facts}
    new = {f.id: f for f in head.facts}
    return FactChanges(
        tuple(i for i in new if i not in old),
        tuple(i for i in old if i not in new),
        tuple(i for i in new if i in old and _kind(new[i]) != _kind(old[i])),
    )


def _kind(fact: Fact) -> tuple[Any, ...]:
    """What records must say alike: numbers of other units are other numbers."""
    return fact.kind, fact.unit, fact.personal


def require_shared(base: Rules, head: Rules) -> None:
    """PlaceError when two policies are about different facts.

    That is so when one name stands for two kinds of facts, and when of the facts that one
    of them asks for the other knows none.
    """
    changes = fact_changes(base, head)
    asked = (set(base.program.facts), set(head.program.facts))
    clash = [f for f in changes.other_kind if f in asked[0] | asked[1]]
    known = ({f.id for f in base.facts}, {f.id for f in head.facts})
    apart = any(a and not a & k for a, k in zip(asked, reversed(known), strict=True))
    if clash or apart:
        names = clash or sorted((asked[0] | asked[1]) - (known[0] & known[1]))
        listed = ", ".join(names[:5])
        raise PlaceError(
            "RR851", base=base.policy_id, head=head.policy_id, facts=listed
        )


def all_facts(base: Rules, head: Rules) -> tuple[Fact, ...]:
    """The facts of both policies, for reading one file for both."""
    old = {f.id: f for f in base.facts}
    found: list[Fact] = []
    for fact in head.facts:
        other = old.pop(fact.id, None)
        found.append(fact if other is None else _merged(fact, other))
    return (*found, *old.values())


def _merged(head: Fact, base: Fact) -> Fact:
    """A fact in the widest reading of both, so that each policy refuses for itself."""
    lows = [f.low for f in (head, base) if f.low is not None]
    highs = [f.high for f in (head, base) if f.high is not None]
    items = {f.id: f for f in base.items}
    merged = tuple(
        _merged(item, items.pop(item.id)) if item.id in items else item
        for item in head.items
    )
    return replace(
        head,
        low=min(lows, default=None),
        high=max(highs, default=None),
        places=max(head.places, base.places),
        values={**base.values, **head.values},
        max_items=max(head.max_items, base.max_items),
        items=(*merged, *items.values()),
    )


def foreign_to(rules: Rules, other: Rules) -> set[str]:
    """The facts that only the other policy knows."""
    return {f.id for f in other.facts} - {f.id for f in rules.facts}


def for_policy(
    rules: Rules, other: Rules, records: Sequence[tuple[int, Mapping[str, Any]]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The records without what only the other policy knows.

    What neither knows stays, for each to refuse: it is a misspelt name.
    """
    foreign = foreign_to(rules, other)
    own = {f.id: {i.id for i in f.items} for f in rules.facts if f.kind == "list"}
    items = {
        f.id: {i.id for i in f.items} - own[f.id]
        for f in other.facts
        if f.kind == "list" and f.id in own
    }
    inside = {name: names for name, names in items.items() if names}
    if not foreign and not inside:
        yield from records
        return
    for number, record in records:
        yield number, _without(record, foreign, inside)


def _without(
    record: Mapping[str, Any], foreign: set[str], inside: Mapping[str, set[str]]
) -> dict[str, Any]:
    found = {name: value for name, value in record.items() if name not in foreign}
    for name, names in inside.items():
        if rows := found.get(name):
            found[name] = [
                {k: v for k, v in row.items() if k not in names} for row in rows
            ]
    return found
