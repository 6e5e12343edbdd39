"""What becomes of each household: its state before and after, and what kind of change that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from relapse_rules.table import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from relapse_rules.evaluator import Rules

# States besides the tiers: nobody can tell; watched without a tier.
OPEN = "?"
WATCHED = "watched"
# A household that is not watched may still have a tier where tiers ask no type.
UNWATCHED = f"{NONE}/"

# What may become of a household, in the order in which people ask; a household may show
# several. The first eight are about who is watched and how urgently.
MOVES = (
    "entering",
    "leaving",
    "tier_up",
    "tier_down",
    "type_changed",
    "newly_undecided",
    "newly_decided",
    "removal_possible",
    "removal_blocked",
    "removal_undecided",
)


@dataclass(frozen=True, slots=True)
class Axis:
    """What the states of both policies are made of.

    `section` is `tiers`, or `types` where neither policy has tiers; `order` lists its
    rows, the most urgent first, those of the new policy before those that are gone.
    """

    section: str
    order: tuple[str, ...]
    common: frozenset[str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state a household may be in, the least urgent first."""
        rows = tuple(reversed(self.order))
        early = tuple(f"{UNWATCHED}{row}" for row in (*rows, OPEN))
        extra = (*early, WATCHED) if self.section == "tiers" else ()
        return (NONE, *extra, *rows, OPEN)


class HasAxis(Protocol):
    """An impact, as far as its states are asked for."""

    @property
    def axis(self) -> Axis: ...


def axis_of(base: Rules, head: Rules) -> Axis | None:
    """None when neither policy says who is watched nor how urgently."""
    for section in ("tiers", "types"):
        rows = [_rows(rules, section) for rules in (head, base)]
        if any(rows):
            new, old = rows
            order = (*new, *(row for row in old if row not in new))
            return Axis(section, order, frozenset(new) & frozenset(old))
    return None


def _rows(rules: Rules, section: str) -> tuple[str, ...]:
    found = rules.layout.by_id.get(section)
    return () if found is None else found.entries


def mark_of(impact: HasAxis, old: str, new: str) -> str:
    """`+` who enters, `-` who leaves, `^` and `v` up and down, `?` who can tell; or nothing."""
    if old == new:
        return ""
    if old.endswith(OPEN) or new.endswith(OPEN):
        return "?"
    outside = [state == NONE or state.startswith(UNWATCHED) for state in (old, new)]
    if outside[0] != outside[1]:
        return "+" if outside[0] else "-"
    if impact.axis.section == "types":
        return "~"
    order = impact.axis.states
    return "^" if order.index(new) > order.index(old) else "v"


def with_moves(both: pl.DataFrame, axis: Axis) -> pl.DataFrame:
    """`both` holds the answers of two policies, as `base_…` and `head_…`, row by row.

    Adds `base_state`, `head_state`, one yes or no for each of `MOVES`, and `changed`.
    """
    import polars as pl

    frame = both.with_columns(
        _watched("base").alias("base_watched"), _watched("head").alias("head_watched")
    ).with_columns(
        _state("base", axis).alias("base_state"),
        _state("head", axis).alias("head_state"),
    )
    watched = {s: pl.col(f"{s}_watched") for s in ("base", "head")}
    state = {s: pl.col(f"{s}_state") for s in ("base", "head")}
    same_side = watched["base"] == watched["head"]
    frame = frame.with_columns(_rank("base", axis), _rank("head", axis))
    rank = {s: pl.col(f"{s}_rank") for s in ("base", "head")}
    tiered = pl.lit(axis.section == "tiers")
    removal = {s: pl.col(f"{s}_removal_answer") for s in ("base", "head")}
    both_watched = (watched["base"] == "yes") & (watched["head"] == "yes")
    open_ = {s: state[s].str.ends_with(OPEN) for s in ("base", "head")}
    main = {s: state[s] == OPEN for s in ("base", "head")}
    frame = frame.with_columns(
        entering=(watched["base"] == "no") & (watched["head"] == "yes"),
        leaving=(watched["base"] == "yes") & (watched["head"] == "no"),
        tier_up=tiered
        & same_side
        & (rank["head"] < rank["base"]).fill_null(value=False),
        tier_down=tiered
        & same_side
        & (rank["head"] > rank["base"]).fill_null(value=False),
        type_changed=both_watched & pl.col("base_type").ne_missing(pl.col("head_type")),
        newly_undecided=(~open_["base"] & open_["head"])
        | (~main["base"] & main["head"]),
        newly_decided=(open_["base"] & ~open_["head"]) | (main["base"] & ~main["head"]),
        removal_possible=(removal["base"] != "yes") & (removal["head"] == "yes"),
        removal_blocked=(removal["base"] == "yes") & (removal["head"] == "no"),
        removal_undecided=(removal["base"] == "yes") & (removal["head"] == "undecided"),
    )
    return frame.with_columns(
        changed=pl.any_horizontal(*MOVES) | (state["base"] != state["head"])
    )


def _watched(side: str) -> pl.Expr:
    """Whether a household is watched: by its type; by its tier where there are no types.

    A policy with neither watches nobody.
    """
    import polars as pl

    by_type, by_tier = pl.col(f"{side}_type_answer"), pl.col(f"{side}_tier_answer")
    found = pl.when(by_type != "not_defined").then(by_type).otherwise(by_tier)
    return pl.when(found == "not_defined").then(pl.lit("no")).otherwise(found)


def _state(side: str, axis: Axis) -> pl.Expr:
    import polars as pl

    watched, tier = pl.col(f"{side}_watched"), pl.col(f"{side}_tier")
    if axis.section == "types":
        named = pl.col(f"{side}_type")
        return (
            pl.when(watched == "undecided")
            .then(pl.lit(OPEN))
            .otherwise(named.fill_null(NONE))
        )
    open_tier = pl.col(f"{side}_tier_answer") == "undecided"
    return (
        pl.when((watched == "undecided") | ((watched == "yes") & open_tier))
        .then(pl.lit(OPEN))
        .when(watched == "yes")
        .then(tier.fill_null(WATCHED))
        .when(open_tier)
        .then(pl.lit(UNWATCHED + OPEN))
        .when(tier.is_not_null())
        .then(pl.lit(UNWATCHED) + tier)
        .otherwise(pl.lit(NONE))
    )


def _rank(side: str, axis: Axis) -> pl.Expr:
    """How urgent a tier is, 0 the most; null where one policy does not know the tier.

    Having no tier ranks last, but only where the policy has tiers and could tell.
    """
    import polars as pl

    answer = pl.col(f"{side}_tier_answer")
    known: Sequence[str] = [row for row in axis.order if row in axis.common]
    positions = {row: axis.order.index(row) for row in known}
    named = pl.col(f"{side}_tier").replace_strict(
        positions, default=None, return_dtype=pl.Int64
    )
    return (
        pl.when(answer == "yes")
        .then(named)
        .when(answer == "no")
        .then(pl.lit(len(axis.order)))
        .otherwise(None)
        .alias(f"{side}_rank")
    )
