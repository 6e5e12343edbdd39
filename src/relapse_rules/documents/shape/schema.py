"""The JSON Schema of a document, generated from its models for editors and checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from relapse_rules.documents.shape.hovers import FILE, VALUES, hover
from relapse_rules.documents.shape.models import PolicyDocument

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import core_schema

Schema = dict[str, Any]

# Editors follow draft 7; the keywords used here mean the same in later drafts.
DRAFT = "http://json-schema.org/draft-07/schema#"


class _Generator(GenerateJsonSchema):
    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Schema:  # noqa: ARG002 - the generator calls it so
        return {"type": "number"}


def policy_schema() -> Schema:
    """The shape of a policy file, as JSON Schema; each key says what it is for."""
    whole = schema_of(PolicyDocument)
    whole["description"] = " / ".join(FILE)
    for kind, part in (("", whole), *whole["definitions"].items()):
        for key, value in part.get("properties", {}).items():
            _describe(value, key, kind)
    return whole


def schema_of(document: type[BaseModel]) -> Schema:
    """The shape of the files that a model describes, as JSON Schema."""
    made = document.model_json_schema(
        by_alias=True,
        ref_template="#/definitions/{model}",
        schema_generator=_Generator,
    )
    parts = {name: _model(part) for name, part in sorted(made.pop("$defs", {}).items())}
    return {"$schema": DRAFT, **_model(made), "definitions": parts}


def _describe(schema: Schema, key: str, kind: str) -> None:
    """Beside a reference too: validators pass over it, and editors show it."""
    schema["description"] = " / ".join(hover(key, kind))
    for part in (schema, schema.get("items", {})):
        if "enum" in part:
            listed = (VALUES[value] for value in part["enum"] if value is not None)
            part["enumDescriptions"] = [" / ".join(both) for both in listed]


def schema_text(schema: Schema) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _model(schema: Schema) -> Schema:
    """The descriptions of models are for those who read them."""
    return {key: v for key, v in _tidy(schema).items() if key != "description"}


def _tidy(schema: Schema) -> Schema:
    """Without titles and null defaults; keys by pattern and choices of types unfolded."""
    tidy = {key: value for key, value in schema.items() if key != "title"}
    if tidy.get("default", 0) is None:
        del tidy["default"]
    if "properties" in tidy:
        tidy["properties"] = {k: _tidy(v) for k, v in tidy["properties"].items()}
    if "patternProperties" in tidy:
        ((pattern, value),) = tidy.pop("patternProperties").items()
        tidy |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
    for key in ("items", "additionalProperties"):
        if isinstance(tidy.get(key), dict):
            tidy[key] = _tidy(tidy[key])
    return _tidy_choice(tidy) if "anyOf" in tidy else tidy


def _tidy_choice(schema: Schema) -> Schema:
    """`anyOf` only where one `type` list cannot say it: messages are better for it."""
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    branches = [_tidy(branch) for branch in schema["anyOf"]]
    bare = [branch for branch in branches if set(branch) == {"type"}]
    told = [branch for branch in branches if branch not in bare]
    # What is asked of a text, a list or a mapping is asked of nothing else.
    if len(told) <= 1 and all("type" in branch for branch in told):
        return _one_type([*told, *bare]) | rest
    return {"anyOf": branches, **rest}


def _one_type(branches: list[Schema]) -> Schema:
    kinds = [kind for branch in branches for kind in _listed(branch["type"])]
    made = {**branches[0], "type": kinds}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if "enum" in made:
        assert kinds[1:] == ["null"], "a listed value is one of these, or nothing"
        made["enum"] = [*made["enum"], None]
    return made


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds
