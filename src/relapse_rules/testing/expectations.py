"""From `output` and `undecided` as written to what each question must be answered with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import Diagnostic
from relapse_rules.messages import Phrase, word
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.case import Exactly, Expectation, Question, Row, Value
from relapse_rules.testing.questions import CLAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Reply
    from relapse_rules.testing.questions import Questions

# What may be said of each part, besides the entries of its section.
WORDS: dict[str, tuple[str, ...]] = {
    "answer": ("yes", "no", "undecided", "not_defined"),
    "row": ("none", "undecided", "not_defined"),
    "next": ("none", "undecided", "not_defined"),
    "due": ("unknown", "not_defined"),
    "value": ("unknown",),
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
LISTS = frozenset({"holding", "unmet", "possible", "done", "late"})


class Expectations:
    """Reads what is expected of one kind of record on one day; notes what is wrong."""

    def __init__(
        self, questions: Questions, day: date, problems: list[Diagnostic]
    ) -> None:
        self.questions = questions
        self.day = day
        self.problems = problems

    def output(self, node: Mapping) -> Iterator[Expectation]:
        """One expectation an answer; nested keys are the same as dotted ones."""
        for name, at, value in self._flat(node, ""):
            question = self.question(name, at)
            if question is None:
                continue
            if isinstance(value, Sequence) and self._has_clauses(question):
                question = replace(question, part="holding")
            wanted = self._wanted(question, value)
            if wanted is not None:
                yield Expectation(question, wanted, at)

    def _has_clauses(self, question: Question) -> bool:
        """Whether it asks for a whole section whose clauses can be listed."""
        names = self.questions.sections.get(question.section)
        whole = question.part == "answer" and not question.entry
        return whole and names is not None and names.shape in CLAUSES

    def _flat(self, node: Mapping, above: str) -> Iterator[tuple[str, Span, Node]]:
        if not node.entries:
            self.problems.append(
                Diagnostic("RR208", node.span, {"key": above or "output"})
            )
        for pair in node.entries:
            name = f"{above}.{pair.key.text}" if above else pair.key.text
            if isinstance(pair.value, Mapping):
                yield from self._flat(pair.value, name)
            else:
                yield name, pair.key.span, pair.value

    def undecided(self, node: Sequence) -> Iterator[Expectation]:
        """Each answer that must stay open; a value is then unknown."""
        for item in node.items:
            assert isinstance(item, Scalar)
            question = self.question(item.text, item.span)
            if question is None:
                continue
            if question.part == "value":
                yield Expectation(question, Value(None), item.span)
            elif question.part in {"answer", "row", "next"}:
                yield Expectation(question, "undecided", item.span)
            else:
                self._refuse(item, question)

    def question(self, name: str, at: Span) -> Question | None:
        """The question of that name, or None once the problem is noted."""
        found = self.questions.find(name)
        if found is None:
            self.problems.append(self._unknown(name, at))
        return found

    def _unknown(self, name: str, at: Span) -> Diagnostic:
        if self.questions.of_another_day(name):
            args = {"name": name, "day": self.day.isoformat()}
            return Diagnostic("RR923", at, args)
        known = self.questions.known()
        mains = ", ".join(one for one in known if "." not in one)
        near = self.questions.nearest(name)
        args = {"name": name, "known": mains, "nearest": near}
        return Diagnostic("RR921", at, args)

    # -- what is wanted -------------------------------------------------------------------

    def _wanted(self, question: Question, node: Node) -> Reply | None:
        found: Reply | None
        if question.part in LISTS:
            found = self._exactly(question, node)
        elif isinstance(node, Scalar):
            found = _READERS[question.part](self, question, node)
        else:
            found = None
        if found is None:
            self._refuse(node, question)
        return found

    def _exactly(self, question: Question, node: Node) -> Exactly | None:
        """The entries of a list; each that is none of the section is noted."""
        if not isinstance(node, Sequence):
            return None
        entries = self._entries(question)
        ids: list[str | None] = []
        for item in node.items:
            assert isinstance(item, Scalar)
            spelled = entries.get(item.text)
            if spelled is not None:
                ids.append(spelled)
            elif question.part == "possible" and _spoken(item) == "none":
                ids.append(None)
            else:
                self._refuse(item, question)
        # A decision names no candidates once it is decided that no row wins.
        return Exactly(frozenset() if ids == [None] else frozenset(ids))

    def _entries(self, question: Question) -> dict[str, str]:
        return dict(self.questions.sections[question.section].entries)

    def answer(self, _question: Question, node: Scalar) -> Reply | None:
        if isinstance(node.value, bool):
            return "yes" if node.value else "no"
        found: Any = _spoken(node)
        return found if found in WORDS["answer"] else None

    def row(self, question: Question, node: Scalar) -> Reply | None:
        """A row or step; `false` is none, as the answer of a choice is then no."""
        entry = self._entries(question).get(node.text)
        if entry is not None:
            return Row(entry)
        if node.value is False:
            return Row(None)
        match _spoken(node):
            case "none":
                return Row(None)
            case "undecided":
                return "undecided"
            case "not_defined":
                return "not_defined"
        return None

    def due(self, _question: Question, node: Scalar) -> Reply | None:
        match _spoken(node):
            case "unknown":
                return Value(None)
            case "not_defined":
                return "not_defined"
        return None if (day := day_of(node.text)) is None else Value(day)

    def value(self, _question: Question, node: Scalar) -> Reply | None:
        if isinstance(node.value, bool):
            return None
        if _spoken(node) == "unknown":
            return Value(None)
        return Value(Decimal(node.text)) if _NUMBER.fullmatch(node.text) else None

    def _refuse(self, node: Node, question: Question) -> None:
        text = node.text if isinstance(node, Scalar) else node.span.text
        words = WORDS.get(
            question.part, ("none",) if question.part == "possible" else ()
        )
        names = self.questions.sections.get(question.section)
        entries = (
            names.ids
            if names and not question.entry and question.part != "answer"
            else ()
        )
        spoken = [_written(one) for one in words]
        if question.part in {"value", "due"}:
            spoken.insert(0, _FORMS[question.part])
        known = Phrase(
            "、".join([*entries, *(p.zh for p in spoken)]),
            ", ".join([*entries, *(p.en for p in spoken)]),
        )
        spelled = names.entries if names else {}
        near = nearest_name(text, [*spelled, *(p.en for p in spoken)])
        near = spelled.get(near, near)
        args = {"value": text, "name": question.name, "known": known, "nearest": near}
        at = node.span
        self.problems.append(Diagnostic("RR922", at, args))


_FORMS = {
    "value": Phrase('数，如 "5408.70"', 'a number, such as "5408.70"'),
    "due": Phrase("日期，如 2022-10-25", "a date, such as 2022-10-25"),
}
_READERS: dict[str, Callable[[Expectations, Question, Scalar], Reply | None]] = {
    "answer": Expectations.answer,
    "row": Expectations.row,
    "next": Expectations.row,
    "due": Expectations.due,
    "value": Expectations.value,
}


def day_of(text: str) -> date | None:
    """A day written `2022-10-25`; nothing else is one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _written(name: str) -> Phrase:
    """A word as a case file has it: yes and no are `true` and `false`."""
    plain = {"yes": "true", "no": "false"}.get(name, name)
    return Phrase(f"{word(f'case_{name}', 'zh')}（{plain}）", plain)


def _spoken(node: Scalar) -> str:
    return spoken(node.text) if isinstance(node.value, str) else ""


def spoken(text: str) -> str:
    """The word that a text is, by its English or its Chinese name; or nothing."""
    return _spoken_words().get(text, "")


@cache
def _spoken_words() -> dict[str, str]:
    words = dict.fromkeys(one for listed in WORDS.values() for one in listed)
    return {name: one for one in words for name in (one, word(f"case_{one}", "zh"))}


def settled(found: dict[str, Expectation]) -> tuple[Expectation, ...]:
    """Expectations of one case: a list of what holds knows which clauses stay open."""
    open_: dict[str, set[str]] = {}
    for one in found.values():
        if one.question.entry and one.wanted == "undecided":
            open_.setdefault(one.question.section, set()).add(one.question.entry)
    return tuple(_with_open(one, open_) for one in found.values())


def _with_open(one: Expectation, open_: dict[str, set[str]]) -> Expectation:
    if one.question.part not in {"holding", "unmet"}:
        return one
    if not isinstance(one.wanted, Exactly):
        return one
    undecided = frozenset(open_.get(one.question.section, ()))
    return replace(one, wanted=replace(one.wanted, undecided=undecided))
