"""The schema of policy files for editors, in Chinese words.

It offers the Chinese word of each key and value and says in Chinese what it is for; the
English words are accepted as well, for a file may mix both.
"""

from __future__ import annotations

from typing import Any

from relapse_rules.documents.shape.hovers import FILE, hover
from relapse_rules.documents.shape.hovers import VALUES as SAID
from relapse_rules.words.table import NULL, TRUTH, VALUES, key_word

Schema = dict[str, Any]
# What is said anew in Chinese; everything else of a part stays as it is.
_SAID_ANEW = {"properties", "required", "anyOf", "enum", "enumDescriptions"}


def in_chinese(schema: Schema) -> Schema:
    """The Chinese form of the schema of policy files."""
    kinds = schema["definitions"]
    definitions: Schema = {}
    for kind, part in kinds.items():
        definitions[kind] = _mapping(part, kind, definitions)
    top = {key: value for key, value in schema.items() if key != "definitions"}
    whole = _mapping(top, "", definitions) | {"description": FILE[0]}
    return whole | {"definitions": dict(sorted(definitions.items()))}


def _mapping(schema: Schema, kind: str, definitions: Schema) -> Schema:
    """Chinese keys first, for they are offered; English ones are only accepted."""
    made = {key: value for key, value in schema.items() if key not in _SAID_ANEW}
    words = {key: key_word(key, kind) for key in schema["properties"]}
    chinese, english = {}, {}
    for key, part in schema["properties"].items():
        name = f"{kind}.{words[key]}"
        definitions[name] = _value(
            {k: v for k, v in part.items() if k != "description"}
        )
        link = {"$ref": f"#/definitions/{name}"}
        said = {"description": hover(key, kind)[0]}
        chinese[words[key]] = link | said
        # Beside a reference editors pass over `doNotSuggest`.
        english[key] = {"allOf": [link], "doNotSuggest": True} | said
    needed = [
        {"anyOf": [{"required": [words[key]]}, {"required": [key]}]}
        for key in schema.get("required", ())
    ]
    twice = [{"required": [zh, key]} for key, zh in words.items()]
    made |= {"properties": chinese | english, "not": {"anyOf": twice}}
    return made | {"allOf": needed} if needed else made


def _value(schema: Schema) -> Schema:
    """What may stand behind a key, with the words that stand for fixed values."""
    if "anyOf" in schema:
        branches = schema["anyOf"]
        made = [one for branch in branches for one in _alternatives(_inner(branch))]
        if any(_takes_any_text(branch) for branch in branches):
            made = [one for one in made if one not in (_TRUTH, _NULL)]
        return {"anyOf": made}
    branches = _alternatives(_inner(schema))
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def _inner(schema: Schema) -> Schema:
    """Likewise inside lists and mappings by id."""
    inner = {
        key: _value(schema[key])
        for key in ("items", "additionalProperties")
        if isinstance(schema.get(key), dict)
    }
    return schema | inner


def _alternatives(schema: Schema) -> list[Schema]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    rest, found = schema, []
    if "enum" in schema:
        listed = [value for value in schema["enum"] if value is not None]
        words = [VALUES[value] for value in listed]
        said = [SAID[value][0] for value in listed]
        found = [{"enum": words, "enumDescriptions": said}, _accepted(listed)]
        rest = {"type": "null"} if "null" in kinds else {}
    if "boolean" in kinds:
        found.append(_TRUTH)
    if "null" in kinds and not _takes_any_text(schema):
        found.append(_NULL)
    return [*found, rest] if rest else found


def _takes_any_text(schema: Schema) -> bool:
    kinds = schema.get("type", [])
    return "string" in kinds and not {"pattern", "enum"} & schema.keys()


def _accepted(words: list[str]) -> Schema:
    """Accepted without being offered: editors complete no pattern."""
    return {"type": "string", "pattern": f"^({'|'.join(words)})$"}


_TRUTH: Schema = {"enum": [*TRUTH.values()]}
_NULL = _accepted([*NULL.values()])
