"""Parquet to Parquet beside only reading and writing it, and records to decisions.

python -m benchmarks.files [--millions 1,10] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from polars.io.plugins import register_io_source

from benchmarks.county import households
from benchmarks.household import THIRTY, with_other_gaps
from benchmarks.report import table
from benchmarks.section import Section
from relapse_rules import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from benchmarks.measures import Size
    from relapse_rules.documents.policy import Fact

PLACE, DAY = "cn/shaanxi/baoji/weibin", "2022-10-31"
KINDS = {"boolean", "choice", "date", "money", "number", "integer"}
FACTS = 30
# A larger number of rows is one file of so many, given several times under other names.
BASE = 10_000_000
GROUP = 1 << 18
ROUNDS = 3
MILLIONS = "BENCH_MILLIONS"
RECORDS = (8_000, 80_000)

COPY = """
import sys, polars as pl
pl.scan_parquet(sys.argv[2:]).sink_parquet(sys.argv[1])
"""
# What no way of deciding could do without: the input read, the output written.
READ_AND_WRITE = """
import sys, polars as pl
for _ in pl.scan_parquet(sys.argv[3:]).collect_batches(): pass
pl.scan_parquet(sys.argv[2]).sink_parquet(sys.argv[1])
"""
TEXT = """\
`relapse-rules evaluate {place} IN... -o OUT` over Parquet files of an id and {facts} facts, one
value in 33 unknown, in row groups of {group:,}: every row validated, ids looked for twice,
decided, and the answers written ({columns} columns). Fresh processes, medians of {rounds} rounds
(above {base:,} rows one round), start-up and loading the policy included. *Copy* is Polars reading and writing the same
columns; *in and out* is Polars reading the same input and writing our output, which is less
than any way of deciding must do. Ratios are of CPU time (user and system, all threads), with
wall time in brackets. More than {base:,} rows are one file linked several times, ids looked for
in each (`--unique file`)."""
OF_RECORDS = """\
Python dicts under the same rules to decisions, one after the other in one thread
(`rules.evaluate_many`), in households a second: decided, and decided with type, tier and
removal read from each decision."""
RATES = ("records", "number", "decided", "and answers read")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds of CPU and of wall time, MiB at its peak."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Took:
    """The medians for one number of rows."""

    rows: int
    ours: Cost
    copy: Cost
    in_and_out: Cost


def facts() -> list[Fact]:
    """The first facts of the place that fit into one column each."""
    read = load(PLACE).on(DAY).record_layout.facts
    return [fact for fact in read if fact.kind in KINDS][:FACTS]


def write(path: Path, rows: int) -> None:
    """Invented households, streamed to a file."""
    wanted = facts()

    def frames(*_: object) -> Iterator[pl.DataFrame]:
        for start in range(0, rows, GROUP):
            yield households(wanted, start, min(GROUP, rows - start))

    schema = households(wanted, 0, 1).schema
    register_io_source(frames, schema=schema).sink_parquet(
        path, row_group_size=GROUP, maintain_order=True
    )


def files_of(folder: Path, rows: int) -> list[Path]:
    """Files that have so many rows together."""
    whole = folder / f"{min(rows, BASE)}.parquet"
    if not whole.exists():
        write(whole, min(rows, BASE))
    found = [whole]
    for number in range(1, rows // BASE):
        link = folder / f"{BASE}-{number}.parquet"
        if not link.exists():
            os.link(whole, link)
        found.append(link)
    return found


def run(arguments: Sequence[str]) -> Cost:
    """One process and what it took."""
    started = time.perf_counter()
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError(f"{arguments[:4]} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def measured(folder: Path, rows: int, rounds: int) -> Took:
    """Ours and both floors in turn."""
    inputs = [str(one) for one in files_of(folder, rows)]
    output, other = str(folder / "out.parquet"), str(folder / "other.parquet")
    python = [sys.executable, "-c"]
    evaluate = [sys.executable, "-m", "relapse_rules", "evaluate", PLACE, *inputs]
    ours, copies, floors = [], [], []
    for _ in range(rounds_for(rows, rounds)):
        ours.append(run([*evaluate, "--on", DAY, "-o", output, "--unique", "file"]))
        copies.append(run([*python, COPY, other, *inputs]))
        floors.append(run([*python, READ_AND_WRITE, other, output, *inputs]))
    return Took(rows, _median(ours), _median(copies), _median(floors))


def rounds_for(rows: int, rounds: int) -> int:
    """Many rows take minutes, and vary less."""
    return rounds if rows <= BASE else 1


def _median(found: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(one.cpu for one in found),
        statistics.median(one.wall for one in found),
        max(one.peak for one in found),
    )


def line(took: Took) -> tuple[str, ...]:
    """One row of the table."""
    return (
        f"{took.rows:,}",
        f"{took.ours.wall:.1f}",
        f"{took.rows / took.ours.wall:,.0f}",
        _ratio(took.ours, took.copy),
        _ratio(took.ours, took.in_and_out),
        f"{took.ours.peak:.0f}",
        f"{took.copy.peak:.0f}",
    )


def _ratio(ours: Cost, other: Cost) -> str:
    return f"{ours.cpu / other.cpu:.2f} ({ours.wall / other.wall:.2f})"


HEADS = (
    *("rows", "wall, s", "rows a second", "/ copy", "/ in and out"),
    *("peak, MiB", "peak of copy, MiB"),
)


def of_records(kind: str, count: int) -> tuple[str, ...]:
    """Households a second from dicts to decisions, and to their main answers."""
    rules = load(PLACE).on(DAY)
    records = MAKERS[kind](count)
    for _ in rules.evaluate_many(records[:2_000]):
        pass
    started = time.process_time()
    for _ in rules.evaluate_many(records):
        pass
    decided = time.process_time() - started
    started = time.process_time()
    for decision in rules.evaluate_many(records):
        _ = decision.type.value, decision.tier.value, decision.removal.answer
    read = time.process_time() - started
    return kind, f"{count:,}", f"{count / decided:,.0f}", f"{count / read:,.0f}"


MAKERS: Mapping[str, Callable[[int], list[dict[str, Any]]]] = {
    "30 facts, 4 members": lambda count: [dict(THIRTY) for _ in range(count)],
    "others left out each time": with_other_gaps,
}


def text(millions: str, rounds: int) -> str:
    """The section for numbers of rows such as `1,10`."""
    sizes = [int(float(one) * 1_000_000) for one in millions.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        found = [measured(Path(folder), rows, rounds) for rows in sizes]
        columns = len(
            pl.scan_parquet(Path(folder) / "out.parquet").collect_schema().names()
        )
    head = TEXT.format(
        place=PLACE,
        facts=FACTS,
        group=GROUP,
        columns=columns,
        rounds=rounds,
        base=BASE,
    )
    rates = [of_records(kind, count) for kind in MAKERS for count in RECORDS]
    return "\n\n".join(
        (
            head,
            table(HEADS, map(line, found)),
            OF_RECORDS,
            table(RATES, rates),
        )
    )


def _section(_size: Size) -> str:
    return text(os.environ.get(MILLIONS, "1,10"), ROUNDS)


SECTION = Section("files", "Files", _section, ("polars",))


def main() -> int:
    """Prints the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", default=os.environ.get(MILLIONS, "1,10"))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    sys.stdout.write(f"{text(asked.millions, asked.rounds)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
