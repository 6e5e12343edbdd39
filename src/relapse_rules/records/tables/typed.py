"""Cells that a spreadsheet keeps as numbers, days and errors, to what was typed there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from relapse_rules.records.tables.sheet import Broken, Cell, number_text, plain_text
from relapse_rules.records.values import Refused, wrong_kind

if TYPE_CHECKING:
    from collections import Counter

    from relapse_rules.documents.policy import Fact

# Spreadsheets keep so many digits of a number; of a longer one the rest is lost.
KEPT = 10**15
_DAY_ZERO = date(1899, 12, 30)
# Smaller ones may as well be years, and larger ones lie beyond the calendar of policies.
_FIRST_SERIAL, _LAST_SERIAL = 3654, 73_415


def typed_text(fact: Fact, cell: Cell, shift: int, notes: Counter[str]) -> str:
    """A cell that is not text as a person would have typed it. Raises Refused."""
    if isinstance(cell, Broken):
        raise Refused(cell.value)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (float, int)):
        return _of_number(fact, float(cell), shift, notes)
    if isinstance(cell, (time, timedelta)) or fact.kind != "date":
        # A 1-2 that became a day, or an amount in a column formatted as days.
        raise Refused("RR645")
    assert isinstance(cell, (date, datetime))
    return plain_text(cell)


def _of_number(fact: Fact, number: float, shift: int, notes: Counter[str]) -> str:
    if fact.kind == "date":
        return _day(number, shift, notes)
    if fact.kind == "text":
        if not abs(number) < KEPT:
            raise Refused("RR602")
        if fact.unique:
            notes["id_numbers"] += 1
    text = number_text(number)
    if float(text) != number:
        notes["fifteen_digits"] += 1
    return text


def _day(number: float, shift: int, notes: Counter[str]) -> str:
    if number != number // 1:
        raise wrong_kind("date", "day")
    whole = int(number)
    if _FIRST_SERIAL <= whole + shift <= _LAST_SERIAL:
        notes["serials"] += 1
        return (_DAY_ZERO + timedelta(days=whole + shift)).isoformat()
    # 20250701 and 202507, which no workbook has as the number of a day.
    if 190_001 <= whole <= 210_012 or 19_000_101 <= whole <= 21_001_231:
        return str(whole)
    raise Refused("RR609")
