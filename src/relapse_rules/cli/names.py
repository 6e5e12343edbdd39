"""What answers and facts are called in the language of the session."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.messages import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.answers import ChoiceAnswer
    from relapse_rules.documents.policy import Fact, Label, RuleSet
    from relapse_rules.messages import Lang

_PART = re.compile(r"([^.\[\]]+)(\[\d+\])?")


class Names:
    """The labels of one kind of record."""

    def __init__(self, rules: RuleSet, lang: Lang) -> None:
        self.lang = lang
        self._facts = {f.id: f for f in rules.facts}
        self._entries = {
            (s.id, e.id): e.label for s in rules.sections for e in s.entries
        }

    def label(self, label: Label) -> str:
        return label.in_(self.lang)

    def entry(self, section: str, entry: str | None) -> str:
        """An entry's label; None is the answer that no row holds."""
        if entry is None:
            return word("none_holds", self.lang)
        found = self._entries.get((section, entry))
        return entry if found is None else self.label(found)

    def choice(self, section: str, answer: ChoiceAnswer) -> str:
        """The row that holds, or the rows that still may."""
        if answer.answer == "not_defined":
            return word("answer_not_defined", self.lang)
        if answer.answer == "undecided":
            rows = self.listed("/", (self.entry(section, p) for p in answer.possible))
            return f"{word('answer_undecided', self.lang)} ({rows})"
        return self.entry(section, answer.value)

    def fact(self, path: str) -> str:
        """`members[1].health` by its labels."""
        return fact_label(path, self._facts, self.lang)

    def needs(self, paths: tuple[str, ...], most: int) -> str:
        """The first facts of a list, and how many more there are."""
        shown = [self.fact(path) for path in paths[:most]]
        text = ("、" if self.lang == "zh" else ", ").join(shown)
        rest = len(paths) - len(shown)
        return text + word("cli_and_more", self.lang).format(n=rest) if rest else text

    @staticmethod
    def listed(between: str, names: Iterable[str]) -> str:
        return between.join(names)


def fact_label(path: str, known: Mapping[str, Fact], lang: Lang) -> str:
    """A fact of a household or of an item, `members[1].health`, by its labels."""
    shown = []
    for name, index in _PART.findall(path):
        fact = known.get(name)
        shown.append((fact.label.in_(lang) if fact else name) + index)
        known = {f.id: f for f in fact.items} if fact else {}
    return ".".join(shown)


def id_fact(facts: tuple[Fact, ...]) -> str:
    """The fact that tells records apart, or nothing."""
    return next((f.id for f in facts if f.unique and not f.personal), "")
