"""The examples that pages tell about tables: relations, and a session that stands in."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from messages.page_examples import codes, example

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Read = Callable[[Path], set[str]]


def of_relation(select: str, keep: Sequence[str] | None = None) -> Read:
    """A table with these columns."""

    def read(_: Path) -> set[str]:
        relation = duckdb.connect().sql(f"SELECT {select}")
        return codes(lambda: example().duckdb(relation, keep=keep).fetchall())

    return read


def without_duckdb(folder: Path) -> set[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "duckdb", None)
        return codes(lambda: example().duckdb(folder / "a.parquet"))


def of_parquet(folder: Path) -> set[str]:
    path = folder / "a.parquet"
    duckdb.connect().sql("SELECT 1 AS household_size").write_parquet(str(path))
    return codes(lambda: example().duckdb(path).fetchall())


def of_session(ansi: str) -> Read:
    """A DataFrame without columns, of a session with this setting."""

    def read(_: Path) -> set[str]:
        conf = SimpleNamespace(
            get=lambda name, other="": ansi if name.endswith("ansi.enabled") else other,
            set=lambda *_: None,
        )
        session: Any = SimpleNamespace(conf=conf, sql=lambda *_, **__: None)
        frame = SimpleNamespace(sparkSession=session, schema=SimpleNamespace(fields=[]))
        return codes(lambda: example().spark(frame))

    return read


MONEY = "CAST(5408.70 AS {}) AS net_income"
TIER = "'red' AS {}"
WAREHOUSE: dict[str, tuple[Read, Read]] = {
    "RR671": (
        of_relation(MONEY.format("DOUBLE")),
        of_relation(MONEY.format("DECIMAL(18,2)")),
    ),
    "RR672": (
        of_relation("'A1' AS household_id", ["houshold_id"]),
        of_relation("'A1' AS household_id", ["household_id"]),
    ),
    "RR673": (
        of_relation("'A' AS rejected", ["rejected"]),
        of_relation("'A' AS recorded", ["recorded"]),
    ),
    "RR674": (of_session("false"), of_session("true")),
    "RR676": (without_duckdb, of_parquet),
}
