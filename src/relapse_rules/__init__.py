"""Relapse-monitoring rules as checked configuration: load a policy, decide, explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relapse_rules.answers import (
        ChecklistAnswer,
        ChoiceAnswer,
        FlagsAnswer,
        RemovalAnswer,
        SequenceAnswer,
    )
    from relapse_rules.book import Book, load_book
    from relapse_rules.compiler import load
    from relapse_rules.decision import Decision
    from relapse_rules.errors import (
        DecisionError,
        Diagnostic,
        FileError,
        PlaceError,
        PolicyError,
        RecordError,
        RecordProblem,
        RulesError,
        TableError,
        TableRecordError,
    )
    from relapse_rules.evaluator import Evaluator
    from relapse_rules.policy import Policy

__all__ = [
    "Book",
    "ChecklistAnswer",
    "ChoiceAnswer",
    "Decision",
    "DecisionError",
    "Diagnostic",
    "Evaluator",
    "FileError",
    "FlagsAnswer",
    "PlaceError",
    "Policy",
    "PolicyError",
    "RecordError",
    "RecordProblem",
    "RemovalAnswer",
    "RulesError",
    "SequenceAnswer",
    "TableError",
    "TableRecordError",
    "load",
    "load_book",
]
__version__ = "0.1.0"

_HOMES = {
    "ChecklistAnswer": "answers",
    "ChoiceAnswer": "answers",
    "FlagsAnswer": "answers",
    "RemovalAnswer": "answers",
    "SequenceAnswer": "answers",
    "Book": "book",
    "load_book": "book",
    "load": "compiler",
    "Decision": "decision",
    "Evaluator": "evaluator",
    "Policy": "policy",
}


def __getattr__(name: str) -> Any:
    """Names are imported when they are first used, so that importing costs little."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"{__name__}.{_HOMES.get(name, 'errors')}")
    globals()[name] = found = getattr(home, name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
