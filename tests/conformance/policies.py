"""Random policies, built straight from the dataclasses that YAML is read into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from conformance.declarations import NOTHING, ORIGIN, Declarations, fresh
from conformance.expressions import Expressions
from conformance.terms import Named, Names, SectionNamed
from relapse_rules.documents.policy import (
    SHAPES,
    Derived,
    Entry,
    Fact,
    Label,
    Layer,
    Period,
    PolicyText,
    RuleSet,
    Section,
)
from relapse_rules.source import Inline

if TYPE_CHECKING:
    from random import Random

DAYS = (date(2021, 1, 1), date(2022, 2, 28), date(2024, 2, 29), date(2023, 10, 31))
NEVER = Period(date(1901, 1, 1), date(1901, 12, 31))


@dataclass
class Generated:
    """A policy with what is needed to make records that put it to the test."""

    text: PolicyText
    day: date
    names: Names

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001 - as Hypothesis calls it
        printer.text(f"<policy with {len(self.text.household.derived)} derived values>")

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.text.household.facts


def policy(random: Random, *, monotone: bool = False) -> Generated:
    """A random policy: facts of every kind, parameters, derived values, sections.

    A monotone one asks no `known` and has no stand-ins, so that more facts may only ever
    settle its answers, never change them.
    """
    return _Maker(random, Names(monotone=monotone)).policy()


@dataclass
class _Maker:
    random: Random
    names: Names
    derived: list[Derived] = field(default_factory=list)
    sections: dict[str, list[Entry]] = field(default_factory=dict)

    def policy(self) -> Generated:
        self.day = self.random.choice(DAYS)
        declared = Declarations(self.random, self.names, self.day)
        facts = declared.facts()
        parameters = declared.parameters(facts)
        self._rules()
        self.random.shuffle(self.derived)
        rules = RuleSet(
            tuple(facts),
            tuple(self.derived),
            tuple(
                Section(name, shape, tuple(self.sections[name]))
                for name, shape in SHAPES.items()
                if name in self.sections
            ),
        )
        title = Label("测试", "test")
        layer = Layer("test", title, "county", "", Period(), "test", ORIGIN)
        text = PolicyText(
            "test", title, "county", "", True, (layer,), {}, {},
            tuple(parameters), rules, None, {}, "0" * 64,
        )  # fmt: skip
        return Generated(text, self.day, self.names)

    def _id(self, stem: str) -> tuple[str, Label]:
        return fresh(self.random, self.names, stem)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _expressions(self) -> Expressions:
        return Expressions(self.random, self.names)

    # -- rules -----------------------------------------------------------------------

    def _rules(self) -> None:
        """Derived values and sections, each reading only what is there already."""
        chosen = [s for s in SHAPES if self._chance(0.4)] or ["risks"]
        waiting = [*chosen, *["derive"] * self.random.randint(2, 7)]
        self.random.shuffle(waiting)
        for kind in waiting:
            if kind == "derive":
                self._derive()
            else:
                self._section(kind, SHAPES[kind])

    def _derive(self) -> None:
        id_, label = self._id("der")
        writer = self._expressions()
        kind = self.random.choice(("boolean", "number", "number", "count", "date"))
        unit, places = "", None
        if kind == "boolean":
            text = writer.boolean(3)
            self.names.plain.append(Named(id_, label.zh, "boolean"))
        elif kind == "date":
            text = writer.date(2)
            self.names.plain.append(Named(id_, label.zh, "date"))
        else:
            term = writer.number(3) if kind == "number" else writer.count(3)
            text = term.text
            places = self.random.choice((None, 0, 1, 2, 2))
            if term.unit is not None and not term.constant and self._chance(0.5):
                unit = str(term.unit)
            scaled = term.unit is not None and term.unit.scale != 1
            plain = replace(term, text=id_, whole=False, constant=False, scaled=scaled)
            named = Named(id_, label.zh, "number", plain)
            self.names.plain.append(named)
            if kind == "count":
                self.names.counts.append(named)
        self.derived.append(
            Derived(
                id_, label, Inline(text, id_), unit, places, Period(), NOTHING, ORIGIN
            )
        )
        if self._chance(0.1):
            self.derived.append(self._never(self.derived[-1]))

    def _never(self, derived: Derived) -> Derived:
        id_, label = self._id("gone")
        return replace(derived, id=id_, label=label, valid=NEVER, places=None)

    def _section(self, name: str, shape: str) -> None:
        seen = SectionNamed(name, shape)
        self.names.sections.append(seen)
        entries: list[Entry] = []
        for index in range(self.random.randint(1, 5)):
            id_, label = self._id("e")
            formulas = self._formulas(name, id_, shape, last=index > 0)
            valid = NEVER if self._chance(0.05) else Period()
            entries.append(Entry(id_, label, formulas, valid, NOTHING, {}, ORIGIN))
            if valid is not NEVER:
                seen.entries.append((id_, label.zh))
        seen.complete = bool(seen.entries)
        self.sections[name] = entries

    def _formulas(
        self, section: str, entry: str, shape: str, *, last: bool
    ) -> dict[str, Inline]:
        writer = self._expressions()
        name = "done" if shape == "sequence" else "when"
        texts = {name: writer.boolean(self.random.randint(1, 4))}
        if shape == "choice" and last and self._chance(0.15):
            texts = {}
        if shape == "sequence":
            for extra in ("done_on", "due"):
                if self._chance(0.6):
                    texts[extra] = writer.date(2)
        return {k: Inline(t, f"{section}.{entry}.{k}") for k, t in texts.items()}
