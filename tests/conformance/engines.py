"""The engines that run the SQL back end, for the soak: a table, so that one more is a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.columnar import table_differences
from conformance.households import encoded
from conformance.spark import by_spark
from conformance.tables import forms_of
from conformance.warehouse import by_duckdb, differences, plain
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError
from relapse_rules.table import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.compare import Compiled
    from conformance.households import Record
    from conformance.policies import Generated
    from relapse_rules.evaluator import Rules
    from relapse_rules.table import Column

    Answered = Callable[[Rules, Any, Sequence[Any]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Engine:
    """How it answers about plain records; it is asked about one policy in `every`."""

    answers: Answered
    every: int = 1


ENGINES: Mapping[str, Engine] = {
    "duckdb": Engine(by_duckdb),
    # A plan takes Spark seconds, so that it is asked now and then.
    "spark": Engine(by_spark, every=40),
}


@dataclass(frozen=True)
class Answers:
    """Rows of answers, read as a frame is."""

    columns: list[str]
    found: list[dict[str, Any]]

    def rows(self, *, named: bool) -> list[dict[str, Any]]:
        assert named
        return self.found


@dataclass(frozen=True)
class Run:
    """An engine in the place of a compiled table: its batch is the records themselves."""

    engine: Engine
    rules: Rules
    made: Generated

    def decide(self, records: Sequence[Record], columns: Sequence[Column]) -> Answers:
        rows = plain(self.made.facts, records)
        found = self.engine.answers(self.rules, self.made.facts, rows)
        return Answers([c.name for c in columns], found)


def engine_differences(
    name: str, made: Generated, program: Compiled, records: Sequence[Record]
) -> list[str]:
    """Every outcome that the reference has otherwise, every column that Python has."""
    run: Any = Run(ENGINES[name], _rules(made), made)
    return table_differences(program, run, records, records)  # type: ignore[arg-type]


def first_engine_difference(
    name: str, made: Generated, records: Sequence[Record]
) -> tuple[str, Record] | None:
    """The first answer that differs from Python's over many records, and its record."""
    rules = _rules(made)
    found = ENGINES[name].answers(rules, made.facts, plain(made.facts, records))
    read = forms_of(rules.program, columns_of(rules.program))
    for record, row in zip(records, found, strict=True):
        wanted = read(encoded(rules.program, record))
        told = {key: row[key] for key in wanted}
        if told != wanted:
            return f"{name} {differences([told], [wanted])[0]}", record
    return None


def engine_still_differs(name: str, made: Generated, record: Record) -> bool:
    """Whether it still differs about one record; a refused policy does not count."""
    try:
        return first_engine_difference(name, made, [record]) is not None
    except PolicyError:
        return False
    except Exception:  # noqa: BLE001 - raising anything is a fault
        return True


def _rules(made: Generated) -> Rules:
    return evaluator_for(made.text, made.day, check(made.text))
