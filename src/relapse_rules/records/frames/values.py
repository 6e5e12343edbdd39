"""One column of one fact: every value accepted or refused, as `records.values` would.

What a column's type settles is checked whole. What only the value can settle is read by
the reader of single values, each distinct value once; nothing is guessed.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import polars as pl

from relapse_rules.documents.policy import FIRST_DAY, LAST_DAY
from relapse_rules.records.frames.faults import Fault, Read, where, without
from relapse_rules.records.values import (
    TEXT_LIMIT,
    Refused,
    accepted,
    scaled_range,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.documents.policy import Fact

    Reader = Callable[[Fact, Any], Any]

WRONG_KIND, OUT_OF_RANGE, NOT_LISTED = "RR603", "RR604", "RR605"
IS_FLOAT, NOT_FINITE, TOO_PRECISE = "RR606", "RR608", "RR607"
BAD_TEXT, TWICE = "RR612", "RR614"
EPOCH = date(1970, 1, 1).toordinal()
CONTROL, BLANK = "[\\x00-\\x1f\\x7f-\\x9f]", "^\\s*$"
# More digits than 64 bits hold are read one by one.
PLAIN_DIGITS = 15
# Comparing with each listed value is quicker than looking up as long as they are few.
FEW_VALUES = 8
# So many texts stay near the processor while they are compared with one after the other.
NEAR = 65_536
TEXTS = (pl.String, pl.Categorical, pl.Enum)


def read_column(fact: Fact, column: pl.Series) -> Read:
    """The encoded values of a column of a fact that is no list."""
    if column.dtype == pl.Null:
        return Read(column.cast(encoded_type(fact)))
    if column.dtype == pl.Object:
        return _by_row(fact, column, accepted)
    return READERS[fact.kind](fact, column)


def encoded_type(fact: Fact) -> Any:
    """The type of the encoded values of a fact."""
    match fact.kind:
        case "boolean":
            return pl.Boolean
        case "choice":
            return pl.Enum(list(fact.values))
        case "choices":
            return pl.List(pl.String)
        case "text":
            return pl.String
    return pl.Int64


def _wrong(fact: Fact, column: pl.Series, code: str = WRONG_KIND) -> Read:
    """No value of this type is accepted."""
    return Read(
        pl.repeat(None, len(column), dtype=encoded_type(fact), eager=True),
        where(code, column.is_not_null()),
    )


# -- by single values ----------------------------------------------------------------


def by_distinct(fact: Fact, column: pl.Series, reader: Reader = accepted) -> Read:
    """Each distinct value through a reader of single values."""
    distinct = column.drop_nulls().unique()
    read = [_single(fact, value, reader) for value in distinct.to_list()]
    codes = pl.Series([code for _, code in read], dtype=pl.String)
    values = pl.Series([v for v, _ in read], dtype=encoded_type(fact), strict=False)
    table = pl.DataFrame(
        [distinct.alias("from"), values.alias("to"), codes.alias("no")]
    )
    joined = column.to_frame("from").join(
        table, on="from", how="left", maintain_order="left"
    )
    return Read(joined["to"], _faults(joined["no"]))


def _by_row(fact: Fact, column: pl.Series, reader: Reader) -> Read:
    """Each value by itself: those of such a column cannot be compared."""
    empty = None, None
    read = [empty if v is None else _single(fact, v, reader) for v in column.to_list()]
    codes = pl.Series([code for _, code in read], dtype=pl.String)
    values = pl.Series([v for v, _ in read], dtype=encoded_type(fact), strict=False)
    return Read(values, _faults(codes))


def _faults(codes: pl.Series) -> tuple[Fault, ...]:
    """The rows of each code."""
    found = codes.drop_nulls().unique().sort().to_list()
    return tuple(f for code in found for f in where(code, codes == code))


def _single(fact: Fact, value: Any, reader: Reader) -> tuple[Any, str | None]:
    try:
        found = reader(fact, value)
    except Refused as refused:
        return None, refused.code
    return encoded(fact, found), None


def encoded(fact: Fact, value: Any) -> Any:
    """An accepted value as the columns hold it."""
    match fact.kind:
        case "number" | "money":
            exact = Fraction(value) * fact.scale
            assert exact.denominator == 1
            return exact.numerator
        case "date":
            return value.toordinal()
        case "choices":
            return sorted(value)
    return value


# -- by whole columns ----------------------------------------------------------------


def _boolean(fact: Fact, column: pl.Series) -> Read:
    if column.dtype == pl.Boolean:
        return Read(column)
    return _wrong(fact, column)


def _integer(fact: Fact, column: pl.Series) -> Read:
    if column.dtype.is_integer():
        return _whole(fact, column)
    if column.dtype.is_float():
        return _float(column)
    return _wrong(fact, column)


def _number(fact: Fact, column: pl.Series) -> Read:
    if column.dtype.is_integer():
        return _whole(fact, column)
    if column.dtype.is_float():
        return _float(column)
    if column.dtype.is_decimal():
        return _decimal(fact, column)
    if column.dtype in TEXTS:
        return _written_number(fact, column.cast(pl.String))
    return _wrong(fact, column)


def _whole(fact: Fact, column: pl.Series) -> Read:
    low, high = scaled_range(fact)
    low, high = -(-low // fact.scale), high // fact.scale
    faults = _outside(column, low, high)
    values = without(column, faults).cast(pl.Int64)
    return Read(values if fact.scale == 1 else values * fact.scale, faults)


def _outside(column: pl.Series, low: int, high: int) -> tuple[Fault, ...]:
    least: Any = column.min()
    most: Any = column.max()
    if least is None or (low <= least and most <= high):
        return ()
    wide = column.cast(pl.Int128)
    bounds = [pl.lit(b, dtype=pl.Int128) for b in (low, high)]
    name = pl.col(wide.name)
    mask = wide.to_frame().select((name < bounds[0]) | (name > bounds[1])).to_series()
    return where(OUT_OF_RANGE, mask)


def _float(column: pl.Series) -> Read:
    """Never exact, whatever it holds."""
    finite = column.is_finite()
    empty = pl.repeat(None, len(column), dtype=pl.Int64, eager=True)
    return Read(empty, (*where(IS_FLOAT, finite), *where(NOT_FINITE, ~finite)))


def _decimal(fact: Fact, column: pl.Series) -> Read:
    """The digits as one whole number, moved to the places of the fact."""
    kind = column.dtype
    assert isinstance(kind, pl.Decimal)
    digits = column.to_physical()
    shift = fact.places - kind.scale
    faults: tuple[Fault, ...] = ()
    low, high = scaled_range(fact)
    if shift >= 0:
        factor = 10**shift
        faults = _outside(digits, -(-low // factor), high // factor)
        values = without(digits, faults).cast(pl.Int64) * factor
        return Read(values, faults)
    factor = 10**-shift
    name = pl.col(digits.name)
    divisor = pl.lit(factor, dtype=pl.Int128)
    parts = digits.to_frame().select(whole=name // divisor, rest=name % divisor)
    faults = where(TOO_PRECISE, parts["rest"] != 0)
    whole = without(parts["whole"], faults)
    faults = (*faults, *_outside(whole, low, high))
    return Read(without(parts["whole"], faults).cast(pl.Int64), faults)


def _written_number(fact: Fact, column: pl.Series) -> Read:
    """Canonical texts whole, the others one by one."""
    fraction = f"(\\.[0-9]{{1,{fact.places}}})?" if fact.places else ""
    plain = f"^-?(0|[1-9][0-9]{{0,{PLAIN_DIGITS - 1}}}){fraction}$"
    canonical = column.str.contains(plain)
    if canonical.all():
        return _exact_text(fact, column)
    frame = pl.DataFrame([column.alias("text"), canonical.alias("plain")])
    found = _exact_text(fact, frame.select(pl.when("plain").then("text")).to_series())
    rest = frame.select(pl.when(~pl.col("plain")).then("text")).to_series()
    others = by_distinct(fact, rest)
    both = pl.DataFrame([found.values.alias("a"), others.values.alias("b")])
    values = both.select(pl.coalesce("a", "b")).to_series()
    return Read(values, (*found.faults, *others.faults))


def _exact_text(fact: Fact, column: pl.Series) -> Read:
    """Canonical texts with no more places than the fact has: all digits are kept."""
    digits = column.cast(pl.Decimal(38, fact.places)).to_physical()
    faults = _outside(digits, *scaled_range(fact))
    return Read(without(digits, faults).cast(pl.Int64), faults)


def _date(fact: Fact, column: pl.Series) -> Read:
    if column.dtype == pl.Date:
        days = column.to_physical()
        first, last = FIRST_DAY.toordinal() - EPOCH, LAST_DAY.toordinal() - EPOCH
        faults = _outside(days, first, last)
        return Read(without(days, faults).cast(pl.Int64) + EPOCH, faults)
    if column.dtype in TEXTS:
        return by_distinct(fact, column.cast(pl.String))
    return _wrong(fact, column)


def _choice(fact: Fact, column: pl.Series) -> Read:
    if column.dtype not in TEXTS:
        return _wrong(fact, column)
    kind = encoded_type(fact)
    if column.dtype == kind:
        return Read(column)
    if column.dtype == pl.String and len(fact.values) <= FEW_VALUES:
        return _compared(fact, column)
    values = column.cast(kind, strict=False)
    if values.null_count() == column.null_count():
        return Read(values)
    return Read(values, where(NOT_LISTED, values.is_null() & column.is_not_null()))


def _compared(fact: Fact, column: pl.Series) -> Read:
    """The texts as they are, and for each listed value whether they are it."""
    parts = [column.slice(row, NEAR) for row in range(0, max(len(column), 1), NEAR)]
    compared = [[part == value for value in fact.values] for part in parts]
    among = [pl.concat(masks, rechunk=True) for masks in zip(*compared, strict=True)]
    other = ~reduce(or_, among)
    faults = where(NOT_LISTED, other) if other.any() else ()
    named = zip(fact.values, among, strict=True)
    return Read(
        without(column, faults),
        faults,
        {value: without(mask, faults) for value, mask in named},
    )


def _choices(fact: Fact, column: pl.Series) -> Read:
    kind = column.dtype
    if not isinstance(kind, pl.List | pl.Array):
        return _wrong(fact, column)
    inner = kind.inner
    if inner not in TEXTS and inner != pl.Null:
        # Only a list of nothing is a list of ids.
        size = column.list.len() if kind == pl.List else column.arr.len()
        faults = where(WRONG_KIND, size > 0)
        none = pl.Series([[]], dtype=pl.List(pl.String)).new_from_index(0, len(column))
        empty = none.to_frame("v").select(pl.when(size == 0).then("v")).to_series()
        return Read(empty, faults)
    texts = column.cast(pl.List(pl.String))
    name = pl.col("v")
    checked = texts.to_frame("v").select(
        gap=name.list.eval(pl.element().is_null()).list.any(),
        other=name.list.eval(~pl.element().is_in(list(fact.values))).list.any(),
        twice=name.list.n_unique() != name.list.len(),
    )
    gap, other, twice = checked.get_columns()
    faults = where(WRONG_KIND, gap) + where(NOT_LISTED, other & ~gap)
    faults += where(TWICE, twice & ~gap & ~other)
    return Read(without(texts, faults), faults)


def _text(fact: Fact, column: pl.Series) -> Read:
    if column.dtype not in TEXTS:
        return _wrong(fact, column)
    text = column.cast(pl.String)
    longest: Any = text.str.len_bytes().max()
    odd = text.str.contains(f"{CONTROL}|{BLANK}")
    if (longest or 0) <= TEXT_LIMIT and not odd.any():
        return Read(text)
    name = pl.col(text.name)
    checked = text.to_frame().select(
        bad=name.str.contains(CONTROL) | (name.str.len_chars() > TEXT_LIMIT),
        blank=name.str.contains(BLANK),
    )
    bad, blank = checked.get_columns()
    faults = where(BAD_TEXT, bad) + where(WRONG_KIND, blank & ~bad)
    return Read(without(text, faults), faults)


READERS: dict[str, Callable[[Fact, pl.Series], Read]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}
