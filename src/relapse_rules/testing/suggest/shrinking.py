"""Taking back every change to a record that is not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.testing.suggest.records import Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules.testing.suggest.records import Records, Values


def smallest(
    records: Records, values: Values, base: Values, holds: Callable[[Values], bool]
) -> Values:
    """The record with as many facts as in `base` as it can have, while something holds."""
    while True:
        for smaller in taken_back(records, values, base):
            if holds(smaller):
                values = smaller
                break
        else:
            return values


def taken_back(records: Records, values: Values, base: Values) -> Iterator[Values]:
    """The record with one change taken back, for each change."""
    for fact, place in records.places.items():
        now, before = values[place], base[place]
        if now == before:
            continue
        yield records.put(values, Spot(fact), before)
        if isinstance(now, frozenset):
            kept = before or frozenset()
            for one in sorted(now - kept):
                yield records.put(values, Spot(fact), now - {one})
        if fact in records.items and now is not None:
            yield from _items(records, values, fact, before)


def _items(
    records: Records, values: Values, fact: str, before: Any
) -> Iterator[Values]:
    """The record with one item left out, or one fact of an item as it was."""
    now, old = values[records.places[fact]], before or ()
    for index in reversed(range(len(now))):
        yield records.without_item(values, fact, index)
    for index, row in enumerate(now):
        was = old[index] if index < len(old) else (None,) * len(row)
        for position, inner in enumerate(records.items[fact]):
            if row[position] != was[position]:
                spot = Spot(fact, index, inner)
                yield records.put(values, spot, was[position])
