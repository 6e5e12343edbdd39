"""Decisions to files of each kind, frame by frame, all of one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from relapse_rules.batch.outputs.atomic import cannot_write
from relapse_rules.errors import FileError
from relapse_rules.records.cells import FORMULA_STARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    Schema = Mapping[str, pl.DataType]
    Write = Callable[[Path, Schema, Iterable[pl.DataFrame]], None]

# Between the ids of one cell; no id has it.
BETWEEN = ";"


class CannotWriteError(Exception):
    """Holds the error of the system until the name of the file is known."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error)
        self.error = error


def _parquet(path: Path, schema: Schema, frames: Iterable[pl.DataFrame]) -> None:
    raised: list[BaseException] = []

    def rows(
        with_columns: list[str] | None,
        _predicate: pl.Expr | None,
        _n_rows: int | None,
        _batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        # What is wrong with the input must not be taken for what is with the output.
        try:
            for frame in frames:
                yield frame.select(with_columns) if with_columns else frame
        except BaseException as error:
            raised.append(error)
            raise

    source = register_io_source(rows, schema=dict(schema), is_pure=True)
    try:
        source.sink_parquet(path, maintain_order=True, mkdir=False)
    except BaseException as error:
        if raised:
            raise raised[0] from None
        if isinstance(error, (OSError, pl.exceptions.PolarsError)):
            raise CannotWriteError(_system_error(error)) from None
        raise


def _system_error(error: BaseException) -> OSError:
    """Polars tells the number of the error in its text alone."""
    if isinstance(error, OSError) and error.errno:
        return error
    number = str(error).partition("os error ")[2].partition(")")[0]
    return OSError(int(number) if number.isdigit() else 0, "")


def _csv(path: Path, schema: Schema, frames: Iterable[pl.DataFrame]) -> None:
    with _file(path) as file:
        _written(file, "\ufeff".encode())
        _written(file, _csv_text(pl.DataFrame(schema=dict(schema)), header=True))
        for frame in frames:
            _written(file, _csv_text(frame, header=False))


def _csv_text(frame: pl.DataFrame, *, header: bool) -> bytes:
    return (
        frame.select(_cell(name, dtype) for name, dtype in frame.schema.items())
        .write_csv(include_header=header, line_terminator="\r\n")
        .encode()
    )


def _cell(name: str, dtype: pl.DataType) -> pl.Expr:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    column = pl.col(name)
    if dtype == pl.List:
        column = column.list.join(BETWEEN)
    if dtype in {pl.String, pl.List}:
        risky = column.str.contains(f"^[{FORMULA_STARTS}]")
        column = pl.when(risky).then("'" + column).otherwise(column)
    return column.alias(name)


def _lines(path: Path, _schema: Schema, frames: Iterable[pl.DataFrame]) -> None:
    with _file(path) as file:
        for frame in frames:
            exact = frame.with_columns(pl.selectors.decimal().cast(pl.String))
            _written(file, exact.write_ndjson().encode())


def _file(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise CannotWriteError(error) from None


def _written(file: BinaryIO, text: bytes) -> None:
    try:
        file.write(text)
        file.flush()
    except OSError as error:
        raise CannotWriteError(error) from None


def _workbook(path: Path, schema: Schema, frames: Iterable[pl.DataFrame]) -> None:
    from relapse_rules.batch.outputs.workbook import write_workbook

    try:
        write_workbook(path, schema, map(_joined, frames))
    except OSError as error:
        raise CannotWriteError(error) from None


def _joined(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.List(pl.String)).list.join(BETWEEN))


WRITERS: Mapping[str, Write] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".xlsx": _workbook,
    ".jsonl": _lines,
    ".ndjson": _lines,
}


def writer_for(target: Path) -> Write:
    """The writer of files with that ending. Raises FileError."""
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise FileError("RR654", file=target.name, kinds=" ".join(WRITERS))

    def written(path: Path, schema: Schema, frames: Iterable[pl.DataFrame]) -> None:
        try:
            write(path, schema, frames)
        except CannotWriteError as error:
            raise cannot_write(target, error.error) from None

    return written
