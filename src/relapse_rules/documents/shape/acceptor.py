"""A yes or no for the shape of a document, from the same JSON Schema that editors use.

`jsonschema` takes longer to import than a county takes to load, so it is asked only when
there is something to explain. Tests hold both to the same verdict.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from operator import eq, ge, le
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Accepts = Callable[[Any], bool]
    Schema = Mapping[str, Any]

KINDS: Mapping[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, Decimal),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}
_NOTES = {"$schema", "definitions", "description", "enumDescriptions"} | {
    "default",
    "format",
}
_KEYS = {"properties", "additionalProperties", "required", "propertyNames"}


def acceptor(schema: Schema) -> Accepts:
    """The decision of `schema`, as nested closures over plain data."""
    definitions: dict[str, Accepts] = {}
    for name, part in schema.get("definitions", {}).items():
        definitions[name] = _any_value(part, definitions)
    return _any_value(schema, definitions)


def _any_value(schema: Schema, definitions: Mapping[str, Accepts]) -> Accepts:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        # Looked up when used: definitions may refer to each other in any order.
        return lambda value: definitions[name](value)  # noqa: PLW0108
    if "anyOf" in schema:
        assert schema.keys() - _NOTES == {"anyOf"}, schema
        branches = [_any_value(branch, definitions) for branch in schema["anyOf"]]
        return _one_of(branches)
    return _typed(schema, definitions)


def _typed(schema: Schema, definitions: Mapping[str, Accepts]) -> Accepts:
    """A table from the type of a value to what else is asked of it."""
    kinds = schema.get("type", list(KINDS))
    types = {t for kind in _listed(kinds) for t in KINDS[kind]}
    asked = dict(_keywords(schema, definitions))
    table = {t: _all_of(asked.get(t, []) + asked.get(object, [])) for t in types}
    return lambda value: (
        (accepts := table.get(type(value))) is not None and accepts(value)
    )


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _all_of(checks: list[Accepts]) -> Accepts:
    if not checks:
        return lambda _: True
    if len(checks) == 1:
        return checks[0]

    def accepts_all(value: Any) -> bool:
        for accepts in checks:  # noqa: SIM110 - a loop is half the price of all()
            if not accepts(value):
                return False
        return True

    return accepts_all


def _one_of(branches: list[Accepts]) -> Accepts:
    def accepts_one(value: Any) -> bool:
        for accepts in branches:  # noqa: SIM110 - likewise
            if accepts(value):
                return True
        return False

    return accepts_one


def _keywords(
    schema: Schema, definitions: Mapping[str, Accepts]
) -> dict[type, list[Accepts]]:
    """The checks of every keyword, by the type of value they speak about."""
    asked: dict[type, list[Accepts]] = {object: [], str: [], list: [], dict: []}
    numbers: list[Accepts] = []
    for keyword, wanted in schema.items():
        match keyword:
            case "enum":
                asked[object].append(frozenset(wanted).__contains__)
            case "const":
                asked[object].append(partial(eq, wanted))
            case "pattern":
                asked[str].append(_matches(wanted))
            case "minLength":
                asked[str].append(_length(partial(le, wanted)))
            case "maxLength":
                asked[str].append(_length(partial(ge, wanted)))
            case "minimum":
                numbers.append(partial(le, wanted))
            case "maximum":
                numbers.append(partial(ge, wanted))
            case "items":
                asked[list].append(_every(_any_value(wanted, definitions)))
            case _:
                assert keyword in _NOTES | _KEYS | {"type"}, f"{keyword} is unread"
    if schema.keys() & _KEYS:
        asked[dict].append(_mapping(schema, definitions))
    return asked | {int: numbers, Decimal: numbers}


def _matches(pattern: str) -> Accepts:
    # `$` also matches before a final line break; the whole text must match.
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _length(accepts: Accepts) -> Accepts:
    return lambda value: accepts(len(value))


def _every(accepts: Accepts) -> Accepts:
    return lambda values: all(accepts(value) for value in values)


def _mapping(schema: Schema, definitions: Mapping[str, Accepts]) -> Accepts:
    known = {
        key: _any_value(part, definitions)
        for key, part in schema.get("properties", {}).items()
    }
    required = frozenset(schema.get("required", ()))
    names = _key_part(schema, "propertyNames", definitions)
    others = _key_part(schema, "additionalProperties", definitions)

    def accepts_mapping(mapping: dict[str, Any]) -> bool:
        for key, value in mapping.items():
            accepts = known.get(key)
            if accepts is None:
                if not (names(key) and others(value)):
                    return False
            elif not accepts(value):
                return False
        return required <= mapping.keys()

    return accepts_mapping


def _key_part(
    schema: Schema, keyword: str, definitions: Mapping[str, Accepts]
) -> Accepts:
    part = schema.get(keyword, True)
    if isinstance(part, bool):
        return lambda _: part
    return _any_value(part, definitions)
