"""What the cases of a policy have to show, goal by goal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from relapse_rules.documents.periods import lifetime, overlap, within
from relapse_rules.documents.policy import Period
from relapse_rules.language import tree
from relapse_rules.program.meaning import formulas
from relapse_rules.program.order import children
from relapse_rules.testing.conditions import conditions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from relapse_rules.documents.policy import (
        DatedValue,
        Fact,
        Parameter,
        PolicyText,
        Section,
    )
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Kind
    from relapse_rules.testing.conditions import Condition

Sort = Literal["condition", "row", "boundary", "unknown"]
Side = Literal["below", "at", "above"]
SIDES: tuple[Side, ...] = ("below", "at", "above")
ORDERED = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Setpoint:
    """A value of a parameter: since when it holds, and its row in a table."""

    parameter: str
    since: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that some case has to show.

    `clause` is where it stands: `tiers.red`, `derive.below_line`. `what` is the text of a
    condition, the id of a row or the path of a fact; `number` tells conditions of one text
    apart. `wanted` is what has to be seen of it: yes, no, a listed value, a side, a win.
    """

    sort: Sort
    clause: str
    what: str
    wanted: str
    number: int = 1
    setpoint: Setpoint | None = None
    # Of a list of values, whether one that is met makes the condition fail.
    negated: bool = False
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """A name that stays the same while the policy does."""
        number = f"#{self.number}" if self.number > 1 else ""
        point = self.setpoint
        of = f"@{point.parameter}[{point.row or point.since}]" if point else ""
        what = f"{self.clause}: {self.what}" if self.clause else self.what
        return f"{self.sort} {what}{number}{of} = {self.wanted}"


@dataclass(frozen=True, slots=True)
class ConditionGoals:
    """The goals of one condition.

    `yes` and `no` are by the listed value that was met, or under "" where that is no
    matter; `edges` by the side of a comparison and the value it compares with.
    """

    condition: Condition
    yes: Mapping[str, Goal]
    no: Mapping[str, Goal]
    edges: Mapping[tuple[Side, Setpoint | None], Goal]

    def __iter__(self) -> Iterator[Goal]:
        yield from (*self.yes.values(), *self.no.values(), *self.edges.values())


@dataclass(frozen=True)
class Goals:
    """Every goal of one kind of record."""

    kind: Kind
    conditions: Mapping[Key, tuple[ConditionGoals, ...]]
    rows: Mapping[str, Mapping[str, Goal]]
    unknown: Mapping[str, Goal]

    def __iter__(self) -> Iterator[Goal]:
        for found in chain.from_iterable(self.conditions.values()):
            yield from found
        for rows in self.rows.values():
            yield from rows.values()
        yield from self.unknown.values()

    def only(self, wanted: Collection[Goal]) -> Goals:
        """The formulas, choices and facts that some goals are about, and no others."""
        kept = set(wanted)
        conditions = {
            key: found
            for key, found in self.conditions.items()
            if any(goal in kept for one in found for goal in one)
        }
        rows = {
            section: {k: g for k, g in found.items() if g in kept}
            for section, found in self.rows.items()
        }
        unknown = {path: g for path, g in self.unknown.items() if g in kept}
        return Goals(self.kind, conditions, rows, unknown)


def clause_name(key: Key, kind: Kind) -> str:
    """How a formula is called: `tiers.red`, `derive.below_line`, `facts.members.age`."""
    if key[0] == "derived":
        parts = ["derive", key[1]]
    elif key[0] == "otherwise":
        parts = ["facts", *key[1:]]
    else:
        parts = [*key[:2], *([] if key[2] in {"when", "done"} else [key[2]])]
    return ".".join(["grid", *parts] if kind == "grid" else parts)


