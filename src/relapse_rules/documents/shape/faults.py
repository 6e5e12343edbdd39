"""Every fault that jsonschema finds in a document, at its place and in plain words."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from jsonschema import Draft7Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.exceptions import NoSuchResource

from relapse_rules.documents.phrases import either
from relapse_rules.documents.shape.mending import renamed, retyped, rewritten
from relapse_rules.documents.shape.wording import (
    KINDS,
    PATTERNS,
    found_words,
    hint_words,
    limit_words,
    nearest_term,
    spoken,
)
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import PROBLEM_LIMIT, Diagnostic
from relapse_rules.messages.terms import Term, key_term, value_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span


def faults(tree: Mapping, data: Any, schema: dict[str, Any]) -> list[Diagnostic]:
    """All faults of `data`, which is the plain form of `tree`."""
    report = _Report(tree, schema)
    errors = validator(schema).iter_errors(data)
    found = (d for error in errors for d in report.explain(error))
    return list(islice(found, PROBLEM_LIMIT))


def validator(schema: dict[str, Any]) -> Draft7Validator:
    """A validator that fetches nothing: a reference leads inside the schema or fails."""
    registry = Registry(retrieve=_refuse)  # type: ignore[call-arg]
    made: Draft7Validator = _Validator(schema, registry=registry)
    return made


def _refuse(uri: str) -> NoReturn:
    raise NoSuchResource(uri)


def _whole_pattern(
    validator: Any,
    pattern: str,
    instance: Any,
    schema: Any,  # noqa: ARG001 - jsonschema calls keywords so
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "string") and not re.fullmatch(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


# As in the acceptor, the whole text must match: `$` alone lets a final line break pass.
_Validator: Any = extend(Draft7Validator, {"pattern": _whole_pattern})  # type: ignore[no-untyped-call]


class _Report:
    """Turns errors of jsonschema into diagnostics on one tree."""

    def __init__(self, tree: Mapping, schema: dict[str, Any]) -> None:
        self.tree = tree
        self.schema = schema

    def explain(self, error: ValidationError) -> Iterator[Diagnostic]:
        if error.validator == "anyOf":
            yield from self._best_branch(error)
            return
        if "propertyNames" in error.absolute_schema_path:
            yield self._key(error)
            return
        node, key, name = self._at(error.absolute_path)
        wanted: Any = error.validator_value
        schema: Any = error.schema
        instance: Any = error.instance
        at = _place(node, key)
        match error.validator:
            case "additionalProperties":
                yield from _unknown_keys(node, self._terms(schema))
            case "required":
                missing = (k for k in wanted if k not in instance)
                for each in missing:
                    args = {"entry": name, "key": key_term(each)}
                    yield Diagnostic("RR204", at, args)
            case "type":
                yield _wrong_type(node, at, key, name, wanted)
            case "enum" | "const":
                values = wanted if error.validator == "enum" else [wanted]
                yield _not_listed(node, at, name, values)
            case "pattern":
                yield _badly_written(_text(node), at, wanted, node)
            case "minLength":
                yield Diagnostic("RR208", at, {"key": name})
            case "minimum" | "maximum":
                limit = limit_words(error.validator, wanted)
                args = {"key": name, "value": _text(node), "limit": limit}
                yield Diagnostic("RR207", at, args)
            case other:
                raise AssertionError(other)

    def _at(self, path: Iterable[str | int]) -> tuple[Node, Scalar | None, str]:
        """The node at `path`, the key before it, and what to call it."""
        node: Node = self.tree
        key: Scalar | None = None
        name = self.tree.span.source.name
        for step in path:
            if isinstance(node, Mapping):
                pair = node.pair(str(step))
                assert pair, step
                node, key, name = pair.value, pair.key, pair.key.written
            else:
                assert isinstance(node, Sequence), node
                node, key = node.items[int(step)], None
        return node, key, name

    def _key(self, error: ValidationError) -> Diagnostic:
        mapping, _, _ = self._at(error.absolute_path)
        assert isinstance(mapping, Mapping), mapping
        pair = mapping.pair(str(error.instance))
        assert pair, error.instance
        if error.validator == "minLength":
            return Diagnostic("RR208", pair.key.span, {"key": ""})
        wanted = str(error.validator_value)
        return _badly_written(pair.key.text, pair.key.span, wanted, pair.key)

    def _terms(self, schema: dict[str, Any]) -> list[Term]:
        """The keys that entries of a schema may have, as words of both languages."""
        kinds = self.schema["definitions"].items()
        kind = next((name for name, one in kinds if one is schema), "")
        return [key_term(key, kind) for key in sorted(schema["properties"])]

    def _best_branch(self, error: ValidationError) -> Iterator[Diagnostic]:
        """The branch of the right type; if none is, one message names all types."""
        all_branches: Any = error.validator_value
        kinds = [self._kinds(branch) for branch in all_branches]
        fitting = [i for i, wanted in enumerate(kinds) if _fits(error.instance, wanted)]
        if not fitting:
            node, key, name = self._at(error.absolute_path)
            wanted = [kind for branch in kinds for kind in branch]
            yield _wrong_type(node, _place(node, key), key, name, wanted)
            return
        branches = [
            [e for e in error.context or () if e.schema_path[0] == i] for i in fitting
        ]
        for found in max(branches, key=_depth):
            yield from self.explain(found)

    def _kinds(self, schema: dict[str, Any]) -> list[str]:
        if "$ref" in schema:
            schema = self.schema["definitions"][schema["$ref"].rsplit("/", 1)[-1]]
        kinds = schema["type"]
        return [kinds] if isinstance(kinds, str) else kinds


def _depth(errors: list[ValidationError]) -> tuple[int, int]:
    return max(len(e.absolute_path) for e in errors), -len(errors)


def _fits(value: Any, kinds: list[str]) -> bool:
    checker = Draft7Validator.TYPE_CHECKER
    return any(checker.is_type(value, kind) for kind in kinds)


def _place(node: Node, key: Scalar | None) -> Span:
    """A value where it can be underlined on one line, else its key."""
    if isinstance(node, Scalar):
        return node.span
    if key is not None:
        return key.span
    first = node.entries[:1] if isinstance(node, Mapping) else ()
    return first[0].key.span if first else node.span


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _unknown_keys(node: Node, known: list[Term]) -> Iterator[Diagnostic]:
    assert isinstance(node, Mapping), node
    names = {term.en for term in known}
    for pair in node.entries:
        if (key := pair.key.text) not in names:
            near = nearest_term(key, known)
            args = {"key": key, "known": known, "nearest": near}
            yield Diagnostic("RR201", pair.key.span, args)


def _wrong_type(
    node: Node, at: Span, key: Scalar | None, name: str, wanted: str | list[str]
) -> Diagnostic:
    kinds = [wanted] if isinstance(wanted, str) else list(dict.fromkeys(wanted))
    shown = [KINDS[kind] for kind in kinds if kind != "null"]
    english = key.text if key is not None else ""
    args = {
        "key": name,
        "wanted": either(shown),
        "found": found_words(node),
        "hint": hint_words(node, kinds, english),
    }
    return Diagnostic("RR202", at, args, fix=retyped(node, kinds, english))


def _not_listed(node: Node, at: Span, name: str, values: list[Any]) -> Diagnostic:
    text = _text(node)
    known = [str(value) for value in values if value is not None]
    terms = [value_term(value) for value in known]
    certain = spoken(text, known)
    args = {
        "value": text,
        "key": name,
        "known": terms,
        "nearest": certain or nearest_term(text, terms),
    }
    return Diagnostic("RR205", at, args, fix=renamed(node, certain))


def _badly_written(text: str, at: Span, pattern: str, node: Node) -> Diagnostic:
    wanted, hint = PATTERNS[pattern]
    args = {"value": text, "wanted": wanted, "hint": hint}
    return Diagnostic("RR206", at, args, fix=rewritten(node, pattern))
