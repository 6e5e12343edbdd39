"""The schema in Chinese words accepts what the reader accepts, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from random import Random  # noqa: TC003 - Hypothesis reads the signatures
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from documents.snippets import snippets
from relapse_rules.documents.layers.location import policy_ids
from relapse_rules.documents.shape import read_document, shape_of, structure
from relapse_rules.documents.shape.chinese import in_chinese
from relapse_rules.documents.shape.faults import validator
from relapse_rules.documents.shape.structure import words_of
from relapse_rules.documents.shipped import policy_root
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.tree import plain
from relapse_rules.errors import PolicyError
from relapse_rules.source import Edit, Source, edited
from relapse_rules.words.table import KEYS, VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator

BAD = snippets("bad/shape.txt")
TEXTS = [
    (policy_root() / f"{name}.policy.yaml").read_text("utf-8")
    for name in policy_ids(policy_root())
] + [bad.text for bad in BAD]


@cache
def chinese() -> Draft7Validator:
    return validator(in_chinese(shape_of("policy")))


def accepted(text: str) -> bool:
    return not read_document(Source("place.policy.yaml", text))[1]


def allowed(text: str) -> bool:
    tree = read_yaml(Source("place.policy.yaml", text))
    return chinese().is_valid(plain(tree))


def in_some_words(text: str, random: Random) -> str:
    """The text with each word of structure in one language or the other."""
    source = Source("place.policy.yaml", text)
    edits: list[Edit] = []
    for word in words_of(read_yaml(source), structure()):
        if word.role != "expression":
            wanted = random.choice([word.english, word.chinese])
            edits += word.scalar.edits(0, len(word.scalar.text), wanted)
    return edited(text, edits)


@settings(max_examples=60)
@given(st.sampled_from(TEXTS), st.randoms())
def test_both_accept_the_same_in_any_mixture(text: str, random: Random) -> None:
    mixed = in_some_words(text, random)
    assert allowed(mixed) == accepted(mixed)


@settings(max_examples=150)
@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_both_refuse_the_same_slips(text: str, random: Random) -> None:
    """One scalar of a document gives way to another one that stands somewhere else."""
    source = Source("place.policy.yaml", in_some_words(text, random))
    scalars = [word.scalar for word in words_of(read_yaml(source), structure())]
    at, other = random.choice(scalars), random.choice(scalars)
    slipped = edited(source.text, [Edit(at.span, other.written)])
    try:
        wanted = accepted(slipped)
    except PolicyError:
        assume(False)  # it is no YAML any more
        raise
    assert allowed(slipped) == wanted


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(in_chinese(shape_of("policy")))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_every_chinese_word_is_offered_and_explained() -> None:
    schema = in_chinese(shape_of("policy"))
    offered = {
        key: value["description"]
        for part in parts(schema)
        for key, value in part.get("properties", {}).items()
        if "doNotSuggest" not in value
    }
    assert offered.keys() == set(KEYS.values())
    assert all(offered.values())
    for part in parts(schema):
        if "enumDescriptions" in part:
            assert set(part["enum"]) <= set(VALUES.values())
            assert len(part["enum"]) == len(part["enumDescriptions"])


def test_every_key_and_value_of_the_english_one_is_explained_in_both() -> None:
    for part in parts(shape_of("policy")):
        for value in part.get("properties", {}).values():
            assert " / " in value["description"]
        if any(part.get("enum", ())):
            assert all(" / " in said for said in part["enumDescriptions"])


@pytest.mark.parametrize("word", ["属于", "任一"])
def test_words_of_expressions_are_no_keys(word: str) -> None:
    assert word not in json.dumps(in_chinese(shape_of("policy"))["properties"])
