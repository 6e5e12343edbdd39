"""Clauses in words: labels with the values behind each name, and what decided them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.unknown import UNKNOWN, Bounds
from relapse_rules.documents.policy import decimal_text
from relapse_rules.evidence import ENOUGH, is_open
from relapse_rules.examine import plain_value
from relapse_rules.language.units import parse_unit
from relapse_rules.layout import rounded
from relapse_rules.messages import word
from relapse_rules.messages.shown import measured
from relapse_rules.words.tokens import canonical, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.backends.reference import Step
    from relapse_rules.documents.policy import Fact, Label, Parameter
    from relapse_rules.examine import Examination
    from relapse_rules.messages import Lang

_WORD = re.compile(
    r"not in|[A-Za-z_\u3400-\u9fff][A-Za-z0-9_.\u3400-\u9fff]*|\"[^\"]*\"|'[^']*'"
)
MAX_ITEMS_SHOWN = 6


@dataclass
class Wording:
    """Says clauses in one language, and remembers what they were computed from."""

    examined: Examination
    lang: Lang
    parameters: dict[str, Parameter] = field(default_factory=dict)
    derived: dict[str, Step] = field(default_factory=dict)

    @property
    def sections(self) -> set[str]:
        return {s.section.id for s in self.examined.sections}

    def word(self, key: str) -> str:
        """A word of the explanation itself."""
        return word(key, self.lang)

    def label(self, label: Label) -> str:
        """A label of the policy, in this language."""
        return label.in_(self.lang)

    def atoms(self, step: Step) -> Iterator[Step]:
        """The smallest clauses that decided a condition, one level of words at a time."""
        if step.kind in {"formula", "IfExp"} and (chosen := used(step)) is not step:
            yield from self.atoms(chosen)
        elif step.kind in {"And", "Or"}:
            wanted = ENOUGH[step.kind]
            for part in step.inner:
                decisive = part.value is wanted or step.value is not wanted
                if decisive and (step.value is not UNKNOWN or part.value is UNKNOWN):
                    yield from self.atoms(part)
        else:
            yield step

    def clause(self, step: Step) -> str:
        """A clause, how it came out, and what made it so."""
        text = self.worded(step)
        detail = self._detail(step)
        return f"{text}: {self.word(outcome_of(step.value))}{detail}"

    def worded(self, step: Step) -> str:
        """The clause in labels, with the value behind each name."""
        shown = {leaf.start - step.start: self._named(leaf) for leaf in leaves(step)}
        facts, parameters = self._facts_in(step.text), self.examined.meaning.parameters

        def replace(match: re.Match[str]) -> str:
            found = match.group()
            if match.start() in shown:
                return shown[match.start()]
            if found[0] in "\"'":
                return f"“{self._choice_label(found[1:-1], facts)}”"
            if (section := canonical(found)) in self.sections:
                return self.word(f"section_{section}")
            if (known := facts.get(found) or parameters.get(found)) is not None:
                return self.label(known.label)
            return in_words(found, self.lang)

        return _WORD.sub(replace, " ".join(step.text.split()))

    def _facts_in(self, text: str) -> dict[str, Fact]:
        """What a clause names, also inside a list that nobody had to look into."""
        words = set(_WORD.findall(text))
        found: dict[str, Fact] = {}
        for fact in self.examined.meaning.facts.values():
            if words & {fact.id, fact.label.zh}:
                for one in (fact, *fact.items):
                    names = words & {one.id, one.label.zh}
                    found |= dict.fromkeys(names, one)
        return found

    def _choice_label(self, value: str, facts: Mapping[str, Fact]) -> str:
        for fact in facts.values():
            if value in fact.values:
                return self.label(fact.values[value])
        return value

    def _fact(self, step: Step) -> Fact | None:
        kind, *names = step.symbol
        meaning = self.examined.meaning
        if kind == "item":
            return meaning.item_facts(names[0])[names[1]]
        return meaning.facts.get(names[0]) if kind in {"fact", "list"} else None

    def _named(self, step: Step) -> str:
        """A name as people say it, with its value and unit."""
        kind, *names = step.symbol
        meaning = self.examined.meaning
        if kind == "section":
            return self._section_named(step, names)
        if kind == "derived":
            self.remember(step, names[0])
            derived = meaning.derived[names[0]]
            return self._valued(derived.label, self.number(step.value, derived.unit, 2))
        if kind in {"parameter", "table"}:
            parameter = meaning.parameters[names[0]]
            self.parameters[names[0]] = parameter
            if kind == "table":
                return self.label(parameter.label)
            return self._valued(
                parameter.label, self.number(step.value, parameter.unit)
            )
        fact = self._fact(step)
        assert fact is not None
        if kind == "list":
            return self.label(fact.label)
        if step.item is not None:
            return self.label(fact.label)
        return self._valued(fact.label, self._fact_value(step, fact))

    def _section_named(self, step: Step, names: list[str]) -> str:
        title = self.word(f"section_{names[0]}")
        if len(names) == 1:
            return title
        section = self.examined.meaning.sections[names[0]]
        entry = next(e for e in section.entries if e.id == names[1])
        outcome = self.word(outcome_of(step.value))
        return f"{title}·{self.label(entry.label)} ({outcome})"

    def _valued(self, label: Label, value: str) -> str:
        return f"{self.label(label)} ({value})"

    def _fact_value(self, step: Step, fact: Fact) -> str:
        if fact.kind == "text":
            known = step.value is not UNKNOWN
            return self.word("given" if known else "not_known")
        if step.value is UNKNOWN:
            return self.word("not_known")
        if fact.kind == "choice":
            return self.label(fact.values[str(step.value)])
        if fact.kind == "choices":
            return "、".join(self.label(fact.values[v]) for v in sorted(step.value))
        if isinstance(step.value, bool):
            return self.word("yes" if step.value else "no")
        return self.number(step.value, fact.unit)

    def number(self, value: Any, unit: str, places: int | None = None) -> str:
        if isinstance(value, Fraction):
            exact = value / parse_unit(unit).scale
            text = decimal_text(exact)
            if "/" in text:
                close = rounded(exact.numerator, exact.denominator, places or 2)
                text = f"{text} ≈ {close}"
            return measured(text, unit, self.lang)
        if isinstance(value, bool):
            return self.word("yes" if value else "no")
        shown = plain_value(value)
        return self.word("not_known") if shown is None else str(shown)

    def _detail(self, step: Step) -> str:
        """Which items of a list, or which entries of a section, made the clause so."""
        parts: list[str] = []
        for call in _calls(step):
            if call.symbol[0] == "list":
                parts += self._items(call)
            elif call.symbol[0] == "section" and len(call.symbol) == 2:
                parts += self._entries(call)
            if isinstance(call.value, Bounds):
                parts.append(self._number_of(call.value))
        return f"  [{'; '.join(parts)}]" if parts else ""

    def _number_of(self, value: Bounds) -> str:
        return f"{self.word('in_number')} {plain_value(value)}"

    def _entries(self, call: Step) -> list[str]:
        section = self.examined.meaning.sections[call.symbol[1]]
        labels = {e.id: self.label(e.label) for e in section.entries}
        found = []
        for step in call.inner:
            if step.value is not False and step.key:
                shown = labels[step.key[1]]
                mark = "" if step.value is True else "?"
                found.append(f"{shown}{mark}")
        return (
            ["、".join(found) if self.lang == "zh" else ", ".join(found)]
            if found
            else []
        )

    def _items(self, call: Step) -> list[str]:
        if is_open(call) and not call.inner:
            fact = self._fact(call)
            assert fact is not None
            return [f"{self.label(fact.label)} {self.word('not_known')}"]
        wanted = [s for s in call.inner if s.kind == "item" and s.value is not False]
        if call.kind == "all":
            wanted = [s for s in call.inner if s.kind == "item" and s.value is not True]
        found = []
        for step in wanted[:MAX_ITEMS_SHOWN]:
            values = [
                self._valued(fact.label, self._fact_value(leaf, fact))
                for leaf in leaves(step)
                if leaf.symbol[0] == "item" and (fact := self._fact(leaf)) is not None
            ]
            number = (step.item or 0) + 1
            listed = ", ".join(dict.fromkeys(values))
            found.append(f"{self.word('item').format(n=number)} {listed}".strip())
        return found

    def remember(self, step: Step, name: str) -> None:
        if name not in self.derived:
            self.derived[name] = step
            for inner in step.inner:
                for leaf in leaves(inner):
                    if leaf.symbol[0] == "derived":
                        self.remember(leaf, leaf.symbol[1])
                    elif leaf.symbol[0] == "parameter":
                        found = self.examined.meaning.parameters[leaf.symbol[1]]
                        self.parameters[leaf.symbol[1]] = found

    def path_label(self, path: str) -> str:
        """A fact's path in words: `members[1].health` is the health of the second."""
        facts = self.examined.meaning.facts
        match = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", path)
        if match is None:
            return self.label(facts[path].label)
        list_id, index, fact_id = match.groups()
        item = self.examined.meaning.item_facts(list_id)[fact_id]
        number = self.word("item").format(n=int(index) + 1)
        return f"{self.label(facts[list_id].label)} {number} {self.label(item.label)}"


def used(step: Step) -> Step:
    """Behind a formula and every `if` whose condition is known: what was used."""
    while True:
        if step.kind == "formula":
            step = step.inner[0]
        elif step.kind == "IfExp" and step.inner[0].value is not UNKNOWN:
            step = step.inner[1 if step.inner[0].value else 2]
        else:
            return step


def outcome_of(value: Any) -> str:
    if value is UNKNOWN or isinstance(value, Bounds):
        return "undecided"
    return "holds" if value is True else "fails" if value is False else "value"


def leaves(step: Step) -> Iterator[Step]:
    """The names inside a clause, not those of the formulas behind them."""
    if step.symbol and step.kind in {"Name", "Attribute"}:
        yield step
        return
    for inner in step.inner:
        if not inner.key:
            yield from leaves(inner)


def _calls(step: Step) -> Iterator[Step]:
    if step.symbol and step.kind not in {"Name", "Attribute"}:
        yield step
        return
    for inner in step.inner:
        if not inner.key:
            yield from _calls(inner)
