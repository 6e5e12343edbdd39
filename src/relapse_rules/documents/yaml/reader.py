"""Strict YAML: from text to a located tree, or every problem that can be found at once.

The tree is built from the parser's events, one after the other and without recursion,
so that depth and size are bounded before anything else looks at the document. YAML's own
typing is never asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import yaml

from relapse_rules.documents.yaml.characters import refused_characters, stray_tabs
from relapse_rules.documents.yaml.leaves import Leaves, Open
from relapse_rules.documents.yaml.problems import Problems, Stop
from relapse_rules.documents.yaml.source_file import SIZE_LIMIT, too_large
from relapse_rules.documents.yaml.syntax import complaints
from relapse_rules.documents.yaml.tree import Mapping, Node, Pair, Scalar, Sequence
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH_LIMIT = 40
NODE_LIMIT = 50_000

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event: TypeAlias = Any

_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*+(%[^\r\n]*)")
_PROPERTY = re.compile(r"([&!][^\s,\[\]{}]*)\s*")
# What newer builds of libyaml say of a document nested too deep for them.
_OWN_LIMIT = "exceeded maximum nesting depth"
_BLOCK_LINE = re.compile(r"[\r\n][ \t]*([^ \t\r\n][^\r\n]*)")


def read_yaml(source: Source, loader: Any = None) -> Mapping:
    """The document of `source`, whose top level is a mapping; raises PolicyError."""
    source = _prepared(source)
    builder = _Builder(source)
    found = builder.problems.found
    end = len(source.text)
    try:
        for event in yaml.parse(source.text, Loader=loader or Loader):
            if take := builder.takers.get(type(event)):
                take(event)
    except Stop:
        end = builder.reached
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if _OWN_LIMIT in str(error):
            # libyaml looks ahead and stops before our limit has a place; the other
            # parser finds it.
            return read_yaml(source, yaml.SafeLoader)
        end = builder.reached
        found += complaints(source, error, end)
    found += builder.stray_tabs(end)
    if not found and not isinstance(builder.root, Mapping):
        place = builder.root.span if builder.root else Span(source, 0, 0)
        found.append(Diagnostic("RR113", place))
    if found:
        raise PolicyError(found)
    assert isinstance(builder.root, Mapping), "anything else was refused"
    return builder.root


def _prepared(source: Source) -> Source:
    """What the parser may be shown at all."""
    if source.text.startswith("\ufeff"):
        source = Source(source.name, source.text[1:])
    if len(source.text) > SIZE_LIMIT:
        raise PolicyError([too_large(source, len(source.text))])
    if problems := refused_characters(source):
        raise PolicyError(problems)
    if found := _DIRECTIVE.match(source.text):
        raise PolicyError([Diagnostic("RR109", Span(source, *found.span(1)))])
    return source


class _Builder:
    """Takes events; keeps the tree so far, the problems, and how far all was well."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems = Problems()
        self.root: Node | None = None
        self.reached = 0
        self._leaves = Leaves(source, self.problems)
        self._stack: list[Open] = []
        self._nodes = 0
        self._documents = 0
        self._quoted: list[Span] | None = [] if "\t" in source.text else None
        self.takers: dict[type, Callable[[_Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def stray_tabs(self, end: int) -> list[Diagnostic]:
        """Tabs before `end` outside quoted texts; mostly there are none to look at."""
        if self._quoted is None:
            return []
        return stray_tabs(self.source, self._quoted, end)

    def _document(self, event: _Event) -> None:
        self._documents += 1
        if self._documents > 1:
            self.problems.note("RR110", self._at(event))
            raise Stop

    def _begin(self, event: _Event) -> None:
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._too_many(event)
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        if len(self._stack) == DEPTH_LIMIT:
            self._beyond(event, f"depth {DEPTH_LIMIT + 1} > {DEPTH_LIMIT}")
        mapping = type(event) is yaml.MappingStartEvent
        start = event.start_mark.index
        self._stack.append(Open(start, mapping=mapping, flow=bool(event.flow_style)))

    def _end(self, event: _Event) -> None:
        done = self._stack.pop()
        end = event.end_mark.index
        if done.keys is None:
            if done.items and not done.flow:
                end = done.items[-1].span.end
            span = Span(self.source, done.start, end)
            self._add(Sequence(tuple(done.items), span))
        else:
            if done.pairs and not done.flow:
                end = done.pairs[-1].value.span.end
            span = Span(self.source, done.start, end)
            self._add(Mapping(tuple(done.pairs), span))

    def _scalar(self, event: _Event) -> None:
        # Called for every leaf: what is rarely needed hides behind a cheap question.
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._too_many(event)
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        self.reached = start = event.start_mark.index
        span = Span(self.source, start, event.end_mark.index)
        text, style = event.value, event.style or ""
        parent = self._stack[-1] if self._stack else None
        self._leaves.check(text, style, span, parent)
        if style and self._quoted is not None:
            self._quoted += _texts(span, style)
        if parent is not None and parent.keys is not None and parent.key is None:
            self._leaves.key(parent, Scalar(text, text, style, span))
        else:
            value = text if style else self._leaves.value(text, span, parent)
            self._add(Scalar(text, value, style, span))

    def _alias(self, event: _Event) -> None:
        span = self._at(event)
        self.problems.note("RR108", span, text=span.text)
        node = Scalar(span.text, span.text, "", span)
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.keys is not None and parent.key is None:
            parent.key = node
        else:
            self._add(node)

    def _add(self, node: Node) -> None:
        """A finished node: the value of a key, an item, a wrong key, or the root."""
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if parent.keys is None:
            parent.items.append(node)
        elif parent.key is not None:
            parent.pairs.append(Pair(parent.key, node))
            parent.key = None
        else:
            self.problems.note("RR111", node.span, text=node.span.text)
            parent.key = Scalar("", "", "", node.span)

    def _properties(self, event: _Event) -> None:
        """Anchors and tags, which may come in either order."""
        at = event.start_mark.index
        while found := _PROPERTY.match(self.source.text, at):
            code = "RR108" if found.group().startswith("&") else "RR109"
            span = Span(self.source, *found.span(1))
            self.problems.note(code, span, text=span.text)
            at = found.end()

    def _too_many(self, event: _Event) -> NoReturn:
        self._beyond(event, f"nodes {self._nodes} > {NODE_LIMIT}")

    def _beyond(self, event: _Event, measure: str) -> NoReturn:
        self.problems.note("RR005", self._at(event), measure=measure)
        raise Stop

    def _at(self, event: _Event) -> Span:
        return Span(self.source, event.start_mark.index, event.end_mark.index)


def _texts(span: Span, style: str) -> list[Span]:
    """Where a tab is a character like any other: not before the text of a line."""
    if style not in {"|", ">"}:
        return [span]
    lines = _BLOCK_LINE.finditer(span.source.text, span.start, span.end)
    return [Span(span.source, *line.span(1)) for line in lines]
