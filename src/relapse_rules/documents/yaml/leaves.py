"""The scalars of one YAML file: what each means where it stands, and what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.documents.yaml.characters import refused, refused_unescaped
from relapse_rules.documents.yaml.punctuation import (
    indented_wide,
    may_be_wide,
    suspects,
    tight_colon,
    wide,
    wide_in_key,
    wide_in_value,
    without_space,
)
from relapse_rules.documents.yaml.scalars import Refusal, typed, typed_key
from relapse_rules.documents.yaml.tree import Node, Pair, Scalar, Value
from relapse_rules.source import Edit, Source, Span

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.problems import Problems

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:[\r\n]|(?<=[ \t])#|\Z)")
_THREE_DIGITS = re.compile(r"[0-9]{3}(?=[^0-9.,]|\Z)")
_EMPTY = frozenset({"", "~"})


class Open:
    """A mapping or list whose end has not come yet; `keys` is None for a list."""

    __slots__ = ("flow", "items", "key", "keys", "pairs", "start")

    def __init__(self, start: int, *, mapping: bool, flow: bool) -> None:
        self.start = start
        self.flow = flow
        self.items: list[Node] = []
        self.pairs: list[Pair] = []
        self.keys: dict[str, Scalar] | None = {} if mapping else None
        self.key: Scalar | None = None


class Leaves:
    """Judges every scalar; a refused one is noted and stands as its text."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._problems = problems

    def check(self, text: str, style: str, span: Span, parent: Open | None) -> None:
        """What depends on the way a scalar is written. Asked of every one: be quick."""
        if style == '"':
            if not text.isprintable():
                self._unescaped(text, span)
        elif style in {"|", ">"}:
            self._header(span)
        elif not style and "?" in text and parent is not None and parent.flow:
            # One reader ends a text in brackets at a question mark, the other does not.
            at = text.index("?")
            place = Scalar(text, text, "", span).part(at, at + 1)
            self._problems.note("RR112", place)

    def key(self, parent: Open, key: Scalar) -> None:
        """A key comes once, and is a text."""
        assert parent.keys is not None, "only a mapping has keys"
        parent.key = key
        if key.style or self._plain_key(key):
            first = parent.keys.setdefault(key.text, key)
            if first is not key:
                before = (first.span, "first_here")
                self._problems.note("RR203", key.span, before, name=key.text)

    def _plain_key(self, key: Scalar) -> bool:
        """Whether a plain key is a text; if not, the problem is noted."""
        text = key.text
        if text in _EMPTY:
            self._problems.note("RR111", key.span, text=text)
        elif text == "<<":
            self._problems.note("RR108", key.span, text=text)
        elif not text.isascii() and (at := wide_in_key(text)) is not None:
            self._problems.add([wide(key.part(at, at + 1), key.span.end)])
        elif isinstance(found := typed_key(text), Refusal):
            self._refuse(found, text, key.span)
        else:
            return True
        return False

    def value(self, text: str, span: Span, parent: Open | None) -> Value:
        """The value of a plain scalar."""
        if text in _EMPTY:
            self._empty(span, parent)
            return text
        if text == "<<":
            self._problems.note("RR108", span, text=text)
        elif not text.isascii() and self._wide(text, span, parent):
            return text
        found = typed(text)
        if parent is not None and parent.flow and self._thousands(text, span, parent):
            return text
        if isinstance(found, Refusal):
            self._refuse(found, text, span)
            return text
        return found

    def _empty(self, span: Span, parent: Open | None) -> None:
        """No value: often because what should end the key is not what YAML knows."""
        if parent is None:
            return
        key = parent.key
        if key is None:
            self._problems.note("RR107", span, name="-")
        elif not key.style and wide_in_key(key.text) is not None:
            return  # noted as a key
        elif not key.style and (at := tight_colon(key.text)) is not None:
            self._problems.add([without_space(key.part(at, at + 1))])
        elif indented_wide(self._source, key.span.end):
            return  # noted at the line below
        elif parent.flow and key.text.count(")") > key.text.count("("):
            self._problems.note("RR123", key.span)
        elif not self._thousands(key.text, key.span, parent):
            place = key.span if span.start == span.end else span
            self._problems.note("RR107", place, name=key.text)

    def _wide(self, text: str, span: Span, parent: Open | None) -> bool:
        """Full-width syntax, given that the value is no key."""
        if not may_be_wide(text):
            return False
        key = parent.key if parent else None
        before = self._source.text[key.span.end : span.start] if key else ""
        at = wide_in_value(
            text,
            own_line=parent is None or "\n" in before,
            item=parent is not None and key is None,
            flow=parent is not None and parent.flow,
        )
        if at is None:
            return False
        place = Scalar(text, text, "", span).part(at, at + 1)
        self._problems.add([wide(place, span.end)])
        if "\n" in span.text:
            # YAML took the lines of a mistyped mapping for one text.
            self._problems.add(suspects(self._source, span.start, span.end))
        return True

    def _thousands(self, text: str, span: Span, parent: Open) -> bool:
        """`{line: 7,000}` is two things to YAML, and one number to people.

        More may follow, as in `{when: a < 7,000 and b}`.
        """
        in_mapping = parent.keys is not None
        source = self._source.text
        if not _THREE_DIGITS.match(text) or source[span.start - 1] != ",":
            return False
        span = Span(self._source, span.start, span.start + 3)
        start = span.start - 1
        while start and source[start - 1].isdigit():
            start -= 1
        if start == span.start - 1:
            return False
        place = Span(self._source, start, span.end)
        apart = place.text.replace(",", ", ")
        joined = place.text.replace(",", "")
        found = Refusal("RR104", apart, apart, joined, certain=in_mapping)
        self._refuse(found, place.text, place)
        return True

    def _header(self, span: Span) -> None:
        """One reader takes `|#` for a header with a comment, the other one does not."""
        if not _BLOCK_HEADER.match(self._source.text, span.start):
            place = Span(self._source, span.start, span.start + 1)
            self._problems.note("RR112", place)

    def _unescaped(self, text: str, span: Span) -> None:
        """What an escape makes must be what may be written plainly."""
        wrong = list(refused_unescaped(text))
        places = Scalar(text, text, '"', span).places() if wrong else []
        for at in wrong:
            place = Span(self._source, *places[at])
            if "\ud800" <= text[at] <= "\udfff":
                self._problems.note("RR120", place, char=place.text)
            else:
                self._problems.add([refused(place, text[at])])

    def _refuse(self, found: Refusal, text: str, span: Span) -> None:
        fix = (Edit(span, found.write),) if found.certain else ()
        words = {"old": found.old, "new": found.new, "write": found.write}
        self._problems.note(found.code, span, fix=fix, text=text, **words)
