"""Whether several policies mean the same by their facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.policy import Fact


def unlike_facts(facts: Iterable[Fact]) -> Iterator[str]:
    """The facts of several policies that are not declared alike: of another type, unit or
    number of places, or with other listed values."""
    first: dict[str, Fact] = {}
    for fact in facts:
        for inner in (fact, *fact.items):
            name = fact.id if inner is fact else f"{fact.id}.{inner.id}"
            if _kind_of(first.setdefault(name, inner)) != _kind_of(inner):
                yield name


def _kind_of(fact: Fact) -> tuple[object, ...]:
    return fact.kind, fact.unit, fact.places, tuple(fact.values), fact.low, fact.high
