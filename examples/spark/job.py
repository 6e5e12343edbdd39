"""A job for a cluster: decides about every household of a Parquet table.

spark-submit examples/spark/job.py cn/anhui/suzhou 2022-05-11 households.parquet answers
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession, functions

from relapse_rules import load

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def main(arguments: list[str] | None = None) -> int:
    """0 when every row was decided, 1 when some were rejected."""
    asked = _options(arguments)
    spark = SparkSession.builder.appName(f"{asked.policy} {asked.day}").getOrCreate()
    households = spark.read.parquet(asked.households)
    rules = load(asked.policy, asked.root).on(asked.day)
    answers = rules.spark(households, asked.detail)
    answers.write.mode("errorifexists").parquet(asked.answers)
    return account(spark.read.parquet(asked.answers))


def account(answers: DataFrame) -> int:
    """Rows in are rows out; what was rejected is counted by fact and code."""
    rows = answers.count()
    rejected = answers.where("rejected IS NOT NULL")
    count = rejected.count()
    print(f"{rows} households, {rows - count} decided, {count} rejected")
    problems = rejected.select(functions.explode("rejected").alias("one"))
    by_code = problems.groupBy("one.fact", "one.code").count()
    for row in by_code.orderBy("fact", "code").collect():
        print(f"  {row['fact']} {row['code']}: {row['count']}")
    return 1 if count else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("policy", help="its id, or the path of its file")
    parser.add_argument("day", help="YYYY-MM-DD")
    parser.add_argument("households", help="Parquet, a column for each fact")
    parser.add_argument("answers", help="a new folder of Parquet files")
    parser.add_argument(
        "--root", help="the folder of policies, if not the shipped ones"
    )
    parser.add_argument("--detail", default="answers")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
