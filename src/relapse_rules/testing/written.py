"""Answers as a case file writes them, and case files written from cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.testing.case import Exactly, Row, Value

if TYPE_CHECKING:
    from relapse_rules.testing.case import Reply

# Yes and no are the words of YAML for them.
_YES_NO = {"yes": True, "no": False}


def written(reply: Reply) -> Any:
    """An answer as plain data, in the words that a case file has for it."""
    match reply:
        case Row(id=row):
            return "none" if row is None else row
        case Value(value=value):
            return "unknown" if value is None else str(value)
        case Exactly(ids=ids):
            return sorted("none" if one is None else one for one in ids)
    return _YES_NO.get(str(reply), reply)
