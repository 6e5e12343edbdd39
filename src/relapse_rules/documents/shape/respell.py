"""A policy file in the words of one language, by changes that touch nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.documents.shape import structure
from relapse_rules.documents.shape.structure import words_of
from relapse_rules.documents.yaml.reader import read_yaml
from relapse_rules.errors import Diagnostic, PolicyError
from relapse_rules.source import Edit, Span
from relapse_rules.words.translate import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.documents.shape.structure import Word
    from relapse_rules.documents.yaml.tree import Scalar
    from relapse_rules.messages import Lang
    from relapse_rules.source import Source


_SCHEMA_LINE = re.compile(
    r"^# yaml-language-server: \$schema=\S*?\b(policy(?:\.zh)?)\.schema\.json *\r?$",
    re.MULTILINE,
)


def respelled(source: Source, lang: Lang) -> list[Edit]:
    """What to change so that all structure of a file is written in `lang`.

    Raises PolicyError when the file cannot be read, or a formula is written in a way
    that the other words do not fit into.
    """
    found: list[Edit] = []
    problems: list[Diagnostic] = []
    found += _schema_line(source, lang)
    for word in words_of(read_yaml(source), structure()):
        if word.role == "expression":
            _formula(word.scalar, lang, found, problems)
        else:
            found += _fixed(word, lang)
    if problems:
        raise PolicyError(problems)
    return found


def _schema_line(source: Source, lang: Lang) -> Iterator[Edit]:
    """The comment for editors names the schema of those words."""
    if line := _SCHEMA_LINE.search(source.text):
        wanted = "policy.zh" if lang == "zh" else "policy"
        if line.group(1) != wanted:
            yield Edit(Span(source, *line.span(1)), wanted)


def _fixed(word: Word, lang: Lang) -> Iterator[Edit]:
    """A key or a listed value; quotes around it stay."""
    wanted = word.chinese if lang == "zh" else word.english
    span, scalar = word.scalar.span, word.scalar
    if scalar.text != wanted:
        quote = len(scalar.style)
        yield Edit(Span(span.source, span.start + quote, span.end - quote), wanted)


def _formula(
    scalar: Scalar, lang: Lang, found: list[Edit], problems: list[Diagnostic]
) -> None:
    for change in translated(scalar.text, lang):
        place = scalar.part(change.start, change.end)
        written = scalar.text[change.start : change.end]
        # Other blanks between two words that become one could not be brought back.
        if place.text == written == " ".join(written.split()):
            found.append(Edit(place, change.word))
        else:
            problems.append(Diagnostic("RR125", place, {"word": change.word}))
