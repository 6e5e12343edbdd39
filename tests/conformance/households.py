"""Random records: boundary values, gaps, empty and long lists."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from relapse_rules.language.units import parse_unit

if TYPE_CHECKING:
    from random import Random

    from conformance.policies import Generated
    from relapse_rules.documents.policy import Fact
    from relapse_rules.program.nodes import Program

Record = dict[str, Any]


def household(random: Random, made: Generated, gaps: float) -> Record:
    """Encoded values by fact id; a share of `gaps` of them is unknown (None)."""
    return {f.id: value(random, made, f, gaps) for f in made.facts}


def value(random: Random, made: Generated, fact: Fact, gaps: float) -> Any:
    """One encoded value, or None."""
    if random.random() < gaps:
        return None
    match fact.kind:
        case "boolean":
            return random.random() < 0.5
        case "integer" | "number" | "money":
            return _number(random, made, fact)
        case "date":
            return _date(random, made.day)
        case "choice":
            return random.choice(list(fact.values))
        case "choices":
            return frozenset(v for v in fact.values if random.random() < 0.5)
        case "text":
            return "某"
    most = random.choice((0, 1, 2, 3, fact.max_items))
    return [
        {i.id: value(random, made, i, gaps) for i in fact.items}
        for _ in range(min(most, fact.max_items))
    ]


def _number(random: Random, made: Generated, fact: Fact) -> int:
    scale = fact.scale
    assert fact.low is not None
    assert fact.high is not None
    low, high = ceil(fact.low * scale), floor(fact.high * scale)
    draw = random.random()
    if draw < 0.4:
        return random.randint(low, min(high, low + 5))
    if draw < 0.5:
        return random.choice((low, high))
    if draw < 0.8 and made.names.constants:
        constant = random.choice(sorted(made.names.constants))
        exact = constant / parse_unit(fact.unit).scale * scale
        found = floor(exact) + random.choice((0, 0, 0, 1, -1))
        return max(low, min(high, found))
    return random.randint(low, high)


def _date(random: Random, day: date) -> int:
    draw = random.random()
    if draw < 0.1:
        day = random.choice((date(1900, 1, 1), date(2100, 12, 31), date(2020, 2, 29)))
    elif draw < 0.3:
        day = day.replace(day=1) - timedelta(random.randint(0, 1))
    elif draw < 0.9:
        day += timedelta(random.choice((0, 1, -1, 5, -5, 30, 31, -365, -366, 400)))
    return day.toordinal()


def encoded(program: Program, record: Record) -> tuple[Any, ...]:
    """The facts that a program reads, in its order."""
    items = dict(program.items)
    return tuple(
        tuple(tuple(item[i] for i in items[f]) for item in record[f])
        if f in items and record[f] is not None
        else record[f]
        for f in program.facts
    )


def is_complete(values: tuple[Any, ...]) -> bool:
    """Whether no fact that is read is unknown."""
    return all(
        v is not None and not (isinstance(v, tuple) and any(None in item for item in v))
        for v in values
    )


def one_gap_filled(random: Random, made: Generated, record: Record) -> Record | None:
    """The same record with one more fact given; None when all are."""
    open_: list[tuple[Fact, tuple[str, int] | None]] = [
        (f, None) for f in made.facts if record[f.id] is None
    ]
    open_ += [
        (fact, (f.id, index))
        for f in made.facts
        if f.kind == "list"
        for index, item in enumerate(record[f.id] or ())
        for fact in f.items
        if item[fact.id] is None
    ]
    if not open_:
        return None
    fact, place = random.choice(open_)
    filled = {k: _copied(v) for k, v in record.items()}
    found = value(random, made, fact, 0)
    if place is None:
        filled[fact.id] = found
    else:
        list_id, index = place
        filled[list_id][index][fact.id] = found
    return filled


def _copied(value: Any) -> Any:
    return [dict(item) for item in value] if isinstance(value, list) else value
