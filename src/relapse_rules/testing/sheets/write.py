"""From cases to sheets: one row a case, the items of lists on sheets of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.messages import word
from relapse_rules.testing.case import NAMED_PARTS, Exactly, Row, Value
from relapse_rules.testing.questions import every_question
from relapse_rules.testing.sheets.cells import NONE, SEPARATORS
from relapse_rules.testing.sheets.headings import ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from relapse_rules.documents.policy import Fact, RuleSet
    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import Case, Question, Reply
    from relapse_rules.testing.sheets.tables import Cell

BETWEEN = "、"
_SECTION = {"values": "case_values"}


@dataclass(slots=True)
class Sheets:
    """The sheets of some cases; `left_out` are those that no row can hold."""

    tables: dict[str, list[list[Cell]]] = field(default_factory=dict)
    left_out: list[Case] = field(default_factory=list)


def sheets_of(cases: Iterable[Case], policy: Policy, lang: Lang) -> Sheets:
    """The cases of one policy as sheets, headed in one language."""
    found = Sheets()
    listed = list(cases)
    for kind, name in (("household", "cases"), ("grid", "grid")):
        rules = policy.text.household if kind == "household" else policy.text.grid
        mine = [case for case in listed if case.kind == kind]
        if rules is None or not (mine or kind == "household"):
            continue
        writer = _Writer(rules, lang)
        fitting = [case for case in mine if writer.fits(case)]
        found.left_out += [case for case in mine if not writer.fits(case)]
        found.tables[word(f"case_sheet_{name}", lang)] = writer.rows(fitting)
        found.tables |= writer.lists(fitting)
    return found


class _Writer:
    """Writes cases about one kind of record."""

    def __init__(self, rules: RuleSet, lang: Lang) -> None:
        self.lang = lang
        self.facts = {f.id: f for f in rules.facts}
        self.questions = every_question(rules)
        self.labels = {
            s.id: {e.id: e.label.in_(lang) for e in s.entries} for s in rules.sections
        }
        self.labels["values"] = {d.id: d.label.in_(lang) for d in rules.derived}

    def fits(self, case: Case) -> bool:
        """Only a record that must be refused may hold what no column can."""
        if not case.refused:
            return True
        scalars = {f.id for f in self.facts.values() if f.kind != "list"}
        return all(
            name in scalars and not isinstance(value, (list, dict))
            for name, value in case.record.items()
        )

    # -- cases -------------------------------------------------------------------------

    def rows(self, cases: Sequence[Case]) -> list[list[Cell]]:
        about = [key for key in ABOUT if any(_about(case, key) for case in cases)]
        if not cases:
            about = ["name", "policy", "date"]
        facts = [f for f in self.facts.values() if any(_plain(c, f) for c in cases)]
        asked = (e.question for c in cases for e in c.expected)
        # What holds in a section and what its answer is stand in one column.
        questions = list({question.name: question for question in asked}.values())
        heads: list[Cell] = [word(f"case_head_{key}", self.lang) for key in about]
        heads += [self._heading(f) for f in facts]
        expected = word("case_expected", self.lang)
        heads += [f"{expected}{self._question(q)}" for q in questions]
        return [heads, *(self._row(case, about, facts, questions) for case in cases)]

    def _row(
        self,
        case: Case,
        about: Sequence[str],
        facts: Sequence[Fact],
        questions: Iterable[Question],
    ) -> list[Cell]:
        wanted = {e.question.name: e.wanted for e in case.expected}
        row: list[Cell] = [_about(case, key) for key in about]
        row += [self._fact(fact, case.record.get(fact.id)) for fact in facts]
        row += [
            self._reply(wanted[q.name], q) if q.name in wanted else ""
            for q in questions
        ]
        return row

    def lists(self, cases: Sequence[Case]) -> dict[str, list[list[Cell]]]:
        """A sheet for each list, with a row for each of its items."""
        found = {}
        for fact in self.facts.values():
            if fact.kind != "list":
                continue
            items = [
                (case.name, item)
                for case in cases
                for item in case.record.get(fact.id, ())
            ]
            used = [f for f in fact.items if any(f.id in item for _, item in items)]
            if items:
                heads: list[Cell] = [word("case_head_name", self.lang)]
                heads += [self._heading(f) for f in used]
                found[fact.label.in_(self.lang)] = [
                    heads,
                    *(
                        [name, *(self._fact(f, item.get(f.id)) for f in used)]
                        for name, item in items
                    ),
                ]
        return found

    # -- cells ---------------------------------------------------------------------------

    def _heading(self, fact: Fact) -> str:
        return fact.label.in_(self.lang)

    def _fact(self, fact: Fact, value: Any) -> Cell:
        if value is None:
            return ""
        if isinstance(value, bool):
            return word("yes" if value else "no", "zh")
        if isinstance(value, (int, Decimal)):
            return value
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, frozenset):
            labels = (fact.values[one].zh for one in sorted(value))
            return BETWEEN.join(labels) or NONE
        if isinstance(value, list):
            return "" if value else NONE
        if fact.kind == "choice" and value in fact.values:
            return fact.values[value].zh
        return str(value)

    def _question(self, question: Question) -> str:
        """The question in words that `Questions.find` knows."""
        if self.lang == "en":
            return question.name
        section = "removal" if question.part == "unmet" else question.section
        names = [word(_SECTION.get(section, f"section_{section}"), "zh")]
        if question.part in NAMED_PARTS:
            names.append(word(f"case_{question.part}", "zh"))
        if question.entry:
            names.append(self.labels[question.section][question.entry])
        spelled = ".".join(names)
        # A label may be that of two entries; then the id says which.
        same = self.questions.find(spelled) == self.questions.find(question.name)
        return spelled if same else question.name

    def _reply(self, reply: Reply, question: Question) -> Cell:
        match reply:
            case Row(id=row):
                return self._entry(question.section, row)
            case Exactly(ids=ids):
                names = (
                    self._entry(question.section, one) for one in sorted(ids, key=str)
                )
                return BETWEEN.join(names) or NONE
            case Value(value=None):
                return word("case_unknown", "zh")
            case Value(value=Decimal() as number):
                return number
            case Value(value=value):
                return str(value)
        return word(f"case_{reply}", "zh")

    def _entry(self, section: str, entry: str | None) -> str:
        """The label, unless it is not the entry's alone."""
        if entry is None:
            return NONE
        label = self.labels[section][entry]
        names = self.questions.sections[section].entries
        unique = names.get(label) == entry and not set(SEPARATORS) & set(label)
        return label if unique else entry


