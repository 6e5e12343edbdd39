"""A decision as text: every answer, the clause that decided it, its values, its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.backends.reference import Step
from relapse_rules.messages.shown import in_language, measured
from relapse_rules.narrative.wording import Wording, outcome_of, used

if TYPE_CHECKING:
    from relapse_rules.documents.policy import DatedValue, Entry, Parameter, Provenance
    from relapse_rules.examine import Examination, SectionSteps
    from relapse_rules.messages import Lang


@dataclass
class Narrative:
    """Writes one examination in one language."""

    examined: Examination
    lang: Lang
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = Wording(self.examined, self.lang)

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
        self.lines.append(f"{self.words.word('digest')}: {decision.digest}")
        return "\n".join(self.lines)

    def clause(self, section_id: str, entry_id: str) -> list[str]:
        """One clause, what decided it, and the values computed on the way."""
        self.lines = []
        section = self.examined.meaning.sections[section_id]
        entry = next(e for e in section.entries if e.id == entry_id)
        step = self.examined.step(section_id, entry_id)
        if step is None:
            self._line(
                0, f"{self.words.label(entry.label)}: {self.words.word('always')}"
            )
        else:
            self._entry(0, entry, step)
        self._derived()
        return self.lines

    def derivation(self, name: str) -> list[str]:
        """One derived value, and those that it was computed from."""
        self.lines = []
        step = self.examined.run.step(("derived", name))
        self.words.remember(Step("Name", value=step.value, inner=[step]), name)
        self._derived()
        return self.lines

    def _summary(self) -> None:
        """The answers that people ask for first; of a grid, nothing but checks is asked."""
        if self.words.sections <= {"checks"}:
            return
        decision = self.examined.decision
        for steps in self.examined.sections:
            if steps.section.id in {"types", "tiers", "visits"}:
                title = self.words.word(f"section_{steps.section.id}")
                self._line(0, f"{title}: {self._chosen_row(steps)}")
        for section in ("types", "tiers", "visits"):
            if section not in decision.answers:
                title = self.words.word(f"section_{section}")
                self._line(0, f"{title}: {self.words.word('answer_not_defined')}")
        answer = self.words.word(f"answer_{decision.removal.answer}")
        self._line(0, f"{self.words.word('section_removal')}: {answer}")

    # -- small words -----------------------------------------------------------------

    def _line(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    # -- sections ----------------------------------------------------------------------

    def _section(self, steps: SectionSteps) -> None:
        section = steps.section
        title = self.words.word(f"section_{section.id}")
        if section.shape == "choice":
            self._choice(title, steps)
        elif section.shape == "sequence":
            self._sequence(title, steps)
        else:
            self._flags(title, steps)

    def _chosen_row(self, steps: SectionSteps) -> str:
        answer = self.examined.decision.answers[steps.section.id]
        labels = {e.id: self.words.label(e.label) for e in steps.section.entries}
        if answer.answer == "yes":
            return labels[answer.value]
        if answer.answer == "no":
            return self.words.word("none_holds")
        names = (
            self.words.word("none_holds") if p is None else labels[p]
            for p in answer.possible
        )
        listed = self.words.word("or_else").join(names)
        return (
            f"{self.words.word('undecided')} ({self.words.word('possible')}: {listed})"
        )

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
                self._line(
                    1, f"{self.words.label(entry.label)}: {self.words.word('always')}"
                )
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
            self._line(0, f"{title}: {self.words.word('none_of').format(n=total)}")
            return
        self._line(0, f"{title}:")
        for entry, step in shown:
            self._entry(1, entry, step)

    def _sequence(self, title: str, steps: SectionSteps) -> None:
        answer = self.examined.decision.answers[steps.section.id]
        labels = {e.id: self.words.label(e.label) for e in steps.section.entries}
        if answer.answer == "yes":
            shown = self.words.word("all_done")
        elif answer.next is not None:
            shown = f"{self.words.word('next_step')} {labels[answer.next]}"
        else:
            names = (
                labels[p] if p else self.words.word("all_done") for p in answer.possible
            )
            shown = f"{self.words.word('undecided')} ({self.words.word('or_else').join(names)})"
        done = f"{len(answer.done)}/{len(labels)}"
        self._line(0, f"{title}: {shown}; {self.words.word('done_steps')} {done}")
        for step in answer.late:
            day = answer.due[step].isoformat()
            self._line(
                1,
                f"{self.words.word('late')}: {labels[step]} ({self.words.word('due')} {day})",
            )
        if answer.next in answer.due and answer.next not in answer.late:
            day = answer.due[answer.next].isoformat()
            self._line(1, f"{self.words.word('due')}: {day}")

    # -- entries and their clauses ---------------------------------------------------------

    def _entry(self, depth: int, entry: Entry, step: Step) -> None:
        outcome = self.words.word(outcome_of(step.value))
        self._line(depth, f"[{outcome}] {self.words.label(entry.label)}")
        for atom in self.words.atoms(step):
            self._line(depth + 1, self.words.clause(atom))
        self._about(depth + 1, entry)

    def _about(self, depth: int, entry: Entry) -> None:
        cited = self._cited(entry.provenance)
        layer = entry.origin.layer
        if layer != self.examined.policy.id:
            inherited = f"{self.words.word('inherited')} {layer}"
            cited = f"{cited}; {inherited}" if cited else inherited
        if cited:
            self._line(depth, f"{self.words.word('source')}: {cited}")

    def _cited(self, provenance: Provenance) -> str:
        titles = self.examined.policy.sources
        parts = []
        for citation in provenance.citations:
            source = titles.get(citation.source)
            title = citation.source if source is None else source.title
            parts.append(f"{title} {citation.at}".strip())
        if provenance.assumptions:
            parts.append(
                f"{self.words.word('assumption')} {' '.join(provenance.assumptions)}"
            )
        return "; ".join(parts)

    # -- what stands behind ------------------------------------------------------------

    def _values(self) -> None:
        for name, value in self.examined.decision.values.items():
            derived = self.examined.meaning.derived[name]
            shown = (
                self.words.word("not_known")
                if value is None
                else f"{value} {derived.unit}"
            )
            self._line(0, f"{self.words.label(derived.label)}: {shown.strip()}")

    def _derived(self) -> None:
        if not self.words.derived:
            return
        self._line(0, f"{self.words.word('computed')}:")
        for name in list(self.words.derived):
            step = self.words.derived[name]
            derived = self.examined.meaning.derived[name]
            formula = next((s for s in step.inner if s.key), None)
            if formula is None:
                continue
            chosen = used(formula)
            text = self.words.worded(chosen)
            value = self.words.number(step.value, derived.unit, derived.places)
            self._line(1, f"{self.words.label(derived.label)} = {value} = {text}")

    def _parameters(self) -> None:
        if not self.words.parameters:
            return
        self._line(0, f"{self.words.word('parameters')}:")
        for parameter in self.words.parameters.values():
            for dated in parameter.values:
                cited = self._cited(dated.provenance) or self._cited(
                    parameter.provenance
                )
                since = self.words.word("since").format(day=dated.since.isoformat())
                shown = self._dated(dated, parameter)
                parts = [since, dated.origin.layer, cited]
                about = "; ".join(p for p in parts if p)
                self._line(
                    1, f"{self.words.label(parameter.label)} = {shown} ({about})"
                )

    def _dated(self, dated: DatedValue, parameter: Parameter) -> str:
        if isinstance(dated.value, bool):
            return self.words.word("yes" if dated.value else "no")
        return measured(dated.shown, parameter.unit, self.lang)

    def _needs(self) -> None:
        found = self.examined.needs
        if not found:
            return
        self._line(0, f"{self.words.word('needs')}:")
        for path in found:
            self._line(1, f"{self.words.path_label(path)} ({path})")

    def _assumptions(self) -> None:
        register = self.examined.policy.assumptions
        if not self.examined.assumptions:
            return
        self._line(0, f"{self.words.word('assumptions')}:")
        for name in self.examined.assumptions:
            text = register[name]
            confidence = self.words.word(f"confidence_{text.confidence}")
            about = text.about.in_(self.lang)
            basis = in_language(text.basis, self.lang)
            self._line(1, f"{name} {about} ({confidence}; {basis})")
