"""A chunk as its file has it to one frame of facts for each place that decides."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.batch.cells import dtype_of, read_cells
from relapse_rules.batch.frames import KEY, Refusal
from relapse_rules.batch.originals import of_cells, of_types
from relapse_rules.batch.places import Place, PlacesByArea, split
from relapse_rules.errors import RecordError, RecordProblem
from relapse_rules.records.cells import cell_reader
from relapse_rules.records.values import accepted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relapse_rules.batch.frames import Chunk, Input
    from relapse_rules.batch.originals import Original, Originals
    from relapse_rules.batch.places import Places
    from relapse_rules.documents.policy import Fact
    from relapse_rules.records.columns import Column


@dataclass(slots=True)
class Part:
    """The rows of a chunk that one place decides about, or that none does.

    `originals` gives rows of `KEY` as the file has them, for those who read them again:
    each a record, or the problems of its cells.
    """

    place: Place | None
    frame: pl.DataFrame = field(repr=False)
    refusals: list[Refusal]
    rows: int
    originals: Originals = field(default=lambda _: iter(()), repr=False)
    # The items of lists that have tables of their own, with the household's id.
    lists: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    key: str = ""
    # What is wrong with those items, by the row of their household.
    inner: dict[int, list[RecordProblem]] = field(default_factory=dict, repr=False)

    @property
    def numbers(self) -> pl.Series:
        """All rows in order; those of which no frame could be made are rows all the same."""
        known = self.frame[KEY]
        refused = pl.Series(KEY, [one.row for one in self.refusals], dtype=pl.Int64)
        return pl.concat([known, refused]).unique().sort() if len(refused) else known


def parts_of(chunk: Chunk, source: Input, places: Places) -> Iterator[Part]:
    """Every row of the chunk, once."""
    if chunk.records:
        yield from _of_records(chunk, places)
    elif chunk.frame.height:
        yield from _of_frame(chunk, source, places)
    elif chunk.refusals:
        yield _lost(list(chunk.refusals))


def _lost(refusals: list[Refusal]) -> Part:
    """Rows that were refused before any place could be asked."""
    rows = len({one.row for one in refusals})
    return Part(None, pl.DataFrame(schema={KEY: pl.Int64}), refusals, rows)


def _of_frame(chunk: Chunk, source: Input, places: Places) -> Iterator[Part]:
    frame, refusals = chunk.frame, list(chunk.refusals)
    if not isinstance(places, PlacesByArea):
        yield _part(places.of(None), frame, source, refusals)
        return
    parts, lost = split(places, areas_of(frame, source, places.by))
    rows = frame[KEY]
    for place, mask in parts:
        mine = frame.filter(mask)
        held = set(mine[KEY]) if refusals else set()
        yield _part(place, mine, source, [r for r in refusals if r.row in held])
    if lost:
        yield _lost(
            [Refusal(rows[i], RecordProblem(code, places.by)) for i, code in lost]
        )


def areas_of(frame: pl.DataFrame, source: Input, by: str) -> pl.Series:
    """The area code of each row as text; null where there is none."""
    heading = next((one for one in source.headings if one.fact.id == by), None)
    if heading is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    if source.kind == "typed":
        found = frame[by]
        # A number has lost its leading zeros, if it had any: it is no code.
        text = found.dtype in {pl.String, pl.Categorical, pl.Enum}
        return found.cast(pl.String) if text else found.cast(pl.String) + "?"
    only, _ = read_cells(frame, [heading])
    return only[by]


def _part(
    place: Place, frame: pl.DataFrame, source: Input, refusals: list[Refusal]
) -> Part:
    strange = [one for one in source.headings if one.fact.id not in place.facts]
    written = frame = _without(frame, strange, refusals)
    # Rows that are refused for what stands outside of the facts are not read again.
    outside = {one.row for one in refusals}
    if source.kind != "cells":
        return Part(place, frame, refusals, frame.height, of_types(written, outside))
    columns = [one for one in source.headings if one.fact.id in place.facts]
    here = _as_here(columns, place.facts)
    frame, refused = read_cells(frame, here, source.notes)
    refusals += refused
    again = of_cells(written, here, outside)
    return Part(place, frame, refusals, frame.height, again)


def _as_here(columns: Sequence[Column], facts: Mapping[str, Fact]) -> list[Column]:
    """The columns read as this place declares their facts."""
    return [
        one
        if facts[one.fact.id] is one.fact
        else replace(
            one,
            fact=facts[one.fact.id],
            read=cell_reader(facts[one.fact.id], None, one.scale),
        )
        for one in columns
    ]


def _without(
    frame: pl.DataFrame, strange: Sequence[Column], refusals: list[Refusal]
) -> pl.DataFrame:
    """Facts that this place does not declare may not be stated about its households."""
    for one in strange:
        name = str(one.index) if str(one.index) in frame.columns else one.fact.id
        stated = frame[name].is_not_null()
        if frame.schema[name] == pl.String:
            stated &= frame[name].str.strip_chars() != ""
        for row in frame[KEY].filter(stated):
            problem = RecordProblem("RR601", one.fact.id, {"nearest": ""})
            refusals.append(Refusal(row, problem))
        frame = frame.drop(name)
    return frame


def _of_records(chunk: Chunk, places: Places) -> Iterator[Part]:
    lost = list(chunk.refusals)
    groups: dict[str, tuple[Place, list[tuple[int, Any]]]] = {}
    for number, record in chunk.records:
        area = record.get(places.by) if isinstance(record, dict) else None
        place = places.of(area if isinstance(area, str) else None)
        if isinstance(place, str):
            lost.append(Refusal(number, RecordProblem(place, places.by)))
        else:
            groups.setdefault(place.id, (place, []))[1].append((number, record))
    for place, records in groups.values():
        refusals: list[Refusal] = []
        frame = frame_of(records, place, refusals)
        again = partial(_of_given, dict(records))
        yield Part(place, frame, refusals, len(records), again)
    if lost:
        yield _lost(lost)


def _of_given(records: Mapping[int, Any], rows: pl.Series) -> Iterator[Original]:
    for row in rows:
        yield row, records[row], ()


def frame_of(
    records: Sequence[tuple[int, Any]], place: Place, refusals: list[Refusal]
) -> pl.DataFrame:
    """The records that are right, as one frame; the others are refused."""
    numbers: list[int] = []
    right: list[Mapping[str, Any]] = []
    for number, record in records:
        try:
            place.rules.record(record)
        except RecordError as error:
            refusals += [Refusal(number, problem) for problem in error.problems]
        else:
            numbers.append(number)
            right.append(record)
    stated = {name for record in right for name in record}
    columns = [pl.Series(KEY, numbers, dtype=pl.Int64)]
    columns += [
        pl.Series(
            fact.id, [_plain(fact, r.get(fact.id)) for r in right], dtype_of(fact)
        )
        for fact in place.rules.facts
        if fact.id in stated and not fact.personal
    ]
    return pl.DataFrame(columns)


def _plain(fact: Fact, value: Any) -> Any:
    if value is None:
        return None
    if fact.kind == "list":
        return [
            {one.id: _plain(one, item.get(one.id)) for one in kept_items(fact)}
            for item in value
        ]
    found = accepted(fact, value)
    return sorted(found) if isinstance(found, frozenset) else found


def kept_items(fact: Fact) -> tuple[Fact, ...]:
    """The facts of a list's items that are not personal."""
    return tuple(one for one in fact.items if not one.personal)
