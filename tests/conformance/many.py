"""Every back end about thousands of records of one policy, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.answers import by_columnar, by_engine, by_python, by_reference
from conformance.compare import compiled
from conformance.pools import pool_of
from relapse_rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

    from conformance.answers import Answers
    from conformance.compare import Compiled
    from conformance.households import Record
    from conformance.policies import Generated
    from conformance.pools import Pool


@dataclass(frozen=True)
class Difference:
    """The first answer in which two back ends differ, and the record it is about."""

    text: str
    record: Record


def first_difference(
    made: Generated, found: Compiled, pool: Pool, engines: Sequence[str] = ()
) -> Difference | None:
    """The columnar back end beside each of the others."""
    columnar = by_columnar(found, pool)
    for name, answers in _by_records(found, pool):
        for column, said in answers().items():
            row = _unlike(columnar[column].to_list(), said)
            if row is not None:
                text = _told(column, columnar[column][row], name, said[row])
                return Difference(text, pool.record(row))
    for name in engines:
        frame = by_engine(name, made, pool)
        assert frame.columns == columnar.columns
        for column in frame.columns:
            row = _apart(columnar[column], frame[column])
            if row is not None:
                text = _told(column, columnar[column][row], name, frame[column][row])
                return Difference(text, pool.record(row))
    return None


def _told(column: str, said: Any, name: str, other: Any) -> str:
    return f"{column}: columnar {said!r}, {name} {other!r}"


def still_differs(made: Generated, record: Record, engines: Sequence[str] = ()) -> bool:
    """Whether any two still differ about one record; a refused policy does not count."""
    try:
        found = compiled(made.text, made.day)
    except PolicyError:
        return False
    try:
        single = pool_of(made, [record])
        return first_difference(made, found, single, engines) is not None
    except Exception:  # noqa: BLE001 - raising anything is a fault
        return True


def _by_records(
    found: Compiled, pool: Pool
) -> Iterator[tuple[str, Callable[[], Answers]]]:
    yield "reference", lambda: by_reference(found, pool)
    yield "python", lambda: by_python(found, pool, found.with_gaps)
    if pool.is_complete(found.program):
        yield "python without gaps", lambda: by_python(found, pool, found.complete)


def _unlike(found: list[Any], wanted: list[Any]) -> int | None:
    """The first place at which two lists differ; one is not yes."""
    if found == wanted and _kinds(found) == _kinds(wanted):
        return None
    pairs = enumerate(zip(found, wanted, strict=True))
    return next(n for n, (a, b) in pairs if a != b or type(a) is not type(b))


def _kinds(values: list[Any]) -> set[type]:
    return set(map(type, values))


def _apart(found: pl.Series, wanted: pl.Series) -> int | None:
    """The first place at which two columns differ."""
    if found.equals(wanted, check_dtypes=True, null_equal=True):
        return None
    if found.dtype != wanted.dtype:
        return 0
    return found.ne_missing(wanted).arg_max()
