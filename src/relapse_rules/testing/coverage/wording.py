"""One sentence for each goal that no case shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.messages import word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.messages import Lang
    from relapse_rules.testing.coverage.goals import Goal, Sort


def gap_text(goal: Goal, lang: Lang) -> str:
    """What no case shows, as one sentence."""
    clause = (
        word("cover_clause", lang).format(clause=goal.clause) if goal.clause else ""
    )
    return clause + SAID[goal.sort](goal, lang)


def _condition(goal: Goal, lang: Lang) -> str:
    if goal.wanted in {"yes", "no"}:
        return word(f"cover_{goal.wanted}", lang).format(what=goal.what)
    side = "no" if goal.negated else "yes"
    said = word(f"cover_{side}_listed", lang)
    return said.format(what=goal.what, value=goal.wanted)


def _boundary(goal: Goal, lang: Lang) -> str:
    said = word(f"cover_{goal.wanted}", lang).format(what=goal.what)
    point = goal.setpoint
    if point is None:
        return said
    of = word("cover_since", lang).format(day=point.since)
    if point.row:
        of = word("cover_row_of", lang).format(row=point.row)
    return said + word("cover_setpoint", lang).format(parameter=point.parameter, of=of)


def _row(goal: Goal, lang: Lang) -> str:
    return word("cover_row" if goal.what else "cover_row_none", lang).format(
        what=goal.what
    )


def _unknown(goal: Goal, lang: Lang) -> str:
    return word("cover_unknown", lang).format(what=goal.what)


SAID: Mapping[Sort, Callable[[Goal, Lang], str]] = {
    "condition": _condition,
    "boundary": _boundary,
    "row": _row,
    "unknown": _unknown,
}
