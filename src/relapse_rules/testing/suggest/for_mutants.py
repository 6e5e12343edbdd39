"""A case for each mutant that no case finds: the smallest record that tells it apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from relapse_rules.decision import Decision
from relapse_rules.errors import PolicyError
from relapse_rules.evaluator import Encoded
from relapse_rules.testing.case import Case
from relapse_rules.testing.conditions import with_open_day
from relapse_rules.testing.mutation.mutant import (
    FormulaMutant,
    Mutant,
    RulesMutant,
    ValueMutant,
)
from relapse_rules.testing.mutation.trying import (
    ChangedRules,
    formula_version,
    regiven,
    value_version,
)
from relapse_rules.testing.samples import samples_of
from relapse_rules.testing.setting import Setting
from relapse_rules.testing.suggest.plain import plain_record
from relapse_rules.testing.suggest.records import Records
from relapse_rules.testing.suggest.shrinking import smallest
from relapse_rules.testing.telling import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from relapse_rules.evaluator import Rules
    from relapse_rules.testing.mutation.place import Place
    from relapse_rules.testing.setting import Version
    from relapse_rules.testing.suggest.records import Values
    from relapse_rules.testing.trial import Trial

# So many random records are tried for each mutant, besides those of the cases.
SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Telling:
    """Decides about records of one setting as they are and under one mutant."""

    setting: Setting
    mutated: Callable[[Values], Decision]

    def today(self, values: Values) -> Decision:
        rules = self.setting.rules
        outcomes = rules.runner.with_gaps(values[:-1])
        return Decision(rules, outcomes, values[:-1])

    def differs(self, values: Values) -> bool:
        return self.today(values).answers != self.mutated(values).answers


class ForMutants:
    """Looks for cases that find mutants of one place."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def case(self, mutant: Mutant) -> Case | None:
        """The smallest case that finds a mutant; None when no record was found."""
        for setting, trials in self._settings(mutant):
            tell = self._telling(mutant, setting)
            if tell is None:
                continue
            for trial in trials:
                if tell.differs(trial.values):
                    return self._made(mutant, tell, trial.values)
        return None

    def _made(self, mutant: Mutant, tell: Telling, values: Values) -> Case | None:
        rules = tell.setting.rules
        nothing = (*(None for _ in values[:-1]), values[-1])
        values = smallest(Records(tell.setting), values, nothing, tell.differs)
        found = telling(rules.layout, tell.today(values), [tell.mutated(values)])
        for one in found:
            return Case(
                name=f"{mutant.clause}: {mutant.change.text}",
                policy=self.place.policy.id,
                day=date.fromordinal(values[-1]),
                kind=mutant.kind,
                record=plain_record(tell.setting, values),
                expected=(one,),
                confirm=True,
            )
        return None

    # -- records to try ----------------------------------------------------------------

    def _settings(self, mutant: Mutant) -> Iterator[tuple[Setting, list[Trial]]]:
        """Each setting with the records of its cases, and then with random ones."""
        if isinstance(mutant, RulesMutant) and mutant.days is not None:
            for day in sorted(mutant.days):
                rules = self._rules(mutant, day)
                if rules is not None:
                    setting = Setting(rules)
                    yield setting, list(samples_of(setting, mutant.kind, SAMPLES))
            return
        for group in self.place.trying.groups[mutant.kind]:
            on_its_day = group.setting.rules.day
            yield (
                group.setting,
                [t for t in group.trials if t.rules.day == on_its_day],
            )
        yield from self._random[mutant.kind]

    @cached_property
    def _random(self) -> Mapping[str, list[tuple[Setting, list[Trial]]]]:
        return {
            kind: [(s, list(samples_of(s, kind, SAMPLES))) for s in settings]
            for kind, settings in self.place.same.settings.items()
        }

    def _rules(self, mutant: Mutant, day: date) -> Rules | None:
        try:
            evaluator = self.place.policy.on(day)
        except PolicyError:
            return None
        return evaluator if mutant.kind == "household" else evaluator.grid

    # -- decisions under a mutant --------------------------------------------------------

    def _telling(self, mutant: Mutant, setting: Setting) -> Telling | None:
        if isinstance(mutant, RulesMutant):
            return Telling(setting, _by_rules(mutant, setting))
        version = self._version(mutant, setting)
        if version is None:
            return None
        rules = setting.rules

        def mutated(values: Values) -> Decision:
            before = rules.runner.with_gaps(values[:-1])
            after = version.among(before, version.outcomes(values))
            return Decision(rules, after, values[:-1])

        return Telling(setting, mutated)

    def _version(self, mutant: Mutant, setting: Setting) -> Version | None:
        if isinstance(mutant, FormulaMutant):
            node = with_open_day(self.place.trying.read(mutant))
            return formula_version(setting, mutant.key, node)
        assert isinstance(mutant, ValueMutant)
        return value_version(setting, mutant)


def _by_rules(mutant: RulesMutant, setting: Setting) -> Callable[[Values], Decision]:
    changed = ChangedRules(mutant.text, mutant.kind).on(setting.rules.day)

    def mutated(values: Values) -> Decision:
        given = regiven(setting.rules.program, values[:-1], changed.program)
        return changed.decide(Encoded(given, 1))

    return mutated
