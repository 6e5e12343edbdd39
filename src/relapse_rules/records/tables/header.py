"""Where the headings of a sheet stand: below titles, in one row or in two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from relapse_rules.records.columns import Heading, spellings
from relapse_rules.records.names import compared, unit_of
from relapse_rules.records.options import NO_OPTIONS, TableOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from relapse_rules.records.names import Names
    from relapse_rules.records.tables.sheet import Cell, Sheet

# Titles, the unit, who filled it in: nobody writes so many rows above a table.
LOOKED_AT = 30
# What a heading over several columns may add to them in brackets.
_YUAN = re.compile(r"[万千百亿]?元(?:/.{1,4})?")
_OTHER_UNIT = re.compile(r"万元|千元|百元|亿元")


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` are numbers of rows; `unit` is what a line above says of amounts."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    matched: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    texts: tuple[str, ...]

    @property
    def filled(self) -> int:
        return sum(map(bool, self.texts))


def find_header(
    sheet: Sheet, names: Names, options: TableOptions = NO_OPTIONS
) -> Header | None:
    """The headings of a sheet; None when no row has cells that name facts."""
    lines = [
        _Line(number, tuple(map(_text, cells)))
        for number, cells in islice(sheet.rows(), LOOKED_AT)
    ]
    singles = [_headings(line) for line in lines]
    scores = [_score(one, names, options) for one in singles]
    best = max(scores, default=0)
    at = next(
        (i for i, score in enumerate(scores) if _is_header(lines, i, score, best)), None
    )
    if at is None:
        return None
    found, headings, matched = (at, at), singles[at], scores[at]
    for upper in (at - 1, at):
        if upper < 0 or upper + 1 >= len(lines):
            continue
        joined = _joined(sheet, lines[upper], lines[upper + 1])
        score = _score(joined, names, options)
        least = max(matched, scores[upper], scores[upper + 1])
        # A row of values below the headings would name fewer of the columns.
        if score > least or (
            score == least and upper < at and _has_unit(sheet, lines[upper])
        ):
            found, headings, matched = (upper, upper + 1), joined, score
    first, last = lines[found[0]].number, lines[found[1]].number
    above = (text for line in lines[: found[0]] for text in line.texts)
    return Header(first, last, tuple(headings), matched, _unit(above))


def _has_unit(sheet: Sheet, line: _Line) -> bool:
    """Whether it says over which columns amounts are in 元 or 万元."""
    units = (unit_of(compared(text))[1] for text in line.texts)
    return bool(sheet.merged) and any(map(_YUAN.fullmatch, units))


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _headings(line: _Line) -> list[Heading]:
    return [Heading(text) for text in line.texts]


def _score(headings: Iterable[Heading], names: Names, options: TableOptions) -> int:
    mapped = options.names if options.mapped else None
    return sum(
        any(names.find(plain) for plain, _ in spellings(heading))
        or bool(mapped and mapped(heading.text))
        for heading in headings
        if heading.text
    )


def _is_header(lines: Sequence[_Line], at: int, score: int, best: int) -> bool:
    """Values may be words that name facts too; of headings most cells do."""
    if not score or score * 2 < best:
        return False
    first = next((i for i, line in enumerate(lines) if line.filled), at)
    return at == first or score >= 3 or score * 2 >= lines[at].filled


def _joined(sheet: Sheet, upper: _Line, lower: _Line) -> list[Heading]:
    """The headings of two rows, the upper of which stand above one column or several."""
    width = max(len(upper.texts), len(lower.texts))
    above = _spread(sheet, upper, lower, width)
    below = (*lower.texts, *[""] * (width - len(lower.texts)))
    return [
        Heading(text, group) if text else Heading(group)
        for text, group in zip(below, above, strict=True)
    ]


def _spread(sheet: Sheet, upper: _Line, lower: _Line, width: int) -> list[str]:
    """The upper headings, repeated over the columns that they stand above."""
    found = [*upper.texts, *[""] * (width - len(upper.texts))]
    row = upper.number - 1
    last = max((i for i, text in enumerate(lower.texts) if text), default=0)
    if sheet.merged:
        for top, left, _, right in sheet.merged:
            if top == row and left < width:
                end = min(right, width - 1)
                if left == 0 and end >= last:
                    # A title over the whole table is no heading of its columns.
                    found[left] = ""
                found[left : end + 1] = [found[left]] * (end + 1 - left)
        return found
    # Without merged cells, as in CSV, blank ones beside a group belong to it.
    for index in range(1, width):
        has_lower = all(
            i < len(lower.texts) and lower.texts[i] for i in (index - 1, index)
        )
        if not found[index] and has_lower:
            found[index] = found[index - 1]
    return found


def _unit(texts: Iterable[str]) -> str:
    for text in texts:
        if match := _OTHER_UNIT.search(unicodedata.normalize("NFKC", text)):
            return match[0]
    return ""
