"""Why a value or a clause is as it is: its source, its layer, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.messages import word
from relapse_rules.messages.shown import in_language
from relapse_rules.words.table import VALUES

if TYPE_CHECKING:
    from datetime import date

    from relapse_rules.documents.policy import (
        Label,
        Origin,
        Period,
        PolicyText,
        Provenance,
    )
    from relapse_rules.messages import Lang


@dataclass(slots=True)
class Reasons:
    """Says reasons in one language and remembers what was cited and assumed."""

    policy: PolicyText
    lang: Lang
    cited: dict[str, None] = field(default_factory=dict)
    assumed: dict[str, None] = field(default_factory=dict)

    def word(self, key: str, **args: str) -> str:
        return word(key, self.lang).format(**args)

    def label(self, label: Label) -> str:
        return label.in_(self.lang)

    def half(self, text: str) -> str:
        """The part of a note that is in this language."""
        return in_language(text, self.lang)

    def level(self, level: str) -> str:
        """A level of places in words."""
        return VALUES[level] if self.lang == "zh" else level

    def layer(self, origin: Origin) -> str:
        """The level of the layer that says so."""
        return next(
            self.level(la.level) for la in self.policy.layers if la.id == origin.layer
        )

    def about(self, origin: Origin, provenance: Provenance, valid: Period) -> str:
        """All that stands behind an entry, in one line."""
        parts = [self.cited_in(provenance)]
        if origin.layer != self.policy.id:
            parts.append(self.word("doc_inherited", layer=self.layer(origin)))
        if valid.first or valid.last:
            parts.append(
                self.word("doc_in_force", days=self.days(valid.first, valid.last))
            )
        if provenance.interpretation:
            text = self.half(provenance.interpretation)
            parts.append(self.word("doc_read_as", text=text))
        return self.joined(parts)

    def in_short(self, origin: Origin, provenance: Provenance) -> str:
        """The ids of sources and assumptions, which the last tables list."""
        self.cited_in(provenance)
        ids = [f"{c.source} {c.at}".strip() for c in provenance.citations]
        parts = [self.word("say_list").join([*ids, *provenance.assumptions])]
        if origin.layer != self.policy.id:
            parts.append(self.word("doc_inherited", layer=self.layer(origin)))
        return self.joined(parts)

    def cited_in(self, provenance: Provenance) -> str:
        """The sources and assumptions of an entry."""
        self.cited |= dict.fromkeys(c.source for c in provenance.citations)
        self.assumed |= dict.fromkeys(provenance.assumptions)
        listed = self.word("say_list").join(
            f"{self._title(c.source)} {c.at}".strip() for c in provenance.citations
        )
        parts = [self.word("doc_source", cited=listed)] if listed else []
        if provenance.assumptions:
            names = self.word("say_list").join(provenance.assumptions)
            parts.append(self.word("doc_assumed", names=names))
        return self.joined(parts)

    def _title(self, source: str) -> str:
        found = self.policy.sources.get(source)
        return source if found is None else found.title

    def joined(self, parts: list[str]) -> str:
        """Short statements in one line."""
        between = "；" if self.lang == "zh" else "; "
        return between.join(part for part in parts if part)

    def days(self, first: date | None, last: date | None) -> str:
        """A period of days, both of them included."""
        known = {"first": str(first), "last": str(last)}
        if first and last:
            return self.word("doc_from_until", **known)
        if first or last:
            return self.word("doc_from" if first else "doc_until", **known)
        return self.word("doc_at_all_times")
