"""How the mismatches of a case read: expected, actual, and the clauses behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.messages import word
from relapse_rules.narrative import Narrative
from relapse_rules.testing.case import Exactly, Question, Row, Value
from relapse_rules.testing.reasons import REMOVAL
from relapse_rules.testing.run import WrongAnswer, WrongRefusal, WrongSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.messages import Lang
    from relapse_rules.testing.case import Reply
    from relapse_rules.testing.run import CaseResult, Mismatch

# A clause is told once a case, and of many clauses the first ones.
CLAUSES_TOLD = 12
# Section and entry; a derived value stands under `values`.
Clause = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: what is asked, both answers in words, and the clauses behind them."""

    about: str
    expected: str
    actual: str
    clauses: tuple[Clause, ...] = ()

    def text(self, lang: Lang) -> str:
        said = word("case_difference", lang)
        return said.format(about=self.about, expected=self.expected, actual=self.actual)


class Wording:
    """Tells the mismatches of one case in one language."""

    def __init__(self, result: CaseResult, lang: Lang) -> None:
        assert result.outcome is not None, "a case that was not run has no mismatches"
        self.lang = lang
        self.result = result
        self.outcome = result.outcome
        self.meaning = result.outcome.rules.meaning

    def differences(self) -> Iterator[Difference]:
        """Every mismatch; one about a list of clauses is a line for each of them.

        A clause may be expected by itself and in a list; it is told once.
        """
        found = (self._differences(one) for one in self.result.mismatches)
        yield from dict.fromkeys(each for differences in found for each in differences)

    def lines(self) -> list[str]:
        """Every difference, each with the clauses and values that made it so."""
        found: list[str] = []
        told: set[Clause] = set()
        for one in self.differences():
            found.append(one.text(self.lang))
            found += self._evidence(one.clauses, told)
        return found

    def _evidence(self, clauses: Iterable[Clause], told: set[Clause]) -> Iterator[str]:
        for section, entry in clauses:
            if (section, entry) in told or len(told) == CLAUSES_TOLD:
                continue
            told.add((section, entry))
            narrative = Narrative(self.outcome.examined, self.lang)
            if section == "values":
                lines = narrative.derivation(entry)
            else:
                lines = narrative.clause(section, entry)
            yield from (f"  {line}" for line in lines)

    # -- one mismatch ---------------------------------------------------------------------

    def _differences(self, mismatch: Mismatch) -> Iterator[Difference]:
        match mismatch:
            case WrongSet():
                yield self._set(mismatch)
            case WrongRefusal():
                yield from self._refusals(mismatch)
            case WrongAnswer(expected=Exactly() as wanted, actual=Exactly() as found):
                if mismatch.question.part in {"holding", "unmet"}:
                    yield from self._clauses(mismatch.question, wanted, found)
                else:
                    yield self._answer(mismatch)
            case _:
                yield self._answer(mismatch)

    def _answer(self, mismatch: WrongAnswer) -> Difference:
        question = mismatch.question
        return Difference(
            self.question(question),
            self.reply(mismatch.expected, question.section),
            self.reply(mismatch.actual, question.section),
            tuple(self._behind(mismatch)),
        )

    def _behind(self, mismatch: WrongAnswer) -> Iterator[Clause]:
        """The clauses to show: of a row both the one that won and the one that did not."""
        question = mismatch.question
        if question.section == "removal":
            yield from self._against_removal()
            return
        known = {
            (s, e.id) for s, at in self.meaning.sections.items() for e in at.entries
        }
        known |= {("values", name) for name in self.meaning.derived}
        entries: list[str | None] = [question.entry]
        for reply in (mismatch.actual, mismatch.expected):
            if isinstance(reply, Row):
                entries.append(reply.id)
            elif isinstance(reply, Exactly):
                entries += sorted(reply.ids, key=str)
        yield from (
            (question.section, entry)
            for entry in entries
            if entry and (question.section, entry) in known
        )

    def _against_removal(self) -> Iterator[Clause]:
        """What keeps a case open: conditions that do not hold, and what blocks it."""
        assert self.outcome.decision is not None
        removal = self.outcome.decision.removal
        against = (removal.conditions.no, removal.holds.yes, removal.refusals.yes)
        for section, entries in zip(REMOVAL, against, strict=True):
            yield from ((section, entry) for entry in entries)

    def _clauses(
        self, question: Question, wanted: Exactly, found: Exactly
    ) -> Iterator[Difference]:
        """A line for each clause of a list that came out otherwise."""
        listed, others = ("no", "yes") if question.part == "unmet" else ("yes", "no")
        for entry in self._in_order(question.section, wanted, found):
            said, is_ = (
                "undecided"
                if entry in one.undecided
                else listed
                if entry in one.ids
                else others
                for one in (wanted, found)
            )
            if said != is_:
                about = self.question(Question(question.section, "answer", entry))
                clauses = ((question.section, entry),)
                yield Difference(about, self._word(said), self._word(is_), clauses)

    def _in_order(self, section: str, *lists: Exactly) -> list[str]:
        named = {e for one in lists for e in (*one.ids, *one.undecided)}
        return [e.id for e in self.meaning.sections[section].entries if e.id in named]

    def _set(self, mismatch: WrongSet) -> Difference:
        missing = mismatch.expected - mismatch.actual
        further = mismatch.actual - mismatch.expected
        if mismatch.name == "reasons":
            # Only those that are missing matter: a case names some of the reasons.
            return Difference("reasons", self._listed(missing), self._listed(further))
        return Difference(
            "needs", self._listed(mismatch.expected), self._listed(mismatch.actual)
        )

    def _refusals(self, mismatch: WrongRefusal) -> Iterator[Difference]:
        """A line for each fact that was refused otherwise than expected."""
        said = {p.fact: p.text(self.lang) for p in self.outcome.problems}
        for fact in dict.fromkeys((*mismatch.expected, *mismatch.actual)):
            wanted, found = mismatch.expected.get(fact), mismatch.actual.get(fact)
            if wanted != found:
                accepted = word("case_accepted", self.lang)
                why = f" ({said[fact]})" if fact in said else ""
                yield Difference(
                    f"error.{fact}",
                    self._listed(wanted) if wanted else accepted,
                    self._listed(found) + why if found else accepted,
                )

    # -- words --------------------------------------------------------------------------------

    def question(self, question: Question) -> str:
        """The name of a question, with its Chinese words before it where they are wanted."""
        if self.lang == "en":
            return question.name
        parts = [word(f"section_{question.section}", "zh")]
        if question.section == "values":
            parts = [self.meaning.derived[question.entry].label.zh]
        elif question.entry:
            parts.append(self._label(question.section, question.entry))
        if question.part in {"possible", "next", "done", "late", "due"}:
            parts.append(word(f"case_{question.part}", "zh"))
        return f"{'·'.join(parts)}（{question.name}）"

    def reply(self, reply: Reply, section: str) -> str:
        """An answer in words."""
        match reply:
            case Row(id=None):
                return self._word("none")
            case Row(id=str(row)):
                return self._entry(section, row)
            case Value(value=None):
                return self._word("unknown")
            case Value(value=value):
                return str(value)
            case Exactly(ids=ids):
                names = [
                    self._word("none") if i is None else self._entry(section, i)
                    for i in ids
                ]
                return word("cli_between", self.lang).join(sorted(names)) or self._word(
                    "none"
                )
        return self._word(str(reply))

    def _entry(self, section: str, entry: str) -> str:
        if self.lang == "en":
            return entry
        return f"{self._label(section, entry)}（{entry}）"

    def _label(self, section: str, entry: str) -> str:
        entries = (
            self.meaning.sections[section].entries
            if section in self.meaning.sections
            else ()
        )
        return next((e.label.zh for e in entries if e.id == entry), entry)

    def _word(self, name: str) -> str:
        return word(f"case_{name}", self.lang)

    def _listed(self, names: Iterable[str]) -> str:
        return word("cli_between", self.lang).join(sorted(names)) or self._word("none")
