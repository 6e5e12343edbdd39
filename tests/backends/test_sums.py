"""Counts packed into words: the limits of their fields."""

from __future__ import annotations

from itertools import accumulate, pairwise

import polars as pl
import pytest

from relapse_rules.backends.columnar.sums import summed
from relapse_rules.backends.columnar.writer import Amount


def _counts(lengths: list[int | None], number: int, *, all_hold: bool) -> list[str]:
    """Which records and counts differ from counting item by item."""
    items = sum(length or 0 for length in lengths)
    tests = [
        [all_hold or (item * 7 + place) % 3 == 0 for item in range(items)]
        for place in range(number)
    ]
    flat = pl.DataFrame(
        {
            f"t{place}": pl.Series(test, dtype=pl.Boolean)
            for place, test in enumerate(tests)
        }
    )
    amounts = [
        Amount(f"a{place}", pl.col(f"t{place}"), 0, "count", 0, 1)
        for place in range(number)
    ]
    found = summed(flat, pl.Series("lengths", lengths, dtype=pl.UInt32), amounts)
    ends = list(accumulate((length or 0 for length in lengths), initial=0))
    assert [one.name for one in found] == [one.name for one in amounts]
    return [
        f"{column.name}, record {record}"
        for column, test in zip(found, tests, strict=True)
        for record, (start, end) in enumerate(pairwise(ends))
        if column[record] != sum(test[start:end])
    ]


@pytest.mark.parametrize(
    "longest", [1, 3, 4, 7, 8, 15, 16, 50, 64, 65, 255, 256, 70_000]
)
def test_full_fields_do_not_touch_their_neighbours(longest: int) -> None:
    assert _counts([longest, 0, longest, 1], 5, all_hold=True) == []


@pytest.mark.parametrize("number", [1, 8, 10, 11, 33, 70])
def test_counts_beyond_one_word_keep_their_order(number: int) -> None:
    assert _counts([7, 2, 0, 5, 7], number, all_hold=False) == []


@pytest.mark.parametrize("lengths", [[], [0], [None], [0, None, 0], [3, None, 0, 4]])
def test_empty_and_unknown_lists_count_nothing(lengths: list[int | None]) -> None:
    assert _counts(lengths, 4, all_hold=True) == []


def test_sums_may_have_the_names_that_words_would_have() -> None:
    """Names of a plan are numbers; several words stand beside a sum called 1."""
    flat = pl.DataFrame({"holds": [True, False, True], "wage": [5, 7, 11]})
    counts = [Amount(str(n), pl.col("holds"), 0, "count", 0, 1) for n in range(2, 40)]
    wages = Amount("1", pl.col("wage"), 0, "sum", 0, 11)
    lengths = pl.Series("lengths", [2, 1], dtype=pl.UInt32)
    found = {s.name: s.to_list() for s in summed(flat, lengths, [wages, *counts])}
    assert found.pop("1") == [12, 11]
    assert found == {str(n): [1, 1] for n in range(2, 40)}
