"""Test households: policies checked by cases that staff can write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relapse_rules.testing.case import (
        Case,
        CaseFile,
        Exactly,
        Expectation,
        Question,
        Row,
        Value,
    )
    from relapse_rules.testing.loading import load_cases
    from relapse_rules.testing.run import (
        CaseResult,
        Report,
        WrongAnswer,
        WrongRefusal,
        WrongSet,
        run_case,
        run_cases,
    )

__all__ = [
    "Case",
    "CaseFile",
    "CaseResult",
    "Exactly",
    "Expectation",
    "Question",
    "Report",
    "Row",
    "Value",
    "WrongAnswer",
    "WrongRefusal",
    "WrongSet",
    "load_cases",
    "run_case",
    "run_cases",
]

_HOMES = {
    "Case": "case",
    "CaseFile": "case",
    "CaseResult": "run",
    "Exactly": "case",
    "Expectation": "case",
    "Question": "case",
    "Report": "run",
    "Row": "case",
    "Value": "case",
    "WrongAnswer": "run",
    "WrongRefusal": "run",
    "WrongSet": "run",
    "load_cases": "loading",
    "run_case": "run",
    "run_cases": "run",
}


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used: the pytest plugin costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
