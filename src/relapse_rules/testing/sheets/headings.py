"""What the columns of a sheet of cases are: about the case, a fact, or an answer."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relapse_rules.errors import Diagnostic, FileError, PolicyError
from relapse_rules.messages import word
from relapse_rules.records.columns import match_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.documents.policy import Fact
    from relapse_rules.messages import Lang
    from relapse_rules.records.columns import Column
    from relapse_rules.testing.sheets.tables import Table

# What a row may say about its case, by the keys of a case file.
ABOUT = (
    *("name", "policy", "date", "description", "keywords", "source"),
    *("todo", "confirm", "reasons", "needs", "error"),
)
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of one sheet, by what they say."""

    about: Mapping[str, int]
    facts: tuple[Column, ...]
    lists: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, int] = field(default_factory=dict)


def read_headings(table: Table, facts: tuple[Fact, ...]) -> Headings:
    """Raises PolicyError: for a heading that is unknown or comes twice, for no names."""
    about: dict[str, int] = {}
    answers: dict[str, int] = {}
    lists: dict[str, int] = {}
    rest = list(table.headings)
    for index, heading in enumerate(table.headings):
        plain = unicodedata.normalize("NFKC", heading).strip()
        group, key = about, _about(plain)
        if not key:
            group, key = answers, _answer(plain)
        if not key:
            group, key = lists, _list(plain, facts)
        if key in group:
            at = table.place(0, index)
            raise PolicyError([Diagnostic("RR947", at, {"heading": plain})])
        if key:
            group[key] = index
            rest[index] = ""
    if "name" not in about:
        args = {"name": table.name, "heading": word("case_head_name", "zh")}
        raise PolicyError([Diagnostic("RR943", table.place(0, 0), args)])
    return Headings(about, _facts(table, rest, facts), lists, answers)


def _facts(
    table: Table, headings: list[str], facts: tuple[Fact, ...]
) -> tuple[Column, ...]:
    """The columns that name facts, as in any table of records."""
    if not any(map(str.strip, headings)):
        return ()
    try:
        return match_columns(table.name, headings, facts)
    except FileError as error:
        found = Diagnostic(error.code, table.line(0), error.args_)
        raise PolicyError([found]) from None


def _about(heading: str) -> str:
    names = {word(f"case_head_{key}", lang): key for key in ABOUT for lang in LANGUAGES}
    return names.get(heading, "")


def _answer(heading: str) -> str:
    for lang in LANGUAGES:
        prefix = word("case_expected", lang)
        if heading.startswith(prefix):
            return heading.removeprefix(prefix).strip()
    return ""


def _list(heading: str, facts: tuple[Fact, ...]) -> str:
    lists = (f for f in facts if f.kind == "list")
    return next((f.id for f in lists if heading in {f.id, f.label.zh, f.label.en}), "")
