"""From what pydantic found to the problems that people read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from relapse_rules.errors import RecordError, RecordProblem
from relapse_rules.nearest import nearest_name
from relapse_rules.records.model import WHOLE_RECORD, repeated_ids, unfolded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from relapse_rules.documents.policy import Fact

# Looking for the nearest name takes time that many unknown names would multiply.
SUGGESTIONS = 20


def record_error(
    error: ValidationError, facts: tuple[Fact, ...], record: Any
) -> RecordError:
    """Every problem of a record that the model refused."""
    problems: dict[tuple[str, str], RecordProblem] = {}
    for problem in (*_of_details(error, facts), *_of_ids(facts, record)):
        problems.setdefault((problem.code, problem.fact), problem)
    return RecordError(problems.values())


def _of_details(
    error: ValidationError, facts: tuple[Fact, ...]
) -> Iterator[RecordProblem]:
    unknown = 0
    for details in error.errors(include_url=False, include_input=False):
        code = details["type"]
        if code == "extra_forbidden":
            unknown += 1
            nearest = _nearest(details, facts) if unknown <= SUGGESTIONS else ""
            yield RecordProblem("RR601", path_of(details["loc"]), {"nearest": nearest})
        elif code != "RR611":
            yield RecordProblem(code, path_of(details["loc"]), details.get("ctx", {}))


def _of_ids(facts: tuple[Fact, ...], record: Any) -> Iterator[RecordProblem]:
    """Repeated ids, which the model looks for only when all items are otherwise right."""
    stated = unfolded(record) if isinstance(record, BaseModel) else record
    for fact in facts:
        if fact.kind != "list" or fact.personal:
            continue
        items = stated.get(fact.id) if isinstance(stated, Mapping) else None
        if isinstance(items, (list, tuple)) and len(items) <= fact.max_items:
            for path, first in repeated_ids(fact, items):
                yield RecordProblem("RR611", path, {"first": first})


def path_of(loc: Iterable[int | str]) -> str:
    """The path of a fact as people write it, such as `members[1].health`."""
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path or WHOLE_RECORD


def _nearest(details: ErrorDetails, facts: tuple[Fact, ...]) -> str:
    *above, name = details["loc"]
    known = facts
    if above:
        known = next(fact.items for fact in facts if fact.id == above[0])
    return nearest_fact(str(name), known)


def nearest_fact(name: str, facts: Iterable[Fact]) -> str:
    """The id of the fact that somebody probably meant, by id, label or alias."""
    names: dict[str, str] = {}
    for fact in facts:
        for known in (fact.id, fact.label.zh, fact.label.en, *fact.aliases):
            names.setdefault(known, fact.id)
    return names[found] if (found := nearest_name(name, names)) else ""
