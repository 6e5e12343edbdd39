"""Runs the cases of a policy against its mutants until one of them objects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError
from relapse_rules.evaluator import Encoded
from relapse_rules.examine import given_facts
from relapse_rules.language import tree
from relapse_rules.program.meaning import in_other_words
from relapse_rules.program.order import children
from relapse_rules.source import Inline
from relapse_rules.testing.conditions import with_open_day
from relapse_rules.testing.mutation.mutant import (
    FormulaMutant,
    Mutant,
    RulesMutant,
    ValueMutant,
)
from relapse_rules.testing.setting import objects, settings_of
from relapse_rules.testing.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from relapse_rules.compiler import Meanings
    from relapse_rules.decision import Decision
    from relapse_rules.documents.policy import Parameter, PolicyText
    from relapse_rules.evaluator import Rules
    from relapse_rules.layout import Outcomes
    from relapse_rules.program.meaning import Key, Meaning
    from relapse_rules.program.nodes import Program
    from relapse_rules.testing.setting import Setting, Version
    from relapse_rules.testing.trial import Trial


class NoMutantError(Exception):
    """The changed text means nothing, or cannot be decided: nobody could put it in force."""


@dataclass(slots=True)
class Group:
    """Trials of one setting; the one that objected last is asked first."""

    setting: Setting
    trials: list[Trial]
    whole: dict[int, Outcomes]

    def objecting(self, version: Version) -> Trial | None:
        """A trial that would fail under another version of some formulas."""
        for at, trial in enumerate(self.trials):
            before = self.whole[id(trial)]
            found = version.outcomes(trial.values)
            after = version.among(before, found)
            if after != before and objects(trial, after):
                self.trials.insert(0, self.trials.pop(at))
                return trial
        return None


class Trying:
    """The trials of one policy, ready for its mutants."""

    def __init__(
        self, text: PolicyText, meanings: Meanings, trials: Sequence[Trial]
    ) -> None:
        self.text = text
        self.meanings = meanings
        self.trials = trials
        self._decided: dict[int, Decision] = {}

    @cached_property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """The trials by kind of record and by what is in force on their days."""
        return {
            kind: tuple(
                Group(setting, list(found), {id(t): setting.whole(t) for t in found})
                for setting, found in settings_of(
                    [t for t in self.trials if t.kind == kind]
                )
            )
            for kind in ("household", "grid")
        }

    def killer(self, mutant: Mutant) -> str:
        """The name of a case that finds the change, empty when none does.

        Raises NoMutantError when the change cannot be put in force.
        """
        return TRIED[type(mutant)](self, mutant)

    def meaning(self, mutant: Mutant) -> Meaning:
        household, grid = self.meanings
        found = household if mutant.kind == "household" else grid
        assert found is not None, "a mutant is of rules that there are"
        return found

    # -- formulas and values ---------------------------------------------------------

    def formula(self, mutant: FormulaMutant) -> str:
        node = with_open_day(self.read(mutant))
        return self._first(mutant, lambda s: formula_version(s, mutant.key, node))

    def read(self, mutant: FormulaMutant) -> tree.Node:
        """What the changed formula means."""
        located = Inline(mutant.text, mutant.clause)
        meaning = self.meaning(mutant)
        try:
            return in_other_words(meaning, self.text, mutant.key, located)[1]
        except PolicyError:
            raise NoMutantError from None

    def value(self, mutant: ValueMutant) -> str:
        return self._first(mutant, lambda setting: value_version(setting, mutant))

    def _first(
        self, mutant: Mutant, version_in: Callable[[Setting], Version | None]
    ) -> str:
        for group in self.groups[mutant.kind]:
            try:
                version = version_in(group.setting)
            except (PolicyError, KeyError):
                raise NoMutantError from None
            found = version and group.objecting(version)
            if found:
                return found.name
        return ""

    # -- rules -------------------------------------------------------------------------

    def rules(self, mutant: RulesMutant) -> str:
        days = mutant.days
        try:
            changed = ChangedRules(mutant.text, mutant.kind)
            for trial in self.trials:
                if trial.kind != mutant.kind or (days and trial.rules.day not in days):
                    continue
                rules = changed.on(trial.rules.day)
                given = regiven(trial.rules.program, trial.record.values, rules.program)
                after = rules.decide(Encoded(given, 1))
                told = any(telling(trial.rules.layout, self._today(trial), [after]))
                if told and trial.fails(after):
                    return trial.name
        except PolicyError:
            raise NoMutantError from None
        return ""

    def _today(self, trial: Trial) -> Decision:
        """What the policy as it is says about a record; many mutants ask."""
        if id(trial) not in self._decided:
            self._decided[id(trial)] = trial.rules.decide(trial.record)
        return self._decided[id(trial)]


class ChangedRules:
    """The rules of a changed policy, made once a day."""

    def __init__(self, text: PolicyText, kind: str) -> None:
        self.text = text
        self.kind = kind
        self.meanings = check(text)
        self._made: dict[date, Rules] = {}

    def on(self, day: date) -> Rules:
        if day not in self._made:
            evaluator = evaluator_for(self.text, day, self.meanings)
            rules = evaluator if self.kind == "household" else evaluator.grid
            assert rules is not None, "a policy with grids keeps them"
            self._made[day] = rules
        return self._made[day]


def formula_version(setting: Setting, key: Key, node: tree.Node) -> Version | None:
    """The rules with another formula, if that formula is in force and has a part in any."""
    if key not in setting.meaning.typed or not setting.reach([key]):
        return None
    return setting.version({key: node})


def value_version(setting: Setting, mutant: ValueMutant) -> Version | None:
    """The rules with another value of a parameter, if that value is in force."""
    changed = with_value(setting.meaning, mutant)
    if changed is None:
        return None
    keys = readers_of(setting.meaning, mutant.parameter)
    formulas = {key: setting.meaning.typed[key] for key in keys}
    if not setting.reach(formulas):
        return None
    return setting.version(formulas, changed)


def with_value(meaning: Meaning, mutant: ValueMutant) -> Mapping[str, Parameter] | None:
    """The parameters with the value that the mutant changes; None if it is not there."""
    parameter = meaning.parameters[mutant.parameter]
    rows = tuple(
        replace(row, values=_changed(row.values, mutant))
        if row.key == mutant.row and mutant.row
        else row
        for row in parameter.rows
    )
    values = parameter.values if mutant.row else _changed(parameter.values, mutant)
    changed = replace(parameter, values=values, rows=rows)
    if changed == parameter:
        return None
    return {**meaning.parameters, parameter.id: changed}


def _changed(values: Any, mutant: ValueMutant) -> Any:
    return tuple(
        replace(v, value=mutant.value) if v.since == mutant.since else v for v in values
    )


def readers_of(meaning: Meaning, parameter: str) -> list[Key]:
    """The formulas that name a parameter."""
    return [
        key for key, node in meaning.typed.items() if parameter in _parameters(node)
    ]


def _parameters(node: tree.Node) -> Iterator[str]:
    if isinstance(node, tree.Name) and node.symbol.kind == "parameter":
        yield node.symbol.id
    elif isinstance(node, tree.Lookup):
        yield node.table.id
    for child in children(node):
        yield from _parameters(child)


def regiven(old: Program, values: tuple[Any, ...], new: Program) -> tuple[Any, ...]:
    """An encoded record as another program reads it."""
    given, items = given_facts(old, values), dict(new.items)
    return tuple(
        tuple(tuple(map(row.get, items[fact])) for row in given[fact])
        if fact in items and given.get(fact) is not None
        else given.get(fact)
        for fact in new.facts
    )


TRIED: Mapping[type[Mutant], Callable[[Trying, Any], str]] = {
    FormulaMutant: Trying.formula,
    ValueMutant: Trying.value,
    RulesMutant: Trying.rules,
}
