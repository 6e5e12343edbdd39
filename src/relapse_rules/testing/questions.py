"""What may be asked of a decision: every question, by the names that people write."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import SHAPES
from relapse_rules.messages import word
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.case import NAMED_PARTS, SINGULAR, Question
from relapse_rules.words.translate import in_words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.documents.policy import Label, RuleSet, Section
    from relapse_rules.evaluator import Rules
    from relapse_rules.testing.case import Part

REMOVAL, VALUES = "removal", "values"
# What is asked of a section by its name alone, and what else may be asked.
MAIN: Mapping[str, Part] = {"choice": "row"}
PARTS: Mapping[str, tuple[Part, ...]] = {
    "choice": ("possible",),
    "sequence": ("possible", "next", "done", "late"),
    REMOVAL: ("unmet",),
}
# The shapes whose clauses are answers of their own.
CLAUSES = frozenset({"flags", "checklist"})


@dataclass(frozen=True, slots=True)
class SectionNames:
    """The entries of one section on one day, by every spelling, and those of other days."""

    shape: str
    entries: Mapping[str, str]
    elsewhere: Mapping[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.entries.values()))


@dataclass(slots=True)
class Questions:
    """Everything that may be asked about one kind of record on one day."""

    sections: Mapping[str, SectionNames]
    values: Mapping[str, str]
    # Spelling and section, the longest first: `removal.holds` comes before `removal`.
    spelled: tuple[tuple[str, str], ...]
    _found: dict[str, Question | None] = field(default_factory=dict)

    def find(self, text: str) -> Question | None:
        """The question that a text asks, by ids or labels; None if it is none."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> Question | None:
        for name, section in self.spelled:
            rest = text.removeprefix(f"{name}.") if text != name else "answer"
            if rest != text:
                found = self._within(section, rest)
                if found is not None:
                    return found
        return None

    def _within(self, section: str, rest: str) -> Question | None:
        """`rest` is an entry, or a part of the section's answer."""
        if section == VALUES:
            value = self.values.get(rest)
            return None if value is None else Question(VALUES, "value", value)
        names = self.sections[section]
        if names.shape in CLAUSES and rest in names.entries:
            return Question(section, "answer", names.entries[rest])
        first, _, step = rest.partition(".")
        part = _part_names().get(first)
        if part == "due" and names.shape == "sequence" and step in names.entries:
            return Question(section, part, names.entries[step])
        if step or part is None:
            return None
        if part == "answer":
            return Question(section, MAIN.get(names.shape, part))
        if part not in PARTS.get(names.shape, ()):
            return None
        return Question("removal.conditions" if part == "unmet" else section, part)

    def of_another_day(self, text: str) -> bool:
        """Whether a text names an entry that is in force on other days only."""
        return any(
            text.removeprefix(f"{name}.") in self.sections[section].elsewhere
            for name, section in self.spelled
            if section != VALUES
        )

    def clause(self, text: str) -> str | None:
        """`section.entry` of a clause, row, condition or step, however it is spelled."""
        for name, section in self.spelled:
            if section != VALUES and text.startswith(f"{name}."):
                entry = self.sections[section].entries.get(text[len(name) + 1 :])
                if entry is not None:
                    return f"{section}.{entry}"
        return None

    def clauses(self) -> list[str]:
        """Every clause, row, condition and step, by ids."""
        return [f"{s}.{one}" for s, names in self.sections.items() for one in names.ids]

    def known(self) -> list[str]:
        """Every name of an answer, by ids."""
        found = []
        for section, names in self.sections.items():
            parts: tuple[Part, ...] = ("answer", *PARTS.get(names.shape, ()))
            found += [Question(section, part).name for part in parts]
            if names.shape in CLAUSES:
                found += [Question(section, "answer", one).name for one in names.ids]
        values = dict.fromkeys(self.values.values())
        return found + [f"{VALUES}.{one}" for one in values]

    def nearest(self, text: str) -> str:
        """The name that was meant: one of the section that is named, where one is."""
        known = self.known()
        for name, section in self.spelled:
            if text.startswith(f"{name}."):
                asked = Question(section, "answer", text[len(name) + 1 :]).name
                stem = SINGULAR.get(section, section)
                inside = (k for k in known if k == stem or k.startswith(f"{stem}."))
                return nearest_name(asked, inside)
        return nearest_name(text, known)


def questions_of(rules: Rules, whole: RuleSet) -> Questions:
    """What may be asked of `rules`; `whole` has the entries of all days."""
    today = {s.id: s for s in rules.meaning.rules.sections}
    always = {s.id: s for s in whole.sections}
    # Of a household every section may be asked for: that a place has none is an answer.
    about_households = bool(always.keys() - {"checks"})
    sections = {
        section: _names(shape, today.get(section), always.get(section))
        for section, shape in SHAPES.items()
        if about_households or section in always
    }
    if about_households:
        sections[REMOVAL] = SectionNames(REMOVAL, {}, {})
    derived = rules.meaning.derived
    values = spellings((v, derived[v].label) for v in rules.layout.values)
    return Questions(sections, values, _spelled(sections))


def every_question(rules: RuleSet) -> Questions:
    """What may be asked on any day: sheets are read before their days are known."""
    always = {s.id: s for s in rules.sections}
    sections = {
        section: _names(shape, always.get(section), None)
        for section, shape in SHAPES.items()
    }
    sections[REMOVAL] = SectionNames(REMOVAL, {}, {})
    shown = ((d.id, d.label) for d in rules.derived if d.places is not None)
    return Questions(sections, spellings(shown), _spelled(sections))


def _names(shape: str, today: Section | None, always: Section | None) -> SectionNames:
    entries = spellings((e.id, e.label) for e in today.entries) if today else {}
    others = spellings((e.id, e.label) for e in always.entries) if always else {}
    elsewhere = {name: one for name, one in others.items() if name not in entries}
    return SectionNames(shape, entries, elsewhere)


def spellings(labelled: Iterable[tuple[str, Label]]) -> dict[str, str]:
    """Every spelling with its id: ids, then labels that only one of them has."""
    pairs = list(labelled)
    found = {one: one for one, _ in pairs}
    for names in ([at.zh for _, at in pairs], [at.en for _, at in pairs]):
        for (one, _), name in zip(pairs, names, strict=True):
            if names.count(name) == 1:
                found.setdefault(name, one)
    return found


def _spelled(sections: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = {VALUES: VALUES, word("case_values", "zh"): VALUES}
    for section in sections:
        found[section] = found[SINGULAR.get(section, section)] = section
        found[word(f"section_{section}", "zh")] = section
        # As policy files in Chinese words have it.
        found[in_words_of(section, "zh")] = section
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


@cache
def _part_names() -> dict[str, Part]:
    """The parts of an answer by their names, English and Chinese."""
    parts: tuple[Part, ...] = ("answer", *sorted(NAMED_PARTS))
    return {name: p for p in parts for name in (p, word(f"case_{p}", "zh"))}
