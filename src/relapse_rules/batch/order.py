"""Whether ids come in ascending order, over as many chunks as there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.errors import FileError

if TYPE_CHECKING:
    import polars as pl


class Ascending:
    """Remembers the last id of one file; equal ids may follow each other."""

    def __init__(self, file: str, fact: str) -> None:
        """`fact` is the list for whose sake the order matters."""
        self._file = file
        self._fact = fact
        self._last: Any = None

    def check(self, numbers: pl.Series, ids: pl.Series) -> None:
        """Raises FileError with the first row whose id comes before the one above it."""
        known = ids.is_not_null()
        numbers, ids = numbers.filter(known), ids.filter(known)
        if not ids.len():
            return
        if self._last is not None and ids[0] < self._last:
            raise self._wrong(numbers[0])
        falls = (ids < ids.shift(1)).fill_null(value=False).arg_true()
        if falls.len():
            raise self._wrong(numbers[falls[0]])
        self._last = ids[-1]

    def _wrong(self, line: int) -> FileError:
        return FileError("RR656", file=self._file, line=line, fact=self._fact)
