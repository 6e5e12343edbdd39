"""A decision as text: every answer, the clause that decided it, its values, its source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.reference import Step
from relapse_rules.backends.unknown import UNKNOWN, Bounds
from relapse_rules.documents.policy import decimal_text
from relapse_rules.evidence import ENOUGH, is_open
from relapse_rules.examine import SectionSteps, plain_value
from relapse_rules.language.units import parse_unit
from relapse_rules.layout import rounded
from relapse_rules.messages import word
from relapse_rules.messages.shown import in_language, measured
from relapse_rules.words.tokens import canonical, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.documents.policy import (
        DatedValue,
        Entry,
        Fact,
        Label,
        Parameter,
        Provenance,
    )
    from relapse_rules.examine import Examination
    from relapse_rules.messages import Lang

_WORD = re.compile(
    r"not in|[A-Za-z_\u3400-\u9fff][A-Za-z0-9_.\u3400-\u9fff]*|\"[^\"]*\"|'[^']*'"
)
MAX_ITEMS_SHOWN = 6


@dataclass
class Narrative:
    """Writes one examination in one language."""

    examined: Examination
    lang: Lang
    lines: list[str] = field(default_factory=list)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    derived: dict[str, Step] = field(default_factory=dict)

    def text(self) -> str:
        """The whole explanation."""
        policy, decision = self.examined.policy, self.examined.decision
        title = policy.title.in_(self.lang)
        self.lines = [f"{title}  {policy.id}  {decision.date.isoformat()}"]
        self._summary()
        for steps in self.examined.sections:
            self._section(steps)
        self._values()
        self._derived()
        self._parameters()
        self._needs()
        self._assumptions()
        self.lines.append(f"{self._word('digest')}: {decision.digest}")
        return "\n".join(self.lines)

    def clause(self, section_id: str, entry_id: str) -> list[str]:
        """One clause, what decided it, and the values computed on the way."""
        self.lines = []
        section = self.examined.meaning.sections[section_id]
        entry = next(e for e in section.entries if e.id == entry_id)
        step = self.examined.step(section_id, entry_id)
        if step is None:
            self._line(0, f"{self._label(entry.label)}: {self._word('always')}")
        else:
            self._entry(0, entry, step)
        self._derived()
        return self.lines

    def derivation(self, name: str) -> list[str]:
        """One derived value, and those that it was computed from."""
        self.lines = []
        step = self.examined.run.step(("derived", name))
        self._remember(Step("Name", value=step.value, inner=[step]), name)
        self._derived()
        return self.lines

    @property
    def sections(self) -> set[str]:
        return {s.section.id for s in self.examined.sections}

    def _summary(self) -> None:
        """The answers that people ask for first; of a grid, nothing but checks is asked."""
        if self.sections <= {"checks"}:
            return
        decision = self.examined.decision
        for steps in self.examined.sections:
            if steps.section.id in {"types", "tiers", "visits"}:
                title = self._word(f"section_{steps.section.id}")
                self._line(0, f"{title}: {self._chosen_row(steps)}")
        for section in ("types", "tiers", "visits"):
            if section not in decision.answers:
                title = self._word(f"section_{section}")
                self._line(0, f"{title}: {self._word('answer_not_defined')}")
        answer = self._word(f"answer_{decision.removal.answer}")
        self._line(0, f"{self._word('section_removal')}: {answer}")

    # -- small words -----------------------------------------------------------------

    def _word(self, key: str) -> str:
        return word(key, self.lang)

    def _label(self, label: Label) -> str:
        return label.in_(self.lang)

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    # -- sections ----------------------------------------------------------------------

    def _section(self, steps: SectionSteps) -> None:
        section = steps.section
        title = self._word(f"section_{section.id}")
        if section.shape == "choice":
            self._choice(title, steps)
        elif section.shape == "sequence":
            self._sequence(title, steps)
        else:
            self._flags(title, steps)

    def _chosen_row(self, steps: SectionSteps) -> str:
        answer = self.examined.decision.answers[steps.section.id]
        labels = {e.id: self._label(e.label) for e in steps.section.entries}
        if answer.answer == "yes":
            return labels[answer.value]
        if answer.answer == "no":
            return self._word("none_holds")
        names = (
            self._word("none_holds") if p is None else labels[p]
            for p in answer.possible
        )
        listed = self._word("or_else").join(names)
        return f"{self._word('undecided')} ({self._word('possible')}: {listed})"

    def _choice(self, title: str, steps: SectionSteps) -> None:
        answer = self.examined.decision.answers[steps.section.id]
        entries = {e.id: e for e in steps.section.entries}
        self._line(0, f"{title}: {self._chosen_row(steps)}")
        for row, step in steps.rows():
            entry = entries[row]
            settled = step is None or step.value is True
            if step is not None and (answer.answer == "no" or step.value is not False):
                self._entry(1, entry, step)
            elif step is None and settled:
                self._line(1, f"{self._label(entry.label)}: {self._word('always')}")
                self._about(2, entry)
            if settled:
                break

    def _flags(self, title: str, steps: SectionSteps) -> None:
        # Of flags, those that hold or may hold; of a checklist, every condition.
        every = steps.section.shape == "checklist"
        shown = [
            (entry, step)
            for entry in steps.section.entries
            if (step := steps.decides(entry.id)) is not None
            and (every or step.value is not False)
        ]
        total = len(steps.section.entries)
        if not shown:
            self._line(0, f"{title}: {self._word('none_of').format(n=total)}")
            return
        self._line(0, f"{title}:")
        for entry, step in shown:
            self._entry(1, entry, step)

    def _sequence(self, title: str, steps: SectionSteps) -> None:
        answer = self.examined.decision.answers[steps.section.id]
        labels = {e.id: self._label(e.label) for e in steps.section.entries}
        if answer.answer == "yes":
            shown = self._word("all_done")
        elif answer.next is not None:
            shown = f"{self._word('next_step')} {labels[answer.next]}"
        else:
            names = (
                labels[p] if p else self._word("all_done") for p in answer.possible
            )
            shown = f"{self._word('undecided')} ({self._word('or_else').join(names)})"
        done = f"{len(answer.done)}/{len(labels)}"
        self._line(0, f"{title}: {shown}; {self._word('done_steps')} {done}")
        for step in answer.late:
            day = answer.due[step].isoformat()
            self._line(
                1, f"{self._word('late')}: {labels[step]} ({self._word('due')} {day})"
            )
        if answer.next in answer.due and answer.next not in answer.late:
            day = answer.due[answer.next].isoformat()
            self._line(1, f"{self._word('due')}: {day}")

    # -- entries and their clauses ---------------------------------------------------------

    def _entry(self, depth: int, entry: Entry, step: Step) -> None:
        outcome = self._word(_outcome(step.value))
        self._line(depth, f"[{outcome}] {self._label(entry.label)}")
        for atom in self._atoms(step):
            self._line(depth + 1, self._clause(atom))
        self._about(depth + 1, entry)

    def _about(self, depth: int, entry: Entry) -> None:
        cited = self._cited(entry.provenance)
        layer = entry.origin.layer
        if layer != self.examined.policy.id:
            inherited = f"{self._word('inherited')} {layer}"
            cited = f"{cited}; {inherited}" if cited else inherited
        if cited:
            self._line(depth, f"{self._word('source')}: {cited}")

    def _cited(self, provenance: Provenance) -> str:
        titles = self.examined.policy.sources
        parts = []
        for citation in provenance.citations:
            source = titles.get(citation.source)
            title = citation.source if source is None else source.title
            parts.append(f"{title} {citation.at}".strip())
        if provenance.assumptions:
            parts.append(
                f"{self._word('assumption')} {' '.join(provenance.assumptions)}"
            )
        return "; ".join(parts)

    def _atoms(self, step: Step) -> Iterator[Step]:
        """The smallest clauses that decided a condition, one level of words at a time."""
        if step.kind in {"formula", "IfExp"} and (chosen := _chosen(step)) is not step:
            yield from self._atoms(chosen)
        elif step.kind in {"And", "Or"}:
            wanted = ENOUGH[step.kind]
            for part in step.inner:
                decisive = part.value is wanted or step.value is not wanted
                if decisive and (step.value is not UNKNOWN or part.value is UNKNOWN):
                    yield from self._atoms(part)
        else:
            yield step

    def _clause(self, step: Step) -> str:
        text = self._worded(step, list(_leaves(step)))
        detail = self._detail(step)
        return f"{text}: {self._word(_outcome(step.value))}{detail}"

    def _worded(self, step: Step, leaves: list[Step]) -> str:
        """The clause in labels, with the value behind each name."""
        shown = {leaf.start - step.start: self._named(leaf) for leaf in leaves}
        facts, parameters = self._facts_in(step.text), self.examined.meaning.parameters

        def replace(match: re.Match[str]) -> str:
            found = match.group()
            if match.start() in shown:
                return shown[match.start()]
            if found[0] in "\"'":
                return f"“{self._choice_label(found[1:-1], facts)}”"
            if (section := canonical(found)) in self.sections:
                return self._word(f"section_{section}")
            if (known := facts.get(found) or parameters.get(found)) is not None:
                return self._label(known.label)
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
                return self._label(fact.values[value])
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
            self._remember(step, names[0])
            derived = meaning.derived[names[0]]
            return self._valued(
                derived.label, self._number(step.value, derived.unit, 2)
            )
        if kind in {"parameter", "table"}:
            parameter = meaning.parameters[names[0]]
            self.parameters[names[0]] = parameter
            if kind == "table":
                return self._label(parameter.label)
            return self._valued(
                parameter.label, self._number(step.value, parameter.unit)
            )
        fact = self._fact(step)
        assert fact is not None
        if kind == "list":
            return self._label(fact.label)
        if step.item is not None:
            return self._label(fact.label)
        return self._valued(fact.label, self._fact_value(step, fact))

    def _section_named(self, step: Step, names: list[str]) -> str:
        title = self._word(f"section_{names[0]}")
        if len(names) == 1:
            return title
        section = self.examined.meaning.sections[names[0]]
        entry = next(e for e in section.entries if e.id == names[1])
        outcome = self._word(_outcome(step.value))
        return f"{title}·{self._label(entry.label)} ({outcome})"

    def _valued(self, label: Label, value: str) -> str:
        return f"{self._label(label)} ({value})"

    def _fact_value(self, step: Step, fact: Fact) -> str:
        if fact.kind == "text":
            known = step.value is not UNKNOWN
            return self._word("given" if known else "not_known")
        if step.value is UNKNOWN:
            return self._word("not_known")
        if fact.kind == "choice":
            return self._label(fact.values[str(step.value)])
        if fact.kind == "choices":
            return "、".join(self._label(fact.values[v]) for v in sorted(step.value))
        if isinstance(step.value, bool):
            return self._word("yes" if step.value else "no")
        return self._number(step.value, fact.unit)

    def _number(self, value: Any, unit: str, places: int | None = None) -> str:
        if isinstance(value, Fraction):
            exact = value / parse_unit(unit).scale
            text = decimal_text(exact)
            if "/" in text:
                close = rounded(exact.numerator, exact.denominator, places or 2)
                text = f"{text} ≈ {close}"
            return measured(text, unit, self.lang)
        if isinstance(value, bool):
            return self._word("yes" if value else "no")
        shown = plain_value(value)
        return self._word("not_known") if shown is None else str(shown)

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
        return f"{self._word('in_number')} {plain_value(value)}"

    def _entries(self, call: Step) -> list[str]:
        section = self.examined.meaning.sections[call.symbol[1]]
        labels = {e.id: self._label(e.label) for e in section.entries}
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
            return [f"{self._label(fact.label)} {self._word('not_known')}"]
        wanted = [s for s in call.inner if s.kind == "item" and s.value is not False]
        if call.kind == "all":
            wanted = [s for s in call.inner if s.kind == "item" and s.value is not True]
        found = []
        for step in wanted[:MAX_ITEMS_SHOWN]:
            values = [
                self._valued(fact.label, self._fact_value(leaf, fact))
                for leaf in _leaves(step)
                if leaf.symbol[0] == "item" and (fact := self._fact(leaf)) is not None
            ]
            number = (step.item or 0) + 1
            listed = ", ".join(dict.fromkeys(values))
            found.append(f"{self._word('item').format(n=number)} {listed}".strip())
        return found

    # -- what stands behind ------------------------------------------------------------

    def _remember(self, step: Step, name: str) -> None:
        if name not in self.derived:
            self.derived[name] = step
            for inner in step.inner:
                for leaf in _leaves(inner):
                    if leaf.symbol[0] == "derived":
                        self._remember(leaf, leaf.symbol[1])
                    elif leaf.symbol[0] == "parameter":
                        found = self.examined.meaning.parameters[leaf.symbol[1]]
                        self.parameters[leaf.symbol[1]] = found

    def _values(self) -> None:
        for name, value in self.examined.decision.values.items():
            derived = self.examined.meaning.derived[name]
            shown = (
                self._word("not_known") if value is None else f"{value} {derived.unit}"
            )
            self._line(0, f"{self._label(derived.label)}: {shown.strip()}")

    def _derived(self) -> None:
        if not self.derived:
            return
        self._line(0, f"{self._word('computed')}:")
        for name in list(self.derived):
            step = self.derived[name]
            derived = self.examined.meaning.derived[name]
            formula = next((s for s in step.inner if s.key), None)
            if formula is None:
                continue
            chosen = _chosen(formula)
            text = self._worded(chosen, list(_leaves(chosen)))
            value = self._number(step.value, derived.unit, derived.places)
            self._line(1, f"{self._label(derived.label)} = {value} = {text}")

    def _parameters(self) -> None:
        if not self.parameters:
            return
        self._line(0, f"{self._word('parameters')}:")
        for parameter in self.parameters.values():
            for dated in parameter.values:
                cited = self._cited(dated.provenance) or self._cited(
                    parameter.provenance
                )
                since = self._word("since").format(day=dated.since.isoformat())
                shown = self._dated(dated, parameter)
                parts = [since, dated.origin.layer, cited]
                about = "; ".join(p for p in parts if p)
                self._line(1, f"{self._label(parameter.label)} = {shown} ({about})")

    def _dated(self, dated: DatedValue, parameter: Parameter) -> str:
        if isinstance(dated.value, bool):
            return self._word("yes" if dated.value else "no")
        return measured(dated.shown, parameter.unit, self.lang)

    def _needs(self) -> None:
        found = self.examined.needs
        if not found:
            return
        self._line(0, f"{self._word('needs')}:")
        for path in found:
            self._line(1, f"{self.path_label(path)} ({path})")

    def path_label(self, path: str) -> str:
        """A fact's path in words: `members[1].health` is the health of the second."""
        facts = self.examined.meaning.facts
        match = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", path)
        if match is None:
            return self._label(facts[path].label)
        list_id, index, fact_id = match.groups()
        item = self.examined.meaning.item_facts(list_id)[fact_id]
        number = self._word("item").format(n=int(index) + 1)
        return f"{self._label(facts[list_id].label)} {number} {self._label(item.label)}"

    def _assumptions(self) -> None:
        register = self.examined.policy.assumptions
        if not self.examined.assumptions:
            return
        self._line(0, f"{self._word('assumptions')}:")
        for name in self.examined.assumptions:
            text = register[name]
            confidence = self._word(f"confidence_{text.confidence}")
            about = text.about.in_(self.lang)
            basis = in_language(text.basis, self.lang)
            self._line(1, f"{name} {about} ({confidence}; {basis})")


def _chosen(step: Step) -> Step:
    """Behind a formula and every `if` whose condition is known: what was used."""
    while True:
        if step.kind == "formula":
            step = step.inner[0]
        elif step.kind == "IfExp" and step.inner[0].value is not UNKNOWN:
            step = step.inner[1 if step.inner[0].value else 2]
        else:
            return step


def _outcome(value: Any) -> str:
    if value is UNKNOWN or isinstance(value, Bounds):
        return "undecided"
    return "holds" if value is True else "fails" if value is False else "value"


def _leaves(step: Step) -> Iterator[Step]:
    """The names inside a clause, not those of the formulas behind them."""
    if step.symbol and step.kind in {"Name", "Attribute"}:
        yield step
        return
    for inner in step.inner:
        if not inner.key:
            yield from _leaves(inner)


def _calls(step: Step) -> Iterator[Step]:
    if step.symbol and step.kind not in {"Name", "Attribute"}:
        yield step
        return
    for inner in step.inner:
        if not inner.key:
            yield from _calls(inner)
