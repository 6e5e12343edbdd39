"""Answers as a case file writes them, and the text of a case file from cases."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.yaml.scalars import MOST_DIGITS, typed, typed_key
from relapse_rules.testing.case import Exactly, Row, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.testing.case import Case, Expectation, Reply

# Yes and no are the words of YAML for them.
_YES_NO = {"yes": True, "no": False}
# What is surely one text to every reader of YAML, unless it is a word like `no`.
_PLAIN = re.compile(
    r"[A-Za-z_\u4e00-\u9fff](?:[A-Za-z0-9_./ \u4e00-\u9fff-]*[A-Za-z0-9_\u4e00-\u9fff])?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
INPUT = {"household": "input", "grid": "grid"}


def written(reply: Reply) -> Any:
    """An answer as plain data, in the words that a case file has for it."""
    match reply:
        case Row(id=row):
            return "none" if row is None else row
        case Value(value=value):
            return "unknown" if value is None else value
        case Exactly(ids=ids):
            return sorted("none" if one is None else one for one in ids)
    return _YES_NO.get(str(reply), reply)


def cases_text(cases: Iterable[Case], policy: str = "") -> str:
    """A case file; reading it gives the same cases. `policy` may be left out beside one."""
    listed = list(cases)
    days = {case.day for case in listed}
    day = days.pop() if len(days) == 1 else None
    head: dict[str, Any] = {"policy": policy} if policy else {}
    head |= {"date": day} if day else {}
    return yaml_text({**head, "cases": {c.name: dict(_about(c, day)) for c in listed}})


def _about(case: Case, day: date | None) -> Iterator[tuple[str, Any]]:
    """What a case says, by the keys of a case file; what it does not say is left out."""
    if case.day != day:
        yield "date", case.day
    said = {
        "description": case.description,
        "keywords": list(case.keywords),
        "source": [_citation(c.source, c.at, c.note) for c in case.source],
        "todo": case.todo,
        "confirm": case.confirm,
    }
    yield from ((key, value) for key, value in said.items() if value)
    if not case.todo:
        yield INPUT[case.kind], dict(case.record)
        open_, output = _expected(case.expected)
        yield from (("output", output),) if output else ()
        yield from (("undecided", open_),) if open_ else ()
        if case.needs is not None:
            yield "needs", sorted(case.needs)
        if case.reasons:
            yield "reasons", list(case.reasons)
        if case.refused:
            yield "error", {f: sorted(codes) for f, codes in case.refused.items()}


def _citation(source: str, at: str, note: str) -> dict[str, str]:
    said = {"in": source, "at": at, "note": note}
    return {key: text for key, text in said.items() if text}


def _expected(expected: Iterable[Expectation]) -> tuple[list[str], dict[str, Any]]:
    """What must stay open, and what must be answered."""
    open_: list[str] = []
    output: dict[str, Any] = {}
    for one in expected:
        if one.is_open and one.question.part != "due":
            open_.append(one.question.name)
        else:
            output[one.question.name] = written(one.wanted)
    return open_, output


def yaml_text(document: dict[str, Any]) -> str:
    """Plain data as a document of YAML."""
    lines = (line for key, value in document.items() for line in _entry(key, value, 0))
    return "\n".join(lines) + "\n"


# -- YAML ---------------------------------------------------------------------------------


def _entry(key: str, value: Any, indent: int) -> Iterator[str]:
    """One key, on one line unless it holds keys or mappings of its own."""
    head = f"{' ' * indent}{_text(key, key=True)}:"
    if isinstance(value, dict) and value:
        yield head
        for inner, each in value.items():
            yield from _entry(inner, each, indent + 2)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield head
        yield from (f"{' ' * (indent + 2)}- {_flow(item)}" for item in value)
    else:
        yield f"{head} {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        pairs = (f"{_text(k, key=True)}: {_flow(v)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple, frozenset)):
        items = sorted(value) if isinstance(value, frozenset) else value
        return f"[{', '.join(map(_flow, items))}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return _number(value)
    return value.isoformat() if isinstance(value, date) else _text(str(value))


def _number(value: int | Decimal) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    digits = sum(map(str.isdigit, text))
    return text if digits <= MOST_DIGITS and text != "-0" else f'"{text}"'


def _text(text: str, *, key: bool = False) -> str:
    """A text that every reader of YAML takes for itself; in quotes where in doubt."""
    plain = _PLAIN.fullmatch(text) and (typed_key if key else typed)(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
