"""What one cell of a sheet of cases would be in a YAML file."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.yaml.tree import Mapping, Pair, Scalar, Sequence
from relapse_rules.records.cells import day_of, truth_of
from relapse_rules.testing.expectations import LISTS, spoken
from relapse_rules.testing.questions import CLAUSES

if TYPE_CHECKING:
    from collections import abc
    from datetime import date

    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span
    from relapse_rules.testing.questions import Questions

SEPARATORS = "、;；,，"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
NONE = "无"


def reply(text: str, place: Span, name: str, questions: Questions) -> Node:
    """A list where the question asks for one, and a day as ISO has it."""
    question = questions.find(name)
    if question is None:
        return Scalar(text, text, "", place)
    if question.part == "due" and (day := day_of(text)):
        return Scalar(day.isoformat(), day.isoformat(), "", place)
    listed = question.part in LISTS
    if (
        question.part == "answer"
        and not question.entry
        and question.section in questions.sections
    ):
        shape = questions.sections[question.section].shape
        listed = shape in CLAUSES and spoken(text) in {"", "none"}
    return _listed(text, place) if listed else Scalar(text, text, "", place)


def _listed(text: str, place: Span) -> Sequence:
    if text in {NONE, "none"}:
        return Sequence((), place)
    parts = (part.strip() for part in re.split(f"[{SEPARATORS}]", text))
    return Sequence(tuple(Scalar(p, p, "", place) for p in parts if p), place)


def pair(key: str, value: Node, place: Span) -> Pair:
    return Pair(Scalar(key, key, "", place), value)


def _text(text: str, place: Span) -> Node:
    return Scalar(text, text, "", place)


def _flag(text: str, place: Span) -> Node:
    return Scalar(text, truth_of(text), "", place)


def _day(text: str, place: Span) -> Node:
    day: date | None = day_of(text)
    shown = text if day is None else day.isoformat()
    return Scalar(shown, shown, "", place)


def _source(text: str, place: Span) -> Node:
    """One citation a line: `id | place | note`."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|", 2)]
        keys = zip(("in", "at", "note"), parts, strict=False)
        found.append(
            Mapping(
                tuple(
                    pair(k, _text(p, place), place) for k, p in keys if p or k == "in"
                ),
                place,
            )
        )
    return Sequence(tuple(found), place)


def _error(text: str, place: Span) -> Node:
    """One fact a line: `household_size: RR604 RR607`."""
    pairs = []
    for line in text.splitlines():
        fact, _, codes = line.partition(":")
        listed = tuple(_text(code, place) for code in codes.split())
        pairs.append(pair(fact.strip(), Sequence(listed, place), place))
    return Mapping(tuple(pairs), place)


FROM_CELL: abc.Mapping[str, abc.Callable[[str, Span], Node]] = {
    "name": _text,
    "date": _day,
    "description": _text,
    "keywords": _listed,
    "source": _source,
    "todo": _flag,
    "confirm": _flag,
    "reasons": _listed,
    "needs": _listed,
    "error": _error,
}


def guess(text: str) -> Any:
    """What a record that must be refused states: a number if it looks like one."""
    if found := _NUMBER.fullmatch(text):
        return Decimal(text) if found[1] else int(text)
    return text


def node(value: Any, place: Span) -> Node:
    """An exact value as YAML would have it."""
    if isinstance(value, frozenset):
        return Sequence(tuple(_text(one, place) for one in sorted(value)), place)
    if isinstance(value, (bool, int, Decimal)):
        return Scalar(str(value), value, "", place)
    return Scalar(str(value), str(value), "", place)
