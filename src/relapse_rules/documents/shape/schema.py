"""The JSON Schema of a document, generated from its models for editors and checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from relapse_rules.documents.shape.models import PolicyDocument

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import core_schema

Schema = dict[str, Any]

# Editors follow draft 7; the keywords used here mean the same in later drafts.
DRAFT = "http://json-schema.org/draft-07/schema#"
_NULL = {"type": "null"}


class _Generator(GenerateJsonSchema):
    def decimal_schema(self, schema: core_schema.DecimalSchema) -> Schema:  # noqa: ARG002 - the generator calls it so
        return {"type": "number"}


def policy_schema() -> Schema:
    """The shape of a policy file, as JSON Schema."""
    return schema_of(PolicyDocument)


def schema_of(document: type[BaseModel]) -> Schema:
    """The shape of the files that a model describes, as JSON Schema."""
    made = document.model_json_schema(
        by_alias=True,
        ref_template="#/definitions/{model}",
        schema_generator=_Generator,
    )
    parts = {name: _tidy(part) for name, part in sorted(made.pop("$defs").items())}
    return {"$schema": DRAFT, **_tidy(made), "definitions": parts}


def schema_text(schema: Schema) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


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
    plain = [branch for branch in branches if set(branch) == {"type"}]
    if len(plain) == len(branches):
        return {"type": [branch["type"] for branch in plain], **rest}
    if len(branches) == 2 and _NULL in branches and "type" in branches[0]:
        return _or_null(branches[0]) | rest
    return {"anyOf": branches, **rest}


def _or_null(schema: Schema) -> Schema:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    made = {**schema, "type": [*kinds, "null"]}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if "enum" in made:
        made["enum"] = [*made["enum"], None]
    return made
