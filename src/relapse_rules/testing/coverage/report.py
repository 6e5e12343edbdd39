"""The coverage of policies by their cases, with what people have ruled out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import Diagnostic
from relapse_rules.nearest import nearest_name
from relapse_rules.testing.coverage.measure import measure
from relapse_rules.testing.trial import trials_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from relapse_rules.policy import Policy
    from relapse_rules.testing.case import CaseFile, Mark
    from relapse_rules.testing.coverage.goals import Goal
    from relapse_rules.testing.coverage.impossible import Reason
    from relapse_rules.testing.coverage.measure import Measured

ALL = Fraction(1)


@dataclass(frozen=True)
class Coverage:
    """What the cases of one policy show, what they do not, and what cannot be shown.

    `seen` names the first case that shows a goal, `impossible` the reason that was proved,
    `marked` what a person says; each goal is in one of them or in `gaps`.
    """

    policy: Policy
    goals: tuple[Goal, ...]
    seen: Mapping[Goal, str]
    impossible: Mapping[Goal, Reason]
    marked: Mapping[Goal, Mark]
    problems: tuple[Diagnostic, ...] = ()

    @property
    def gaps(self) -> tuple[Goal, ...]:
        ruled_out = self.impossible.keys() | self.marked.keys()
        return tuple(g for g in self.goals if g not in self.seen and g not in ruled_out)

    @property
    def counted(self) -> int:
        """How many goals there are but for those that are ruled out."""
        return len(self.goals) - len(self.impossible) - len(self.marked)

    @property
    def share(self) -> Fraction:
        """How many of these are shown; all, when there are none."""
        if not self.counted:
            return ALL
        return Fraction(self.counted - len(self.gaps), self.counted)


def coverage_of(files: Iterable[CaseFile]) -> tuple[Coverage, ...]:
    """The coverage of every policy that files of cases are about.

    A file that cannot be read has no cases: its policy is covered by the others, if any.
    """
    by_policy: dict[str, list[CaseFile]] = {}
    for file in files:
        if file.policy is not None and file.policy.governs:
            by_policy.setdefault(file.policy.id, []).append(file)
    found = []
    for group in by_policy.values():
        policy = group[0].policy
        assert policy is not None, "files are grouped by their policies"
        found.append(coverage_by(policy, group))
    return tuple(found)


def coverage_by(policy: Policy, files: Sequence[CaseFile]) -> Coverage:
    """The coverage of one policy by files of its cases."""
    found = measure(policy, list(trials_of(files)))
    marked, problems = _marked(found, dict.fromkeys(m for f in files for m in f.marks))
    seen = {g: c for g, c in found.seen.items() if g not in found.impossible}
    return Coverage(
        policy, found.goals, seen, found.impossible, marked, tuple(problems)
    )


def _marked(
    found: Measured, marks: Iterable[Mark]
) -> tuple[dict[Goal, Mark], list[Diagnostic]]:
    """The goals that are ruled out by hand, and the marks that are wrong."""
    by_id = {goal.id: goal for goal in found.goals}
    marked: dict[Goal, Mark] = {}
    problems: list[Diagnostic] = []
    for mark in marks:
        goal = by_id.get(mark.goal)
        if goal is not None and goal not in found.seen:
            if goal not in found.impossible:
                marked[goal] = mark
        elif not mark.inherited:
            args: dict[str, Any] = {"goal": mark.goal}
            if goal is None:
                args["nearest"] = nearest_name(mark.goal, by_id)
            else:
                args["case"] = found.seen[goal]
            code = "RR950" if goal is None else "RR951"
            problems.append(Diagnostic(code, mark.place, args))
    return marked, problems
