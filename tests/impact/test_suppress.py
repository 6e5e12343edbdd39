"""What is not published cannot be worked out from what is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relapse_rules.impact.suppress import SMALLEST, hidden_cells

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 30), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(TABLES)
def test_every_known_sum_hides_nothing_or_enough(table: list[list[int]]) -> None:
    counts = {(r, c): n for r, row in enumerate(table) for c, n in enumerate(row)}
    rows = [{p for p in counts if p[0] == r} for r in range(len(table))]
    columns = [{p for p in counts if p[1] == c} for c in range(len(table[0]))]
    hidden = hidden_cells(counts, [*rows, *columns])
    assert all(p in hidden for p, n in counts.items() if 0 < n < SMALLEST)
    for line in (*rows, *columns):
        inside = hidden & line
        total = sum(counts[p] for p in inside)
        # Nothing, or several that come to enough; or the whole line, when there is no more.
        assert not inside or inside == line or (len(inside) > 1 and total >= SMALLEST)


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    counts = {"east": 3, "west": 9, "north": 40}
    assert hidden_cells(counts, [set(counts)]) == {"east", "west"}


def test_two_small_counts_that_are_too_few_together_take_a_third() -> None:
    counts = {"east": 1, "west": 2, "north": 40, "south": 0}
    assert hidden_cells(counts, [set(counts)]) == {"east", "west", "north"}


def test_nobody_is_hidden_where_nobody_is_few() -> None:
    assert hidden_cells({"east": 0, "west": 5}, [{"east", "west"}]) == frozenset()
