"""The cases of some documents one by one: a row of a table is a case that varies another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import said, scalar
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import Diagnostic
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Ordered

    from relapse_rules.documents.content.fields import Said
    from relapse_rules.documents.yaml.tree import Node
    from relapse_rules.source import Span
    from relapse_rules.testing.chain import Document


@dataclass(slots=True)
class Draft:
    """What a case, or one row of its table, says in all: the head of the file first, then
    the case, then the row. The last word counts.
    """

    name: str
    place: Span
    levels: tuple[Said, ...]

    @property
    def case(self) -> Said:
        return self.levels[1]

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


def drafts(documents: Ordered[Document], problems: list[Diagnostic]) -> Iterator[Draft]:
    """Every case of a file and of those it extends, and of one with a table every row.

    A case takes the place of one of that name above it, and `null` removes it. The day
    that the file itself states holds for the cases above it too.
    """
    own = documents[-1].fields.get("date")
    for name, written in _overlaid(documents, problems).items():
        stated = own or written.document.fields.get("date")
        head: Said = {} if stated is None else {"date": stated}
        case = said(written.node)
        table = case.get("table")
        if isinstance(table, Sequence) and not table.items:
            problems.append(Diagnostic("RR208", table.span, {"key": "table"}))
        yield from _rows(name, written.place, (head, case))


@dataclass(frozen=True, slots=True)
class _Written:
    """One case as a document has it."""

    place: Span
    node: Node
    document: Document


def _overlaid(
    documents: Ordered[Document], problems: list[Diagnostic]
) -> dict[str, _Written]:
    found: dict[str, _Written] = {}
    for document in documents:
        for name, place, node in _named(document.fields["cases"]):
            above = found.get(name)
            if above is not None and above.document.layer == document.layer:
                also = ((above.place, "first_here"),)
                problems.append(Diagnostic("RR906", place, {"name": name}, also))
            elif not (isinstance(node, Scalar) and node.value is None):
                found[name] = _Written(place, node, document)
            elif found.pop(name, None) is None:
                args = {"key": name, "nearest": nearest_name(name, found)}
                problems.append(Diagnostic("RR214", place, args))
    return found


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
