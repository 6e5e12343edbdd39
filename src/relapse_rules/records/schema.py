"""What editors and services are told about a record: a JSON Schema and typed stubs."""

from __future__ import annotations

import json
import keyword
from typing import TYPE_CHECKING, Any

from relapse_rules.records.values import TEXT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from fractions import Fraction

    from relapse_rules.documents.policy import Fact

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE_PATTERN = "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$|^2100-[0-9]{2}-[0-9]{2}$"
_NULL = {"type": "null"}


def household_schema(facts: Iterable[Fact]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record that may state `facts`."""
    return {"$schema": DIALECT, "title": "记录", **_object(facts)}


def _object(facts: Iterable[Fact]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {fact.id: _property(fact) for fact in facts},
    }


def _property(fact: Fact) -> dict[str, Any]:
    about = {"title": fact.label.zh, "description": _description(fact)}
    return about if fact.personal else about | _SHAPES[fact.kind](fact)


def _description(fact: Fact) -> str:
    unit = f" ({fact.unit})" if fact.unit else ""
    dropped = "；个人信息，读入后即丢弃" if fact.personal else ""
    said = f"：{fact.description}" if fact.description else ""
    return f"{fact.label.en}{unit}{said}{dropped}"


def _bounds(fact: Fact) -> dict[str, int | float]:
    named = (("minimum", fact.low), ("maximum", fact.high))
    return {name: _json_number(bound) for name, bound in named if bound is not None}


def _json_number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def _number(fact: Fact) -> dict[str, Any]:
    fraction = f"(\\.[0-9]{{1,{fact.places}}})?" if fact.places else ""
    text = {"type": "string", "pattern": f"^-?(0|[1-9][0-9]*){fraction}$"}
    return {"anyOf": [{"type": "number", **_bounds(fact)}, text, _NULL]}


def _listed(fact: Fact) -> list[dict[str, Any]]:
    return [{"const": key, "title": label.zh} for key, label in fact.values.items()]


_SHAPES: Mapping[str, Callable[[Fact], dict[str, Any]]] = {
    "boolean": lambda _: {"type": ["boolean", "null"]},
    "integer": lambda fact: {"type": ["integer", "null"], **_bounds(fact)},
    "number": _number,
    "money": _number,
    "date": lambda _: {
        "type": ["string", "null"],
        "format": "date",
        "pattern": _DATE_PATTERN,
    },
    "choice": lambda fact: {"oneOf": [*_listed(fact), _NULL]},
    "choices": lambda fact: {
        "type": ["array", "null"],
        "uniqueItems": True,
        "items": {"oneOf": _listed(fact)},
    },
    "text": lambda _: {
        "type": ["string", "null"],
        "minLength": 1,
        "maxLength": TEXT_LIMIT,
    },
    "list": lambda fact: {
        "type": ["array", "null"],
        "maxItems": fact.max_items,
        "items": _object(fact.items),
    },
}

_HEAD = '''"""Records as dicts, for type checkers; generated from the facts of a policy."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import Literal, TypedDict
'''
_ANNOTATIONS: Mapping[str, str] = {
    "boolean": "bool",
    "integer": "int",
    "number": "int | Decimal | str",
    "money": "int | Decimal | str",
    "date": "date | str",
    "text": "str",
}


def stubs(facts: Iterable[Fact], class_name: str = "Household") -> str:
    """Python text of the TypedDicts that let mypy check records written as dicts."""
    assert class_name.isidentifier(), "the name of a class"
    classes: list[str] = []
    _typed_dict(tuple(facts), class_name, classes, {class_name})
    return "\n\n".join([_HEAD, *classes])


def _typed_dict(
    facts: tuple[Fact, ...], name: str, classes: list[str], taken: set[str]
) -> None:
    """Append the class of `facts` after those of the lists that it refers to."""
    fields: list[tuple[Fact, str]] = []
    for fact in facts:
        if fact.kind == "list" and not fact.personal:
            inner = _class_name(name, fact, taken)
            _typed_dict(fact.items, inner, classes, taken)
            fields.append((fact, f"Sequence[{inner}] | None"))
        else:
            fields.append((fact, _annotation(fact)))
    if all(_is_field_name(fact.id) for fact, _ in fields):
        classes.append(_class_form(name, fields))
    else:
        classes.append(_call_form(name, fields))


def _class_name(owner: str, fact: Fact, taken: set[str]) -> str:
    name = owner + "".join(part.capitalize() for part in fact.id.split("_"))
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _annotation(fact: Fact) -> str:
    if fact.personal:
        return "object"
    if fact.kind not in {"choice", "choices"}:
        return f"{_ANNOTATIONS[fact.kind]} | None"
    values = ", ".join(json.dumps(key, ensure_ascii=False) for key in fact.values)
    one = f"Literal[{values}]"
    if fact.kind == "choice":
        return f"{one} | None"
    return f"Sequence[{one}] | AbstractSet[{one}] | None"


def _is_field_name(name: str) -> bool:
    # Python mangles names with two leading underscores inside a class.
    return not keyword.iskeyword(name) and not name.startswith("__")


def _comment(fact: Fact) -> str:
    unit = f" ({fact.unit})" if fact.unit else ""
    return "# " + " ".join(f"{fact.label.zh}{unit}".split())


def _class_form(name: str, fields: Iterable[tuple[Fact, str]]) -> str:
    lines = [
        line
        for fact, annotation in fields
        for line in (f"    {_comment(fact)}", f"    {fact.id}: {annotation}")
    ]
    return (
        "\n".join([f"class {name}(TypedDict, total=False):", *(lines or ["    pass"])])
        + "\n"
    )


def _call_form(name: str, fields: Iterable[tuple[Fact, str]]) -> str:
    lines = [
        line
        for fact, annotation in fields
        for line in (
            f"        {_comment(fact)}",
            f"        {json.dumps(fact.id, ensure_ascii=False)}: {annotation},",
        )
    ]
    head = [f"{name} = TypedDict(", f'    "{name}",', "    {"]
    return "\n".join([*head, *lines, "    },", "    total=False,", ")"]) + "\n"
