"""A run of cases for people: what failed and why, what is no test yet, how many of what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.cli.session import faint, painted, strong
from relapse_rules.errors import PolicyError, in_order
from relapse_rules.source import printable
from relapse_rules.testing.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.cli.session import Session
    from relapse_rules.errors import Diagnostic
    from relapse_rules.testing.case import Case
    from relapse_rules.testing.run import CaseResult, Report, Status

STATUSES: tuple[Status, ...] = ("passed", "failed", "todo", "confirm")


def text_of(session: Session, report: Report, seconds: float) -> str:
    """The whole report, failures first."""
    problems = problems_of(report)
    parts = [painted(PolicyError(problems).render(session.lang))] if problems else []
    parts += [_failure(session, one) for one in report.of("failed")]
    waiting = [_waiting(session, one) for one in _unfinished(report)]
    if waiting:
        parts.append("\n".join(waiting))
    return "\n\n".join([*parts, closing(session, report, seconds)])


def _failure(session: Session, result: CaseResult) -> str:
    head = strong("red", session.word("case_failed"))
    lines = Wording(result, session.lang).lines()
    shown = (f"  {printable(line)}" for line in lines)
    return "\n".join([f"{head} {place_and_name(result.case)}", *shown])


def _unfinished(report: Report) -> Iterator[CaseResult]:
    yield from report.of("todo")
    yield from report.of("confirm")


def _waiting(session: Session, result: CaseResult) -> str:
    head = session.word(f"case_{result.status}")
    return faint(f"{head} {place_and_name(result.case)}")


def place_and_name(case: Case) -> str:
    """Where a case is written, and what it is called."""
    name = printable(case.name)
    if case.place is None:
        return name
    return f"{case.place.source.name}:{case.place.line} {name}"


def closing(session: Session, report: Report, seconds: float) -> str:
    """One line: how many of what."""
    counts = counts_of(report)
    text = session.word("case_summary", **counts, seconds=f"{seconds:.2f}")
    if not (counts["passed"] or counts["failed"] or counts["broken"]):
        text = f"{session.word('case_no_cases')}\n{text}"
    return strong("green" if report.passed else "red", text)


def counts_of(report: Report) -> dict[str, int]:
    """How many files and cases, and what became of them."""
    return {
        "files": len(report.files),
        "cases": len(report.results),
        **{str(status): len(report.of(status)) for status in STATUSES},
        "broken": len(report.broken),
    }


def problems_of(report: Report) -> tuple[Diagnostic, ...]:
    """What is wrong with files that could not be run; of a shared file it is told once."""
    return in_order(d for file in report.broken for d in file.problems)
