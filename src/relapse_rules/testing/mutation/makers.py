"""Every mutant of a policy, in the order of its texts; always the same ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from relapse_rules.documents.periods import lifetime, overlap
from relapse_rules.documents.policy import Period
from relapse_rules.language import tree
from relapse_rules.program.meaning import formulas
from relapse_rules.program.order import children
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
from relapse_rules.testing.mutation.names import Names
from relapse_rules.testing.mutation.operators import Formula, edits_of
from relapse_rules.testing.mutation.shifts import (
    ONE_DAY,
    day_span,
    other_values,
    shifted_periods,
    value_span,
)
from relapse_rules.testing.mutation.units import Units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.compiler import Meanings
    from relapse_rules.documents.policy import (
        DatedValue,
        Entry,
        Parameter,
        PolicyText,
        RuleSet,
        Section,
    )
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.source import Located
    from relapse_rules.testing.case import Kind


def mutants_of(text: PolicyText, meanings: Meanings) -> list[Mutant]:
    """Every mutant of a policy's rules about households and about grids."""
    kinds: tuple[Kind, Kind] = ("household", "grid")
    pairs = zip(kinds, meanings, strict=True)
    makers = [Maker(text, meaning, kind) for kind, meaning in pairs if meaning]
    return [mutant for maker in makers for mutant in maker.all()]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the mutants of a policy's rules about one kind of record."""

    text: PolicyText
    meaning: Meaning
    kind: Kind

    @property
    def rules(self) -> RuleSet:
        return self.meaning.rules

    def all(self) -> Iterator[Mutant]:
        """Every mutant, in an order that stays the same while the policy does."""
        yield from self.formulas()
        yield from self.values()
        yield from self.orders()
        yield from self.periods()
        yield from self.starts()

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
        span = value_span(dated)
        for value, shown in other_values(parameter, dated, units):
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
            for first, second in pairwise(rows):
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
                for valid, days, old, new in shifted_periods(entry.valid, alive):
                    changed = _with_entry(section, entry, replace(entry, valid=valid))
                    clause = f"{section.id}.{entry.id}"
                    change = Change(day_span(entry, old), new.isoformat())
                    text = self._with(section, changed)
                    yield RulesMutant("period", clause, self.kind, change, text, days)

    def starts(self) -> Iterator[Mutant]:
        """Values of parameters that take over from others a day earlier or later."""
        alive, read = lifetime(self.text), _parameters_read(self.meaning)
        for parameter in self.meaning.all_parameters.values():
            if parameter.id not in read:
                continue
            for before, after in pairwise(parameter.values):
                since = after.since
                if before.until != since - ONE_DAY or since not in alive:
                    continue
                if since - ONE_DAY not in alive:
                    continue
                for moved, day in (
                    (since - ONE_DAY, since - ONE_DAY),
                    (since + ONE_DAY, since),
                ):
                    values = tuple(
                        replace(v, until=moved - ONE_DAY)
                        if v is before
                        else replace(v, since=moved)
                        if v is after
                        else v
                        for v in parameter.values
                    )
                    changed = replace(parameter, values=values)
                    parameters = tuple(
                        changed if p.id == parameter.id else p
                        for p in self.text.parameters
                    )
                    yield RulesMutant(
                        "period",
                        f"parameters.{parameter.id}",
                        self.kind,
                        Change(after.origin.span, moved.isoformat()),
                        replace(self.text, parameters=parameters),
                        frozenset({day}),
                    )

    def _with(self, old: Section, new: Section) -> PolicyText:
        sections = tuple(new if s is old else s for s in self.rules.sections)
        rules = replace(self.rules, sections=sections)
        if self.kind == "grid":
            return replace(self.text, grid=rules)
        return replace(self.text, household=rules)


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


def _with_entry(section: Section, old: Entry, new: Entry) -> Section:
    entries = tuple(new if e is old else e for e in section.entries)
    return replace(section, entries=entries)
