"""The same households judged by two policies, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from relapse_rules.errors import PlaceError, TableError
from relapse_rules.exchange import EXTRA
from relapse_rules.impact.about import About, about_of
from relapse_rules.impact.area import Elsewhere, elsewhere
from relapse_rules.impact.difference import PARAMETERS, Change, difference
from relapse_rules.impact.facts import require_shared
from relapse_rules.impact.judging import judge
from relapse_rules.impact.moves import MOVES, Axis, axis_of, with_moves
from relapse_rules.impact.near import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.households import Households, Reject, Side

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """So many households and the people in them.

    `unknown` are those among them whose number of people is not recorded: the people are
    at least so many.
    """

    households: int = 0
    people: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Rows that could not be compared: which policies refuse them, and why."""

    row: int
    by: str
    codes: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Impact:
    """What changes when `head` takes the place of `base`, household by household.

    `households` has one row a household that both policies judged: `row`, `people`, the
    places, the answers of both as `base_…` and `head_…`, and what has become of it.
    """

    base: Rules
    head: Rules
    about: About
    axis: Axis
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    households: pl.DataFrame
    refused: tuple[Refused, ...]
    elsewhere: Elsewhere
    source: Households = field(repr=False)
    # The households as the new policy reads them, for those who try it further.
    side: Side = field(repr=False)

    @property
    def rows(self) -> int:
        """How many rows came in: those compared and those refused, always."""
        return self.households.height + len(self.refused)

    def record(self, row: int) -> Record:
        """The record of a row, as it was compared."""
        return self.source.record(row)

    def count(self, where: pl.Expr | None = None) -> Count:
        """How many households, and people in them, an expression holds for."""
        found = self.households if where is None else self.households.filter(where)
        return count_of(found)

    def moved(self, move: str) -> Count:
        """How many show one of `MOVES`, or are `changed`."""
        import polars as pl

        assert move in (*MOVES, "changed")
        return self.count(pl.col(move))

    def near(self, line: Line) -> Count:
        """How many households stand close to the new value of a parameter."""
        import polars as pl

        columns = [
            pl.col(f"head_{name}").fill_null(value=False) for name in line.columns
        ]
        return self.count(pl.any_horizontal(columns))

    def matrix(self) -> dict[tuple[str, str], Count]:
        """Households by their state before and after."""
        return {
            (str(key[0]), str(key[1])): count_of(frame)
            for key, frame in self.households.group_by("base_state", "head_state")
        }


def count_of(frame: pl.DataFrame) -> Count:
    people = frame["people"]
    return Count(frame.height, int(people.sum() or 0), people.null_count())


def compare(
    base: Rules,
    head: Rules,
    records: Iterable[Record] | Iterable[tuple[int, Record]] | pl.DataFrame,
    about: About | None = None,
    *,
    lists: Mapping[str, pl.DataFrame] | None = None,
    rejected: tuple[Refused, ...] = (),
) -> Impact:
    """Judges every household by both policies and says what becomes of each.

    `records` are mappings, pairs of a row number and a mapping, or a Polars table whose
    columns are facts; the items of its lists may be tables of their own in `lists`.
    A record that either policy refuses is counted in `refused`, behind those that a reader
    has `rejected` already. Raises PlaceError when the policies are about different facts,
    when neither says who is watched, when every record is of another place, and when none
    can be compared; TableError when a column is a fact of neither, or `about` names none.
    """
    if find_spec("polars") is None:
        raise TableError("RR686", extra=EXTRA)
    import polars as pl

    from relapse_rules.impact.households import Framed, Listed

    axis = axis_of(base, head)
    if axis is None:
        raise PlaceError("RR853", base=base.policy_id, head=head.policy_id)
    require_shared(base, head)
    about = about or about_of(head.text)
    unknown = sorted(set(about.facts) - {f.id for f in head.facts})
    if unknown:
        raise TableError("RR681", columns=", ".join(f"`{name}`" for name in unknown))
    households: Households
    if isinstance(records, pl.DataFrame):
        households = Framed(records, lists or {})
    else:
        households = Listed.of(records)
    away = elsewhere(head, about, households)
    changes = difference(base, head)
    changed = {c.entry for c in changes if c.section == PARAMETERS}
    lines, asked = lines_of(head, changed)
    sides = households.side(base, head), households.side(head, base)
    judged = judge(sides[0]), judge(sides[1], asked)
    found = _joined(judged, _subjects(head, about, households))
    refused = (*rejected, *_refused(sides))
    if not found.height:
        raise PlaceError("RR854", n=len(refused))
    return Impact(
        *(base, head, about, axis, changes, lines),
        with_moves(found, axis),
        refused,
        away,
        households,
        sides[1],
    )


def _subjects(head: Rules, about: About, households: Households) -> pl.DataFrame:
    """Who the households are, as far as they are counted by it."""
    import polars as pl

    facts = {f.id: f for f in head.facts}
    found = households.rows().to_frame("row")
    if about.people:
        people = households.column(facts[about.people]).cast(pl.Int64)
        found = found.with_columns(people.alias("people"))
    else:
        found = found.with_columns(pl.lit(None, dtype=pl.Int64).alias("people"))
    for at, name in enumerate(about.places):
        place = households.column(facts[name]).cast(pl.String)
        found = found.with_columns(place.alias(f"place_{at}"))
    return found


def _joined(judged: Sequence[pl.DataFrame], subjects: pl.DataFrame) -> pl.DataFrame:
    """The households that both policies judged, in the order of the records."""
    import polars as pl

    found = subjects
    for name, side in zip(("base", "head"), judged, strict=True):
        renamed = side.select("row", pl.all().exclude("row").name.prefix(f"{name}_"))
        found = found.join(renamed, on="row", how="inner", maintain_order="left")
    return found


def _refused(sides: Sequence[Side]) -> tuple[Refused, ...]:
    found: dict[int, dict[str, Reject]] = {}
    for name, side in zip(("base", "head"), sides, strict=True):
        for reject in side.rejects:
            found.setdefault(reject.row, {})[name] = reject
    return tuple(
        Refused(
            row,
            "both" if len(by) == 2 else next(iter(by)),
            tuple(dict.fromkeys(p.code for r in by.values() for p in r.problems)),
            tuple(dict.fromkeys(p.fact for r in by.values() for p in r.problems)),
        )
        for row, by in sorted(found.items())
    )
