"""Suggested cases as a file of their own, or behind those of a file that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.content.fields import scalar
from relapse_rules.documents.yaml.source_file import open_source
from relapse_rules.documents.yaml.tree import Mapping
from relapse_rules.errors import PolicyError
from relapse_rules.messages import Phrase
from relapse_rules.source import Source
from relapse_rules.testing.chain import document_from
from relapse_rules.testing.expectations import day_of
from relapse_rules.testing.suggest.writing import suggestions_text
from relapse_rules.testing.written import yaml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from relapse_rules.messages import Lang
    from relapse_rules.policy import Policy
    from relapse_rules.testing.suggest.bases import Base
    from relapse_rules.testing.suggest.suggestions import Suggestion

UNREADABLE = Phrase("读不了", "it cannot be read")
NOT_LAST = Phrase(
    "`cases` 不在最后，或不是按名称写的", "`cases` is not its last key, or no mapping"
)
OTHER_POLICY = Phrase("它是别的政策的用例", "its cases are those of another policy")


class NothingAddedError(Exception):
    """Cases cannot be added to a file; it stays as it is."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why)
        self.why = why


def as_file(
    policy: Policy,
    suggestions: Sequence[Suggestion],
    lang: Lang,
    comment: str,
    bases: Sequence[Base] = (),
) -> str:
    """A file that states its policy and says that a person has to confirm it.

    It repeats those of the `bases` that its cases vary: other files are not read with it.
    """
    days = {one.case.day for one in suggestions}
    day = max(days, key=lambda d: sum(one.case.day == d for one in suggestions))
    varied = {one.base for one in suggestions if one.base}
    households = {b.name: dict(b.record) for b in bases if b.name in varied}
    suggestions = standing_on(households, suggestions)
    stated: dict[str, Any] = {"policy": policy.id, "date": day}
    if households:
        stated["households"] = households
    head = yaml_text(stated)
    return f"{comment}\n{head}cases:\n{suggestions_text(suggestions, lang, day=day)}"


def standing_on(
    known: Collection[str], suggestions: Sequence[Suggestion]
) -> list[Suggestion]:
    """The cases with whole records where the household that they vary is not known."""
    return [
        one
        if one.base in known or not one.base
        else replace(one, base="", changes=one.case.record)
        for one in suggestions
    ]


def appended(
    path: Path,
    policy: Policy,
    suggestions: Sequence[Suggestion],
    lang: Lang,
    comment: str,
    *,
    known: Collection[str] = (),
) -> str:
    """The text of a file with the cases behind its own. Raises NothingAddedError.

    `known` are the households that the file names, or one that it extends.
    """
    try:
        source = open_source(path, path.name)
        document = document_from(source, path)
    except PolicyError:
        raise NothingAddedError(UNREADABLE) from None
    stated, cases = scalar(document.fields, "policy"), document.fields["cases"]
    if stated is not None and stated.text != policy.id:
        raise NothingAddedError(OTHER_POLICY)
    if not isinstance(cases, Mapping) or list(document.fields)[-1] != "cases":
        raise NothingAddedError(NOT_LAST)
    date = scalar(document.fields, "date")
    taken = [pair.key.text for pair in cases.entries]
    day = None if date is None else day_of(date.text)
    suggestions = standing_on(known, suggestions)
    text = suggestions_text(suggestions, lang, day=day, taken=taken)
    whole = f"{source.text.rstrip()}\n\n  {comment}\n{text}"
    try:
        document_from(Source(path.name, whole), path)
    except PolicyError:
        # Written in a style of its own, such as everything on one line.
        raise NothingAddedError(NOT_LAST) from None
    return whole
