"""A policy on the days that cases are about: its rules, and what may be asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.testing.questions import questions_of

if TYPE_CHECKING:
    from datetime import date

    from relapse_rules.documents.policy import RuleSet
    from relapse_rules.evaluator import Evaluator, Rules
    from relapse_rules.policy import Policy
    from relapse_rules.source import Span
    from relapse_rules.testing.case import Kind
    from relapse_rules.testing.questions import Questions

# Each day is a policy of its own to compile.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class DayRules:
    """One kind of record under the policy on one day."""

    day: date
    rules: Rules
    questions: Questions


class Days:
    """The rules of each day that is asked for, made once; problems are noted."""

    def __init__(self, policy: Policy, problems: list[Diagnostic]) -> None:
        self.policy = policy
        self.problems = problems
        self._evaluators: dict[date, Evaluator | None] = {}
        self._rules: dict[tuple[date, Kind], DayRules] = {}

    def on(self, day: date, kind: Kind, stated: Span) -> DayRules | None:
        """The rules of a day that is `stated` there; None when none can decide then."""
        if day not in self._evaluators:
            if len(self._evaluators) == MOST_DAYS:
                args = {"limit": MOST_DAYS}
                self.problems.append(Diagnostic("RR948", stated, args))
                raise PolicyError(self.problems)
            self._evaluators[day] = self._evaluator(day, stated)
        evaluator = self._evaluators[day]
        if evaluator is None:
            return None
        if (day, kind) not in self._rules:
            rules = evaluator if kind == "household" else evaluator.grid
            whole = rule_set(self.policy, kind)
            assert rules is not None, "a policy has grids on all days or on none"
            assert whole is not None
            self._rules[day, kind] = DayRules(day, rules, questions_of(rules, whole))
        return self._rules[day, kind]

    def _evaluator(self, day: date, stated: Span) -> Evaluator | None:
        try:
            evaluator = self.policy.on(day)
            _ = evaluator.grid
        except PolicyError as error:
            self._note(error, day, stated)
            return None
        return evaluator

    def _note(self, error: PolicyError, day: date, stated: Span) -> None:
        first = error.diagnostics[0]
        why = Phrase(first.text("zh"), first.text("en"))
        args = {"policy": self.policy.id, "day": day.isoformat(), "why": why}
        also = tuple((d.span, "declared_here") for d in error.diagnostics if d.span)
        self.problems.append(Diagnostic("RR905", stated, args, also))


def rule_set(policy: Policy, kind: Kind) -> RuleSet | None:
    """What a policy says on all days about one kind of record."""
    return policy.text.household if kind == "household" else policy.text.grid
