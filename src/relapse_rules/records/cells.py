"""One cell of a table: text as people and spreadsheets write it, to a value of a fact."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.records.amounts import KNOWN, number_reader
from relapse_rules.records.values import (
    TEXT_LIMIT,
    Refused,
    accepted,
    day_missing,
    named_values,
    not_listed,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.documents.policy import Fact

_YES = ("是", "有", "√", "✓", "✔", "1", "y", "true")
_NO = ("否", "无", "×", "✗", "✘", "0", "n", "false")
_BOOLEANS = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
# Byte order marks and zero-width blanks come with text that was copied.
_BLANKS = " \t\r\n\f\v\u00a0\u2000\u2002\u2003\u2009\u200b\u3000\ufeff"
_BETWEEN_CHOICES = re.compile("[、;；,，]")
_SPREADSHEET_TEXT = re.compile(r'="(.*)"', re.DOTALL)
# What a spreadsheet shows of a number of more than eleven digits.
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2}")
_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
# Systems export a day with the midnight that it begins with.
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?")
_MONTH = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月|([0-9]{2}))")
# A blank cell is unknown; this one says that none of the listed values applies.
_NONE = "无"


# A cell that begins with one of these is a formula to a spreadsheet, full-width ones too.
FORMULA_STARTS = "=+@\t\r\n＝＋－＠-"
_FORMULA = frozenset(FORMULA_STARTS)


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def plain_cell(text: str) -> str:
    """A cell as it was before it was made safe."""
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text


def cell_text(cell: str) -> str:
    """A cell without surrounding blanks and without the wrappers that keep text."""
    text = cell.strip(_BLANKS)
    if text[:1] == "'":
        return text[1:].strip(_BLANKS)
    if text[:1] != "=":
        return text
    wrapped = _SPREADSHEET_TEXT.fullmatch(text)
    return wrapped[1].strip(_BLANKS) if wrapped else text


def cell_reader(
    fact: Fact, notes: Counter[str] | None = None, scale: int = 0
) -> Callable[[str], Any]:
    """The function that reads cells of `fact` which are not blank, or raises Refused.

    It counts in `notes` what it had to convert; `scale` are the zeros of a heading in 万.
    """
    counted = Counter[str]() if notes is None else notes
    if fact.kind in NUMERIC:
        return number_reader(fact, counted, scale)
    make = _MAKERS.get(fact.kind)
    if make is None:
        return lambda text: accepted(fact, text)
    read = make(fact)
    return read if fact.kind == "text" else _half_width(read, counted)


def _half_width(
    read: Callable[[str], Any], notes: Counter[str]
) -> Callable[[str], Any]:
    """Reads full-width letters, digits and signs as well, as they are typed in Chinese."""

    known: dict[str, Any] = {}

    def lenient(text: str) -> Any:
        if text in known:
            return known[text]
        try:
            found = read(text)
        except Refused:
            normal = unicodedata.normalize("NFKC", text[:TEXT_LIMIT])
            if normal == text or len(text) > TEXT_LIMIT:
                raise
            notes["full_width"] += 1
            return read(normal)
        if len(known) < KNOWN:
            known[text] = found
        return found

    return lenient


def _boolean(_fact: Fact) -> Callable[[str], bool]:
    def read(text: str) -> bool:
        found = truth_of(text)
        if found is None:
            raise wrong_kind("boolean", "yes_no")
        return found

    return read


def truth_of(text: str) -> bool | None:
    """The yes or no that a cell states; None when it states neither."""
    return _BOOLEANS.get(text.lower())


def _date(fact: Fact) -> Callable[[str], date]:
    def read(text: str) -> date:
        if day := day_of(text):
            found: date = accepted(fact, day)
            return found
        raise day_missing(fact) if month_of(text) else Refused("RR609")

    return read


def day_of(text: str) -> date | None:
    """The day that a cell states; None when it states none that the calendar has."""
    if ":" in text and (midnight := _MIDNIGHT.search(text)):
        text = text[: midnight.start()] if midnight.end() == len(text) else text
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _day(*map(int, match.groups()))
    return None


def month_of(text: str) -> date | None:
    """The first day of the month that a cell states without a day."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or match[3] or match[4]), 1)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _choice(fact: Fact) -> Callable[[str], str]:
    names = named_values(fact.values)

    def read(text: str) -> str:
        return _named(fact, names, text)

    return read


def _named(fact: Fact, names: Mapping[str, str], text: str) -> str:
    found = names.get(text)
    if found is None:
        raise not_listed(fact, text)
    return found


def _choices(fact: Fact) -> Callable[[str], frozenset[str]]:
    names = named_values(fact.values)

    def read(text: str) -> frozenset[str]:
        if text == _NONE:
            return frozenset()
        if text in names:
            return frozenset({names[text]})
        parts = [part.strip() for part in _BETWEEN_CHOICES.split(text)]
        found = [_named(fact, names, part) for part in parts if part]
        if not found:
            raise not_listed(fact, text)
        if len(set(found)) != len(found):
            raise Refused("RR614")
        return frozenset(found)

    return read


def _text(fact: Fact) -> Callable[[str], str]:
    def read(text: str) -> str:
        if _SCIENTIFIC.fullmatch(text):
            raise Refused("RR602")
        found: str = accepted(fact, text)
        return found

    return read


_MAKERS: Mapping[str, Callable[[Fact], Callable[[str], Any]]] = {
    "boolean": _boolean,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}
