"""The examples of runs from files to files, which pages only tell."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from messages.page_examples import codes, example
from relapse_rules import load_book
from relapse_rules.batch.job import Job
from relapse_rules.batch.places import OnePlace, PlacesByArea
from relapse_rules.batch.run import Run
from relapse_rules.messages.pages import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from relapse_rules.errors import RecordProblem


def parquet() -> bytes:
    found = io.BytesIO()
    pl.DataFrame({"household_id": ["A1"], "household_size": [3]}).write_parquet(found)
    return found.getvalue()


class Nobody:
    """Waits for a run, and keeps the codes of what it is told."""

    def __init__(self) -> None:
        self.codes: set[str] = set()

    def progress(self, rows: int, share: float) -> None: ...

    def problem(self, _file: str, _row: int, problem: RecordProblem) -> None:
        self.codes.add(problem.code)


def of_batch(
    name: str,
    content: bytes,
    output: str,
    *,
    most: int = 0,
    columns: tuple[str, ...] = (),
) -> Callable[[Path], set[str]]:
    """A run from one file to another under the example's rules."""

    def read(folder: Path) -> set[str]:
        (folder / name).write_bytes(content)
        job = Job((folder / name,), folder / output, columns=columns)
        watch = Nobody()
        with pytest.MonkeyPatch.context() as patch:
            if most:
                patch.setattr("relapse_rules.batch.ids.MOST", most)
            found = codes(
                lambda: Run(job, OnePlace(example()), "2022-06-01", watch).run()
            )
        return found | ({c for c in watch.codes if c != "RR611"})

    return read


def by_area(code: str, day: str = "2022-06-01") -> Callable[[Path], set[str]]:
    """A run by area over one place of the example."""

    def read(folder: Path) -> set[str]:
        fact = "facts:\n  county_code: {label: {zh: 县代码}, type: text}"
        place = EXAMPLE.read_text("utf-8").replace("facts:", fact, 1)
        place += 'area: "610302"\n'
        (folder / "example.policy.yaml").write_text(place, "utf-8")
        (folder / "a.csv").write_text(f"county_code\n{code}\n", "utf-8")
        on = date.fromisoformat(day)
        places = PlacesByArea(load_book(folder), "county_code", on)
        watch = Nobody()
        job = Job((folder / "a.csv",), folder / "o.csv")
        found = codes(lambda: Run(job, places, day, watch).run()) | watch.codes
        # RR658 names the place whose policy lacks something; what it lacks follows.
        return found - {"RR503"} if "RR658" in found else found

    return read


def with_members(text: bytes) -> Callable[[Path], set[str]]:
    """A run whose table of members is too large to be kept."""

    def read(folder: Path) -> set[str]:
        (folder / "a.csv").write_bytes(b"household_id\nA1\nA2\n")
        (folder / "m.csv").write_bytes(b"household_id,age\n" + text)
        lists = {"members": folder / "m.csv"}
        job = Job((folder / "a.csv",), folder / "o.csv", lists=lists)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("relapse_rules.batch.run.WHOLE", 1)
            run = Run(job, OnePlace(example()), "2022-06-01", Nobody())
            return codes(run.run)

    return read


def into_sheet(ending: str) -> Callable[[Path], set[str]]:
    """A run whose output is a sheet of one row, or a file of another kind."""

    def read(folder: Path) -> set[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("relapse_rules.batch.outputs.workbook.MOST", 1)
            return of_batch("a.parquet", parquet(), f"o{ending}")(folder)

    return read


BATCH = {
    "RR657": (into_sheet(".xlsx"), into_sheet(".parquet")),
    "RR656": (with_members(b"A2,3\nA1,40\n"), with_members(b"A1,40\nA2,3\n")),
    "RR650": (
        of_batch("a.parquet", parquet()[:-40], "o.csv"),
        of_batch("a.parquet", parquet(), "o.csv"),
    ),
    "RR651": (by_area("110101"), by_area("610302")),
    "RR658": (by_area("610302", "1999-01-01"), by_area("610302")),
    "RR652": (
        of_batch("a.csv", b"household_id\n1\n0\n1\n2\n2\n", "o.csv", most=1),
        of_batch("a.csv", b"household_id\n0\n1\n2\n", "o.csv", most=1),
    ),
    "RR653": (
        of_batch("a.parquet", parquet(), "none/o.csv"),
        of_batch("a.parquet", parquet(), "o.csv"),
    ),
    "RR654": (
        of_batch("a.parquet", parquet(), "o.docx"),
        of_batch("a.parquet", parquet(), "o.csv"),
    ),
    "RR655": (
        of_batch("a.parquet", parquet(), "o.csv", columns=("teir",)),
        of_batch("a.parquet", parquet(), "o.csv", columns=("household_id",)),
    ),
}
