"""A policy on one day as plain data: each value with the layer, line and reason behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.decision import plain_data
from relapse_rules.documents.at import at, missing_value
from relapse_rules.documents.policy import SHAPES
from relapse_rules.words.table import key_word

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from relapse_rules.documents.policy import (
        DatedValue,
        Derived,
        Entry,
        Label,
        Origin,
        Parameter,
        Period,
        PolicyText,
        Provenance,
        Row,
        RuleSet,
    )
    from relapse_rules.messages import Lang
    from relapse_rules.source import Span

Plain = dict[str, Any]
# The order in which a policy is shown; `removal` stands for its four parts.
SECTIONS = ("parameters", "derive", *SHAPES, "grid", "catalogue")


def section_names(lang: Lang) -> list[str]:
    """The names by which sections are asked for."""
    heads = dict.fromkeys(name.partition(".")[0] for name in SECTIONS)
    return [key_word(name) if lang == "zh" else name for name in heads]


def chosen_sections(wanted: Iterable[str]) -> list[str] | None:
    """The sections named, in the order in which they are shown; None for an unknown one."""
    heads = section_names("en")
    chinese = dict(zip(section_names("zh"), heads, strict=True))
    named = {chinese.get(name, name) for name in wanted}
    if not named:
        return list(SECTIONS)
    if named - {*heads, *SECTIONS}:
        return None
    return [s for s in SECTIONS if s in named or s.partition(".")[0] in named]


class Resolved:
    """Reads one policy as it stands on one day. Never needs a value to be there."""

    def __init__(self, text: PolicyText, day: date) -> None:
        """Raises PolicyError when a layer is not in force on that day."""
        self.whole = text
        self.day = day
        self.text = at(text, day)
        self._layers = {layer.file: layer.id for layer in text.layers}
        self.cited: dict[str, None] = {}
        self.assumed: dict[str, None] = {}

    def as_dict(self, sections: Iterable[str]) -> Plain:
        """What was asked for, and the sources and assumptions that it names."""
        found = {**self._head(), **{name: self._section(name) for name in sections}}
        sources, assumptions = self.text.sources, self.text.assumptions
        found["sources"] = {s: _source(sources[s]) for s in self.cited if s in sources}
        found["assumptions"] = {
            a: {
                "about": labelled(assumptions[a].about),
                "basis": assumptions[a].basis,
                "confidence": assumptions[a].confidence,
                "replace_by": assumptions[a].replace_by,
            }
            for a in sorted(self.assumed)
            if a in assumptions
        }
        return found

    def _head(self) -> Plain:
        text = self.text
        layers = [
            {
                "id": la.id,
                "title": labelled(la.title),
                "level": la.level,
                "file": la.file,
            }
            for la in text.layers
        ]
        return {
            "policy": text.id,
            "title": labelled(text.title),
            "level": text.level,
            "area": text.area or None,
            "governs": text.governs,
            "date": self.day.isoformat(),
            "as_reported_on": text.as_reported_on and text.as_reported_on.isoformat(),
            "digest": text.digest,
            "layers": layers,
        }

    def _section(self, name: str) -> Any:
        """None where no layer says anything that is in force."""
        match name:
            case "parameters":
                return {p.id: self._parameter(p) for p in self.text.parameters}
            case "derive":
                return self._derived(self.text.household)
            case "catalogue":
                return dict(self.text.catalogue) or None
            case "grid":
                return self.text.grid and self._grid(self.text.grid)
        return self._entries(self.text.household, name)

    def _grid(self, rules: RuleSet) -> Plain:
        return {
            "derive": self._derived(rules),
            "checks": self._entries(rules, "checks"),
        }

    # -- parameters ----------------------------------------------------------------------

    def _parameter(self, parameter: Parameter) -> Plain:
        whole = next(p for p in self.whole.parameters if p.id == parameter.id)
        found: Plain = {
            "label": labelled(parameter.label),
            "unit": parameter.unit,
            "set_by": list(parameter.set_by) if parameter.set_by is not None else None,
            **self._place(parameter.origin),
            **self._reason(parameter.provenance),
        }
        if not parameter.by:
            return found | self._value(whole, parameter.values, None)
        rows = zip(parameter.rows, whole.rows, strict=True)
        found["by"] = parameter.by
        found["rows"] = {
            now.key: {
                **self._place(now.origin),
                **self._value(whole, now.values, every),
            }
            for now, every in rows
        }
        return found

    def _value(
        self, whole: Parameter, values: tuple[DatedValue, ...], row: Row | None
    ) -> Plain:
        if not values:
            known = missing_value(whole, self.day, row).args["known"]
            return {"value": None, "known": {"zh": known.zh, "en": known.en}}
        (value,) = values
        return {
            "value": value.shown,
            "from": value.since.isoformat(),
            "until": value.until and value.until.isoformat(),
            **self._place(value.origin),
            **self._reason(value.provenance),
        }

    # -- clauses ---------------------------------------------------------------------------

    def _derived(self, rules: RuleSet) -> Plain | None:
        return {d.id: self._derivation(d) for d in rules.derived} or None

    def _derivation(self, derived: Derived) -> Plain:
        return {
            "label": labelled(derived.label),
            "unit": derived.unit,
            "formulas": {
                "value": self._formula(derived.formula.text, derived.formula.span)
            },
            "shown_places": derived.places,
            **_period(derived.valid),
            **self._place(derived.origin),
            **self._reason(derived.provenance),
        }

    def _entries(self, rules: RuleSet, section: str) -> Plain | None:
        found = next((s for s in rules.sections if s.id == section), None)
        if found is None or not found.entries:
            return None
        return {entry.id: self._entry(entry) for entry in found.entries}

    def _entry(self, entry: Entry) -> Plain:
        formulas = entry.formulas.items()
        return {
            "label": labelled(entry.label),
            "formulas": {name: self._formula(f.text, f.span) for name, f in formulas},
            "details": plain_data(entry.details),
            **_period(entry.valid),
            **self._place(entry.origin),
            **self._reason(entry.provenance),
        }

    def _formula(self, text: str, span: Span) -> Plain:
        file = span.source.name
        layer = self._layers.get(file, "")
        return {"text": text, "layer": layer, "file": file, "line": span.line}

    # -- why ---------------------------------------------------------------------------------

    def _place(self, origin: Origin) -> Plain:
        span = origin.span
        return {"layer": origin.layer, "file": span.source.name, "line": span.line}

    def _reason(self, provenance: Provenance) -> Plain:
        self.cited |= dict.fromkeys(c.source for c in provenance.citations)
        self.assumed |= dict.fromkeys(provenance.assumptions)
        return {
            "sources": [
                {"in": c.source, "at": c.at, "note": c.note}
                for c in provenance.citations
            ],
            "assumptions": list(provenance.assumptions),
            "interpretation": provenance.interpretation,
            "note": provenance.note,
        }


def labelled(label: Label) -> dict[str, str]:
    """A label in both languages."""
    return {"zh": label.zh, "en": label.en}


def _period(valid: Period) -> Plain:
    first, last = valid.first, valid.last
    return {"from": first and first.isoformat(), "until": last and last.isoformat()}


def _source(source: Any) -> dict[str, str]:
    keys = ("title", "publisher", "date", "file", "url", "note")
    return {key: found for key in keys if (found := getattr(source, key))}
