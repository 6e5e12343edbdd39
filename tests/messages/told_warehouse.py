"""The examples that pages tell about tables: relations, and a session that stands in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb

from messages.page_examples import codes, example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[[Path], set[str]]


def of_relation(select: str) -> Read:
    """A table with these columns."""

    def read(_: Path) -> set[str]:
        relation = duckdb.connect().sql(f"SELECT {select}")
        return codes(lambda: example().duckdb(relation).fetchall())

    return read


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
WAREHOUSE: dict[str, tuple[Read, Read]] = {
    "RR671": (
        of_relation(MONEY.format("DOUBLE")),
        of_relation(MONEY.format("DECIMAL(18,2)")),
    ),
    "RR674": (of_session("false"), of_session("true")),
}
