"""The cases of a document one by one: a row of a table is a case that varies another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import said, scalar
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.content.fields import Said
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span


@dataclass(slots=True)
class Draft:
    """What a case, or one row of its table, says in all: the head of the file first, then
    the case, then the row. The last word counts.
    """

    name: str
    place: Span
    levels: tuple[Said, ...]

    def nodes(self, key: str) -> list[Node]:
        return [level[key] for level in self.levels if key in level]

    def last(self, key: str) -> Node | None:
        found = self.nodes(key)
        return found[-1] if found else None

    @property
    def is_refused(self) -> bool:
        """Whether the record must be refused: the last to speak of its outcome says."""
        for level in reversed(self.levels):
            if "error" in level:
                return True
            if "output" in level or "undecided" in level:
                return False
        return False

    def is_true(self, key: str) -> bool:
        node = self.last(key)
        return isinstance(node, Scalar) and node.value is True


def drafts(document: Said) -> Iterator[Draft]:
    """Every case, and of one with a table every row."""
    head = {key: node for key, node in document.items() if key == "date"}
    for name, place, node in _named(document["cases"]):
        yield from _rows(name, place, (head, said(node)))


def _named(node: Node) -> Iterator[tuple[str, Span, Node]]:
    """Each case with its name and the place of its name, from a mapping or a list."""
    if isinstance(node, Mapping):
        for pair in node.entries:
            yield pair.key.text, pair.key.span, pair.value
    elif isinstance(node, Sequence):
        for item in node.items:
            name = scalar(said(item), "name")
            assert name is not None
            yield name.text, name.span, item


def _rows(name: str, place: Span, levels: tuple[Said, ...]) -> Iterator[Draft]:
    """The case itself, or one draft a row of its table."""
    table = levels[-1].get("table")
    if not isinstance(table, Sequence):
        yield Draft(name, place, levels)
        return
    for number, item in enumerate(table.items, 1):
        row = said(item)
        named = scalar(row, "name")
        label = named.text if named is not None else str(number)
        at = named.span if named is not None else item.span
        yield Draft(f"{name} / {label}", at, (*levels, row))
