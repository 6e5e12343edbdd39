"""Suggested cases as a person would write them: a table for each clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.messages import word
from relapse_rules.testing.written import INPUT, written, yaml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from relapse_rules.messages import Lang
    from relapse_rules.testing.coverage.goals import Goal
    from relapse_rules.testing.suggest.suggestions import Suggestion


def suggestions_text(
    suggestions: Iterable[Suggestion],
    lang: Lang,
    *,
    day: date | None = None,
    taken: Collection[str] = (),
) -> str:
    """The cases as YAML, without the head of the file.

    `day` is the one that the file states; names of cases that are `taken` get a number.
    """
    tables: dict[str, list[dict[str, Any]]] = {}
    for one in suggestions:
        rows = tables.setdefault(_about(one.goals[0]), [])
        rows.append(_row(one, lang, day, [row["name"] for row in rows]))
    cases = {
        _free(name, taken): {"confirm": True, "table": rows}
        for name, rows in tables.items()
    }
    return yaml_text({"cases": cases}).removeprefix("cases:\n")


def _about(goal: Goal) -> str:
    """What the cases of one table are about: a clause, or the facts that are missing."""
    return goal.clause or goal.what


def _free(name: str, taken: Collection[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found


def _row(
    one: Suggestion, lang: Lang, day: date | None, taken: Collection[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {"name": _free(_name(one.goals[0], lang), taken)}
    if one.case.day != day:
        found["date"] = one.case.day
    if one.base:
        found["base"] = one.base
    if one.changes or not one.base:
        found[INPUT[one.case.kind]] = dict(one.changes)
    for expectation in one.case.expected:
        name = expectation.question.name
        if expectation.is_open and expectation.question.part != "due":
            found.setdefault("undecided", []).append(name)
        else:
            found.setdefault("output", {})[name] = written(expectation.wanted)
    return found


def _name(goal: Goal, lang: Lang) -> str:
    """What the row shows, in a few words."""
    key = f"suggest_{goal.wanted}"
    if goal.sort == "row":
        key = "suggest_won" if goal.what else "suggest_no_row"
    said = word(key, lang)
    if said == key:  # one of several listed values
        said = word("suggest_listed", lang)
    return said.format(what=goal.what, value=goal.wanted)
