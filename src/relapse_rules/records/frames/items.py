"""The items of one list of all records: from a column of lists, or from a second table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.records.frames.faults import Fault, Read, rejected, together, where
from relapse_rules.records.frames.values import read_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relapse_rules.documents.policy import Fact

NOT_A_LIST, NOT_A_RECORD, REPEATED = "RR610", "RR613", "RR611"


@dataclass(frozen=True, slots=True)
class ItemsRead:
    """How many items each record has, null for unknown; their columns; what is refused."""

    lengths: pl.Series
    columns: Mapping[str, Read] = field(repr=False)
    rejects: pl.DataFrame = field(repr=False)
    orphans: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.UInt32))


def nested(fact: Fact, column: pl.Series) -> ItemsRead:
    """A column that holds a list of structs a row."""
    kind = column.dtype
    if isinstance(kind, pl.Array):
        column = column.cast(pl.List(kind.inner))
        kind = column.dtype
    if not isinstance(kind, pl.List):
        faults = where(NOT_A_LIST, column.is_not_null())
        return _nothing(fact, len(column), faults)
    lengths = column.list.len()
    long = where(NOT_A_LIST, lengths > fact.max_items)
    if long:
        short = (lengths <= fact.max_items).fill_null(value=False)
        column = column.to_frame("v").select(pl.when(short).then("v")).to_series()
        lengths = column.list.len()
    flat = column.explode(empty_as_null=False, keep_nulls=False)
    rejects = [_of_records(fact, long)]
    if flat.dtype == pl.Null:
        frame = pl.DataFrame()
        none = where(NOT_A_RECORD, flat.is_null())
    elif isinstance(flat.dtype, pl.Struct):
        frame, none = flat.struct.unnest(), where(NOT_A_RECORD, flat.is_null())
    else:
        everything = pl.repeat(True, len(flat), eager=True)
        frame, none = pl.DataFrame(), where(NOT_A_RECORD, everything)
    rejects += _of_items(fact, "", none, lengths)
    columns, found = _columns(fact, frame, lengths)
    return ItemsRead(lengths, columns, together([*rejects, *found]))


def _nothing(fact: Fact, height: int, faults: Iterable[Fault]) -> ItemsRead:
    lengths = pl.repeat(None, height, dtype=pl.UInt32, eager=True)
    return ItemsRead(lengths, {}, together([_of_records(fact, faults)]))


def joined(fact: Fact, key: Fact, ids: pl.Series, table: pl.DataFrame) -> ItemsRead:
    """The rows of a list's own table, by the id of the record that they belong to.

    A record without rows has an unknown list: nothing says that it has none.
    """
    wanted = read_column(key, ids).values
    owners = pl.DataFrame(
        [
            wanted.alias("id"),
            pl.arange(len(ids), dtype=pl.UInt32, eager=True).alias("at"),
        ]
    )
    first = owners.drop_nulls("id").unique("id", keep="first", maintain_order=True)
    stated = read_column(key, table[key.id]).values.to_frame("id")
    found = stated.join(first, on="id", how="left", maintain_order="left")["at"]
    orphans = found.is_null().arg_true()
    order = found.arg_sort(nulls_last=True).head(len(found) - len(orphans))
    owner = found.gather(order)
    counts = owner.to_frame("at").group_by("at").len("n")
    lengths = owners.join(counts, on="at", how="left", maintain_order="left")["n"]
    lengths = lengths.cast(pl.UInt32)
    long = where(NOT_A_LIST, lengths > fact.max_items)
    if long:
        # As a list that is too long, whose items are not looked at.
        fitting = lengths.to_frame("n").select(
            pl.when(pl.col("n") <= fact.max_items).then("n")
        )["n"]
        order = order.filter(fitting.is_not_null().gather(owner))
        lengths = fitting
    names = [c for c in table.columns if c != key.id]
    frame = table.select(names)[order] if names else pl.DataFrame()
    columns, rejects = _columns(fact, frame, lengths)
    rejects.append(_of_records(fact, long))
    return ItemsRead(lengths, columns, together(rejects), orphans)


def _of_records(fact: Fact, faults: Iterable[Fault]) -> pl.DataFrame:
    return together(rejected(fact.id, faults))


def _columns(
    fact: Fact, frame: pl.DataFrame, lengths: pl.Series
) -> tuple[dict[str, Read], list[pl.DataFrame]]:
    columns: dict[str, Read] = {}
    rejects: list[pl.DataFrame] = []
    for one in fact.items:
        if one.id not in frame.columns or one.personal:
            continue
        read = columns[one.id] = read_column(one, frame[one.id])
        rejects += _of_items(fact, f".{one.id}", read.faults, lengths)
        if one.unique:
            again = _repeated(read.values, lengths)
            rejects += _of_items(fact, f".{one.id}", again, lengths)
    return columns, rejects


def _repeated(values: pl.Series, lengths: pl.Series) -> tuple[Fault, ...]:
    """Ids that an earlier item of the same record has too."""
    known = values.drop_nulls()
    if known.n_unique() == len(known):
        return ()
    pairs = pl.DataFrame([values.alias("id"), owners_of(lengths).alias("at")])
    again = pairs.select(
        ~pl.struct("at", "id").is_first_distinct() & pl.col("id").is_not_null()
    )
    return where(REPEATED, again.to_series())


def owners_of(lengths: pl.Series) -> pl.Series:
    """The row of the record that each item belongs to."""
    rows = pl.arange(len(lengths), dtype=pl.UInt32, eager=True)
    return rows.repeat_by(lengths.fill_null(0)).explode(
        empty_as_null=False, keep_nulls=False
    )


def _of_items(
    fact: Fact, path: str, faults: Iterable[Fault], lengths: pl.Series
) -> Iterable[pl.DataFrame]:
    """Rejects of items, each at its path, such as `members[2].age`."""
    starts: pl.Series | None = None
    for fault in faults:
        if starts is None:
            ends = lengths.fill_null(0).cast(pl.Int64).cum_sum()
            starts, owners = ends - lengths.fill_null(0), owners_of(lengths)
        owner = owners.gather(fault.rows)
        place = fault.rows.cast(pl.Int64) - starts.gather(owner)
        yield pl.DataFrame({"row": owner.cast(pl.Int64) + 1, "place": place}).select(
            "row",
            fact=pl.format(f"{fact.id}[{{}}]{path}", "place"),
            code=pl.lit(fault.code),
        )
