"""The clauses that turned round in each household that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relapse_rules.impact.comparison import Count, count_of
from relapse_rules.impact.judging import CHOICES, FLAGS, REMOVAL, clause_column

if TYPE_CHECKING:
    import polars as pl

    from relapse_rules.impact.comparison import Impact

SECTIONS = (*CHOICES, *REMOVAL)
# The signs of what a clause was and is.
_SIGNS = {True: "yes", False: "no", None: "undecided"}
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Flip:
    """One clause that is not what it was: yes, no, undecided, or not there at all."""

    section: str
    entry: str
    old: str
    new: str

    @property
    def name(self) -> str:
        return f"{self.section}.{self.entry}"


@dataclass(frozen=True, slots=True)
class Group:
    """Households in which the same clauses turned round, and one of them to look at."""

    flips: tuple[Flip, ...]
    count: Count
    first: int


def with_flips(impact: Impact) -> pl.DataFrame:
    """The households that change, with `flips`: what turned round, as one text each."""
    import polars as pl

    changed = impact.households.filter(pl.col("changed"))
    exprs = [
        pl.when(_asked(section)).then(_flip(changed, section, entry)).otherwise(None)
        for section, entry in clauses(impact)
    ]
    if not exprs:
        return changed.with_columns(flips=pl.lit(""))
    found = pl.concat_str(exprs, separator=";", ignore_nulls=True)
    return changed.with_columns(flips=found.fill_null(""))


def _asked(section: str) -> pl.Expr:
    """Whether a section has a part in what becomes of a household.

    Who enters has no removal to ask for yet, so its conditions are told only where they
    are all that has changed.
    """
    import polars as pl

    def other(name: str) -> pl.Expr:
        return pl.col(f"base_{name}").ne_missing(pl.col(f"head_{name}"))

    watch = other("watched")
    types = watch | pl.col("type_changed")
    tiers = (other("tier") | other("tier_answer")) & ~watch
    if section == "types":
        return types
    if section == "tiers":
        by_tier = pl.col("head_type_answer") == "not_defined"
        return tiers | (watch & by_tier)
    return ~types & ~tiers


def clauses(impact: Impact) -> list[tuple[str, str]]:
    """The clauses of either policy in the sections that decide."""
    found: dict[tuple[str, str], None] = {}
    for rules in (impact.head, impact.base):
        for section in rules.meaning.rules.sections:
            if section.id in SECTIONS:
                found |= {(section.id, e.id): None for e in section.entries}
    order = {name: at for at, name in enumerate((*SECTIONS, *FLAGS))}
    return sorted(found, key=lambda pair: order[pair[0]])


def _flip(frame: pl.DataFrame, section: str, entry: str) -> pl.Expr:
    import polars as pl

    column = clause_column(section, entry)
    sides = [_side(frame, f"{side}_{column}") for side in ("base", "head")]
    text = pl.concat_str(
        [pl.lit(f"{section}.{entry}:"), sides[0], pl.lit(">"), sides[1]]
    )
    return pl.when(sides[0] != sides[1]).then(text).otherwise(None)


def _side(frame: pl.DataFrame, column: str) -> pl.Expr:
    import polars as pl

    if column not in frame.columns:
        return pl.lit(ABSENT)
    value = pl.col(column)
    return (
        pl.when(value.is_null())
        .then(pl.lit(_SIGNS[None]))
        .when(value)
        .then(pl.lit(_SIGNS[True]))
        .otherwise(pl.lit(_SIGNS[False]))
    )


def flips_of(text: str) -> tuple[Flip, ...]:
    """The flips of one household, from its column."""
    found = []
    for one in filter(None, text.split(";")):
        name, _, signs = one.rpartition(":")
        old, _, new = signs.partition(">")
        section, _, entry = name.rpartition(".")
        found.append(Flip(section, entry, old, new))
    return tuple(found)


def groups(impact: Impact, flipped: pl.DataFrame | None = None) -> list[Group]:
    """Households by the clauses that turned round, the largest group first."""
    frame = with_flips(impact) if flipped is None else flipped
    found = [
        Group(flips_of(str(key[0])), count_of(part), int(part["row"].min()))  # type: ignore[arg-type]
        for key, part in frame.group_by("flips")
    ]
    return sorted(found, key=lambda g: (-g.count.households, g.first))
