"""A real Spark on this machine, with the Java runtime that comes as a Python package."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from benchmarks.java import java_home

from conformance.warehouse import ROW, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from conformance.warehouse import Row
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Detail

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    # Little runs for long enough to be worth the better compiler.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.session.timeZone": "UTC",
}


@cache
def session() -> SparkSession:
    """One session for all tests of a process."""
    from pyspark.sql import SparkSession

    os.environ["JAVA_HOME"] = str(java_home())
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    # Rows that a test states are handed over by a Python, which must be this one.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tempfile.mkdtemp(prefix="spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    made = builder.config("spark.sql.warehouse.dir", folder).getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def by_spark(
    rules: Rules, facts: Sequence[Fact], rows: Sequence[Row], detail: Detail = "clauses"
) -> list[dict[str, Any]]:
    """What Spark answers about plain records, in their order."""
    with _asked(rules, table_of(facts, rows), detail) as answers:
        found = answers.collect()
    return sorted((row.asDict(recursive=True) for row in found), key=itemgetter(ROW))


def answers_of_spark(rules: Rules, table: pa.Table) -> pa.Table:
    """What it answers about a numbered table, in every detail."""
    with _asked(rules, table, "clauses") as answers:
        return answers.toArrow()


@contextmanager
def _asked(rules: Rules, table: pa.Table, detail: Detail) -> Iterator[DataFrame]:
    with tempfile.TemporaryDirectory() as folder:
        # A file, for Spark folds rows that it has in memory into the plan, without code.
        path = Path(folder) / "households.parquet"
        pq.write_table(table, path)
        frame = session().read.parquet(str(path))
        yield rules.spark(frame, detail, keep=[ROW], unique=False)
