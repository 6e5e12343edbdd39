"""Rows of a table that are no records: totals, repeated headings, signatures, and blanks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from relapse_rules.records.tables.sheet import is_blank, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.records.tables.header import Header
    from relapse_rules.records.tables.sheet import Cell, Merged, Sheet

Reason = Literal["blank", "total", "repeated", "numbering", "signature", "section"]
# Words that stand alone in one of the first cells of a row.
_TOTAL = re.compile(r"(?:[^\d\s]{0,12})(?:合计|小计|总计|共计)(?:\(.{0,12}\))?[::]?")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|审批|负责|经办|报送|复核)[人者]?[^:]{0,8}:.*"
    r"|(?:注|备注|说明|填表说明|填报日期|填报单位|制表日期|联系人|联系电话)\d?:.*",
    re.DOTALL,
)
_FIRST_CELLS = 3
_COUNTING = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(slots=True)
class Body:
    """The rows below the headings; those that are no records are noted with a reason."""

    sheet: Sheet
    header: Header
    id_column: int | None = None
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    blank: int = 0
    _reasons: set[int] | None = None
    _no_records: set[int] = field(default_factory=set)

    def rows(self) -> Iterator[tuple[int, Sequence[Cell], bool]]:
        """Each row with its number, and whether a cell of it reaches over columns."""
        reasons = self._reasons
        filled = _Merges(self.sheet.merged, self.header.last)
        last, fill = self.header.last, filled.fill
        for number, plain in self.sheet.rows():
            if number <= last:
                continue
            cells, is_wide = fill(number, plain) if filled else (plain, False)
            if reasons is None:
                reason = self._reason(number, cells, is_wide=is_wide)
                if reason == "blank":
                    self.blank += 1
                elif reason:
                    self.skipped.append((number, reason))
                if reason:
                    self._no_records.add(number)
                    continue
            elif number in reasons:
                continue
            yield number, cells, is_wide
        self._reasons = self._no_records

    def _reason(
        self, number: int, cells: Sequence[Cell], *, is_wide: bool
    ) -> Reason | None:
        filled = list(islice((c for c in cells if not is_blank(c)), _FIRST_CELLS))
        if not filled:
            return "blank"
        if is_wide and len(filled) == 1:
            text = _normal(filled[0])
            return "signature" if _SIGNATURE.fullmatch(text) else "section"
        texts = [_normal(cell) for cell in filled if isinstance(cell, str)]
        if any(map(_TOTAL.fullmatch, texts)) and self._has_no_id(cells):
            return "total"
        if texts and _SIGNATURE.fullmatch(texts[0]) and self._has_no_id(cells):
            return "signature"
        if number == self.header.last + 1 and self._is_numbering(cells):
            return "numbering"
        return "repeated" if self._is_header(cells) else None

    def _has_no_id(self, cells: Sequence[Cell]) -> bool:
        """What has an id is a record, whatever else stands in its row."""
        if self.id_column is None or self.id_column >= len(cells):
            return True
        text = _normal(cells[self.id_column])
        return not text or bool(_TOTAL.fullmatch(text) or _SIGNATURE.fullmatch(text))

    def _is_header(self, cells: Sequence[Cell]) -> bool:
        """The headings of the next printed page."""
        same = 0
        for cell, known in zip(cells, self.header.headings, strict=False):
            if not is_blank(cell):
                if not isinstance(cell, str) or _normal(cell) != _normal(known.text):
                    return False
                same += 1
        return same > 1

    def _is_numbering(self, cells: Sequence[Cell]) -> bool:
        """Official forms number their columns: 1 2 3 …, after 甲 乙 perhaps."""
        texts = [_normal(cell).strip("()") for cell in cells if not is_blank(cell)]
        if texts and texts[0] == "栏次":
            texts = texts[1:]
        numbers = [text for text in texts if text.isdecimal()]
        others = "".join(text for text in texts if not text.isdecimal())
        counted = numbers == [str(n) for n in range(1, len(numbers) + 1)]
        named = any(row.startswith(others) for row in _COUNTING)
        columns = sum(bool(heading.text) for heading in self.header.headings)
        return counted and named and len(texts) > 2 and len(texts) + 1 >= columns


def _normal(cell: Cell) -> str:
    text = plain_text(cell)[:200]
    return "".join(unicodedata.normalize("NFKC", text).split())


class _Merges:
    """Cells over several rows hold for each of them, as everybody sees who looks."""

    def __init__(self, merged: Sequence[Merged], last: int) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = {}
        self._wide: set[int] = set()
        self._open: dict[int, tuple[int, Cell]] = {}
        self._any = bool(merged)
        for top, left, bottom, right in merged:
            if top < last:
                continue
            if left == right:
                self._starts.setdefault(top + 1, []).append((left, bottom + 1))
            else:
                self._wide.update(range(top + 1, bottom + 2))

    def __bool__(self) -> bool:
        return self._any

    def fill(self, number: int, cells: Sequence[Cell]) -> tuple[Sequence[Cell], bool]:
        for column, until in self._starts.get(number, ()):
            if column < len(cells):
                self._open[column] = (until, cells[column])
        if self._open:
            made = list(cells)
            for column, (until, cell) in list(self._open.items()):
                if number > until:
                    del self._open[column]
                else:
                    made += [""] * (column + 1 - len(made))
                    made[column] = cell
            cells = made
        return cells, number in self._wide
