"""A decision as the columns of one row: names, types, and what each is made of.

Every back end for many records writes these columns from the same few forms, so that a
table says what a `Decision` says. Names are the sections' own, `removal.holds` written
`removal_holds`; an entry's column joins section and entry by two underscores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from relapse_rules.program import nodes
from relapse_rules.program.nodes import And, BoolConst, BoolRef, Compare, Not, Or

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.program.nodes import Bool, Int, Program, SectionProgram

# How much of a decision: the answers; what decided them; every clause.
Detail = Literal["answers", "reasons", "clauses"]
DETAILS: tuple[Detail, ...] = ("answers", "reasons", "clauses")
# Sections whose answer is one of a kind are named so, as in `decision.tier`.
SINGULAR = {"types": "type", "tiers": "tier"}
# What stands for no row at all among the rows that may still win.
NONE = "-"


@dataclass(frozen=True, slots=True)
class Truth:
    """Text: `yes`, `no` or `undecided`."""

    node: Bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean; null is undecided."""

    node: Bool


@dataclass(frozen=True, slots=True)
class First:
    """Text: the id of the first row whose node is true; null when none is."""

    rows: tuple[tuple[str, Bool], ...]


@dataclass(frozen=True, slots=True)
class Ids:
    """A list of texts, in order: the ids whose node is true, or is unknown.

    With `when`, the list is empty unless that node is unknown, and then holds every id
    whose node is not false.
    """

    rows: tuple[tuple[str, Bool], ...]
    unknown: bool = False
    when: Bool | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A whole number: how many nodes are true, or are unknown."""

    args: tuple[Bool, ...]
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date, from a binding that holds a day number; null is unknown."""

    binding: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A decimal with `places`, from a whole number of its last place; null is unknown."""

    scaled: Int
    places: int


Form = Truth | Flag | First | Ids | Tally | Day | Shown
FORMS = (Truth, Flag, First, Ids, Tally, Day, Shown)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of decisions.

    `section` is the section it is about (`values` for shown values), `entry` the entry.
    """

    name: str
    form: Form
    detail: Detail
    section: str
    entry: str = ""

    @property
    def type(self) -> str:
        """The type of its values, in words: `text`, `boolean`, `decimal(2)`..."""
        if isinstance(self.form, Shown):
            return f"decimal({self.form.places})"
        return TYPES[type(self.form)]


TYPES: dict[type, str] = {
    Truth: "text",
    Flag: "boolean",
    First: "text",
    Ids: "list of text",
    Tally: "integer",
    Day: "date",
}


def columns_of(program: Program) -> tuple[Column, ...]:
    """The columns of a program's decisions: answers first, then reasons, then clauses."""
    found = [*_removal(program)]
    for section in program.sections:
        found += SHAPES[section.shape](section, program)
    found += _values(program)
    return tuple(sorted(found, key=lambda c: DETAILS.index(c.detail)))


def chosen(columns: tuple[Column, ...], detail: Detail) -> tuple[Column, ...]:
    """The columns up to a degree of detail."""
    most = DETAILS.index(detail)
    return tuple(c for c in columns if DETAILS.index(c.detail) <= most)


def stem_of(section: str) -> str:
    """The first part of the names of a section's columns."""
    return SINGULAR.get(section, section.replace(".", "_"))


def _nodes(section: SectionProgram) -> list[tuple[str, Bool]]:
    return [(row.id, BoolRef(row.when)) for row in section.rows]


def _won(rows: list[tuple[str, Bool]]) -> tuple[tuple[str, Bool], ...]:
    """Each row with whether it wins: it holds and none before it does."""
    before: list[Bool] = []
    found: list[tuple[str, Bool]] = []
    for entry, node in rows:
        found.append((entry, And((*before, node)) if before else node))
        before.append(Not(node))
    return tuple(found)


def _any(rows: tuple[tuple[str, Bool], ...]) -> Bool:
    return Or(tuple(node for _, node in rows)) if rows else BoolConst(value=False)


def _clauses(section: SectionProgram) -> Iterator[Column]:
    stem = stem_of(section.id)
    for row, node in _nodes(section):
        name = f"{stem}__{row}"
        yield Column(name, Flag(node), "clauses", section.id, row)


def _flags(section: SectionProgram, _: Program) -> Iterator[Column]:
    stem, rows = stem_of(section.id), tuple(_nodes(section))
    nodes_ = tuple(node for _, node in rows)
    yield Column(f"{stem}_answer", Truth(_any(rows)), "answers", section.id)
    yield Column(f"{stem}_count", Tally(nodes_), "answers", section.id)
    yield Column(f"{stem}_open", Tally(nodes_, unknown=True), "answers", section.id)
    yield Column(f"{stem}_yes", Ids(rows), "reasons", section.id)
    yield Column(f"{stem}_undecided", Ids(rows, unknown=True), "reasons", section.id)
    yield from _clauses(section)


