"""Which policy governs an area."""

from __future__ import annotations

from typing import Any

import pytest

from relapse_rules import Book, PlaceError, load_book


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book()


@pytest.mark.parametrize("code", ["610302", "610302102", "610302102205"])
def test_the_nearest_place_above_governs(book: Book, code: str) -> None:
    assert book.governing(code).id == "cn/shaanxi/baoji/weibin"


def test_nothing_governs_beyond_its_prefix(book: Book) -> None:
    with pytest.raises(PlaceError, match=r"RR707.*\n.*341300"):
        book.governing("110101")


@pytest.mark.parametrize("code", [610302, None, "6", "061030", "61 03", "６１０３０２"])
def test_only_texts_are_codes(book: Book, code: Any) -> None:
    with pytest.raises(PlaceError, match="RR708"):
        book.governing(code)


def test_a_misspelt_id_is_told_the_right_one(book: Book) -> None:
    with pytest.raises(PlaceError, match="cn/shaanxi/baoji/weibin"):
        _ = book["cn/weibin"]
