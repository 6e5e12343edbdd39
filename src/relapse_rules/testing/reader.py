"""From a document of cases to `Case`s, noting every problem at its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import (
    Context,
    provenance,
    scalars,
    text,
    texts,
)
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import Diagnostic
from relapse_rules.messages import catalogue
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.case import Case
from relapse_rules.testing.days import Days
from relapse_rules.testing.drafts import drafts
from relapse_rules.testing.expectations import Expectations, day_of, settled
from relapse_rules.testing.households import Households
from relapse_rules.testing.problems import Problems
from relapse_rules.testing.questions import spellings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Ordered
    from datetime import date

    from relapse_rules.policy import Policy
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Expectation, Kind
    from relapse_rules.testing.chain import Document
    from relapse_rules.testing.days import DayRules
    from relapse_rules.testing.drafts import Draft

# Codes of what may be wrong with a record begin so.
RECORD_CODES = "RR6"
OF_DECISIONS = ("output", "undecided", "needs", "reasons")


class CaseReader:
    """Reads the cases of one file; `problems` are all that is wrong with them.

    Reading raises PolicyError once there are too many.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.problems = Problems()
        self.households = Households(policy, self.problems)
        self._days = Days(policy, self.problems)

    def read(self, documents: Ordered[Document]) -> Iterator[Case]:
        """The cases of a file and of those it extends, outermost first."""
        for document in documents:
            self.households.read_named(document.fields.get("households"))
        seen: dict[str, Span] = {}
        for draft in drafts(documents, self.problems):
            first = seen.setdefault(draft.name, draft.place)
            if first is draft.place:
                yield from self._case(draft)
            else:
                also = ((first, "first_here"),)
                args = {"name": draft.name}
                self.problems.append(Diagnostic("RR906", draft.place, args, also))

    def _case(self, draft: Draft) -> Iterator[Case]:
        day = self._day(draft)
        if day is None:
            return
        case = self._about(draft, day)
        if case.todo:
            yield case
        elif kind := self.households.kind(draft):
            record = self.households.record(draft, kind)
            case = replace(case, kind=kind, record=record)
            stated = draft.last("date")
            assert stated is not None
            if today := self._days.on(day, kind, stated.span):
                yield self._expecting(case, draft, today)

    def _day(self, draft: Draft) -> date | None:
        node = draft.last("date")
        if node is None:
            self._report("RR904", draft.place, case=draft.name)
            return None
        assert isinstance(node, Scalar)
        day = day_of(node.text)
        if day is None:
            self._report("RR505", node.span, value=node.text)
        return day

    def _about(self, draft: Draft, day: date) -> Case:
        """Everything but the record and what is expected."""
        case, sources = draft.case, self.policy.sources
        context = Context({}, "", sources, self.policy.assumptions, self.problems)
        return Case(
            name=draft.name,
            policy=self.policy.id,
            day=day,
            kind="household",
            record={},
            todo=draft.is_true("todo"),
            confirm=draft.is_true("confirm"),
            keywords=texts(case, "keywords"),
            description=text(case, "description"),
            source=provenance(case, context).citations,
            place=draft.place,
        )

    def _report(self, code: str, place: Span, **args: object) -> None:
        self.problems.append(Diagnostic(code, place, args))

    # -- what it expects ---------------------------------------------------------------

    def _expecting(self, case: Case, draft: Draft, today: DayRules) -> Case:
        if draft.is_refused:
            return replace(case, refused=self._refused(draft, case.kind))
        before = len(self.problems)
        expected = self._expected(draft, today)
        reasons = tuple(self._reasons(draft, today))
        needs = self._needs(draft, case.kind, expected)
        if not (expected or reasons) and len(self.problems) == before:
            self._report("RR920", draft.place, case=draft.name)
        return replace(case, expected=expected, reasons=reasons, needs=needs)

    def _expected(self, draft: Draft, today: DayRules) -> tuple[Expectation, ...]:
        """What the case says and then the row, which overrules it answer by answer."""
        reader = Expectations(today.questions, today.day, self.problems)
        found: dict[str, Expectation] = {}
        for level in draft.levels:
            if isinstance(node := level.get("output"), Mapping):
                found |= {one.question.name: one for one in reader.output(node)}
            if isinstance(node := level.get("undecided"), Sequence):
                found |= {one.question.name: one for one in reader.undecided(node)}
        return settled(found)

    def _needs(
        self, draft: Draft, kind: Kind, expected: tuple[Expectation, ...]
    ) -> frozenset[str] | None:
        node = draft.last("needs")
        if node is None:
            return None
        if not any(one.is_open for one in expected):
            self._report("RR925", node.span)
        facts = self.households.facts(kind)
        found = set()
        for one in scalars(node):
            path = facts.path(one.text)
            if path is None:
                near = nearest_name(one.text, facts.known)
                self._report("RR601", one.span, fact=one.text, nearest=near)
            else:
                found.add(path)
        return frozenset(found)

    def _reasons(self, draft: Draft, today: DayRules) -> Iterator[str]:
        node = draft.last("reasons")
        if node is None:
            return
        questions, derived = today.questions, today.rules.meaning.derived
        names = spellings((d.id, d.label) for d in derived.values())
        for one in scalars(node):
            clause = questions.clause(one.text) or names.get(one.text)
            if clause is not None:
                yield clause
            elif questions.of_another_day(one.text):
                day = today.day.isoformat()
                self._report("RR923", one.span, name=one.text, day=day)
            else:
                near = nearest_name(one.text, [*questions.clauses(), *names])
                self._report("RR927", one.span, name=one.text, nearest=near)

    def _refused(self, draft: Draft, kind: Kind) -> dict[str, frozenset[str]]:
        """The facts that must be refused, each with its codes."""
        last = next(level for level in reversed(draft.levels) if "error" in level)
        for key in OF_DECISIONS:
            if key in last:
                self._report("RR924", last[key].span, key=key)
        facts = self.households.facts(kind)
        node = last["error"]
        assert isinstance(node, Mapping)
        if not node.entries:
            self._report("RR208", node.span, key="error")
        found = {}
        for pair in node.entries:
            codes = scalars(pair.value)
            if not codes:
                self._report("RR208", pair.value.span, key=pair.key.text)
            for code in codes:
                if not (
                    code.text.startswith(RECORD_CODES) and code.text in catalogue()
                ):
                    self._report("RR926", code.span, value=code.text)
            path = facts.path(pair.key.text) or pair.key.text
            found[path] = frozenset(code.text for code in codes)
        return found
