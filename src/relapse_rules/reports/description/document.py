"""The whole document: what a policy says on one day, from its head to the signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.compiler import check
from relapse_rules.documents.at import at
from relapse_rules.documents.policy import SHAPES
from relapse_rules.messages import word
from relapse_rules.messages.particulars import said
from relapse_rules.messages.shown import measured
from relapse_rules.reports.blocks import (
    Item,
    Items,
    Page,
    Paragraph,
    Part,
    Signatures,
    Table,
)
from relapse_rules.reports.description.clauses import Clauses
from relapse_rules.reports.description.names import Names
from relapse_rules.reports.description.reasons import Reasons

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from relapse_rules.documents.policy import (
        DatedValue,
        Parameter,
        PolicyText,
        RuleSet,
    )
    from relapse_rules.messages import Lang
    from relapse_rules.program.meaning import Meaning

# The order in which an office reads: who is watched, how urgent it is, what is done.
ORDER = (
    *("types", "risks", "guarantees", "tiers", "identification"),
    *("removal.conditions", "removal.holds", "removal.refusals", "removal.procedure"),
    *("visits", "measures", "triggers"),
)


def describe(text: PolicyText, day: date, lang: Lang) -> Page:
    """The policy on one day as a page; PolicyError when a layer is not in force."""
    assert {*ORDER, "checks"} == set(SHAPES), "a section has its place in the document"
    return _Description(text, at(text, day), day, Reasons(text, lang)).page()


@dataclass(frozen=True, slots=True)
class _Description:
    """The policy with all its days, as it stands on one, and the reasons met so far."""

    whole: PolicyText
    text: PolicyText
    day: date
    reasons: Reasons

    def page(self) -> Page:
        body = tuple(self._body())
        title = self.reasons.label(self.text.title)
        return Page(
            self._word("doc_title", title=title, day=self.day.isoformat()),
            self.reasons.lang,
            tuple(self._facts()),
            # Last what the rest has cited and assumed, and where people sign.
            (*body, self._assumptions(), self._sources(), self._signatures()),
            self._word(
                "doc_footer",
                policy=self.text.id,
                day=self.day.isoformat(),
                digest=self.text.digest,
            ),
        )

    def _word(self, key: str, **args: str) -> str:
        return self.reasons.word(key, **args)

    def _heads(self, key: str) -> tuple[str, ...]:
        return tuple(self._word(key).split("|"))

    # -- the head --------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, str]]:
        text = self.text
        yield self._word("doc_policy"), text.id
        yield self._word("doc_day"), self.day.isoformat()
        yield (
            self._word("doc_place"),
            f"{self.reasons.level(text.level)} {text.area}".strip(),
        )
        if text.as_reported_on:
            yield self._word("doc_reported"), text.as_reported_on.isoformat()
        yield self._word("doc_digest"), text.digest[:16]

    def _body(self) -> Iterator[Part]:
        yield self._layers()
        household, grid = check(self.whole)
        yield self._parameters()
        yield from self._rules(self.text.household, household)
        if grid is not None and self.text.grid is not None:
            yield from self._grid(self.text.grid, grid)
        if self.text.catalogue:
            yield self._catalogue()

    def _layers(self) -> Part:
        rows = tuple(
            (
                self.reasons.level(la.level),
                self.reasons.label(la.title),
                la.id,
                self.reasons.days(la.valid.first, la.valid.last),
            )
            for la in self.text.layers
        )
        table = Table(self._heads("doc_layers_head"), rows)
        note = Paragraph(self._word("doc_layers_note"))
        return Part(self._word("doc_layers"), (note, table))

    # -- thresholds --------------------------------------------------------------------

    def _parameters(self) -> Part:
        rows: list[tuple[str, ...]] = []
        missing: list[str] = []
        for parameter in self.text.parameters:
            label = self.reasons.label(parameter.label)
            for name, values in self._dated(parameter, label):
                rows.append(self._parameter(name, parameter, values))
                missing += [name] if not values else []
        table = Table(self._heads("doc_parameters_head"), tuple(rows))
        if not missing:
            return Part(self._word("doc_parameters"), (table,))
        names = self._word("say_list").join(missing)
        lacking = Paragraph(self._word("doc_no_values", names=names), strong=True)
        return Part(self._word("doc_parameters"), (lacking, table))

    def _dated(
        self, parameter: Parameter, label: str
    ) -> Iterator[tuple[str, tuple[DatedValue, ...]]]:
        """The value of the day, or one a row of a table."""
        if not parameter.by:
            yield label, parameter.values
        for row in parameter.rows:
            fact = self._looked_up_by(parameter.by)
            band = self._word("doc_by", fact=fact, band=row.key)
            yield f"{label} ({band})", row.values

    def _looked_up_by(self, name: str) -> str:
        rules = self.text.household
        labels = {f.id: f.label for f in rules.facts}
        labels |= {d.id: d.label for d in rules.derived}
        return self.reasons.label(labels[name]) if name in labels else name

    def _parameter(
        self, name: str, parameter: Parameter, values: tuple[DatedValue, ...]
    ) -> tuple[str, ...]:
        if not values:
            layer = self.reasons.layer(parameter.origin)
            about = self.reasons.cited_in(parameter.provenance)
            return name, self._word("say_no_value"), "", layer, about
        (dated,) = values
        shown = dated.shown
        if isinstance(dated.value, bool):
            shown = self._word("yes" if dated.value else "no")
        about = self.reasons.cited_in(dated.provenance)
        return (
            name,
            measured(shown, parameter.unit, self.reasons.lang),
            self.reasons.days(dated.since, dated.until),
            self.reasons.layer(dated.origin),
            about or self.reasons.cited_in(parameter.provenance),
        )

    # -- clauses -----------------------------------------------------------------------

    def _clauses(self, rules: RuleSet, meaning: Meaning) -> Clauses:
        parameters = {p.id: p for p in self.text.parameters}
        names = Names(meaning, parameters, self.reasons.lang)
        return Clauses(rules, names, self.reasons)

    def _rules(self, rules: RuleSet, meaning: Meaning) -> Iterator[Part]:
        clauses = self._clauses(rules, meaning)
        for section in ORDER:
            yield clauses.section(section, self._word(f"section_{section}"))
        yield from self._computed(clauses, "{title}")
        yield clauses.checks(self._word("section_checks"))

    def _computed(self, clauses: Clauses, heading: str) -> Iterator[Part]:
        """Values first, then the terms that conditions use."""
        for word_, conditions in (("doc_derived", False), ("doc_terms", True)):
            title = heading.format(title=self._word(word_))
            part = clauses.derived(title, conditions=conditions)
            if part is not None:
                yield part
        title = heading.format(title=self._word("doc_otherwise"))
        stand_ins = clauses.stand_ins(title)
        if stand_ins is not None:
            yield stand_ins

    def _grid(self, rules: RuleSet, meaning: Meaning) -> Iterator[Part]:
        clauses = self._clauses(rules, meaning)
        yield from self._computed(clauses, word("doc_grid", self.reasons.lang))
        if rules.sections:
            title = self._word("doc_grid", title=self._word("section_checks"))
            yield clauses.checks(title)

    def _catalogue(self) -> Part:
        items = tuple(
            Item("", self._listed(about), _label(about, name, self.reasons.lang))
            for name, about in self.text.catalogue.items()
        )
        return Part(self._word("doc_catalogue"), (Items(items),))

    def _listed(self, about: dict[str, Any]) -> tuple[Item, ...]:
        lang = self.reasons.lang
        found = []
        for name, inner in (about.get("items") or {}).items():
            rest = {k: v for k, v in inner.items() if k not in _SAID_APART}
            value = str(inner.get("value", ""))
            shown = measured(value, inner.get("unit") or "", lang) if value else ""
            more = "  ".join(filter(None, (shown, said(rest, lang))))
            found.append(Item(more, lead=_label(inner, name, lang)))
        return tuple(found)

    # -- what stands behind ------------------------------------------------------------

    def _assumptions(self) -> Part:
        known = self.text.assumptions
        rows = tuple(
            (
                name,
                self.reasons.label(known[name].about),
                self._word(f"confidence_{known[name].confidence}"),
                self.reasons.half(known[name].basis),
                self.reasons.half(known[name].replace_by),
            )
            for name in sorted(self.reasons.assumed, key=self._least_sure_first)
        )
        title = self._word("doc_assumptions")
        if not rows:
            return Part(title, (Paragraph(self._word("doc_no_assumptions")),))
        note = Paragraph(self._word("doc_assumptions_note"), strong=True)
        return Part(title, (note, Table(self._heads("doc_assumptions_head"), rows)))

    def _least_sure_first(self, name: str) -> tuple[int, str]:
        order = ("low", "medium", "high")
        return order.index(self.text.assumptions[name].confidence), name

    def _sources(self) -> Part:
        known = self.text.sources
        rows = tuple(
            (name, known[name].title, known[name].publisher, known[name].date)
            for name in sorted(self.reasons.cited)
            if name in known
        )
        table = Table(self._heads("doc_sources_head"), rows)
        return Part(self._word("doc_sources"), (table,))

    def _signatures(self) -> Part:
        block = Signatures(self._heads("doc_roles"), self._heads("doc_fields"))
        return Part(self._word("doc_signatures"), (block,))


_SAID_APART = {"label", "value", "unit", "source", "assumption", "interpretation"}


def _label(about: dict[str, Any], name: str, lang: Lang) -> str:
    label = about.get("label")
    return str(label[lang]) if label else name