def goals_of(text: PolicyText, meaning: Meaning, kind: Kind) -> Goals:
    """The goals of a policy's rules about one kind of record; `meaning` is of all days."""
    maker = _Maker(text, meaning, kind)
    return Goals(
        kind,
        {key: tuple(maker.conditions(key)) for key, _ in formulas(meaning.rules)},
        {
            section.id: maker.rows(section)
            for section in meaning.rules.sections
            if section.shape == "choice"
        },
        {goal.what: goal for goal in maker.unknown()},
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    text: PolicyText
    meaning: Meaning
    kind: Kind

    def conditions(self, key: Key) -> Iterator[ConditionGoals]:
        located = self.meaning.syntax[key].located
        clause = clause_name(key, self.kind)
        seen: dict[str, int] = {}
        for condition in conditions(key, self.meaning.typed[key]):
            node = condition.node
            what = " ".join(located.text[node.start : node.end].split())
            seen[what] = seen.get(what, 0) + 1
            place = located.part(node.start, node.end)
            negated = isinstance(node, tree.In) and node.negated
            about = Goal(
                *("condition", clause, what, "", seen[what], None),
                negated=negated,
                place=place,
            )
            yes, no = listed(node)
            yield ConditionGoals(
                condition,
                {value: _wanting(about, value or "yes") for value in yes},
                {value: _wanting(about, value or "no") for value in no},
                self._edges(about, condition),
            )

    def _edges(
        self, about: Goal, condition: Condition
    ) -> dict[tuple[Side, Setpoint | None], Goal]:
        node = condition.node
        if not isinstance(node, tree.Compare) or node.op not in ORDERED:
            return {}
        points: list[Setpoint | None] = [*self._setpoints(condition)]
        return {
            (side, point): replace(
                about, sort="boundary", wanted=side, setpoint=point, negated=False
            )
            for point in points or [None]
            for side in SIDES
        }

    def _setpoints(self, condition: Condition) -> Iterator[Setpoint]:
        period = self._in_force(condition.key)
        for name in parameters_of(self.meaning, condition.node):
            parameter = self.meaning.all_parameters[name]
            for row, dated in dated_values(parameter):
                if overlap(period, Period(dated.since, dated.until)):
                    yield Setpoint(name, dated.since.isoformat(), row)

    def _in_force(self, key: Key) -> Period:
        """When a formula can matter at all."""
        whole = lifetime(self.text)
        if key[0] == "derived":
            return within(whole, self.meaning.derived[key[1]].valid)
        if key[0] == "otherwise":
            return whole
        entries = self.meaning.sections[key[0]].entries
        return within(whole, next(e.valid for e in entries if e.id == key[1]))

    def rows(self, section: Section) -> dict[str, Goal]:
        """Each row has to win, and where every row can fail, none of them."""
        found = {
            e.id: Goal("row", section.id, e.id, "won", place=e.origin.span)
            for e in section.entries
        }
        if all(entry.formulas for entry in section.entries):
            first = section.entries[0].origin.span
            found[""] = Goal("row", section.id, "", "won", place=first)
        return found

    def unknown(self) -> Iterator[Goal]:
        for fact in self.meaning.rules.facts:
            yield from self._fact(fact, fact.id)
            for item in fact.items:
                yield from self._fact(item, f"{fact.id}[].{item.id}")

    def _fact(self, fact: Fact, path: str) -> Iterator[Goal]:
        if not fact.personal:
            yield Goal("unknown", "", path, "unknown", place=fact.origin.span)


def _wanting(goal: Goal, wanted: str) -> Goal:
    return replace(goal, wanted=wanted)


def listed(node: tree.Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """By which values yes and no are told apart: each of several that are listed."""
    if isinstance(node, tree.In) and len(node.values) > 1:
        values = tuple(dict.fromkeys(node.values))
        return (("",), values) if node.negated else (values, ("",))
    return ("",), ("",)


def parameters_of(meaning: Meaning, node: tree.Node) -> tuple[str, ...]:
    """The parameters that a sub-expression is made of, through derived numbers too."""
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        match current:
            case tree.Name(symbol=symbol) if symbol.kind == "parameter":
                found[symbol.id] = None
            case tree.Lookup(table=symbol):
                found[symbol.id] = None
        behind = derived_number(meaning, current)
        waiting.extend(children(current) if behind is None else (behind,))
    return tuple(found)


def derived_number(meaning: Meaning, node: tree.Node) -> tree.Node | None:
    """The formula behind the name of a derived value, unless that is a yes or no."""
    if not isinstance(node, tree.Name) or node.symbol.kind != "derived":
        return None
    if node.type.kind == "boolean":
        return None
    return meaning.typed["derived", node.symbol.id]


def dated_values(parameter: Parameter) -> Iterator[tuple[str, DatedValue]]:
    """Every value of a parameter, with the key of its row in a table."""
    yield from (("", value) for value in parameter.values)
    for row in parameter.rows:
        yield from ((row.key, value) for value in row.values)
