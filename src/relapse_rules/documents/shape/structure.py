"""What is structure in a policy file, read off its schema: keys, listed values, formulas.

All of it may be written in either language; ids, names and texts may not, for they are
the author's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from relapse_rules.documents.yaml.tree import Mapping, Scalar
from relapse_rules.words.table import NULL, TRUTH, VALUES, key_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.documents.yaml.tree import Node

Role = Literal["key", "value", "expression"]
EXPRESSION = "expression"


@dataclass(slots=True)
class Place:
    """What may stand at one place of a document; what holds no structure is None.

    `keys` leads from each key, in its English word, to what stands behind it; `entries`
    is what stands behind any id, `items` in a list. `names` are the keys by their Chinese
    words, `words` the listed values and `constants` true, false and null.
    """

    keys: dict[str, Place | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    entries: Place | None = None
    items: Place | None = None
    words: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    expression: bool = False

    @property
    def fixed(self) -> dict[str, str]:
        return self.words | self.constants


class Word(NamedTuple):
    """One word of structure: where it stands, what it is, and its English word.

    Of a formula both words are empty, for it holds words of its own.
    """

    scalar: Scalar
    role: Role
    english: str
    chinese: str


def structure_of(schema: dict[str, Any]) -> Place:
    """The places of a document of that schema."""
    return _Reader(schema["definitions"]).place(schema)


class _Reader:
    """Each definition is read once; none refers to itself."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._read: dict[str, Place] = {}

    def place(self, schema: dict[str, Any], kind: str = "") -> Place:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            if name not in self._read:
                self._read[name] = self.place(self._definitions[name], name)
            return self._read[name]
        if "anyOf" in schema:
            return _joined(self.place(branch, kind) for branch in schema["anyOf"])
        found = Place()
        for key, part in schema.get("properties", {}).items():
            found.keys[key] = _if_any(self.place(part))
            found.names[key_word(key, kind)] = key
        entries = schema.get("additionalProperties")
        if isinstance(entries, dict):
            found.entries = _if_any(self.place(entries))
        if isinstance(schema.get("items"), dict):
            found.items = _if_any(self.place(schema["items"]))
        self._fixed(schema, found)
        return found

    def _fixed(self, schema: dict[str, Any], found: Place) -> None:
        listed = [*schema.get("enum", ()), schema.get("const")]
        found.words = {VALUES[value]: value for value in listed if value is not None}
        kinds = schema.get("type", ())
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "boolean" in kinds:
            found.constants |= {zh: en for en, zh in TRUTH.items()}
        if "null" in kinds:
            found.constants |= {zh: en for en, zh in NULL.items()}
        found.expression = schema.get("format") == EXPRESSION


def _if_any(place: Place) -> Place | None:
    inner = place.keys or place.entries or place.items
    return place if inner or place.fixed or place.expression else None


def _joined(places: Iterable[Place]) -> Place:
    """Alternatives of which each stands for another kind of node."""
    found = Place()
    for place in places:
        found.keys |= place.keys
        found.names |= place.names
        found.words |= place.words
        found.constants |= place.constants
        found.entries = found.entries or place.entries
        found.items = found.items or place.items
        found.expression = found.expression or place.expression
    if found.expression:
        # There yes and no are expressions too, in the words of expressions.
        truths = {zh: en for zh, en in found.constants.items() if en in TRUTH}
        found.constants = dict(found.constants.items() - truths.items())
    return found


def words_of(node: Node, place: Place | None) -> Iterator[Word]:
    """Every word of structure in `node`, in the order of the file."""
    if place is None:
        return
    if isinstance(node, Scalar):
        yield from _scalar(node, place)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            inner = place.entries
            if place.keys:
                english = place.names.get(key.text, key.text)
                inner = place.keys.get(english)
                if english in place.keys:
                    yield Word(key, "key", english, _chinese(place.names, english))
            yield from words_of(value, inner)
    else:
        for item in node.items:
            yield from words_of(item, place.items)


def _scalar(node: Scalar, place: Place) -> Iterator[Word]:
    table = place.words if node.style else place.fixed
    english = table.get(node.text, node.text)
    if english in table.values():
        yield Word(node, "value", english, _chinese(table, english))
    elif place.expression:
        yield Word(node, "expression", "", "")


def _chinese(table: dict[str, str], english: str) -> str:
    return next(zh for zh, en in table.items() if en == english)