def _choice(section: SectionProgram, _: Program) -> Iterator[Column]:
    stem, rows = stem_of(section.id), _nodes(section)
    won = _won(rows)
    yield Column(stem, First(won), "answers", section.id)
    yield Column(f"{stem}_answer", Truth(_any(won)), "answers", section.id)
    yield Column(f"{stem}_possible", _possible(rows), "reasons", section.id)
    yield from _clauses(section)


def _possible(rows: list[tuple[str, Bool]]) -> Ids:
    """The rows that may still win; none may when a row is sure to hold."""
    won = _won(rows)
    none = Not(_any(tuple(rows)))
    return Ids((*won, (NONE, none)), when=_any(won))


def _checklist(section: SectionProgram, _: Program) -> Iterator[Column]:
    stem, rows = stem_of(section.id), _nodes(section)
    unmet = tuple((row, Not(node)) for row, node in rows)
    met = Truth(And(tuple(node for _, node in rows)))
    yield Column(f"{stem}_answer", met, "reasons", section.id)
    yield Column(f"{stem}_unmet", Ids(unmet), "reasons", section.id)
    open_ = Ids(tuple(rows), unknown=True)
    yield Column(f"{stem}_undecided", open_, "reasons", section.id)
    yield from _clauses(section)


def _sequence(section: SectionProgram, program: Program) -> Iterator[Column]:
    stem = stem_of(section.id)
    open_: list[tuple[str, Bool]] = [(row, Not(n)) for row, n in _nodes(section)]
    next_ = _won(open_)
    answer = Truth(Not(_any(next_)))
    yield Column(f"{stem}_answer", answer, "answers", section.id)
    yield Column(f"{stem}_next", First(next_), "answers", section.id)
    late = Ids(tuple(_late(section, program)))
    yield Column(f"{stem}_possible", _possible(open_), "reasons", section.id)
    yield Column(f"{stem}_late", late, "reasons", section.id)
    yield from _clauses(section)
    for row in section.rows:
        if row.due:
            name = f"{stem}__{row.id}__due"
            yield Column(name, Day(row.due), "clauses", section.id, row.id)


def _late(section: SectionProgram, program: Program) -> Iterator[tuple[str, Bool]]:
    """The steps with a due day, and whether they are or were late."""
    days = {b.name: b.node for b in program.bindings}
    for row in section.rows:
        if row.due:
            done = BoolRef(row.when)
            due = _day(row.due, days)
            today = Compare(">", nodes.IntConst(program.as_of), due)
            late: Bool = And((Not(done), today))
            if row.done_on:
                then = Compare(">", _day(row.done_on, days), due)
                late = Or((late, And((done, then))))
            yield row.id, late


def _day(binding: str, days: dict[str, nodes.Node]) -> Int:
    node = days[binding]
    assert isinstance(node, nodes.INT_KINDS)
    return nodes.IntRef(binding, node.low, node.high)


def _removal(program: Program) -> Iterator[Column]:
    """Whether a case may be closed: every condition holds, and nothing holds it back."""
    by_id = {s.id: s for s in program.sections}
    conditions = by_id.get("removal.conditions")
    if conditions is None:
        return
    against: list[tuple[str, Bool]] = [
        (f"conditions.{row}", Not(node)) for row, node in _nodes(conditions)
    ]
    for name in ("holds", "refusals"):
        if section := by_id.get(f"removal.{name}"):
            against += [(f"{name}.{row}", node) for row, node in _nodes(section)]
    rows = tuple(against)
    answer = Truth(Not(_any(rows)))
    yield Column("removal_answer", answer, "answers", "removal")
    yield Column("removal_because", First(rows), "answers", "removal")


def _values(program: Program) -> Iterator[Column]:
    for value in program.values:
        name = f"value__{value.id}"
        shown = Shown(value.rounded, value.places)
        yield Column(name, shown, "answers", "values", value.id)


SHAPES = {
    "flags": _flags,
    "choice": _choice,
    "checklist": _checklist,
    "sequence": _sequence,
}


def nodes_of(form: Form, program: Program) -> tuple[Bool | Int, ...]:
    """The nodes that a form is made of; of a day, its binding's."""
    match form:
        case Truth(node=node) | Flag(node=node):
            return (node,)
        case First(rows=rows):
            return tuple(node for _, node in rows)
        case Ids(rows=rows, when=when):
            found = tuple(node for _, node in rows)
            return found if when is None else (*found, when)
        case Tally(args=args):
            return args
        case Day(binding=binding):
            return (_day(binding, {b.name: b.node for b in program.bindings}),)
        case Shown(scaled=scaled):
            return (scaled,)
