"""A tree in which every word of structure is the English one, at the place of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.yaml.tree import Mapping, Pair, Scalar, Sequence
from relapse_rules.errors import Diagnostic

if TYPE_CHECKING:
    from relapse_rules.documents.shape.structure import Place
    from relapse_rules.documents.yaml.tree import Node, Value

_VALUES: dict[str, Value] = {"true": True, "false": False, "null": None}


def in_english(tree: Mapping, place: Place) -> tuple[Mapping, list[Diagnostic]]:
    """The tree, and every key that is written in both languages."""
    found: list[Diagnostic] = []
    made = _mapping(tree, place, found)
    return made, found


def _node(node: Node, place: Place, found: list[Diagnostic]) -> Node:
    """The same object when nothing in it is written in Chinese."""
    kind = type(node)
    if kind is Scalar:
        return _scalar(node, place)  # type: ignore[arg-type]
    if kind is Mapping:
        return _mapping(node, place, found)  # type: ignore[arg-type]
    return _sequence(node, place, found)  # type: ignore[arg-type]


def _scalar(node: Scalar, place: Place) -> Scalar:
    english = place.words.get(node.text)
    if english is not None:
        return Scalar(english, english, node.style, node.span)
    if not node.style and (english := place.constants.get(node.text)) is not None:
        return Scalar(english, _VALUES[english], node.style, node.span)
    return node


def _mapping(node: Mapping, place: Place, found: list[Diagnostic]) -> Mapping:
    pairs: list[Pair] = []
    changed = renamed = False
    keys, names, entries = place.keys, place.names, place.entries
    for pair in node.entries:
        key, value = pair
        inner = entries
        if keys:
            english = names.get(key.text, key.text)
            if english != key.text and english in keys:
                key = Scalar(english, english, key.style, key.span)
                renamed = True
            inner = keys.get(english)
        made = value if inner is None else _node(value, inner, found)
        if made is not value or key is not pair.key:
            pair, changed = Pair(key, made), True  # noqa: PLW2901 - likewise
        pairs.append(pair)
    if renamed:
        found += _twice(pairs)
    return Mapping(tuple(pairs), node.span) if changed else node


def _sequence(node: Sequence, place: Place, found: list[Diagnostic]) -> Sequence:
    if place.items is None:
        return node
    items = tuple(_node(item, place.items, found) for item in node.items)
    if all(made is item for made, item in zip(items, node.items, strict=True)):
        return node
    return Sequence(items, node.span)


def _twice(pairs: list[Pair]) -> list[Diagnostic]:
    """The reader has refused a key that comes twice in one language."""
    first: dict[str, Scalar] = {}
    found = []
    for key, _ in pairs:
        other = first.setdefault(key.text, key)
        if other is not key:
            args = {"name": key.span.text, "other": other.span.text}
            also = ((other.span, "first_here"),)
            found.append(Diagnostic("RR209", key.span, args, also))
    return found
