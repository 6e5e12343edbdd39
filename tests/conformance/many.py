"""Thousands of records of one policy at once: the columnar back end against Python's code.

A few records are drawn, and thousands made of their facts: each takes every fact from
another of them, so that values on the lines meet in all ways.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from conformance.batches import batch_of
from conformance.columnar import table_differences
from conformance.compare import compiled
from conformance.households import encoded, household
from relapse_rules.backends.columnar import ColumnarBackend
from relapse_rules.errors import PolicyError
from relapse_rules.layout import rounded
from relapse_rules.table import NONE, SINGULAR, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from conformance.compare import Compiled
    from conformance.households import Record
    from conformance.policies import Generated
    from relapse_rules.program.nodes import Program

DRAWN = 80
GAPS = (0, 0, 0.1, 0.25, 0.6)


def many(random: Random, made: Generated, count: int) -> list[Record]:
    """So many records, from the facts of a few."""
    gaps = random.choice(GAPS)
    drawn = [household(random, made, gaps) for _ in range(DRAWN)]
    names = list(drawn[0])
    columns = (random.choices([r[name] for r in drawn], k=count) for name in names)
    return [
        dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)
    ]


def first_difference(
    made: Compiled, facts: Any, records: Sequence[Record]
) -> tuple[str, Record] | None:
    """The first column in which the two differ, and a record of which they do."""
    run = ColumnarBackend().compile(made.program)
    columns = columns_of(made.program)
    frame = run.decide(batch_of(made.program, facts, records), columns)
    outcomes = [made.with_gaps(encoded(made.program, r)) for r in records]
    for name, wanted in _columns(made.program, list(zip(*outcomes, strict=True))):
        found = frame[name].to_list()
        if found != wanted:
            row = next(i for i, w in enumerate(wanted) if found[i] != w)
            return f"{name}: columnar {found[row]!r}, python {wanted[row]!r}", records[
                row
            ]
    return None


def still_differs(made: Generated, record: Record) -> bool:
    """Whether the columnar back end still differs about one record."""
    try:
        found = compiled(made.text, made.day)
    except PolicyError:
        return False
    batch = batch_of(found.program, made.facts, [record])
    run = ColumnarBackend().compile(found.program)
    try:
        return bool(table_differences(found, run, batch, [record]))
    except Exception:  # noqa: BLE001 - raising anything is a fault
        return True


def _columns(
    program: Program, outcomes: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[str, list[Any]]]:
    """Outcomes of generated Python, column by column, as a table says them."""
    waiting = iter(outcomes)
    for section in program.sections:
        stem = SINGULAR.get(section.id, section.id.replace(".", "_"))
        if section.shape == "choice":
            ids = (*(row.id for row in section.rows), None)
            values = next(waiting)
            yield stem, [None if isinstance(v, tuple) else ids[v] for v in values]
            yield (
                f"{stem}_possible",
                [
                    [ids[i] or NONE for i in v] if isinstance(v, tuple) else []
                    for v in values
                ],
            )
            continue
        for row in section.rows:
            yield f"{stem}__{row.id}", list(next(waiting))
            if section.shape == "sequence":
                next(waiting)
                due = next(waiting)
                if row.due:
                    days = [None if d is None else date.fromordinal(d) for d in due]
                    yield f"{stem}__{row.id}__due", days
    for value in program.values:
        pairs = zip(next(waiting), next(waiting), strict=True)
        yield (
            f"value__{value.id}",
            [
                None if t is None or b is None else rounded(t, b, value.places)
                for t, b in pairs
            ],
        )
