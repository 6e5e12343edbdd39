"""Tests in OpenFisca's dialect as they are written, each with its place."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relapse_rules.documents.content.fields import entries, said, text
from relapse_rules.documents.shape.faults import faults
from relapse_rules.documents.shape.schema import schema_of
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping, Sequence, plain
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Source, Span
from relapse_rules.testing.openfisca.document import TestDocument, TestsDocument

if TYPE_CHECKING:
    from collections import abc
    from pathlib import Path

    from relapse_rules.documents.content.fields import Said
    from relapse_rules.documents.yaml.tree import Node, Pair

# Names of cases are of 200 characters; a period and a number are added to some.
LONGEST_NAME = 150
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
        tests = _tests(read_yaml(shown), listed=bool(shift))
    except PolicyError as error:
        found = (_unshifted(d, source, shift) for d in error.diagnostics)
        raise PolicyError(found) from None
    lines = 1 if shift else 0
    return [_test(number, node, lines) for number, node in enumerate(tests, 1)]


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


def _tests(tree: Mapping, *, listed: bool) -> abc.Sequence[Node]:
    model = TestsDocument if listed else TestDocument
    if found := faults(tree, plain(tree), schema_of(model)):
        raise PolicyError(found)
    node = tree.get("tests") if listed else None
    return node.items if isinstance(node, Sequence) else (tree,)


def _test(number: int, node: Node, lines: int) -> Test:
    fields = said(node)
    name = " ".join(text(fields, "name").split()) or f"#{number}"
    return Test(name[:LONGEST_NAME], node.span.line - lines, fields)


def household(
    pairs: abc.Sequence[Pair], variables: abc.Container[str]
) -> tuple[list[str], abc.Sequence[Pair]]:
    """The names of the households, if they have any, and what is said of the first.

    Written in the plural, the entity has names: `households: {h1: {...}}`.
    """
    named = [
        pair
        for pair in pairs
        if isinstance(pair.value, Mapping) and pair.key.text not in variables
    ]
    if named and len(named) == len(pairs):
        return [pair.key.text for pair in named], entries(named[0].value)
    return [], pairs


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
