"""A table of decisions against the reference and the generated Python, record by record."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from conformance.households import encoded
from conformance.tables import forms_of
from relapse_rules.layout import rounded
from relapse_rules.table import NONE, SINGULAR, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from conformance.compare import Compiled
    from conformance.households import Record
    from relapse_rules.backends.columnar import Batch, Columns
    from relapse_rules.program.nodes import Program


def table_differences(
    made: Compiled, run: Columns, batch: Batch, records: Sequence[Record]
) -> list[str]:
    """Every outcome that the reference has otherwise, every column that Python has."""
    frame = run.decide(batch, columns_of(made.program))
    return differences(made, frame, [encoded(made.program, r) for r in records])


def differences(
    made: Compiled, frame: pl.DataFrame, records: Sequence[tuple[Any, ...]]
) -> list[str]:
    """The same of a table of all columns, and the encoded records that it is about."""
    columns = columns_of(made.program)
    assert frame.columns == [c.name for c in columns]
    rows = frame.rows(named=True)
    assert len(rows) == len(records)
    python = forms_of(made.program, columns)
    found = []
    for number, (row, values) in enumerate(zip(rows, records, strict=True)):
        said = python(values)
        found += [
            f"record {number} {name}: columnar {row[name]!r}, python {said[name]!r}"
            for name in said
            if not same(row[name], said[name])
        ]
        wanted = made.by_reference(values)
        outcomes = dict(_outcomes(made.program, row))
        found += [
            f"record {number} {name}: columnar {value!r}, reference {wanted[name]!r}"
            for name, value in outcomes.items()
            if not same(value, _shown(made.program, name, wanted[name]))
        ]
    return found


def same(found: Any, wanted: Any) -> bool:
    """Equal, and of one kind: one is not yes."""
    return bool(found == wanted) and isinstance(found, bool) == isinstance(wanted, bool)


def _outcomes(program: Program, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A row in the terms of the reference; what a table does not say is left out."""
    for section in program.sections:
        stem = SINGULAR.get(section.id, section.id.replace(".", "_"))
        if section.shape == "choice":
            open_ = row[f"{stem}_possible"] or [row[stem] or NONE]
            yield section.id, frozenset(None if p == NONE else p for p in open_)
            continue
        for entry in section.rows:
            yield f"{section.id}.{entry.id}", row[f"{stem}__{entry.id}"]
            if entry.due:
                day = row[f"{stem}__{entry.id}__due"]
                yield f"{section.id}.{entry.id}.due", day and day.toordinal()
    for value in program.values:
        yield f"values.{value.id}", row[f"value__{value.id}"]


def _shown(program: Program, name: str, wanted: Any) -> Any:
    """A value of the reference, rounded as a table shows it."""
    if not isinstance(wanted, Fraction):
        return wanted
    places = {f"values.{v.id}": v.places for v in program.values}[name]
    return rounded(wanted.numerator, wanted.denominator, places)
