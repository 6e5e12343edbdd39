"""A second look at one record by the reference interpreter: needs, assumptions, trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules import evidence
from relapse_rules.backends.reference import Reference, Step
from relapse_rules.backends.unknown import UNKNOWN, Bounds
from relapse_rules.documents.policy import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.decision import Decision
    from relapse_rules.documents.policy import PolicyText, Section
    from relapse_rules.messages import Lang
    from relapse_rules.program.meaning import Meaning
    from relapse_rules.program.nodes import Program


def given_facts(program: Program, values: tuple[Any, ...]) -> dict[str, Any]:
    """An encoded record as the reference reads it: facts by id, items as mappings."""
    items = dict(program.items)
    found: dict[str, Any] = dict(zip(program.facts, values, strict=True))
    for name, ids in items.items():
        if found.get(name) is not None:
            found[name] = [dict(zip(ids, item, strict=True)) for item in found[name]]
    return found


@dataclass(slots=True, weakref_slot=True)
class SectionSteps:
    """The steps of one section's formulas, by entry and formula."""

    section: Section
    steps: dict[tuple[str, str], Step] = field(default_factory=dict)

    def decides(self, entry: str) -> Step | None:
        return self.steps.get((entry, "when")) or self.steps.get((entry, "done"))

    def rows(self) -> list[tuple[str, Step | None]]:
        return [(e.id, self.decides(e.id)) for e in self.section.entries]

    def that_matter(self) -> list[Step]:
        """The formulas behind the section's answer."""
        if self.section.shape == "choice":
            return evidence.choice_steps(self.rows())
        return [s for _, s in self.rows() if s is not None]


@dataclass
class Examination:
    """What the reference interpreter sees in one record."""

    policy: PolicyText
    meaning: Meaning
    day: date
    decision: Decision
    given: Mapping[str, Any] = field(repr=False)

    @cached_property
    def run(self) -> Reference:
        return Reference(self.meaning, self.day, self.given)

    @cached_property
    def sections(self) -> tuple[SectionSteps, ...]:
        return tuple(self._section(s.id) for s in self.meaning.rules.sections)

    @cached_property
    def _looked_at(self) -> dict[str, SectionSteps]:
        return {}

    def _section(self, section_id: str) -> SectionSteps:
        """One section's steps; a question about one section runs no other."""
        if section_id not in self._looked_at:
            section = self.meaning.sections[section_id]
            steps = SectionSteps(section)
            for entry in section.entries:
                for formula in entry.formulas:
                    key = (section.id, entry.id, formula)
                    steps.steps[(entry.id, formula)] = self.run.step(key)
            self._looked_at[section_id] = steps
        return self._looked_at[section_id]

    def step(self, section_id: str, entry: str) -> Step | None:
        """What decided one entry; None of one that is not there, or has no condition."""
        if section_id not in self.meaning.sections:
            return None
        return self._section(section_id).decides(entry)

    # -- needs ---------------------------------------------------------------------

    def needs_of(self, section_id: str) -> tuple[str, ...]:
        """The facts that would settle one section's answer; none of one that is not there."""
        if section_id not in self.meaning.sections:
            return ()
        steps = self._section(section_id)
        if not self._undecided(steps.section):
            return ()
        return tuple(
            {n: None for step in steps.that_matter() for n in evidence.needs(step)}
        )

    def _undecided(self, section: Section) -> bool:
        if section.id.startswith("removal.") and section.shape != "sequence":
            return self.decision.removal.answer == "undecided"
        return True

    @cached_property
    def needs(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for steps in self.sections:
            found |= dict.fromkeys(self.needs_of(steps.section.id))
        return tuple(found)

    # -- assumptions -----------------------------------------------------------------

    @cached_property
    def assumptions(self) -> tuple[str, ...]:
        entries = {
            (s.id, e.id): e.provenance
            for s in self.meaning.rules.sections
            for e in s.entries
        }
        found = evidence.Assumptions(self.meaning, entries)
        sets = [
            # A flag that does not hold adds what made it so, not the reading of its words.
            found.of(
                s.inner[0] if s.value is False and steps.section.shape == "flags" else s
            )
            for steps in self.sections
            for s in steps.that_matter()
        ]
        for steps in self.sections:
            sets += [
                frozenset(entries[(steps.section.id, entry)].assumptions)
                for entry, step in steps.rows()
                if step is None
            ]
        return evidence.union(sets)

    # -- as data and as text -----------------------------------------------------------

    @cached_property
    def trace(self) -> dict[str, Any]:
        """Every formula once, by name; where one reads another it only names it."""
        found: dict[str, Any] = {}
        for steps in self.sections:
            for step in steps.steps.values():
                self._collect(step, found)
        return found

    def _collect(self, step: Step, found: dict[str, Any]) -> None:
        name = ".".join(step.key)
        if name in found:
            return
        # Held before its parts are written: a formula may be read from several places.
        found[name] = {}
        found[name] = {
            "text": step.text,
            "value": self.shown(step),
            "inner": [self._plain(s, found) for s in step.inner],
        }

    def _plain(self, step: Step, found: dict[str, Any]) -> dict[str, Any]:
        if step.key and step.key[0] != "otherwise":
            self._collect(step, found)
            return {"formula": ".".join(step.key)}
        plain: dict[str, Any] = {"text": step.text, "value": self.shown(step)}
        if step.symbol:
            plain["name"] = ".".join(step.symbol[1:])
            plain["stands_for"] = step.symbol[0]
        if step.item is not None:
            plain["item"] = step.item
        if step.inner:
            plain["inner"] = [self._plain(s, found) for s in step.inner]
        return plain

    def shown(self, step: Step) -> str | bool | list[str] | None:
        """A value for people and JSON; a text fact only says that it is given."""
        if step.symbol and self._is_text(step):
            return None if step.value is UNKNOWN else "*"
        return plain_value(step.value)

    def _is_text(self, step: Step) -> bool:
        kind, *names = step.symbol
        if kind == "fact":
            return self.meaning.facts[names[0]].kind == "text"
        if kind == "item":
            return self.meaning.item_facts(names[0])[names[1]].kind == "text"
        return False

    def text(self, lang: Lang) -> str:
        from relapse_rules.narrative import Narrative

        return Narrative(self, lang).text()


def plain_value(value: Any) -> str | bool | list[str] | None:
    """A value of the reference as JSON has it; None is unknown."""
    if value is UNKNOWN:
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, Bounds):
        if value.low == value.high:
            return decimal_text(value.low)
        return f"{decimal_text(value.low)}..{decimal_text(value.high)}"
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, str) else None
