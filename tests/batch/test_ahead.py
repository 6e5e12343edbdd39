"""Reading one part ahead: the same parts, in order, and the same errors."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from relapse_rules.batch.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def counted(upto: int, read: list[int], bad: int | None = None) -> Iterator[int]:
    for number in range(upto):
        if number == bad:
            raise ValueError(number)
        read.append(number)
        yield number


@pytest.mark.parametrize("upto", [0, 1, 2, 50])
def test_every_part_comes_once_and_in_order(upto: int) -> None:
    assert list(ahead(counted(upto, []))) == list(range(upto))


def test_no_more_than_one_part_is_held() -> None:
    read: list[int] = []
    for number in ahead(counted(20, read)):
        assert len(read) <= number + 2


def test_an_error_comes_where_its_part_would_have() -> None:
    found: list[int] = []
    with pytest.raises(ValueError, match="3"):
        found.extend(ahead(counted(9, [], bad=3)))
    assert found == [0, 1, 2]


def test_a_reader_that_is_left_early_ends() -> None:
    """Whoever stops half-way, as after an error of the writer, leaves no thread behind."""
    before = threading.active_count()
    parts = ahead(counted(1000, []))
    assert next(parts) == 0
    parts.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
