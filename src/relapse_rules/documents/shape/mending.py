"""What mends a fault of shape without any doubt: the same thing, written as it should be."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from relapse_rules.documents.shape.patterns import DATE_PATTERN
from relapse_rules.documents.shape.wording import LABELS, listed
from relapse_rules.documents.yaml.scalars import typed
from relapse_rules.documents.yaml.tree import Scalar
from relapse_rules.messages.terms import key_term
from relapse_rules.source import Edit

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.messages import Term

# What no plain text may hold, inside brackets least of all.
_SIGNS = re.compile(r"[\[\]{},:#&*!|>'\"%@`?\\\r\n]|^[-\s]|\s$")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
Fix = tuple[Edit, ...]


def retyped(node: Node, kinds: list[str], name: str) -> Fix:
    """A text in quotes, a number without them, a list in brackets, a name in braces."""
    if not isinstance(node, Scalar) or node.value is None:
        return ()
    if "string" in kinds and not node.style:
        return (Edit(node.span, f'"{node.text}"'),)
    quoted = node.style in {"'", '"'} and node.text
    if quoted and _is_wanted(typed(node.text), kinds):
        return (Edit(node.span, node.text),)
    if "array" in kinds and all(map(_is_simple, items := listed(node.text))):
        return (Edit(node.span, f"[{', '.join(items)}]"),)
    if name in LABELS and "object" in kinds and _is_simple(node.text):
        zh = key_term("zh").as_in(chinese=node.span.source.in_chinese)
        return (Edit(node.span, f"{{{zh}: {node.text}}}"),)
    return ()


def _is_wanted(value: object, kinds: list[str]) -> bool:
    """Whether a quoted text is, without its quotes, a value of one of the kinds."""
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, int):
        return bool({"integer", "number"} & set(kinds))
    return isinstance(value, Decimal) and "number" in kinds


def _is_simple(text: str) -> bool:
    """Whether a text may stand inside brackets as it is."""
    return bool(text) and not _SIGNS.search(text) and isinstance(typed(text), str)


def renamed(node: Node, terms: list[Term]) -> Fix:
    """The listed value that people call so, in the words of the file."""
    if not isinstance(node, Scalar) or len(terms) != 1:
        return ()
    word = terms[0].as_in(chinese=node.span.source.in_chinese)
    return node.edits(0, len(node.text), word)


def rewritten(node: Node, pattern: str) -> Fix:
    """A day of the calendar in the one form that days have here."""
    if pattern != DATE_PATTERN or not isinstance(node, Scalar):
        return ()
    found = _DAY.fullmatch(node.text)
    if found is None:
        return ()
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return ()
    return node.edits(0, len(node.text), day.isoformat())
