"""The rules of one kind of record on days between which no rule and no value changes.

Here formulas are tried out in other versions: only what reads them is compiled again, and
the day of the decision is one more fact, so that one compilation serves every day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import made
from relapse_rules.backends.python.function import everything
from relapse_rules.decision import Decision
from relapse_rules.documents.periods import periods
from relapse_rules.documents.policy import LAST_DAY
from relapse_rules.layout import WIDTH
from relapse_rules.program.lowering import Part, lower_part
from relapse_rules.program.order import read_directly
from relapse_rules.testing.conditions import DAY, with_open_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from relapse_rules.backends.python import Body
    from relapse_rules.documents.policy import Parameter
    from relapse_rules.evaluator import Rules
    from relapse_rules.language import tree
    from relapse_rules.layout import Outcomes
    from relapse_rules.program.lowering import Inner
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.program.nodes import Program
    from relapse_rules.testing.trial import Trial


@dataclass(frozen=True, slots=True)
class Reach:
    """The answers that some formulas have a part in: entries by section, shown values."""

    rows: Mapping[str, frozenset[str]]
    values: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.rows or self.values)


@dataclass(frozen=True, slots=True)
class Version:
    """Some formulas in other versions, compiled: the answers within their reach.

    `places` says where each of its outcomes stands among all of the rules.
    """

    program: Program
    body: Body
    places: tuple[int, ...]

    def outcomes(self, values: tuple[Any, ...]) -> Outcomes:
        """The outcomes within reach; `values` are a trial's, and switches behind them."""
        return self.body(values)

    def among(self, whole: Outcomes, found: Outcomes) -> Outcomes:
        """All outcomes, with those within reach as they were found."""
        changed = list(whole)
        for place, value in zip(self.places, found, strict=True):
            changed[place] = value
        return tuple(changed)


class Setting:
    """The rules of one stretch of days. `rules` are those of any day in it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        opened = {key: with_open_day(n) for key, n in rules.meaning.typed.items()}
        self.meaning: Meaning = replace(rules.meaning, typed=opened)
        facts = (*rules.program.facts, DAY)
        self.like: Program = replace(rules.program, facts=facts)

    @cached_property
    def days(self) -> tuple[int, int]:
        """The first and the last day, as numbers, of the stretch that its day is in."""
        day = self.rules.day
        for first, last in periods(self.rules.text):
            if first <= day and (last is None or day <= last):
                return first.toordinal(), (last or LAST_DAY).toordinal()
        raise AssertionError("the rules of a day are in force on it")

    # -- who reads what ------------------------------------------------------------------

    @cached_property
    def _readers(self) -> Mapping[Key, frozenset[Key]]:
        """The formulas that ask each formula by name."""
        found: dict[Key, set[Key]] = {key: set() for key in self.meaning.typed}
        for key in self.meaning.typed:
            for read in read_directly(self.meaning, key):
                found[read].add(key)
        return {key: frozenset(keys) for key, keys in found.items()}

    def readers(self, keys: Iterable[Key]) -> frozenset[Key]:
        """The formulas, and all that are made of them in the end."""
        found: set[Key] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(self._readers.get(key, ()))
        return frozenset(found)

    def reach(self, keys: Iterable[Key], *, whole: bool = False) -> Reach:
        """The answers that the formulas have a part in.

        Which row of a choice wins is one answer; of procedures all steps only if `whole`.
        """
        rows: dict[str, set[str]] = {}
        values: set[str] = set()
        shown = self.rules.layout.values
        for key in self.readers(keys):
            if key[0] == "derived":
                values |= {key[1]} & shown.keys()
            elif key[0] != "otherwise":
                rows.setdefault(key[0], set()).add(key[1])
        for section in self.rules.layout.sections:
            joined = section.shape == "choice" or (
                whole and section.shape == "sequence"
            )
            if section.id in rows and joined:
                rows[section.id] = set(section.entries)
        return Reach({s: frozenset(r) for s, r in rows.items()}, frozenset(values))

    # -- versions ------------------------------------------------------------------------

    def version(
        self,
        formulas: Mapping[Key, tree.Node],
        parameters: Mapping[str, Parameter] | None = None,
    ) -> Version:
        """The rules with other formulas, or other parameters, as far as these reach."""
        program = self.program(self.reach(formulas), formulas, parameters)
        return Version(program, _body(program), tuple(self._places(program)))

    def program(
        self,
        reach: Reach,
        formulas: Mapping[Key, tree.Node],
        parameters: Mapping[str, Parameter] | None = None,
        conditions: Mapping[str, Inner] | None = None,
    ) -> Program:
        """The program of some answers, with other formulas or parameters.

        `conditions` are sub-expressions that are asked for besides.
        """
        meaning = replace(
            self.meaning,
            typed={**self.meaning.typed, **formulas},
            parameters=parameters or self.meaning.parameters,
        )
        part = Part(self.like, reach.rows, reach.values, conditions or {})
        return lower_part(meaning, self.rules.day, part)

    def asked(
        self, conditions: Mapping[str, Inner], numbers: Mapping[str, Inner]
    ) -> tuple[Program, Body]:
        """Some sub-expressions: conditions first, then numbers over their divisors."""
        part = Part(self.like, conditions=conditions, numbers=numbers)
        program = lower_part(self.meaning, self.rules.day, part)
        return program, _body(program)

    def _places(self, program: Program) -> Iterable[int]:
        layout = self.rules.layout
        for section in program.sections[:-1]:
            whole = layout.by_id[section.id]
            if section.shape == "choice":
                yield whole.start
                continue
            width = WIDTH[section.shape]
            for row in section.rows:
                at = whole.start + width * whole.entries.index(row.id)
                yield from range(at, at + width)
        for value in program.values:
            at = layout.values[value.id][1]
            yield from (at, at + 1)

    # -- trials ----------------------------------------------------------------------------

    def whole(self, trial: Trial) -> Outcomes:
        """Every outcome of the rules as they are."""
        return trial.rules.runner.with_gaps(trial.record.values)


def settings_of(
    trials: Iterable[Trial],
) -> Iterator[tuple[Setting, tuple[Trial, ...]]]:
    """Trials of one kind of record by what is in force on their days."""
    found: dict[Any, list[Trial]] = {}
    for trial in trials:
        found.setdefault(_in_force(trial.rules.meaning), []).append(trial)
    for group in found.values():
        yield Setting(group[0].rules), tuple(group)


def _in_force(meaning: Meaning) -> Any:
    """What tells one stretch of days from another."""
    dated = tuple(
        (
            p.id,
            *(v.since for v in p.values),
            *(v.since for r in p.rows for v in r.values),
        )
        for p in meaning.parameters.values()
    )
    entries = ((s.id, e.id) for s in meaning.rules.sections for e in s.entries)
    return dated, tuple(meaning.typed), tuple(entries)


def objects(trial: Trial, outcomes: Outcomes) -> bool:
    """Whether a case would fail if its record came out like this."""
    return trial.fails(Decision(trial.rules, outcomes, trial.record.values))


def _body(program: Program) -> Body:
    return made(program, everything(program, with_gaps=True))
