"""What it costs to read a county's ledger from a workbook: 20,000 households, 60,000 members."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.report import table
from benchmarks.section import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measures import Size
    from relapse_rules.documents.policy import Fact

PLACE, DAY = "cn/shaanxi/baoji/weibin", "2022-10-31"
HOUSEHOLDS, MEMBERS = 20_000, 3
# Columns of households and of members: as ledgers have them, and all that the rules read.
SIZES = ((30, 12), (88, 16))
BAR = 10
# No measurement needs more fresh processes than this; the medians hardly move.
MOST_RUNS = 3
_READ = """
import json, resource, sys, time
from pathlib import Path
from relapse_rules import load
from relapse_rules.records.readers import read_records
facts = load({place!r}).facts
wall, cpu = time.perf_counter(), time.process_time()
records = read_records(Path({path!r}), facts)
right = sum(row.record is not None for row in records)
spent = time.process_time() - cpu, time.perf_counter() - wall
members = records.summary.lists["members"].rows
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([right, members, *spent, peak]))
"""
TEXT = """\
One workbook of {households:,} households and {members:,} members on a second sheet, read in a
fresh interpreter after its policy is loaded: every cell checked for errors and formulas without
a value, headings found, amounts, days, words and ids read exactly, columns looked at as a whole,
members joined, every record checked. The bar is {bar} s."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One workbook, and what reading it took."""

    columns: tuple[int, int]
    cells: int
    megabytes: float
    households: int
    members: int
    cpu: float
    wall: float
    peak: float


def chosen(facts: Sequence[Fact], count: int) -> list[Fact]:
    """Its id and so many facts, of every kind as they come."""
    kept = [f for f in facts if f.unique]
    others = [f for f in facts if f.kind != "list" and not f.unique and not f.personal]
    return [*kept, *others][:count]


def cell_of(fact: Fact, row: int) -> Any:
    """What one household or member says of a fact, in a form that people use."""
    if fact.unique:
        return f"{fact.id[0]}{row:07d}"
    if fact.kind == "text":
        return f"第{row % 50}组"
    if fact.kind == "boolean":
        return "是" if row % 2 else "否"
    if fact.values:
        labels = list(fact.values.values())
        return labels[row % len(labels)].zh
    if fact.kind == "date":
        return 43_831 + row % 900
    low = 0 if fact.low is None else max(0, int(fact.low))
    high = low + 10_000 if fact.high is None else int(fact.high)
    if fact.kind == "money":
        return "6,850.50元" if row % 10 == 0 else 5000 + row % 977 + 0.5
    return low + row % max(1, min(5, high - low))


def write(path: Path, columns: tuple[int, int], households: int) -> int:
    """The workbook; returns how many cells it has."""
    import xlsxwriter

    from relapse_rules import load

    facts = load(PLACE).facts
    members = next(f for f in facts if f.id == "members")
    own, items = chosen(facts, columns[0]), chosen(members.items, columns[1])
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("监测对象")
        sheet.write_row(0, 0, ["某县监测对象台账"])
        sheet.write_row(1, 0, [fact.label.zh for fact in own])
        for row in range(households):
            sheet.write_row(row + 2, 0, [cell_of(fact, row) for fact in own])
        sheet = book.add_worksheet(members.label.zh)
        key = own[0]
        sheet.write_row(0, 0, [key.label.zh, *(fact.label.zh for fact in items)])
        for row in range(households * MEMBERS):
            cells = [cell_of(fact, row) for fact in items]
            sheet.write_row(row + 1, 0, [cell_of(key, row // MEMBERS), *cells])
    return households * (len(own) + MEMBERS * (len(items) + 1))


def loaded(columns: tuple[int, int], households: int, runs: int) -> Loaded:
    """The median of `runs` fresh interpreters."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        cells = write(path, columns, households)
        size = path.stat().st_size / 2**20
        found = [_fresh(path) for _ in range(runs)]
    right, members = found[0][:2]
    cpu, wall, peak = (median(one[i] for one in found) for i in (2, 3, 4))
    return Loaded(columns, cells, size, int(right), int(members), cpu, wall, peak)


def _fresh(path: Path) -> list[float]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", _READ.format(place=PLACE, path=str(path))],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env=kept,
    )
    found: list[float] = json.loads(done.stdout)
    return found


def section(size: Size) -> str:
    runs = max(1, min(MOST_RUNS, size.processes))
    found = [loaded(columns, HOUSEHOLDS, runs) for columns in SIZES]
    text = TEXT.format(households=HOUSEHOLDS, members=HOUSEHOLDS * MEMBERS, bar=BAR)
    rows = [
        (
            f"{one.columns[0]} and {one.columns[1]} columns, {one.cells:,} cells",
            f"{one.megabytes:.1f}",
            f"{one.households:,}",
            f"{one.members:,}",
            f"{one.cpu:.1f}",
            f"{one.wall:.1f}",
            f"{one.peak:,.0f}",
        )
        for one in found
    ]
    heads = (
        *("workbook", "MiB", "households right", "members"),
        *("CPU s", "wall s", "peak MiB"),
    )
    return f"{text}\n\n{table(heads, rows)}"


SECTION = Section("excel", "Ledgers in Excel", section, ("python-calamine",))
