"""The rules of one kind of record with what is asked about them besides."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import made
from relapse_rules.backends.python.function import everything
from relapse_rules.documents.policy import Fact, Label, Origin
from relapse_rules.language.units import parse_unit
from relapse_rules.program.lowering import Part, lower_part
from relapse_rules.program.meaning import in_other_words
from relapse_rules.program.nodes import Row
from relapse_rules.program.rewrites import rewrite
from relapse_rules.source import Inline
from relapse_rules.testing.conditions import DAY, with_open_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from relapse_rules.backends.python import Body
    from relapse_rules.documents.policy import Parameter
    from relapse_rules.evaluator import Rules
    from relapse_rules.language import tree
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.program.nodes import Program, ValueProgram
    from relapse_rules.source import Located

# The key of a condition that is asked besides: as if it were a clause of a section.
ASKED = "asked"


class World:
    """Rules on one day, with conditions of its own, compiled as far as it is asked.

    `sections` and `values` are the answers that are asked for; `parameters` stand for those
    of the policy. With `open_day` the day of
    the decision is one more fact. Raises PolicyError when a condition means nothing.
    """

    def __init__(
        self,
        rules: Rules,
        conditions: Mapping[str, Located] | None = None,
        sections: Collection[str] = (),
        values: Collection[str] = (),
        *,
        open_day: bool = False,
        parameters: Mapping[str, Parameter] | None = None,
    ) -> None:
        self.rules = rules
        self._parameters = parameters or rules.meaning.parameters
        self.day: date = rules.day
        self.open_day = open_day
        self.conditions: dict[str, tuple[Key, tree.Node]] = {}
        self.meaning = self._with(conditions or {})
        self.entries = {
            s.id: tuple(e.id for e in s.entries) for s in rules.meaning.rules.sections
        }
        self.program = self._lowered(sections, values)
        self.values: Mapping[str, ValueProgram] = {v.id: v for v in self.program.values}

    def _with(self, conditions: Mapping[str, Located]) -> Meaning:
        meaning = self.rules.meaning
        syntax, typed = dict(meaning.syntax), dict(meaning.typed)
        for name, text in conditions.items():
            key = (ASKED, name, "when")
            found, node = in_other_words(meaning, self.rules.text, key, text)
            syntax[key], typed[key] = found, node
            self.conditions[name] = key, node
        values = self._parameters
        return replace(meaning, syntax=syntax, typed=typed, parameters=values)

    def _lowered(self, sections: Collection[str], values: Collection[str]) -> Program:
        meaning, like = self.meaning, self.rules.program
        asked = self.conditions
        if self.open_day:
            opened = {k: with_open_day(n) for k, n in meaning.typed.items()}
            meaning = replace(meaning, typed=opened)
            like = replace(like, facts=(*like.facts, DAY))
            asked = {n: (k, with_open_day(t)) for n, (k, t) in asked.items()}
        rows = {s: e for s, e in self.entries.items() if s in sections}
        part = Part(like, rows, frozenset(values), asked)
        return rewrite(_with_rows(lower_part(meaning, self.day, part)))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything that a record may say, the day too where it is open."""
        return (*self.rules.facts, _DAY) if self.open_day else self.rules.facts

    def scale(self, name: str) -> Any:
        """The unit of a shown value, in base units."""
        derived = self.meaning.derived[name]
        return parse_unit(derived.unit).scale if derived.unit else 1

    # -- one record --------------------------------------------------------------------------

    @cached_property
    def _body(self) -> Body:
        return made(self.program, everything(self.program, with_gaps=True))

    def outcomes(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Every outcome by its name; of a choice the rows that may win."""
        return dict(_named(self.program, self._body(self.encoded(record))))

    def encoded(self, record: Mapping[str, Any]) -> tuple[Any, ...]:
        """A record as the compiled program takes it."""
        items = dict(self.program.items)
        return tuple(
            tuple(tuple(map(item.get, items[f])) for item in record[f])
            if f in items and record.get(f) is not None
            else record.get(f)
            for f in self.program.facts
        )


def _with_rows(program: Program) -> Program:
    """The rows of choices are asked by themselves, too, behind the conditions."""
    *sections, asked = program.sections
    choices = (s for s in sections if s.shape == "choice")
    rows = tuple(Row(r.when, r.when) for s in choices for r in s.rows)
    asked = replace(asked, rows=(*asked.rows, *rows))
    return replace(program, sections=(*sections, asked))


_DAY = Fact(DAY, Label(DAY, DAY), "date", Origin("", Inline(DAY).span))


def _named(program: Program, outcomes: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    waiting = iter(outcomes)
    for section in program.sections:
        if section.shape == "choice":
            found = next(waiting)
            rows = found if isinstance(found, tuple) else (found,)
            ids = (*(r.id for r in section.rows), None)
            yield section.id, frozenset(ids[row] for row in rows)
            continue
        for row in section.rows:
            yield row.when, next(waiting)
            if section.shape == "sequence":
                yield row.done_on or f"{row.when}.done_on", next(waiting)
                yield row.due or f"{row.when}.due", next(waiting)
    for value in program.values:
        yield f"values.{value.id}", (next(waiting), next(waiting))
