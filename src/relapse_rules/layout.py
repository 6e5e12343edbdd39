"""What stands where in a program's flat outcomes, and how it reads as answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.answers import (
    Answer,
    ChecklistAnswer,
    ChoiceAnswer,
    FlagsAnswer,
    SequenceAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from relapse_rules.documents.policy import RuleSet
    from relapse_rules.program.nodes import Program

# What a program answers, as one flat tuple; the layout says what stands where.
Outcomes = tuple[Any, ...]
# How many outcomes one entry of a section takes: a step has done, on and due.
WIDTH = {"flags": 1, "checklist": 1, "sequence": 3}
# What a decision is about in the first place, beside removal; a grid has nothing but these.
MAIN_SECTIONS = ("types", "tiers", "visits")
OF_GRIDS = frozenset({"checks", "values"})


def main_sections(answered: Collection[str]) -> tuple[str, ...]:
    """The main ones of the sections that are answered; of a grid its checks."""
    return MAIN_SECTIONS if set(answered) - OF_GRIDS else ("checks",)


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """One section: where its outcomes start, and what the policy says about its entries."""

    id: str
    shape: str
    start: int
    entries: tuple[str, ...]
    about: Mapping[str, Mapping[str, Any]]
    # A choice has few answers; they are made once.
    decided: tuple[ChoiceAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections and values of a program, in the order of its outcomes."""

    sections: tuple[SectionLayout, ...]
    values: Mapping[str, tuple[int, int]]
    as_of: int
    by_id: Mapping[str, SectionLayout]

    def answers(self, outcomes: Outcomes) -> dict[str, Any]:
        """Every section's answer, by the section's id."""
        return {s.id: self.answer(s.id, outcomes) for s in self.sections}

    def answer(self, section_id: str, outcomes: Outcomes) -> Any:
        """One section's answer, None when no layer defines it."""
        section = self.by_id.get(section_id)
        if section is None:
            return None
        if section.shape == "choice":
            return _choice(section, outcomes)
        if section.shape == "sequence":
            return self._sequence(section, outcomes)
        values = outcomes[section.start : section.start + len(section.entries)]
        kind = ChecklistAnswer if section.shape == "checklist" else FlagsAnswer
        return kind(dict(zip(section.entries, values, strict=True)), section.about)

    def shown_values(self, outcomes: Outcomes) -> dict[str, Decimal | None]:
        """Derived values that are answers, rounded half up for show only."""
        return {name: self.shown(name, outcomes) for name in self.values}

    def shown(self, name: str, outcomes: Outcomes) -> Decimal | None:
        """One derived value; None when it is unknown. KeyError when it is no answer."""
        places, start = self.values[name]
        top, bottom = outcomes[start], outcomes[start + 1]
        if top is None or bottom is None:
            return None
        return rounded(top, bottom, places)

    def _sequence(self, section: SectionLayout, outcomes: Outcomes) -> SequenceAnswer:
        done, late, due = [], [], {}
        rows: list[bool | None] = []
        for index, step in enumerate(section.entries):
            at = section.start + 3 * index
            finished, on, limit = outcomes[at : at + 3]
            rows.append(finished)
            if finished:
                done.append(step)
            if limit is not None:
                due[step] = date.fromordinal(limit)
                day = on if finished else self.as_of
                if finished is not None and day is not None and day > limit:
                    late.append(step)
        open_ = _still_open(section.entries, rows)
        answer: Answer = "undecided" if len(open_) > 1 else "yes"
        if len(open_) == 1 and open_[0] is not None:
            answer = "no"
        return SequenceAnswer(
            answer,
            open_[0] if len(open_) == 1 else None,
            open_ if len(open_) > 1 else (),
            tuple(done),
            tuple(late),
            due,
            section.entries,
            section.about,
        )


def _still_open(
    steps: tuple[str, ...], rows: list[bool | None]
) -> tuple[str | None, ...]:
    """The steps that may be the next one; None when all may be done."""
    found: list[str | None] = []
    for step, finished in zip(steps, rows, strict=True):
        if finished is not True:
            found.append(step)
        if finished is False:
            return tuple(found)
    return (*found, None)


def _choice(section: SectionLayout, outcomes: Outcomes) -> ChoiceAnswer:
    found = outcomes[section.start]
    if isinstance(found, tuple):
        names = tuple(section.entries[i] if i >= 0 else None for i in found)
        return ChoiceAnswer("undecided", None, names)
    return section.decided[found]


def rounded(top: int, bottom: int, places: int) -> Decimal:
    """`top / bottom` rounded half up (halves away from zero)."""
    scale = 10**places
    whole, rest = divmod(abs(top) * scale, bottom)
    if 2 * rest >= bottom:
        whole += 1
    return Decimal(-whole if top < 0 else whole).scaleb(-places)


def layout_of(program: Program, rules: RuleSet) -> Layout:
    """The layout of a program's outcomes."""
    about = {s.id: s for s in rules.sections}
    sections, start = [], 0
    for section in program.sections:
        entries = about[section.id].entries
        details = {
            e.id: {"label": {"zh": e.label.zh, "en": e.label.en}, **e.details}
            for e in entries
        }
        ids = tuple(r.id for r in section.rows)
        decided = _rows(ids, details) if section.shape == "choice" else ()
        sections.append(
            SectionLayout(section.id, section.shape, start, ids, details, decided)
        )
        start += 1 if section.shape == "choice" else WIDTH[section.shape] * len(ids)
    values = {}
    for value in program.values:
        values[value.id] = (value.places, start)
        start += 2
    by_id = {s.id: s for s in sections}
    return Layout(tuple(sections), values, program.as_of, by_id)


def _rows(
    ids: tuple[str, ...], about: Mapping[str, Mapping[str, Any]]
) -> tuple[ChoiceAnswer, ...]:
    """The answer of each row, and last that of none."""
    won = [ChoiceAnswer("yes", row, (row,), about[row]) for row in ids]
    return (*won, ChoiceAnswer("no"))
