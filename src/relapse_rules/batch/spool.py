"""Hashes of more ids than memory should hold, and which of them occur twice.

They are kept in sorted runs; past a number of them each run goes to a file. At the end
one range of values after the other is gathered from all runs, so that no more than about
one run is in memory at any time.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

# Hashes of one run: 64 MiB, and about three times that while it is sorted.
RUN = 1 << 23
RANGE = 1 << 64


class Spool:
    """Gathers hashes; its folder goes away with it."""

    def __init__(self, run: int = RUN) -> None:
        self._run = run
        self._waiting: list[pl.Series] = []
        self._count = 0
        self._folder: TemporaryDirectory[str] | None = None
        self._files: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, hashes: pl.Series) -> None:
        self._waiting.append(hashes)
        self._count += hashes.len()
        if self._count >= self._run:
            self._write()

    def _write(self) -> None:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="relapse-rules-")
        file = Path(self._folder.name) / f"{len(self._files)}.parquet"
        frame = pl.DataFrame({"hash": self._sorted()})
        frame.write_parquet(file, compression="uncompressed", row_group_size=1 << 18)
        self._files.append(file)
        self._waiting, self._count = [], 0

    def _sorted(self) -> pl.Series:
        if not self._waiting:
            return pl.Series(dtype=pl.UInt64)
        return pl.concat(self._waiting).sort()

    def repeated(self) -> Iterator[pl.Series]:
        """The hashes that occur more than once, in ascending parts."""
        if not self._files:
            yield _twice(self._sorted())
            return
        if self._count:
            self._write()
        parts = len(self._files)
        for part in range(parts):
            low, high = RANGE * part // parts, RANGE * (part + 1) // parts - 1
            inside = pl.col("hash").is_between(
                pl.lit(low, pl.UInt64), pl.lit(high, pl.UInt64)
            )
            runs = [pl.scan_parquet(one).filter(inside) for one in self._files]
            yield _twice(pl.concat(runs).collect()["hash"].sort())


def _twice(ordered: pl.Series) -> pl.Series:
    return ordered.filter(ordered == ordered.shift(1)).unique(maintain_order=True)
