"""JSON as this library reads it: exact numbers, no repeated keys, bounded depth."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_BLANK = re.compile(r"[ \t\r\n]*")
# More digits than any fact may have; Python refuses to read numbers of several thousand.
_DIGITS = 400
_HUGE = 10**_DIGITS


@dataclass(frozen=True, slots=True)
class Repeated:
    """Stands for a JSON object that states `key` twice."""

    key: str


class BrokenJsonError(ValueError):
    """The text is not JSON, or nested too deep, at `offset`."""

    def __init__(self, offset: int, *, deep: bool = False) -> None:
        super().__init__(offset)
        self.offset = offset
        self.deep = deep


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Repeated:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return Repeated(key)
        seen.add(key)
    raise AssertionError("a shorter dict has a repeated key")


def _whole(text: str) -> int:
    return int(text) if len(text) <= _DIGITS else _HUGE


def _decimal(text: str) -> Decimal:
    # Beyond any fact in any case, and an exponent of many digits is beyond Decimal.
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > _DIGITS or len(exponent) > 6:
        return Decimal("1E-999" if "-" in exponent else "1E+999")
    return Decimal(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_int=_whole,
    parse_float=_decimal,
    parse_constant=Decimal,
)


def json_value(text: str) -> Any:
    """The one value of a JSON text; objects with a repeated key are Repeated."""
    start = _skip(text, 0)
    try:
        value, end = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise BrokenJsonError(error.pos) from None
    except RecursionError:
        raise BrokenJsonError(start, deep=True) from None
    if (end := _skip(text, end)) != len(text):
        raise BrokenJsonError(end)
    return value


def _skip(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    assert match is not None, "the pattern matches anything"
    return match.end()
