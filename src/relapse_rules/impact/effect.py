"""In one word, whom a change is for: on these data, and proved for all households."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from relapse_rules.analysis.effects import Statement
    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.comparison import Impact

Effect = Literal["widening", "narrowing", "mixed", "other", "none"]


def effect_of(impact: Impact) -> Effect:
    """Whether some only gain, some only lose, or both, among these households.

    To gain is to be watched, or more urgently; what could be told and no longer can, or
    the other way round, counts by what was told: who was watched loses by it. `other` is
    a change of answers by which nobody gains or loses: of types, or of removals.
    """
    import polars as pl

    frame = impact.households
    was, is_ = pl.col("base_watched"), pl.col("head_watched")
    closes = pl.col("removal_blocked") | pl.col("removal_undecided")
    gains = (
        pl.col("entering")
        | pl.col("tier_up")
        | ((was == "no") & (is_ == "undecided"))
        | ((was == "undecided") & (is_ == "yes"))
        | closes
    )
    loses = (
        pl.col("leaving")
        | pl.col("tier_down")
        | ((was == "yes") & (is_ == "undecided"))
        | ((was == "undecided") & (is_ == "no"))
        | pl.col("removal_possible")
    )
    some_gain, some_lose = (bool(frame.select(e.any()).item()) for e in (gains, loses))
    if some_gain and some_lose:
        return "mixed"
    if some_gain or some_lose:
        return "widening" if some_gain else "narrowing"
    return "other" if bool(frame["changed"].any()) else "none"


def proved(base: Rules, head: Rules) -> tuple[Statement, ...] | None:
    """What is proved of the change for all households; None when no solver is installed."""
    from relapse_rules.analysis import effect

    try:
        return effect(base, head)
    except ModuleNotFoundError:
        return None
