"""A share of the rows of a run, decided again by the reference interpreter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.batch.frames import KEY
from relapse_rules.batch.originals import items_of
from relapse_rules.batch.reference import by_reference
from relapse_rules.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from relapse_rules.batch.account import Verified
    from relapse_rules.batch.judging import Outcome
    from relapse_rules.batch.places import Place
    from relapse_rules.batch.reading import Part
    from relapse_rules.errors import RecordProblem
    from relapse_rules.table import Column

REFUSED = "(rejected)"
SHARES = 1 << 32
WRAP = (1 << 64) - 1
DIFFERENT_KEPT = 100


class Verifier:
    """Draws rows by their number and the seed, so that a run can be repeated exactly."""

    def __init__(self, verified: Verified, unique: Iterable[str]) -> None:
        self.verified = verified
        self._repeated = {(one, "RR611") for one in unique}

    def check(
        self,
        file: tuple[int, str],
        part: Part,
        columns: Sequence[Column],
        outcome: Outcome,
    ) -> None:
        """Reads the drawn rows of a part again, from how they are written onwards."""
        assert part.place is not None, "rows of no place are not decided"
        numbers = part.numbers
        drawn = numbers.filter(self._drawn(numbers, file[0]))
        if not drawn.len():
            return
        rows = drawn.implode()
        decisions = outcome.decisions.filter(pl.col(KEY).is_in(rows))
        decided = {row[KEY]: row for row in decisions.iter_rows(named=True)}
        refused: dict[int, set[tuple[str, str]]] = {}
        rejects = outcome.rejects.filter(pl.col("row").is_in(rows))
        for row, fact, code in rejects.iter_rows():
            if (fact, code) not in self._repeated:
                refused.setdefault(row, set()).add((fact, code))
        items = items_of(part, drawn)
        for number, record, problems in part.originals(drawn):
            found = decided.get(number) or refused.get(number)
            if not found:
                # Rejected for an id that another row has: that is not asked of a record.
                continue
            self.verified.rows += 1
            stated = record | items.get(number, {}) if items else record
            known = [*problems, *part.inner.get(number, ())]
            said = self._again(part.place, columns, stated, known)
            for column in _different(said, found):
                self._differs(file[1], number, column)

    def _drawn(self, rows: pl.Series, file: int) -> pl.Series:
        return lots(rows, self.verified.seed, file) < int(self.verified.share * SHARES)

    def _again(
        self,
        place: Place,
        columns: Sequence[Column],
        record: Any,
        problems: Sequence[RecordProblem],
    ) -> Mapping[str, Any] | set[tuple[str, str]]:
        found = {(p.fact, p.code) for p in problems}
        try:
            said = by_reference(place.rules, columns, record)
        except RecordError as error:
            return found | {(p.fact, p.code) for p in error.problems}
        return found or said

    def _differs(self, file: str, row: int, column: str) -> None:
        if len(self.verified.different) < DIFFERENT_KEPT:
            self.verified.different.append((file, row, column))


def lots(rows: pl.Series, seed: int, file: int) -> pl.Series:
    """A number below `SHARES` for each row, always the same for a seed.

    The mixing function of SplitMix64, in 64 bits that wrap around.
    """
    start = pl.lit(
        (seed * 0x9E3779B97F4A7C15 + file * 0xD1B54A32D192ED03) & WRAP, pl.UInt64
    )
    mixed = rows.cast(pl.UInt64).to_frame("n").lazy().with_columns(pl.col("n") + start)
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        folded = pl.col("n") ^ (pl.col("n") // (1 << 30))
        mixed = mixed.with_columns(folded * pl.lit(factor, pl.UInt64))
    folded = pl.col("n") ^ (pl.col("n") // (1 << 31))
    return mixed.select(folded // (1 << 32)).collect().to_series()


def _different(
    said: Mapping[str, Any] | set[tuple[str, str]],
    found: Mapping[str, Any] | set[tuple[str, str]],
) -> Iterator[str]:
    if isinstance(said, set) or isinstance(found, set):
        if said != found:
            yield REFUSED
        return
    for name, value in said.items():
        if found[name] != value:
            yield name
