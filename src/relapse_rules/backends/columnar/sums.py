"""Sums over the items of each record, many of them in one pass.

Counts of one list are small: each takes a few bits of a word, the words are summed once,
and the counts are read out of the sums. No field can run over into the next, since its
bits hold the length of the longest list.
"""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.backends.columnar.writer import Amount

WORD = pl.UInt32
WORD_BITS = 32


def summed(
    flat: pl.DataFrame, lengths: pl.Series, amounts: Sequence[Amount]
) -> list[pl.Series]:
    """A column a record for each amount, over the items that the lengths give it."""
    offsets = _offsets(lengths)
    counts = [a for a in amounts if a.kind == "count"]
    longest = int(lengths.max() or 0)  # type: ignore[arg-type]
    bits = max(longest.bit_length(), 1)
    assert bits <= WORD_BITS
    words = list(_words(counts, WORD_BITS // bits))
    packed = [_packed(word, bits).alias(f"word {n}") for n, word in enumerate(words)]
    others = [a for a in amounts if a.kind != "count"]
    found = flat.lazy().select(*packed, *(a.expr.alias(a.name) for a in others))
    columns = _full(found.collect(), flat.height)
    result: list[pl.Series] = []
    for number, word in enumerate(words):
        sums = _over(columns[number], offsets, "sum")
        result += _unpacked(sums, word, bits)
    for amount, column in zip(others, columns[len(words) :], strict=True):
        result.append(_over(column, offsets, amount.kind).alias(amount.name))
    return result


def _words(counts: Sequence[Amount], most: int) -> Iterable[Sequence[Amount]]:
    for start in range(0, len(counts), most):
        yield counts[start : start + most]


def _packed(word: Sequence[Amount], bits: int) -> pl.Expr:
    """Each condition that holds sets the lowest bit of its field."""
    zero = pl.lit(0, dtype=WORD)
    fields = (
        pl.when(amount.expr).then(pl.lit(1 << bits * place, dtype=WORD)).otherwise(zero)
        for place, amount in enumerate(word)
    )
    return reduce(add, fields)


def _unpacked(sums: pl.Series, word: Sequence[Amount], bits: int) -> list[pl.Series]:
    mask = (1 << bits) - 1
    column = pl.col(sums.name)
    fields = []
    for place, amount in enumerate(word):
        field = column // (1 << bits * place) if place else column
        if place + 1 < len(word):
            field &= pl.lit(mask, dtype=WORD)
        fields.append(field.alias(amount.name))
    return sums.to_frame().select(fields).get_columns()


def _full(columns: pl.DataFrame, height: int) -> list[pl.Series]:
    """Literals alone make one row: they stand for all items."""
    if columns.height == height:
        return columns.get_columns()
    return [s.new_from_index(0, height) for s in columns.get_columns()]


def _offsets(lengths: pl.Series) -> pl.Series:
    ends = lengths.cast(pl.Int64).fill_null(0).cum_sum()
    return pl.concat([pl.Series(ends.name, [0], dtype=pl.Int64), ends])


def _over(column: pl.Series, offsets: pl.Series, kind: str) -> pl.Series:
    """The sum, least or greatest of each record's part of a column."""
    import pyarrow as pa

    if len(offsets) == 1:
        return column.clear()
    parts = pa.LargeListArray.from_arrays(offsets.to_arrow(), column.to_arrow())
    found = pl.from_arrow(parts)
    assert isinstance(found, pl.Series)
    by_record = getattr(found.list, kind)()
    assert isinstance(by_record, pl.Series)
    return by_record.alias(column.name)
