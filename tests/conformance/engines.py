"""The engines that run the SQL back end: a table, so that one more is a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.spark import answers_of_spark
from conformance.warehouse import answers_of_duckdb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from relapse_rules.evaluator import Rules


@dataclass(frozen=True)
class Engine:
    """How it answers about a numbered table; a soak asks it about one policy in `every`."""

    answers: Callable[[Rules, pa.Table], pa.Table]
    every: int = 1


ENGINES: Mapping[str, Engine] = {
    "duckdb": Engine(answers_of_duckdb),
    # A plan takes Spark seconds, so that it is asked now and then.
    "spark": Engine(answers_of_spark, every=40),
}
