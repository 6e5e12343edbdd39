"""A YAML document as data in which every piece still knows its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from relapse_rules.documents.yaml.places import places_of
from relapse_rules.source import Edit, Span

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.places import Places

Value = None | bool | int | Decimal | str


class Scalar(NamedTuple):
    """A leaf: `text` as YAML folds and unescapes it, `value` as this library types it.

    `style` is the way it is written: "" plain, ' or " quoted, | literal, > folded.
    """

    text: str
    value: Value
    style: str
    span: Span

    @property
    def lead(self) -> int:
        """The source offset of the first character, behind an opening quote."""
        return self.span.start + (self.style in {"'", '"'})

    @property
    def written(self) -> str:
        """A key as it stands in the file, whose words may be Chinese; without quotes."""
        quote = len(self.style)
        return self.span.text[quote : len(self.span.text) - quote]

    def part(self, start: int, end: int) -> Span:
        """The source of characters `start` to `end` of `text`."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        source = self.span.source
        if self._contiguous:
            return Span(source, self.lead + start, self.lead + end)
        places = self.places()
        if start == end:
            point = self._point(places, start)
            return Span(source, point, point)
        return Span(source, places[start][0], places[end - 1][1])

    def edits(self, start: int, end: int, write: str) -> tuple[Edit, ...]:
        """How to write something else at characters `start` to `end` of `text`.

        Nothing where the place cannot be told, or the text would need other quotes.
        """
        place = self.part(start, end)
        if place.text != self.text[start:end]:
            return ()
        if self.style in {'"', "'"}:
            write = write.replace(self.style, "'" if self.style == '"' else '"')
        elif not self.style and start == 0 and write[:1] in {'"', "'"}:
            return self._quoted(place, write)
        return (Edit(place, write),)

    def _quoted(self, place: Span, write: str) -> tuple[Edit, ...]:
        """A plain text that would begin with a quote: other quotes go around all of it."""
        if "'" in self.text or write != '"':
            return ()
        end = Span(self.span.source, self.span.end, self.span.end)
        return Edit(place, f"'{write}"), Edit(end, "'")

    def _point(self, places: Places, index: int) -> int:
        if index < len(places):
            return places[index][0]
        return places[-1][1] if places else self.lead

    @property
    def _contiguous(self) -> bool:
        # Folding and unescaping only ever shorten, so equal lengths mean equal text.
        quotes = 2 * (self.style in {"'", '"'})
        return self.style not in {"|", ">"} and (
            len(self.text) == self.span.end - self.span.start - quotes
        )

    def places(self) -> Places:
        """Where each character starts and ends in the source; computed when asked."""
        return places_of(self.text, self.span.text, self.style, self.span.start)


class Pair(NamedTuple):
    """One `key: value` of a mapping."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; no key comes twice."""

    entries: tuple[Pair, ...]
    span: Span

    def pair(self, name: str) -> Pair | None:
        for entry in self.entries:
            if entry.key.text == name:
                return entry
        return None

    def get(self, name: str) -> Node | None:
        found = self.pair(name)
        return None if found is None else found.value


@dataclass(frozen=True, slots=True)
class Sequence:
    """The items of a list."""

    items: tuple[Node, ...]
    span: Span


Node = Scalar | Mapping | Sequence


def plain(node: Node) -> Any:
    """The plain Python data of `node`. The reader bounds the depth of what it returns."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}
