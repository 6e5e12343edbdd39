"""Tests in OpenFisca's dialect as they are written, each with its place."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import said, text
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from relapse_rules.documents.content.fields import Said
    from relapse_rules.documents.yaml.tree import Node

_FIRST_WORD = re.compile(r"(?:\s*#[^\r\n]*)*\s*")
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Test:
    """One test; `line` is where it begins."""

    name: str
    line: int
    said: Said

    @property
    def period(self) -> str:
        return text(self.said, "period")


def read_tests(path: Path) -> list[Test]:
    """The tests of a file: one, or a list of them. Raises PolicyError."""
    source = open_source(path, str(path))
    shown, shift = _as_mapping(source)
    try:
        tree = read_yaml(shown)
    except PolicyError as error:
        found = (_unshifted(d, source, shift) for d in error.diagnostics)
        raise PolicyError(found) from None
    root: Node = tree
    if shift:
        (pair,) = tree.entries
        root = pair.value
    lines = 1 if shift else 0
    return [_test(number, node, lines) for number, node in enumerate(_tests(root), 1)]


def _as_mapping(source: Source) -> tuple[Source, int]:
    """A bare list becomes the value of a key, one line above it."""
    found = _FIRST_WORD.match(source.text)
    start = found.end() if found else 0
    if source.text.startswith("-", start):
        return Source(source.name, f"tests:\n{source.text}"), len("tests:\n")
    return source, 0


def _unshifted(problem: Diagnostic, source: Source, shift: int) -> Diagnostic:
    span = problem.span and Span(
        source, max(0, problem.span.start - shift), max(0, problem.span.end - shift)
    )
    return Diagnostic(problem.code, span, problem.args)


def _tests(root: Node) -> Iterator[Mapping]:
    nodes = root.items if isinstance(root, Sequence) else (root,)
    yield from (node for node in nodes if isinstance(node, Mapping))


def _test(number: int, node: Mapping, lines: int) -> Test:
    fields = said(node)
    name = " ".join(text(fields, "name").split()) or f"#{number}"
    return Test(name[:200], node.span.line - lines, fields)


def period_of(node: Node | None) -> str:
    """A period as it is written: `2017`, `2017-01`."""
    return node.text if isinstance(node, Scalar) else ""


def day_of_period(period: str, day: str) -> date | None:
    """The first or last day of a year, a month or a day; None for anything else."""
    found = _PERIOD.fullmatch(period.removeprefix("year:").removeprefix("month:"))
    if found is None:
        return None
    first = day == "first"
    year, month = int(found[1]), int(found[2] or (1 if first else 12))
    try:
        last = monthrange(year, month)[1]
        return date(year, month, int(found[3] or (1 if first else last)))
    except (ValueError, IndexError):
        return None
