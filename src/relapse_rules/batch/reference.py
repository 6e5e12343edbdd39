"""What the reference interpreter says about one record, as a row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.backends.reference import Reference
from relapse_rules.backends.unknown import UNKNOWN, exact
from relapse_rules.batch.told import told
from relapse_rules.decision import Decision
from relapse_rules.examine import given_facts
from relapse_rules.language.units import parse_unit
from relapse_rules.table import Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.evaluator import Rules
    from relapse_rules.layout import SectionLayout
    from relapse_rules.table import Column

# What stands in a program's outcomes for: no row of this choice holds.
NO_ROW = -1


def by_reference(
    rules: Rules, columns: Sequence[Column], record: Mapping[str, Any]
) -> dict[str, Any]:
    """Each column's value for one record. Raises RecordError as `evaluate` does.

    Nothing but the validation of the record is shared with the other back ends.
    """
    values = rules.record(record).values
    given = given_facts(rules.program, values)
    run = Reference(rules.meaning, rules.day, given)
    outcomes = tuple(_outcomes(rules, run))
    found = told(Decision(rules, outcomes, values), columns)
    return found | {c.name: _clause(run, c) for c in columns if c.detail == "clauses"}


def _outcomes(rules: Rules, run: Reference) -> Iterator[Any]:
    for section in rules.layout.sections:
        yield from _section(run, section)
    derived = {one.id: one for one in rules.meaning.rules.derived}
    for name in rules.layout.values:
        value = exact(run.formula(("derived", name)))
        if value is UNKNOWN:
            yield from (None, None)
        else:
            shown = value / parse_unit(derived[name].unit).scale
            yield from (shown.numerator, shown.denominator)


def _section(run: Reference, section: SectionLayout) -> Iterator[Any]:
    held = [_known(run.entry(section.id, entry)) for entry in section.entries]
    if section.shape == "choice":
        rows = _may_win(held)
        yield rows if len(rows) > 1 else rows[0]
        return
    for entry, value in zip(section.entries, held, strict=True):
        yield value
        if section.shape == "sequence":
            yield _day(run, section.id, entry, "done_on")
            yield _day(run, section.id, entry, "due")


def _may_win(held: Sequence[bool | None]) -> tuple[int, ...]:
    found: list[int] = []
    for index, value in enumerate(held):
        if value is not False:
            found.append(index)
        if value:
            return tuple(found)
    return (*found, NO_ROW)


def _day(run: Reference, section: str, entry: str, formula: str) -> int | None:
    key = (section, entry, formula)
    if key not in run.meaning.syntax:
        return None
    day = _known(run.formula(key))
    return None if day is None else day.toordinal()


def _clause(run: Reference, column: Column) -> Any:
    if isinstance(column.form, Day):
        return _known(run.formula((column.section, column.entry, "due")))
    return _known(run.entry(column.section, column.entry))


def _known(value: Any) -> Any:
    return None if value is UNKNOWN else value
