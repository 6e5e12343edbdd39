"""Columns are read as single values are: the same accepted, the same codes for the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relapse_rules.documents.policy import Fact, Label, Origin
from relapse_rules.records.frames.values import NEAR, encoded, read_column
from relapse_rules.records.values import Refused, accepted
from relapse_rules.source import Inline

ORIGIN = Origin("test", Inline("x", "x").span)
FEW = {v: Label(v, v) for v in ("A", "B", "serious")}
MANY = {v: Label(v, v) for v in ("A", "a value with a long name", *map(str, range(20)))}


def fact(kind: Any, **more: Any) -> Fact:
    return Fact("f", Label("指标", "fact"), kind, ORIGIN, **more)


FACTS = {
    "boolean": fact("boolean"),
    "integer": fact("integer", low=Fraction(1), high=Fraction(20)),
    "integer without bounds": fact("integer"),
    "number": fact("number", places=3, low=Fraction(-1, 3), high=Fraction(100)),
    "number without places": fact("number", low=Fraction(-5), high=Fraction(7, 2)),
    "money": fact("money", places=2, low=Fraction(0), high=Fraction(1_000_000)),
    "money without bounds": fact("money", places=2),
    "date": fact("date"),
    "choice": fact("choice", values=FEW),
    "choice of many": fact("choice", values=MANY),
    "choices": fact("choices", values=FEW),
    "text": fact("text"),
}
DAYS = [date(1899, 12, 31), date(1900, 1, 1), date(2100, 12, 31), date(2101, 1, 1)]
WHOLES = [0, 1, -1, 7, 20, 21, 100, 101, 127, -128]
WIDE = [*WHOLES, 10**12, 10**12 + 1, -(10**12), 2**63 - 1, -(2**63), 922337203685477581]
TEXTS = [
    *("", " ", "\t", "\u3000", "\x85", "\xa0", "\x07", "甲", "某某\n", "x" * 1000),
    *("A", "B", "C", "a", "serious", "a value with a long name", "7", "19", "true"),
    *("0", "-0", "00", "1", "01", "+1", "1.", ".5", "0.5", "-0.00", "1.005", "1.0050"),
    *("3.5", "3.50", "3.51", "-5", "-5.1", "100.001", "-0.333", "-0.334", "12000.1"),
    *("999999.99", "1000000.00", "1000000.01", "1000000000000", "1000000000000.01"),
    *("123456789012345", "1234567890123456", "9999999999999999999999", "1e3", "1E3"),
    *("NaN", "inf", "-Infinity", " nan ", "１２", "1,200", "3万", "30%", "5 ", "5\n"),
    *("2021-02-28", "2021-02-29", "2021-2-3", "20210203", "2021-W01-1", "2021-05"),
    *("202105", "1899-12-31", "1900-01-01", "2100-12-31", "2101-01-01", "2021-05-01 "),
    *("0." + "0" * 400, "x" * 1001, "1" * 1001),
]
DECIMALS = {
    0: ["0", "1", "20", "21", "-5", "1000001", "1000000000000", "1000000000001"],
    2: ["0.00", "1.00", "0.01", "-0.33", "-0.34", "3.50", "3.51", "1000000.01"],
    5: ["1.00000", "1.00500", "1.00050", "0.00001", "-0.33300", "1000000.01000"],
    30: ["1.5", "0.001", "0.0001", "0.01", "0." + "0" * 29 + "1"],
}
COLUMNS: dict[str, tuple[Any, list[Any]]] = {
    "null": (pl.Null, [None]),
    "boolean": (pl.Boolean, [True, False]),
    "int8": (pl.Int8, WHOLES),
    "int32": (pl.Int32, WHOLES),
    "int64": (pl.Int64, WIDE),
    "int128": (pl.Int128, [*WIDE, 2**100, -(2**100)]),
    "uint8": (pl.UInt8, [0, 1, 20, 21, 255]),
    "uint64": (pl.UInt64, [0, 20, 2**63, 2**64 - 1]),
    "float32": (pl.Float32, [0.0, 1.0, 1.5, float("inf")]),
    "float64": (pl.Float64, [0.0, -0.0, 1.0, 5408.7, float("nan"), float("-inf")]),
    **{
        f"decimal {scale}": (pl.Decimal(38, scale), [Decimal(d) for d in digits])
        for scale, digits in DECIMALS.items()
    },
    "text": (pl.String, TEXTS),
    "categorical": (pl.Categorical, ["A", "C", "serious", "1.5", "2021-02-28"]),
    "enum": (pl.Enum(["B", "A", "2021-05"]), ["A", "B", "2021-05"]),
    "the same enum": (pl.Enum(list(FEW)), list(FEW)),
    "date": (pl.Date, [*DAYS, date(2022, 2, 28)]),
    "datetime": (pl.Datetime("us"), [datetime(2022, 2, 28)]),  # noqa: DTZ001 - no zone on purpose
    "zoned datetime": (pl.Datetime("ms", "UTC"), [datetime(2022, 2, 28, tzinfo=UTC)]),
    "time": (pl.Time, [time(1, 2)]),
    "duration": (pl.Duration("us"), [timedelta(1)]),
    "binary": (pl.Binary, [b"x"]),
    "texts": (
        pl.List(pl.String),
        [[], ["A"], ["A", "B"], ["A", "A"], ["C"], ["A", None], ["C", "C"], [None]],
    ),
    "categories": (pl.List(pl.Categorical), [[], ["A"], ["A", "A"], ["C", "A"]]),
    "an array": (pl.Array(pl.String, 2), [["A", "B"], ["A", "A"], ["A", "C"]]),
    "numbers": (pl.List(pl.Int64), [[], [1], [None]]),
    "nothing": (pl.List(pl.Null), [[], [None]]),
    "structs": (pl.Struct({"a": pl.Int64}), [{"a": 1}]),
    "objects": (pl.Object, [1, "A", Decimal("1.5"), True, date(2022, 2, 28), 1.5, b""]),
}


def agree(one: Fact, column: pl.Series) -> None:
    read = read_column(one, column)
    codes = {}
    for fault in read.faults:
        for row in fault.rows.to_list():
            assert row not in codes
            codes[row] = fault.code
    found = read.values.to_list()
    assert len(found) == len(column)
    for row, value in enumerate(column.to_list()):
        if value is None:
            assert found[row] is None
            assert row not in codes
            continue
        if one.kind == "choices" and found[row] is not None:
            found[row] = sorted(found[row])
        assert (found[row], codes.get(row)) == by_itself(one, value), value
    for value, mask in read.among.items():
        assert mask.to_list() == [None if f is None else f == value for f in found]
    assert not read.among or list(read.among) == list(one.values)


def by_itself(one: Fact, value: Any) -> tuple[Any, str | None]:
    """The encoded value, or the code with which it is refused."""
    try:
        return encoded(one, accepted(one, value)), None
    except Refused as refused:
        return None, refused.code


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("name", FACTS)
def test_each_value_is_read_as_by_itself(name: str, kind: str) -> None:
    dtype, values = COLUMNS[kind]
    for value in values:
        agree(FACTS[name], pl.Series("f", [value], dtype=dtype))
    agree(FACTS[name], pl.Series("f", [*values, None, *values], dtype=dtype))
    agree(FACTS[name], pl.Series("f", [], dtype=dtype))
    agree(FACTS[name], pl.Series("f", [None, None], dtype=dtype))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FACTS)), st.data())
def test_columns_of_drawn_texts(name: str, data: st.DataObject) -> None:
    """Texts near to numbers, days and ids, in one column."""
    near = st.text("0123456789.-+eE １,万%A\n", max_size=14)
    values = data.draw(st.lists(st.none() | near | st.sampled_from(TEXTS), max_size=8))
    agree(FACTS[name], pl.Series("f", values, dtype=pl.String))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FACTS)), st.integers(0, 6), st.data())
def test_columns_of_drawn_numbers(name: str, places: int, data: st.DataObject) -> None:
    digits = data.draw(
        st.lists(
            st.none() | st.integers(-(10**13), 10**13) | st.integers(-999, 999),
            max_size=8,
        )
    )
    decimals = [None if d is None else Decimal(d).scaleb(-places) for d in digits]
    agree(FACTS[name], pl.Series("f", decimals, dtype=pl.Decimal(38, places)))
    agree(FACTS[name], pl.Series("f", digits, dtype=pl.Int64))


@pytest.mark.parametrize("rows", [1, NEAR - 1, NEAR, NEAR + 1, 2 * NEAR + 3])
@pytest.mark.parametrize("chunks", [1, 3])
def test_texts_of_a_choice_are_compared_to_the_last(rows: int, chunks: int) -> None:
    """They are looked at in parts; the only bad one is at the very end."""
    texts = [("A", None, "serious")[row % 3] for row in range(rows - 1)]
    parts = [pl.Series(texts[n::chunks], dtype=pl.String) for n in range(chunks)]
    column = pl.concat([*parts, pl.Series(["C"])], rechunk=False)
    read = read_column(FACTS["choice"], column)
    assert [(f.code, f.rows.to_list()) for f in read.faults] == [("RR605", [rows - 1])]
    kept = column.scatter(rows - 1, None)
    assert read.values.equals(kept, null_equal=True)
    for value, mask in read.among.items():
        assert mask.equals(kept == value, null_equal=True)


@pytest.mark.parametrize("texts", [[], [None], [None, None]])
def test_no_text_of_a_choice(texts: list[None]) -> None:
    read = read_column(FACTS["choice"], pl.Series("f", texts, dtype=pl.String))
    assert read.faults == ()
    assert read.values.to_list() == texts
    assert [mask.to_list() for mask in read.among.values()] == [texts] * len(FEW)


def in_parts(*parts: list[str | None]) -> pl.Series:
    chunks = [pl.Series("f", part, dtype=pl.String) for part in parts]
    return pl.concat(chunks, rechunk=False)


def of(dtype: Any, *texts: str | None) -> pl.Series:
    return pl.Series("f", texts, dtype=pl.String).cast(dtype)


LAYOUTS = {
    "a slice": of(pl.String, "C", "A", None, "serious", "B", "C").slice(1, 4),
    "a slice with faults": of(pl.String, "A", "C", None, "serious", "C")[1:],
    "every other row": of(pl.String, "A", "C", "B", "C", None, "C").gather_every(2),
    "an empty chunk": in_parts(["A", "C"], [], [None, "serious"], []),
    "a chunk of nothing known": in_parts([None, None], ["B"], [None]),
    "near misses": of(pl.String, "A ", " A", "a", "AA", "\uff21", "A\0", "", "Serious"),
    "an enum in another order": of(pl.Enum(["serious", "B", "A"]), "A", None, "B"),
    "an enum with unused values": of(pl.Enum(["Z", *FEW, "Y"]), "B", "serious", None),
    "an enum with other values": of(pl.Enum(["Z", "A"]), "Z", "A", None, "Z"),
    "categories that no row has": of(pl.Categorical, "Z", "A", None, "B").slice(1),
    "categories that some rows have": of(pl.Categorical, "Z", "A", None, "Z", "B"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["choice", "choice of many"])
def test_a_choice_however_its_column_is_laid_out(name: str, layout: str) -> None:
    agree(FACTS[name], LAYOUTS[layout])
