"""YAML's own complaints, in our words and at the place that helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from relapse_rules.documents.yaml.characters import tab_at
from relapse_rules.documents.yaml.punctuation import is_wide, suspects, wide
from relapse_rules.errors import Diagnostic
from relapse_rules.source import Span

if TYPE_CHECKING:
    from relapse_rules.source import Source

# Part of what libyaml or the Python reader says -> our code, and whether the place to
# show is where the construct began rather than where it broke.
_KINDS: tuple[tuple[str, str, bool], ...] = (
    ("undefined tag handle", "RR109", False),
    ("directive", "RR109", True),
    ("found duplicate anchor", "RR108", False),
    ("while scanning an anchor", "RR108", True),
    ("while scanning an alias", "RR108", True),
    ("while scanning a tag", "RR109", True),
    ("found unexpected end of stream", "RR114", True),
    ("found unexpected document", "RR114", True),
    ("escape", "RR120", True),
    ("hexdecimal", "RR120", True),
    ("while parsing a flow", "RR115", True),
    ("expected node content", "RR115", False),
    ("expected the node content", "RR115", False),
    ("found a tab", "RR003", False),
    ("cannot start any token", "RR117", False),
    ("mapping values are not allowed", "RR118", False),
    ("could not find expected ':'", "RR119", True),
    ("sequence entries are not allowed", "RR116", False),
    ("expected <block end>", "RR116", False),
    ("did not find expected key", "RR116", False),
    ("did not find expected '-'", "RR116", False),
    ("document start>", "RR110", False),
)
# Group 1 is what may follow a backslash; a surrogate is no character of its own.
_ESCAPE = re.compile(
    r"""\\(?:([0abt\tnvfre "/\\N_LP\r\n]|x[0-9a-fA-F]{2}|"""
    r"u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|"
    r"U(?=0000(?![dD][89a-fA-F])|000[1-9a-fA-F]|0010)[0-9a-fA-F]{8})"
    r"|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)",
    re.DOTALL,
)


def complaints(source: Source, error: Exception, start: int) -> list[Diagnostic]:
    """Why YAML stopped, given that everything before `start` was read.

    Mistyped punctuation is the usual cause, and then YAML's own place misleads.
    """
    own = _own(source, error, start)
    assert own.span, "a syntax error has a place"
    found = suspects(source, start, len(source.text))
    last = source.position(own.span.end)[0]
    explained = any(d.span and d.span.line <= last for d in found)
    return found if explained else [own, *found]


def _own(source: Source, error: Exception, start: int) -> Diagnostic:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _bad_escape(source, start)
    code, began = _kind(f"{error.context} {error.problem}")
    broke = _place(source, error.problem_mark, start)
    shown = _place(source, error.context_mark, broke.start) if began else broke
    if code == "RR120":
        return _bad_escape(source, shown.start)
    if is_wide(broke.text):
        return wide(broke)
    if broke.text == "?":
        return Diagnostic("RR112", broke)
    if code == "RR115" and _behind_a_quote(broke):
        return Diagnostic("RR122", broke)
    code = _nearer_kind(code, shown)
    if code == "RR003":
        return tab_at(shown)
    other = code == "RR115" and broke.start > shown.start
    also = ((broke, "stopped_here"),) if other else ()
    text = shown.text.strip()
    return Diagnostic(code, shown, {"char": text, "text": text}, also)


def _kind(said: str) -> tuple[str, bool]:
    found = ((code, began) for part, code, began in _KINDS if part in said)
    return next(found, ("RR112", False))


def _nearer_kind(code: str, span: Span) -> str:
    """What the character there tells beyond YAML's words."""
    lines = span.source.text[: span.start]
    before = lines[span.source.offset(span.line - 1, 0) :]
    if code == "RR117" and span.text == "\t":
        return "RR003"
    if code == "RR116" and span.text == ":":
        return "RR111"
    if code == "RR116" and before.strip(" "):
        return "RR122" if before.rstrip(" ").endswith(("'", '"')) else "RR112"
    if code == "RR110" and "\n..." not in lines:
        return "RR112"
    return code


def _behind_a_quote(span: Span) -> bool:
    """Whether something follows a closing quote in the same line."""
    source = span.source
    line = source.text[source.line_starts[span.line - 1] : span.start]
    return line.rstrip(" ").endswith(("'", '"')) and bool(span.text.strip())


def _place(source: Source, mark: yaml.Mark | None, otherwise: int) -> Span:
    at = otherwise if mark is None else min(mark.index, len(source.text))
    return Span(source, at, at + 1)


def _bad_escape(source: Source, start: int) -> Diagnostic:
    """The first escape that makes no character; one reader cannot even place it."""
    for found in _ESCAPE.finditer(source.text, start):
        if found.group(1) is None:
            span = Span(source, *found.span())
            return Diagnostic("RR120", span, {"char": found.group()})
    return Diagnostic("RR112", Span(source, start, start + 1))
