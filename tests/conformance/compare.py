"""A policy compiled for comparison, and every way in which the back ends may disagree."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from conformance.households import is_complete
from relapse_rules.backends.python import Given, PythonBackend
from relapse_rules.backends.reference import Reference
from relapse_rules.backends.unknown import UNKNOWN, exact
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.examine import given_facts
from relapse_rules.language.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from relapse_rules.documents.policy import PolicyText, Section
    from relapse_rules.evaluator import Rules
    from relapse_rules.program.meaning import Meaning
    from relapse_rules.program.nodes import Program

    Body = Callable[[tuple[Any, ...]], tuple[Any, ...]]


@dataclass(frozen=True)
class Compiled:
    """What one policy is on one day, for both back ends."""

    meaning: Meaning
    day: date
    program: Program
    with_gaps: Body
    complete: Body

    def by_python(self, body: Body, values: tuple[Any, ...]) -> dict[str, Any]:
        """Every outcome by name, in the terms of the reference."""
        return dict(_named(self.program, body(values)))

    def by_reference(self, values: tuple[Any, ...]) -> dict[str, Any]:
        run = Reference(self.meaning, self.day, given_facts(self.program, values))
        found: dict[str, Any] = {}
        for section in self.meaning.rules.sections:
            found |= _section(run, section)
        for derived in self.meaning.rules.derived:
            typed = self.meaning.typed[("derived", derived.id)]
            if derived.places is not None and typed.type.numeric:
                value = exact(run.formula(("derived", derived.id)))
                scale = parse_unit(derived.unit).scale
                known = value is not UNKNOWN
                found[f"values.{derived.id}"] = value / scale if known else None
        return found

    def bodies(self, values: tuple[Any, ...]) -> Iterator[tuple[str, Body]]:
        """The bodies that must be right about a record."""
        yield "with_gaps", self.with_gaps
        if is_complete(values):
            yield "complete", self.complete

    def by_shape(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """By the code for records that give just what this one gives."""
        given, kept = shape_of(self.program, values)
        body = PythonBackend().compile_for(self.program, given)
        return self.by_python(lambda _: body(kept), values)

    def disagreements(
        self, values: tuple[Any, ...], wanted: dict[str, Any] | None = None
    ) -> list[str]:
        """Every outcome in which a body differs from the reference."""
        wanted = self.by_reference(values) if wanted is None else wanted
        found = []
        for name, body in self.bodies(values):
            try:
                outcomes = self.by_python(body, values)
            except Exception as error:  # noqa: BLE001 - raising anything is a fault
                found.append(f"{name} raised {error!r}")
            else:
                found += _differences(name, outcomes, wanted)
        return found

    def shape_disagreements(
        self, values: tuple[Any, ...], wanted: dict[str, Any]
    ) -> list[str]:
        """The same for the code made for this record's shape."""
        return _differences("shaped", self.by_shape(values), wanted)


def _differences(name: str, found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    return [
        f"{name} {key}: python {found.get(key)!r}, reference {wanted.get(key)!r}"
        for key in sorted(found.keys() | wanted.keys())
        if found.get(key) != wanted.get(key)
    ]


def compiled(text: PolicyText, day: date) -> Compiled:
    """PolicyError when the checker or the lowering refuses the policy."""
    return compiled_rules(evaluator_for(text, day, check(text)))


def compiled_rules(rules: Rules) -> Compiled:
    """What rules that have been compiled are for both back ends."""
    runner = rules.runner
    return Compiled(
        rules.meaning,
        rules.day,
        rules.program,
        runner.with_gaps,
        lambda values: runner.complete(values),  # noqa: PLW0108 - made when first asked for
    )


def shape_of(
    program: Program, values: tuple[Any, ...]
) -> tuple[Given, tuple[Any, ...]]:
    """The facts that a record gives, and the record with only these."""
    record = {f: v for f, v in zip(program.facts, values, strict=True) if v is not None}
    items: dict[str, tuple[str, ...]] = {}
    gaps: set[tuple[str, str]] = set()
    for name, ids in program.items:
        rows = [dict(zip(ids, item, strict=True)) for item in record.get(name, ())]
        items[name] = tuple(i for i in ids if any(r[i] is not None for r in rows))
        gaps |= {(name, i) for i in items[name] if any(r[i] is None for r in rows)}
        if name in record:
            record[name] = tuple(tuple(r[i] for i in items[name]) for r in rows)
    kept = {name: ids for name, ids in items.items() if name in record}
    return Given(tuple(record), kept, frozenset(gaps)), tuple(record.values())


def _named(program: Program, outcomes: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    waiting = iter(outcomes)
    for section in program.sections:
        if section.shape == "choice":
            found = next(waiting)
            rows = found if isinstance(found, tuple) else (found,)
            ids = (*(r.id for r in section.rows), None)
            yield section.id, frozenset(ids[row] for row in rows)
            continue
        for row in section.rows:
            yield f"{section.id}.{row.id}", next(waiting)
            if section.shape == "sequence":
                yield f"{section.id}.{row.id}.done_on", next(waiting)
                yield f"{section.id}.{row.id}.due", next(waiting)
    for value in program.values:
        top, bottom = next(waiting), next(waiting)
        known = top is not None and bottom is not None
        yield f"values.{value.id}", Fraction(top, bottom) if known else None
    assert next(waiting, None) is None


def plain(value: Any) -> Any:
    return None if value is UNKNOWN else value


def _section(run: Reference, section: Section) -> dict[str, Any]:
    rows = {e.id: plain(run.entry(section.id, e.id)) for e in section.entries}
    if section.shape == "choice":
        return {section.id: possible_winners(rows)}
    found = {f"{section.id}.{entry}": value for entry, value in rows.items()}
    if section.shape == "sequence":
        for entry in section.entries:
            for name in ("done_on", "due"):
                day = None
                if name in entry.formulas:
                    day = plain(run.formula((section.id, entry.id, name)))
                ordinal = None if day is None else day.toordinal()
                found[f"{section.id}.{entry.id}.{name}"] = ordinal
    return found


def possible_winners(rows: dict[str, Any]) -> frozenset[str | None]:
    """The rows that win in some completion of the unknown ones, by trying them all."""
    open_ = [name for name, value in rows.items() if value is None]
    found: set[str | None] = set()
    for choice in product((True, False), repeat=len(open_)):
        settled = rows | dict(zip(open_, choice, strict=True))
        found.add(next((name for name, value in settled.items() if value), None))
    return frozenset(found)
