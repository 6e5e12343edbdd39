"""The file of rejects: where, which fact, which code, and never the value."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from relapse_rules.batch.outputs.atomic import cannot_write, replaced
from relapse_rules.batch.outputs.writers import writer_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

SCHEMA = {
    "file": pl.String(),
    "row": pl.Int64(),
    "fact": pl.String(),
    "code": pl.String(),
}
# Read back in parts of so many rows.
ROWS = 1 << 17


class Rejects:
    """Takes what is rejected as it is found; there may be as many as there are rows."""

    def __init__(self, spool: BinaryIO | None, target: Path | None = None) -> None:
        self._spool = spool
        self._target = target

    def add(self, frame: pl.DataFrame) -> None:
        if self._spool is None or self._target is None or not frame.height:
            return
        text = frame.select(list(SCHEMA)).write_csv(include_header=False)
        try:
            self._spool.write(text.encode())
        except OSError as error:
            raise cannot_write(self._target, error) from None


@contextmanager
def rejects_file(target: Path | None) -> Iterator[Rejects]:
    """What is added becomes `target` when the block ends well."""
    if target is None:
        yield Rejects(None)
        return
    write = writer_for(target)
    with replaced(target) as beside, TemporaryDirectory(prefix="relapse-rules-") as at:
        file = Path(at) / "rejects.csv"
        with file.open("wb") as spool:
            yield Rejects(spool, target)
        write(beside, SCHEMA, _read_back(file))


def _read_back(file: Path) -> Iterator[pl.DataFrame]:
    if not file.stat().st_size:
        return
    lines = pl.scan_csv(file, has_header=False, schema=dict(SCHEMA))
    yield from lines.collect_batches(chunk_size=ROWS, maintain_order=True)
