"""The table of words says everything that a policy file may, each thing once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from relapse_rules.documents.policy import LEVELS, SHAPES
from relapse_rules.documents.shape import shape_of
from relapse_rules.documents.shape.models import Actor
from relapse_rules.documents.shape.word_list import word_list
from relapse_rules.language.vocabulary import CONSTANTS, FUNCTIONS
from relapse_rules.words import table
from relapse_rules.words.tokens import RESERVED_WORDS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


DEFINITIONS = {"": shape_of("policy"), **shape_of("policy")["definitions"]}


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_every_key_has_one_chinese_word_in_its_place(kind: str) -> None:
    keys = DEFINITIONS[kind].get("properties", {})
    words = [table.key_word(key, kind) for key in keys]
    assert len(set(words)) == len(words)
    assert not set(words) & set(keys)


def test_every_key_of_the_table_is_one_of_the_schema() -> None:
    named = {
        key for part in parts(shape_of("policy")) for key in part.get("properties", {})
    }
    assert {key.rpartition(".")[2] for key in table.KEYS} == named


def test_every_listed_value_has_one_chinese_word() -> None:
    listed = {
        v for part in parts(shape_of("policy")) for v in part.get("enum", ()) if v
    }
    assert listed == set(table.VALUES)
    assert max(Counter(table.VALUES.values()).values()) == 1


def test_functions_and_constants_are_those_of_the_language() -> None:
    assert set(table.FUNCTIONS) == {*FUNCTIONS, *table.SHORT_FOR}
    assert set(table.CONSTANTS) == set(CONSTANTS)


def test_sections_are_those_of_a_policy() -> None:
    asked = {section.partition(".") for section in SHAPES}
    assert {first for first, _, _ in asked} == set(table.SECTIONS)
    assert {last for _, _, last in asked if last} == set(table.PARTS)


def test_a_word_of_expressions_means_one_thing() -> None:
    words = [
        *table.OPERATORS.values(),
        *table.CONSTANTS.values(),
        *table.FUNCTIONS.values(),
        *table.SECTIONS.values(),
    ]
    assert len(set(words)) == len(words)
    assert set(words) <= WORDS.keys() <= RESERVED_WORDS


def test_levels_and_actors_are_named() -> None:
    assert {*LEVELS, *get_args(Actor)} <= table.VALUES.keys()


def test_the_committed_list_is_current() -> None:
    """Regenerate with `make pages` when a word or what is said of it changes."""
    committed = Path(__file__).parents[2] / "docs/words.md"
    assert committed.read_text("utf-8") == word_list()