def _plain(case: Case, fact: Fact) -> bool:
    """Whether a column of the main sheet must hold what a case says."""
    value = case.record.get(fact.id)
    return value == [] if fact.kind == "list" else value is not None


def _about(case: Case, key: str) -> str:
    return _ABOUT[key](case)


def _source(case: Case) -> str:
    lines = ([c.source, c.at, c.note] for c in case.source)
    return "\n".join(" | ".join(parts).rstrip(" |") for parts in lines)


def _needs(needs: frozenset[str] | None) -> str:
    return "" if needs is None else BETWEEN.join(sorted(needs)) or NONE


def _error(case: Case) -> str:
    return "\n".join(
        f"{f}: {' '.join(sorted(codes))}" for f, codes in case.refused.items()
    )


_ABOUT: Mapping[str, Callable[[Case], str]] = {
    "name": lambda case: case.name,
    "policy": lambda case: case.policy,
    "date": lambda case: case.day.isoformat(),
    "description": lambda case: case.description,
    "keywords": lambda case: BETWEEN.join(case.keywords),
    "source": _source,
    "todo": lambda case: word("yes", "zh") if case.todo else "",
    "confirm": lambda case: word("yes", "zh") if case.confirm else "",
    "reasons": lambda case: BETWEEN.join(case.reasons),
    "needs": lambda case: _needs(case.needs),
    "error": _error,
}
