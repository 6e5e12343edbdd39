"""Every mutant of a policy, in the order of its texts; always the same ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.periods import lifetime, overlap
from relapse_rules.documents.policy import Period, decimal_text
from relapse_rules.language import tree
from relapse_rules.language.units import parse_unit
from relapse_rules.program.meaning import formulas
from relapse_rules.program.order import children
from relapse_rules.source import Span
from relapse_rules.testing.coverage.goals import clause_name, dated_values
from relapse_rules.testing.mutation.mutant import (
    Change,
    Edit,
    FormulaMutant,
    Mutant,
    RulesMutant,
    ValueMutant,
    edited,
)
from relapse_rules.testing.mutation.operators import Formula, edits_of
from relapse_rules.testing.mutation.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.policy import (
        DatedValue,
        Entry,
        Parameter,
        PolicyText,
        RuleSet,
        Section,
    )
    from relapse_rules.language.types import Symbol
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.source import Located
    from relapse_rules.testing.case import Kind

ONE_DAY = timedelta(days=1)
# Behind the date of a value: the value itself, alone or under `value`.
_VALUE = re.compile(r"\s*:\s*(?:\{[^}]*?\bvalue\s*:\s*|\n\s*value\s*:\s*)?([^,}\s]+)")
# How far behind an entry's id its days are looked for.
ENTRY_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the mutants of a policy's rules about one kind of record."""

    text: PolicyText
    meaning: Meaning
    kind: Kind

    @property
    def rules(self) -> RuleSet:
        return self.meaning.rules

    # -- formulas --------------------------------------------------------------------

    def formulas(self) -> Iterator[Mutant]:
        """One mutant for each small edit of each formula."""
        units = Units(self.meaning)
        for key, located in formulas(self.rules):
            units.look_at(key)
            names = Names(self.meaning, key)
            root = self.meaning.typed[key]
            formula = Formula(located.text, root, units, names.other)
            seen = {located.text.strip()}
            for operator, edits in edits_of(formula):
                text = edited(located.text, edits)
                if text not in seen:
                    seen.add(text)
                    yield self._formula(key, located, operator, edits, text)

    def _formula(
        self,
        key: Key,
        located: Located,
        operator: str,
        edits: tuple[Edit, ...],
        text: str,
    ) -> Mutant:
        (edit,) = edits
        change = Change(located.part(edit.start, edit.end), edit.text)
        clause = clause_name(key, self.kind)
        return FormulaMutant(operator, clause, self.kind, change, key, text)

    # -- parameters ------------------------------------------------------------------

    def values(self) -> Iterator[Mutant]:
        """One step less and one more for each value of each parameter that is read."""
        units = Units(self.meaning)
        for key in self.meaning.typed:
            units.look_at(key)
        read = _parameters_read(self.meaning)
        alive = lifetime(self.text)
        for parameter in self.meaning.all_parameters.values():
            if parameter.id not in read:
                continue
            for row, dated in dated_values(parameter):
                if overlap(alive, Period(dated.since, dated.until)):
                    yield from self._value(parameter, row, dated, units)

    def _value(
        self, parameter: Parameter, row: str, dated: DatedValue, units: Units
    ) -> Iterator[Mutant]:
        span = _value_span(dated)
        for value, shown in _other_values(parameter, dated, units):
            change = Change(span, shown)
            yield ValueMutant(
                "value",
                f"parameters.{parameter.id}",
                self.kind,
                change,
                parameter.id,
                row,
                dated.since,
                value,
            )

    # -- rules -----------------------------------------------------------------------

    def orders(self) -> Iterator[Mutant]:
        """Neighbouring rows of a choice in the other order."""
        for section in self.rules.sections:
            if section.shape != "choice":
                continue
            rows = section.entries
            for first, second in zip(rows, rows[1:], strict=False):
                if not overlap(first.valid, second.valid):
                    continue
                swapped = [
                    second if e is first else first if e is second else e for e in rows
                ]
                span = first.origin.span
                change = Change(span, f"{second.id} <-> {first.id}")
                changed = replace(section, entries=tuple(swapped))
                clause = f"{section.id}.{first.id}"
                text = self._with(section, changed)
                yield RulesMutant("order", clause, self.kind, change, text)

    def periods(self) -> Iterator[Mutant]:
        """Entries that begin or end a day earlier or later, inside the policy's life."""
        alive = lifetime(self.text)
        for section in self.rules.sections:
            for entry in section.entries:
                for valid, days, old, new in _shifted(entry.valid, alive):
                    changed = _with_entry(section, entry, replace(entry, valid=valid))
                    clause = f"{section.id}.{entry.id}"
                    change = Change(_day_span(entry, old), new.isoformat())
                    text = self._with(section, changed)
                    yield RulesMutant("period", clause, self.kind, change, text, days)

    def _with(self, old: Section, new: Section) -> PolicyText:
        sections = tuple(new if s is old else s for s in self.rules.sections)
        rules = replace(self.rules, sections=sections)
        if self.kind == "grid":
            return replace(self.text, grid=rules)
        return replace(self.text, household=rules)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that could stand in a formula by mistake, for others of the same type."""

    meaning: Meaning
    key: Key

    def other(self, symbol: Symbol) -> str:
        """The next one of the same kind and unit; empty where there is none."""
        if symbol.kind in {"parameter", "table"}:
            return self._parameter(symbol)
        found = [n for n in self._used() if _alike(n, symbol)]
        if symbol.id not in (ids := [n.id for n in found]):
            return ""
        following = ids[(ids.index(symbol.id) + 1) % len(ids)]
        return following if following != symbol.id else ""

    def _used(self) -> list[Symbol]:
        """The names in the formula, each once."""
        found: dict[tuple[str, str], Symbol] = {}
        waiting = [self.meaning.typed[self.key]]
        while waiting:
            node = waiting.pop()
            if isinstance(node, tree.Name):
                found.setdefault((node.symbol.kind, node.symbol.id), node.symbol)
            waiting.extend(reversed(children(node)))
        return list(found.values())

    def _parameter(self, symbol: Symbol) -> str:
        names = self.meaning.scope.names
        every = self.meaning.all_parameters
        mine = every[symbol.id]
        alike = [
            p.id
            for p in every.values()
            if (p.by, p.type) == (mine.by, mine.type)
            and parse_unit(p.unit).same_kind(parse_unit(mine.unit))
            and p.id in names
        ]
        following = alike[(alike.index(symbol.id) + 1) % len(alike)]
        return following if following != symbol.id else ""


def _alike(one: Symbol, other: Symbol) -> bool:
    if (one.kind, bool(one.items)) != (other.kind, bool(other.items)):
        return False
    a, b = one.type(), other.type()
    if a is None or b is None or a.kind != b.kind or a.values != b.values:
        return False
    return a.unit is b.unit or (
        a.unit is not None and b.unit is not None and a.unit.same_kind(b.unit)
    )


def _parameters_read(meaning: Meaning) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(meaning.typed.values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Name) and node.symbol.kind == "parameter":
            found.add(node.symbol.id)
        elif isinstance(node, tree.Lookup):
            found.add(node.table.id)
        waiting.extend(children(node))
    return frozenset(found)


def _other_values(
    parameter: Parameter, dated: DatedValue, units: Units
) -> Iterator[tuple[bool | Fraction | date, str]]:
    value = dated.value
    if isinstance(value, bool):
        yield not value, "false" if value else "true"
    elif isinstance(value, date):
        for days in (-ONE_DAY, ONE_DAY):
            yield value + days, (value + days).isoformat()
    else:
        step = units.step_of_parameter(parameter.id, value)
        for other in (value - step, value + step):
            yield other, decimal_text(other)


def _value_span(dated: DatedValue) -> Span:
    """Where a value stands behind its date."""
    source, _, end = dated.origin.span
    found = _VALUE.match(source.text, end)
    return dated.origin.span if found is None else Span(source, *found.span(1))


def _shifted(
    valid: Period, alive: Period
) -> Iterator[tuple[Period, frozenset[date], date, date]]:
    """A period with one end moved by a day: the days that differ, the old and the new."""
    first, last = valid.first, valid.last
    if first is not None and (alive.first is None or first > alive.first):
        yield (
            replace(valid, first=first - ONE_DAY),
            _days(first - ONE_DAY),
            first,
            (first - ONE_DAY),
        )
        yield (
            replace(valid, first=first + ONE_DAY),
            _days(first),
            first,
            first + ONE_DAY,
        )
    if last is not None and (alive.last is None or last < alive.last):
        yield replace(valid, last=last - ONE_DAY), _days(last), last, last - ONE_DAY
        yield (
            replace(valid, last=last + ONE_DAY),
            _days(last + ONE_DAY),
            last,
            (last + ONE_DAY),
        )


def _days(day: date) -> frozenset[date]:
    return frozenset({day})


def _day_span(entry: Entry, day: date) -> Span:
    """Where the entry states a day, or its id when another layer does."""
    source, _, end = entry.origin.span
    at = source.text.find(day.isoformat(), end, end + ENTRY_LENGTH)
    return entry.origin.span if at < 0 else Span(source, at, at + 10)


def _with_entry(section: Section, old: Entry, new: Entry) -> Section:
    entries = tuple(new if e is old else e for e in section.entries)
    return replace(section, entries=entries)
