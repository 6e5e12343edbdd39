"""Which reader opens a file: decided by its ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.batch.inputs.cells import CellsInput
from relapse_rules.batch.inputs.ledger import LedgerInput
from relapse_rules.batch.inputs.parquet import ParquetInput
from relapse_rules.batch.inputs.records import RecordsInput
from relapse_rules.errors import FileError
from relapse_rules.records.options import NO_OPTIONS, TableOptions
from relapse_rules.records.readers import KINDS
from relapse_rules.records.tables.workbook import WORKBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from relapse_rules.batch.frames import Input
    from relapse_rules.documents.policy import Fact

READERS: Mapping[str, Callable[[Path, Sequence[Fact]], Input]] = {
    ".parquet": ParquetInput,
    ".jsonl": RecordsInput,
    ".ndjson": RecordsInput,
    ".json": RecordsInput,
    ".yaml": RecordsInput,
    ".yml": RecordsInput,
}


def opened(
    path: Path, facts: Sequence[Fact], reading: TableOptions = NO_OPTIONS
) -> Input:
    """The file, its headings matched with the facts. Raises FileError."""
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return LedgerInput(path, facts, reading)
    if kind == ".csv":
        return CellsInput(path, facts, reading)
    make = READERS.get(kind)
    if make is None:
        raise FileError("RR629", file=path.name, kinds=f".parquet {KINDS}")
    return make(path, facts)
