"""Running cases: what each decision says against what was expected, all of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from relapse_rules.errors import RecordError
from relapse_rules.testing.case import Question
from relapse_rules.testing.questions import MAIN
from relapse_rules.testing.replies import reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from relapse_rules.decision import Decision
    from relapse_rules.errors import RecordProblem
    from relapse_rules.evaluator import Encoded, Rules
    from relapse_rules.examine import Examination
    from relapse_rules.testing.case import Case, CaseFile, Reply

Status = Literal["passed", "failed", "todo", "confirm"]
Refused = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A question that was answered otherwise."""

    question: Question
    expected: Reply
    actual: Reply

    @property
    def name(self) -> str:
        return self.question.name


@dataclass(frozen=True, slots=True)
class WrongSet:
    """Other clauses decided, or other facts are needed, than the case says."""

    name: Literal["reasons", "needs"]
    expected: frozenset[str]
    actual: frozenset[str]


@dataclass(frozen=True, slots=True)
class WrongRefusal:
    """A record that was refused, or not, against what the case says."""

    expected: Refused
    actual: Refused
    name: Literal["error"] = "error"


Mismatch = WrongAnswer | WrongSet | WrongRefusal


@dataclass(frozen=True)
class Outcome:
    """What became of a record: it was decided, or refused."""

    rules: Rules
    record: Encoded | None = field(default=None, repr=False)
    decision: Decision | None = None
    problems: tuple[RecordProblem, ...] = ()

    @property
    def refused(self) -> Refused:
        """The facts that were refused, each with the codes that say why."""
        codes: dict[str, set[str]] = {}
        for problem in self.problems:
            codes.setdefault(problem.fact, set()).add(problem.code)
        return {fact: frozenset(found) for fact, found in codes.items()}

    @cached_property
    def examined(self) -> Examination:
        """A second look, for reasons and needs."""
        assert self.decision is not None
        assert self.record is not None
        return self.rules.examine(self.decision, self.record.values)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case came to. A case that is no test has neither outcome nor mismatches."""

    case: Case
    status: Status
    mismatches: tuple[Mismatch, ...] = ()
    outcome: Outcome | None = None
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class FileResult:
    """The results of one file; one with problems has no others, and failed."""

    file: CaseFile
    results: tuple[CaseResult, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that a run found. It passed if something was tested and nothing failed."""

    files: tuple[FileResult, ...]

    @cached_property
    def results(self) -> tuple[CaseResult, ...]:
        return tuple(one for file in self.files for one in file.results)

    def of(self, status: Status) -> tuple[CaseResult, ...]:
        return tuple(one for one in self.results if one.status == status)

    @cached_property
    def broken(self) -> tuple[CaseFile, ...]:
        """The files that could not be run."""
        return tuple(one.file for one in self.files if one.file.problems)

    @cached_property
    def passed(self) -> bool:
        return bool(self.of("passed")) and not (self.broken or self.of("failed"))


def run_cases(
    files: Iterable[CaseFile], wanted: Callable[[Case], bool] = lambda _: True
) -> Report:
    """Runs every case that is wanted, each under its own policy and day."""
    return Report(
        tuple(FileResult(file, tuple(_run_file(file, wanted))) for file in files)
    )


def _run_file(file: CaseFile, wanted: Callable[[Case], bool]) -> Iterator[CaseResult]:
    for case in file.cases:
        if not wanted(case):
            continue
        if not case.counts:
            yield CaseResult(case, "todo" if case.todo else "confirm")
            continue
        assert file.policy is not None, "a file without a policy has no cases"
        yield run_case(case, case.rules(file.policy.on(case.day)))


def run_case(case: Case, rules: Rules) -> CaseResult:
    """Decides about the record of a case and compares; whether it counts is not asked."""
    start = perf_counter()
    outcome = decide(case, rules)
    found = tuple(mismatches(case, outcome))
    status: Status = "failed" if found else "passed"
    return CaseResult(case, status, found, outcome, perf_counter() - start)


def decide(case: Case, rules: Rules) -> Outcome:
    """The decision about the record of a case, or why it was refused."""
    try:
        record = rules.record(case.record)
    except RecordError as error:
        return Outcome(rules, problems=error.problems)
    return Outcome(rules, record, rules.decide(record))


def mismatches(case: Case, outcome: Outcome) -> Iterator[Mismatch]:
    """Everything that came out otherwise than a case expects."""
    if (case.refused or outcome.problems) and case.refused != outcome.refused:
        yield WrongRefusal(case.refused, outcome.refused)
    decision = outcome.decision
    if decision is None:
        return
    for one in case.expected:
        actual = reply(decision, one.question)
        if actual != one.wanted:
            yield WrongAnswer(one.question, one.wanted, actual)
    # The second look costs a thousand times as much as deciding; few cases ask for it.
    if case.reasons:
        yield from _wrong_reasons(case, outcome.examined)
    if case.needs is not None:
        yield from _wrong_needs(case, case.needs, outcome.examined)


def _wrong_reasons(case: Case, examined: Examination) -> Iterator[Mismatch]:
    from relapse_rules.testing.reasons import reasons_of

    asked = [one.question for one in case.expected] or _every(examined)
    found, wanted = reasons_of(examined, asked), frozenset(case.reasons)
    if not wanted <= found:
        yield WrongSet("reasons", wanted, frozenset(found))


def _every(examined: Examination) -> list[Question]:
    sections = (one.section for one in examined.sections)
    return [Question(one.id, MAIN.get(one.shape, "answer")) for one in sections]


def _wrong_needs(
    case: Case, wanted: frozenset[str], examined: Examination
) -> Iterator[Mismatch]:
    from relapse_rules.testing.reasons import needs_of

    open_ = [one.question for one in case.expected if one.is_open]
    found = frozenset(fact for one in open_ for fact in needs_of(examined, one))
    if found != wanted:
        yield WrongSet("needs", wanted, found)


def selected(run: str = "", keyword: str = "") -> Callable[[Case], bool]:
    """Cases whose name a regular expression finds, and that have a keyword."""
    pattern = re.compile(run) if run else None

    def wanted(case: Case) -> bool:
        if keyword and keyword not in case.keywords:
            return False
        return pattern is None or pattern.search(case.name) is not None

    return wanted
