"""The clauses of one kind of record as blocks: each section in the way of its shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from relapse_rules.language import tree
from relapse_rules.messages.particulars import said
from relapse_rules.reports.blocks import Item, Items, Paragraph, Part, Table
from relapse_rules.reports.description.sentences import Sentences
from relapse_rules.reports.description.values import Values

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Derived, Entry, Fact, RuleSet, Section
    from relapse_rules.program.meaning import Meaning
    from relapse_rules.reports.description.names import Names
    from relapse_rules.reports.description.reasons import Reasons

_LEADS = {
    "removal.conditions": "doc_all_hold",
    "removal.holds": "doc_any_blocks",
    "removal.refusals": "doc_any_returns",
}
_LEADS_BY_SHAPE = {
    "choice": "doc_first_wins",
    "sequence": "doc_in_order",
    "flags": "doc_each",
    "checklist": "doc_all_hold",
}


@dataclass(frozen=True, slots=True)
class Clauses:
    """Says the rules of one kind of record that are in force on one day."""

    rules: RuleSet
    names: Names
    reasons: Reasons

    @property
    def meaning(self) -> Meaning:
        return self.names.meaning

    def section(self, section_id: str, title: str) -> Part:
        """One section; what no layer states is said to be not defined."""
        found = next((s for s in self.rules.sections if s.id == section_id), None)
        if found is None or not found.entries:
            text = self.reasons.word("doc_not_defined")
            return Part(title, (Paragraph(text, strong=True),))
        lead = _LEADS.get(section_id) or _LEADS_BY_SHAPE[found.shape]
        items = tuple(self._entry(found, entry) for entry in found.entries)
        ordered = found.shape in {"choice", "sequence"}
        return Part(
            title, (Paragraph(self.reasons.word(lead)), Items(items, ordered=ordered))
        )

    def derived(self, title: str, *, conditions: bool) -> Part | None:
        """What is computed: numbers and days, or terms that hold or do not."""
        chosen = [d for d in self.rules.derived if self._is_condition(d) == conditions]
        if not chosen:
            return None
        return Part(title, (Items(tuple(map(self._derivation, chosen))),))

    def stand_ins(self, title: str) -> Part | None:
        """What stands in for facts that a record leaves out."""
        rows = tuple(
            (self._label(fact, listed), self._stand_in(fact, listed), self._why(fact))
            for listed in (None, *(f for f in self.rules.facts if f.items))
            for fact in (self.rules.facts if listed is None else listed.items)
            if fact.otherwise is not None
        )
        if not rows:
            return None
        heads = tuple(self.reasons.word("doc_otherwise_head").split("|"))
        note = Paragraph(self.reasons.word("doc_otherwise_note"))
        return Part(title, (note, Table(heads, rows)))

    def _label(self, fact: Fact, listed: Fact | None) -> str:
        label = self.reasons.label(fact.label)
        return (
            label if listed is None else f"{self.reasons.label(listed.label)}·{label}"
        )

    def _why(self, fact: Fact) -> str:
        return self.reasons.half(fact.otherwise.why) if fact.otherwise else ""

    def _stand_in(self, fact: Fact, listed: Fact | None) -> str:
        """A choice by its label; anything else is a formula."""
        assert fact.otherwise is not None
        if fact.kind == "choice":
            value = fact.otherwise.formula.text.strip().strip("\"'")
            return self.reasons.label(fact.values[value])
        path = (listed.id, fact.id) if listed is not None else (fact.id,)
        node = self.meaning.typed["otherwise", *path]
        if isinstance(node, tree.Constant) and isinstance(node.value, bool):
            return self.reasons.word("yes" if node.value else "no")
        return Values(self.names, listed.id if listed is not None else "").text(node)

    def _is_condition(self, derived: Derived) -> bool:
        return self.meaning.typed["derived", derived.id].type.kind == "boolean"

    def _derivation(self, derived: Derived) -> Item:
        key = ("derived", derived.id)
        lead = "doc_when" if self._is_condition(derived) else "doc_value"
        label = self.reasons.label(derived.label)
        if derived.unit:
            label = self.reasons.word("doc_with_unit", label=label, unit=derived.unit)
        about = self.reasons.about(derived.origin, derived.provenance, derived.valid)
        return replace(self._formula(key, lead), lead=label, about=about)

    def _entry(self, section: Section, entry: Entry) -> Item:
        """Its condition, and in one line below it who does what until when."""
        found = [
            self._formula((section.id, entry.id, name), f"doc_{name}")
            for name in entry.formulas
        ]
        first, *more = found or [Item(self.reasons.word("doc_always"))]
        lines = [item.text for item in more if not item.parts]
        if details := dict(entry.details):
            lines.append(said(details, self.reasons.lang))
        return Item(
            first.text,
            (*first.parts, *(item for item in more if item.parts)),
            self.reasons.label(entry.label),
            self.reasons.joined(lines),
            self.reasons.about(entry.origin, entry.provenance, entry.valid),
        )

    def checks(self, title: str) -> Part:
        """The checks of data as a table, for there are many and each is short."""
        found = next((s for s in self.rules.sections if s.id == "checks"), None)
        if found is None or not found.entries:
            return self.section("checks", title)
        heads = tuple(self.reasons.word("doc_checks_head").split("|"))
        return Part(title, (Table(heads, tuple(map(self._check, found.entries))),))

    def _check(self, entry: Entry) -> tuple[str, ...]:
        details = dict(entry.details)
        severity = details.pop("severity", None)
        node = self.meaning.typed["checks", entry.id, "when"]
        label = self.reasons.label(entry.label)
        said_ = details.pop("say", None)
        return (
            label if said_ is None else str(said_[self.reasons.lang]),
            Values(self.names).text(node),
            self.reasons.word(f"value_{severity}") if severity else "",
            self.reasons.in_short(entry.origin, entry.provenance),
        )

    def _formula(self, key: tuple[str, ...], lead: str) -> Item:
        item = Sentences(self.names).said(self.meaning.typed[key])
        return Item(f"{self.reasons.word(lead)}{item.text}", item.parts)
