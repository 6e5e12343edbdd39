"""A case as coverage, suggestions and mutations see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from relapse_rules.testing.replies import reply
from relapse_rules.testing.run import decide, mismatches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from relapse_rules.decision import Decision
    from relapse_rules.evaluator import Encoded, Rules
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Case, CaseFile, Kind


@dataclass(frozen=True, slots=True)
class Trial:
    """A record that was decided as expected, and what would not have been.

    `fails` says of another decision about the same record whether the case would object.
    """

    name: str
    rules: Rules
    record: Encoded
    fails: Callable[[Decision], bool] = field(repr=False)
    kind: Kind = "household"
    place: Span | None = field(default=None, compare=False, repr=False)

    @property
    def values(self) -> tuple[Any, ...]:
        """The record as programs read it, with the day of the decision behind it."""
        return (*self.record.values, self.rules.day.toordinal())


def trials_of(files: Iterable[CaseFile]) -> Iterator[Trial]:
    """The cases that are tests and pass, but for those whose record must be refused.

    Of what a case expects, the answers count; `reasons` and `needs` are about why.
    """
    for file in files:
        for case in file.cases:
            if not case.counts or case.refused:
                continue
            assert file.policy is not None, "a file without a policy has no cases"
            trial = trial_of(case, case.rules(file.policy.on(case.day)))
            if trial is not None:
                yield trial


def trial_of(case: Case, rules: Rules) -> Trial | None:
    """The trial that a case makes, or None when it fails."""
    outcome = decide(case, rules)
    if outcome.record is None or next(mismatches(case, outcome), None) is not None:
        return None

    def fails(decision: Decision) -> bool:
        return any(reply(decision, e.question) != e.wanted for e in case.expected)

    return Trial(case.name, rules, outcome.record, fails, case.kind, case.place)
