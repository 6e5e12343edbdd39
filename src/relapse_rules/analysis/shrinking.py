"""A witness made small and plain: fewer facts, rounder numbers, as long as it is one.

Only the compiled program is asked, so that many records can be tried.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.program.calendar import FIRST_DAY, LAST_DAY
from relapse_rules.records.values import scaled_range
from relapse_rules.testing.conditions import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.analysis.search import Record, Records, Search
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Slot

# Round numbers that are tried first, in units of the fact.
ROUND = (0, 1, 2, 3, 4, 5, 10, 20, 50, 100, 1000, 5000, 10_000, 20_000, 50_000, 100_000)


def smallest(search: Search, records: Records) -> Records:
    """The records with as little in them as they can have."""
    shrinking = _Shrinking(search, records)
    shrinking.leave_out()
    shrinking.make_plain()
    return shrinking.records


class _Shrinking:
    """Records being made smaller; of two, what differs stays as it is."""

    def __init__(self, search: Search, records: Records) -> None:
        self.search = search
        self.records = records
        self.day = search.worlds[0].day.toordinal()
        self.facts: Mapping[str, Fact] = {
            f.id: f for world in search.worlds for f in world.facts
        }

    def leave_out(self) -> None:
        """Leaves out facts, items and listed values until every one is needed."""
        while any(self._takes(change) for change in self._omissions()):
            pass

    def make_plain(self) -> None:
        for slot, index, value in list(_numbers(self.records[0], self.facts)):
            if (slot, index) == self._apart:
                continue
            for plain in self._plainer(self._fact(slot, index), value):
                if plain == value or self._takes(_put(slot, index, plain)):
                    break

    @property
    def _apart(self) -> tuple[tuple[str, str], int | None] | None:
        slot = self.search.apart
        if slot is None:
            return None
        return (slot.list, slot.fact), 0 if slot.list else None

    def _fact(self, slot: tuple[str, str], index: int | None) -> Fact:
        list_id, name = slot
        if index is None:
            return self.facts[name]
        return next(i for i in self.facts[list_id].items if i.id == name)

    def _takes(self, change: Callable[[Record], Record]) -> bool:
        """Makes a change to all records, if what is looked for still holds."""
        found = tuple(map(change, self.records))
        if not self.search.holds(found):
            return False
        self.records = found
        return True

    def _omissions(self) -> Iterator[Callable[[Record], Record]]:
        apart: Slot | None = self.search.apart
        kept = {DAY, apart.list or apart.fact} if apart else {DAY}
        first = self.records[0]
        for name in reversed(list(first)):
            value = first[name]
            if name not in kept:
                yield _without(name)
            if isinstance(value, list):
                yield from self._of_items(name, value)
            elif isinstance(value, frozenset) and name not in kept:
                yield from (_put(("", name), None, value - {v}) for v in sorted(value))

    def _of_items(
        self, name: str, items: list[Record]
    ) -> Iterator[Callable[[Record], Record]]:
        apart = self.search.apart
        stays = apart is not None and apart.list == name
        for index in reversed(range(len(items))):
            if not (stays and index == 0):
                yield _without_item(name, index)
            for inner in items[index]:
                if not (stays and index == 0 and apart and inner == apart.fact):
                    yield _without_inner(name, index, inner)

    def _plainer(self, fact: Fact, value: int) -> Iterator[int]:
        """Plainer values, the plainest first; at last the value itself."""
        if fact.kind == "date":
            yield from (d for d in self._days(value) if FIRST_DAY <= d <= LAST_DAY)
            yield value
            return
        low, high = scaled_range(fact)
        found = {n * fact.scale for n in ROUND} | {-n * fact.scale for n in ROUND}
        found |= set(_rounder(value)) | {low, high} & {value}
        wanted = (n for n in found if low <= n <= high)
        for number in sorted(wanted, key=_plainness):
            if _plainness(number) < _plainness(value):
                yield number
        yield value

    def _days(self, value: int) -> Iterator[int]:
        today = date.fromordinal(self.day)
        yield today.toordinal()
        yield today.replace(day=1).toordinal()
        for years in (0, 1, 2, 5, 10, 20, 30, 40, 60, 70, 80):
            if today.year - years >= 1900:
                yield date(today.year - years, 1, 1).toordinal()
        own = date.fromordinal(value)
        yield own.replace(month=1, day=1).toordinal()
        yield own.replace(day=1).toordinal()


def _plainness(value: int) -> tuple[int, int, bool]:
    digits = str(abs(value)).rstrip("0")
    return len(digits), abs(value), value < 0


def _rounder(value: int) -> Iterator[int]:
    """The value with ever fewer of its digits, rounded to both sides."""
    size = 1
    while size <= abs(value):
        size *= 10
        below = value // size * size
        yield from (below, below + size)


def _numbers(
    record: Record, facts: Mapping[str, Fact]
) -> Iterator[tuple[tuple[str, str], int | None, int]]:
    """Every number and date of a record: list and fact, place in the list, value."""
    for name, value in record.items():
        fact = facts[name]
        if fact.kind == "list":
            kinds = {i.id: i.kind for i in fact.items}
            for index, item in enumerate(value):
                for inner, one in item.items():
                    if kinds[inner] in NUMERIC or kinds[inner] == "date":
                        yield (name, inner), index, one
        elif (fact.kind in NUMERIC or fact.kind == "date") and name != DAY:
            yield ("", name), None, value


def _without(name: str) -> Callable[[Record], Record]:
    return lambda record: {k: v for k, v in record.items() if k != name}


def _without_item(name: str, index: int) -> Callable[[Record], Record]:
    def change(record: Record) -> Record:
        items = record[name]
        return {**record, name: [*items[:index], *items[index + 1 :]]}

    return change


def _changed_item(
    name: str, index: int, change: Callable[[Record], Record]
) -> Callable[[Record], Record]:
    def changed(record: Record) -> Record:
        items = list(record[name])
        items[index] = change(items[index])
        return {**record, name: items}

    return changed


def _without_inner(name: str, index: int, inner: str) -> Callable[[Record], Record]:
    return _changed_item(name, index, _without(inner))


def _put(
    slot: tuple[str, str], index: int | None, value: Any
) -> Callable[[Record], Record]:
    list_id, name = slot
    put: Callable[[Record], Record] = lambda record: {**record, name: value}  # noqa: E731 - a change like the others
    return put if index is None else _changed_item(list_id, index, put)
