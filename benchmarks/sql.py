"""DuckDB and Spark on one machine beside Polars: the same rule over the same Parquet file.

python -m benchmarks.sql [--millions 1,10] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.files import BASE, MILLIONS, ROUNDS, rounds_for, run
from benchmarks.java import java_home
from benchmarks.report import table
from benchmarks.section import Section
from benchmarks.tables import frames
from benchmarks.tier.ours import DAY, POLICIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.files import Cost
    from benchmarks.measures import Size

POLICY = str(POLICIES / "tier.policy.yaml")
GAPS = 0.03
GROUP = 1 << 18
# Answers by which the outputs are compared: how many households have each.
COMPARED = ("tier", "tier_answer", "risks_count", "risks_open")
DUCKDB = """
import sys, duckdb
from relapse_rules import load
policy, day, households, answers = sys.argv[1:]
duckdb.sql("SET enable_progress_bar = false")
load(policy).on(day).duckdb(households).write_parquet(answers)
"""
SPARK = """
import sys
from pyspark.sql import SparkSession
from relapse_rules import load
policy, day, households, answers = sys.argv[1:]
builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
spark = builder.config("spark.driver.memory", "4g").getOrCreate()
frame = spark.read.parquet(households)
written = {written}
written.write.mode("overwrite").parquet(answers)
java = spark.sparkContext._gateway.proc
spark.stop()
spark.sparkContext._gateway.shutdown()
java.stdin.close()
java.wait()
"""
DECIDED, COPIED = "load(policy).on(day).spark(frame)", "frame"
# What Spark takes to start, read the households and write them as they are.
COPY = "Spark, only copying"
TEXT = """\
The tier rule over Parquet files of its twelve facts, {gaps:.0%} of each unknown, to Parquet files
of answers: `relapse-rules evaluate -o` (Polars), `rules.duckdb` and `rules.spark` in local mode on
all cores, each validating every value. Fresh processes, start-up and planning included, medians
of {rounds} rounds in which all took turns (above {base:,} rows one round). CPU time is user and system time of all threads, the
Java process among them; Spark spends much of it on starting and planning, whatever the number
of rows. *{copy}* reads the same columns and writes them as they are, so that it shows how much of
it is Spark's own. More than {base:,} rows are one file linked several times. Before anything was compared, all had given as many
households each tier, each answer and each count of risks."""
HEADS = ("rows", "engine", "CPU, s", "/ Polars", "wall, s", "/ Polars")


def commands(households: Path, folder: Path) -> Mapping[str, Sequence[str]]:
    """How each engine is started, and last where it writes its answers."""
    given = (POLICY, DAY, str(households / "*.parquet"))
    evaluate = (sys.executable, "-m", "relapse_rules", "evaluate", POLICY)
    files = map(str, sorted(households.iterdir()))
    python = (sys.executable, "-W", "ignore", "-c")
    polars = str(folder / "polars.parquet")
    return {
        "Polars": (*evaluate, *files, "--on", DAY, "-o", polars),
        "DuckDB": (*python, DUCKDB, *given, str(folder / "duckdb.parquet")),
        "Spark": (*python, spark(DECIDED), *given, str(folder / "spark")),
        COPY: (*python, spark(COPIED), *given, str(folder / "copy")),
    }


def spark(written: str) -> str:
    """A program that writes such an expression over `frame`."""
    return SPARK.format(written=written)


def measured(rows: int, rounds: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Seconds of CPU and of wall time by engine, once their answers are the same."""
    households = folder / "households"
    households.mkdir()
    first = households / "0.parquet"
    frames.flat(min(rows, BASE), GAPS).write_parquet(first, row_group_size=GROUP)
    for number in range(1, rows // BASE):
        os.link(first, households / f"{number}.parquet")
    os.environ["JAVA_HOME"] = str(java_home())
    asked = commands(households, folder)
    found: dict[str, list[Cost]] = {name: [] for name in asked}
    for _ in range(rounds_for(rows, rounds)):
        for name, command in asked.items():
            found[name].append(run(command))
    answers = {name: Path(command[-1]) for name, command in asked.items()}
    require_same({name: path for name, path in answers.items() if name != COPY})
    return {
        name: (
            statistics.median(one.cpu for one in costs),
            statistics.median(one.wall for one in costs),
        )
        for name, costs in found.items()
    }


def require_same(answers: Mapping[str, Path]) -> None:
    """Raises RuntimeError when an engine gives another number of any answer."""
    counts = {name: tallied(path) for name, path in answers.items()}
    if len(set(counts.values())) != 1:
        raise RuntimeError(f"the engines give other answers: {counts}")


def tallied(path: Path) -> tuple[tuple[object, ...], ...]:
    """How many households have each combination of answers."""
    files = path / "*.parquet" if path.is_dir() else path
    kinds = {True: pl.Int64, False: pl.String}
    plain = [pl.col(c).cast(kinds[c.startswith("risks")]) for c in COMPARED]
    frame = pl.scan_parquet(files).select(plain)
    return tuple(frame.group_by(COMPARED).len().sort(COMPARED).collect().rows())


def lines(rows: int, found: Mapping[str, tuple[float, float]]) -> list[tuple[str, ...]]:
    cpu, wall = found["Polars"]
    return [
        (
            f"{rows:,}",
            name,
            f"{own_cpu:.1f}",
            f"{own_cpu / cpu:.2f}",
            f"{own_wall:.1f}",
            f"{own_wall / wall:.2f}",
        )
        for name, (own_cpu, own_wall) in found.items()
    ]


def text(millions: str, rounds: int) -> str:
    """The section for numbers of rows such as `1,10`."""
    shown = []
    for one in millions.split(","):
        rows = int(float(one) * 1_000_000)
        with tempfile.TemporaryDirectory() as folder:
            shown += lines(rows, measured(rows, rounds, Path(folder)))
    return f"{TEXT.format(gaps=GAPS, rounds=rounds, base=BASE, copy=COPY)}\n\n{table(HEADS, shown)}"


def _section(_: Size) -> str:
    return text(os.environ.get(MILLIONS, "1,10"), ROUNDS)


SECTION = Section("sql", "SQL", _section, ("duckdb", "pyspark"))


def main() -> int:
    """Prints the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", default="1")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    sys.stdout.write(f"{text(asked.millions, asked.rounds)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
