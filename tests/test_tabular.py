"""Tables of records: each row is decided as the record by itself, or rejected as that is."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import assume, given

from conformance.batches import table_of
from conformance.columnar import same
from conformance.households import household
from conformance.strategies import GAPS, examples, policies, randoms
from conformance.tables import by_forms
from conformance.yaml_text import as_written
from relapse_rules import TableError, TableRecordError, load
from relapse_rules.compiler import check, evaluator_for
from relapse_rules.errors import PolicyError, RecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.policies import Generated
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Evaluator

PLACE, DAY = "cn/shaanxi/baoji/weibin", "2022-10-31"


@pytest.fixture(scope="module")
def rules() -> Evaluator:
    return load(PLACE).on(DAY)


def accepted(made: Generated) -> Evaluator:
    try:
        return evaluator_for(made.text, made.day, check(made.text))
    except PolicyError:
        assume(False)
        raise


@examples(25)
@given(policies(), randoms(), GAPS)
def test_a_table_says_what_single_records_say(
    made: Generated, random: Random, gaps: float
) -> None:
    rules = accepted(made)
    records = [as_written(made.facts, household(random, made, gaps)) for _ in range(12)]
    judged = rules.tabular("clauses").judge(table_of(made.facts, records))

    assert judged.rejects.rows() == []
    rows = judged.decisions.rows(named=True)
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        wanted = by_forms(rules.program, rules.columns, rules.record(record).values)
        differing = [n for n in wanted if not same(row[n], wanted[n])]
        assert differing == []


@examples(25)
@given(policies(), randoms(), GAPS)
def test_parts_of_a_table_say_what_the_whole_says(
    made: Generated, random: Random, gaps: float
) -> None:
    """Parts have other gaps, for which other expressions are written."""
    rules = accepted(made)
    records = [as_written(made.facts, household(random, made, gaps)) for _ in range(12)]
    whole = table_of(made.facts, records)
    tabular = rules.tabular("clauses")
    first = random.randint(0, 12)
    parts = [whole.slice(0, first), whole.slice(first, 1), whole.slice(first + 1)]
    found = [tabular.judge(part).decisions for part in parts]
    assert pl.concat(found).equals(tabular.judge(whole).decisions)


@examples(25)
@given(policies(), randoms(), GAPS)
def test_rejects_are_those_of_single_records(
    made: Generated, random: Random, gaps: float
) -> None:
    rules = accepted(made)
    records = [as_written(made.facts, household(random, made, gaps)) for _ in range(12)]
    table = spoiled(random, made.facts, records)
    judged = rules.tabular().judge(table)

    found: dict[int, set[tuple[str, str]]] = {}
    for row, fact, code in judged.rejects.iter_rows():
        found.setdefault(row, set()).add((fact, code))
    for number, record in enumerate(table.rows(named=True), start=1):
        assert found.get(number, set()) == problems(rules, record)


def problems(rules: Evaluator, record: dict[str, Any]) -> set[tuple[str, str]]:
    try:
        rules.record(record)
    except RecordError as error:
        return {(p.fact, p.code) for p in error.problems}
    return set()


ODD = ("", "x", "1e3", "-1", "0.001", "2021-02-30", "1800-01-01", "A", "1" * 30, "\x07")


def spoiled(
    random: Random, facts: Sequence[Fact], records: Sequence[dict[str, Any]]
) -> pl.DataFrame:
    """Numbers, days and ids as texts, some of them of the kind that nobody accepts."""
    stated = [f for f in facts if any(f.id in r for r in records)]
    return pl.DataFrame(
        [
            pl.Series(
                f.id,
                [bad(random, f, r.get(f.id)) for r in records],
                dtype=as_text(f),
                strict=False,
            )
            for f in stated
        ]
    )


def bad(random: Random, fact: Fact, value: Any) -> Any:
    if fact.kind == "list":
        if value is None:
            return None
        if random.random() < 0.05:
            return [None]
        items = value * (fact.max_items + 1) if random.random() < 0.05 else value
        return [
            {f.id: bad(random, f, item.get(f.id)) for f in fact.items} for item in items
        ]
    odd = random.random() < 0.04
    if fact.kind == "boolean" or value is None:
        return value
    if fact.kind == "integer":
        return random.choice((-(10**6), 10**13)) if odd else value
    if fact.kind == "choices":
        return [*value, random.choice(("x", None, *value))] if odd else value
    return random.choice(ODD) if odd else str(value)


def as_text(fact: Fact) -> Any:
    match fact.kind:
        case "list":
            return pl.List(pl.Struct({f.id: as_text(f) for f in fact.items}))
        case "boolean":
            return pl.Boolean
        case "integer":
            return pl.Int64
        case "choices":
            return pl.List(pl.String)
    return pl.String


def test_bad_rows_are_rejected_and_the_others_decided(rules: Evaluator) -> None:
    table = pl.DataFrame(
        {
            "household_id": ["A1", "A2", "A1", "A4", None],
            "household_size": [3, 400, 4, 1, 2],
            "members": [[{"age": 8}, {"age": 900}], [], [], None, [{"age": 8}]],
        }
    )
    judged = rules.tabular().judge(table, keep=["household_id"])

    assert judged.rejects.rows() == [
        (1, "members[1].age", "RR604"),
        (2, "household_size", "RR604"),
    ]
    # The first A1 was refused, so that the second repeats nobody.
    assert judged.decisions["household_id"].to_list() == ["A1", "A4", None]
    assert judged.decisions.columns[0] == "household_id"
    assert "members[].health" in judged.absent
    assert "household_size" not in judged.absent


def test_ids_may_not_be_repeated(rules: Evaluator) -> None:
    judged = rules.tabular().judge(pl.DataFrame({"household_id": ["A", "B", "A"]}))
    assert judged.rejects.rows() == [(3, "household_id", "RR611")]


def test_items_may_stand_in_a_table_of_their_own(rules: Evaluator) -> None:
    households = pl.DataFrame({"household_id": ["A", "B", "C"]})
    members = pl.DataFrame(
        {"household_id": ["C", "A", "C", "Z", None], "age": [1, 2, 3, 4, 5]}
    )
    nested = households.with_columns(
        members=pl.Series([[{"age": 2}], None, [{"age": 1}, {"age": 3}]])
    )
    judged = rules.tabular("clauses").judge(households, {"members": members})

    assert judged.orphans.rows() == [("members", 4), ("members", 5)]
    assert judged.decisions.equals(rules.tabular("clauses").judge(nested).decisions)


@pytest.mark.parametrize("seed", range(6))
def test_a_table_of_items_says_what_lists_say(rules: Evaluator, seed: int) -> None:
    """The same items, nested or apart in mixed order, good and bad."""
    random = Random(seed)
    lists = [random.choice((1, 2, 3, 51)) if number % 5 else 0 for number in range(40)]
    rows: list[dict[str, Any]] = [
        {
            "household_id": f"H{number}",
            "member_id": random.choice((None, f"M{place}", "M0")),
            "age": random.choice((None, 8, 40, 900)),
            "monthly_wage": random.choice((None, "100.50", "1e3")),
        }
        for number, size in enumerate(lists)
        for place in range(size)
    ]
    ids = pl.DataFrame({"household_id": [f"H{number}" for number in range(len(lists))]})
    apart = pl.DataFrame(rows)
    fields = pl.struct(pl.exclude("household_id")).alias("members")
    nested = ids.join(
        apart.group_by("household_id", maintain_order=True).agg(fields),
        on="household_id",
        how="left",
        maintain_order="left",
    )
    # The households' rows interleaved, each household's own still in order.
    place = apart.with_columns(pl.int_range(pl.len()).over("household_id").alias("at"))
    mixed = place.sort("at", maintain_order=True).drop("at")
    tabular = rules.tabular("clauses")
    wanted = tabular.judge(nested)
    for table in (apart, mixed):
        found = tabular.judge(ids, {"members": table})
        assert found.decisions.equals(wanted.decisions)
        assert sorted(found.rejects.rows()) == sorted(wanted.rejects.rows())
    assert wanted.rejects.height > 0
    assert 0 < wanted.decisions.height < len(lists)


@pytest.mark.parametrize("kind", ["polars", "lazy", "arrow", "pandas", "stream"])
def test_a_table_comes_back_as_it_came(rules: Evaluator, kind: str) -> None:
    frame = pl.DataFrame({"household_id": ["A"], "household_size": [3]})
    forms: dict[str, Any] = {
        "polars": lambda: frame,
        "lazy": frame.lazy,
        "arrow": frame.to_arrow,
        "pandas": frame.to_pandas,
        "stream": lambda: Stream(frame),
    }
    given = forms[kind]()
    found = rules.evaluate_table(given)
    module = {"lazy": "polars", "arrow": "pyarrow", "stream": "pyarrow"}.get(kind, kind)
    assert type(found).__module__.partition(".")[0] == module
    assert isinstance(found, pl.LazyFrame) == (kind == "lazy")
    plain = found.collect() if kind == "lazy" else pl.DataFrame(found)
    assert plain.columns == ["household_id", *(c.name for c in narrow(rules))]


def narrow(rules: Evaluator) -> list[Any]:
    return [c for c in rules.columns if c.detail == "answers"]


class Stream:
    """What only offers the Arrow C stream interface."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_one_bad_row_stops_a_table_unless_rejects_are_asked_for(
    rules: Evaluator,
) -> None:
    table = pl.DataFrame({"household_size": [3, 400]})
    with pytest.raises(TableRecordError) as error:
        rules.evaluate_table(table)
    assert error.value.rejects == ((2, "household_size", "RR604"),)
    assert "400" not in str(error.value)

    judged = rules.evaluate_table(table, rejects="return")
    assert judged.decisions.height == 1
    assert judged.rejects.rows() == [(2, "household_size", "RR604")]


@pytest.mark.parametrize(
    ("columns", "keep", "code"),
    [
        (["houshold_size"], [], "RR680"),
        (["household_size"], ["village"], "RR681"),
        (["risks_count"], ["risks_count"], "RR682"),
    ],
)
def test_tables_that_cannot_be_read(
    rules: Evaluator, columns: list[str], keep: list[str], code: str
) -> None:
    with pytest.raises(TableError) as error:
        rules.tabular().judge(pl.DataFrame({c: [1] for c in columns}), keep=keep)
    assert error.value.code == code


@pytest.mark.parametrize("option", [{"detail": "reason"}, {"rejects": "retrun"}])
def test_a_misspelt_option_is_not_taken_for_the_usual_one(
    rules: Evaluator, option: dict[str, Any]
) -> None:
    table = pl.DataFrame({"household_size": [3]})
    with pytest.raises(TableError, match="RR675") as error:
        rules.evaluate_table(table, **option)
    assert next(iter(option.values())) in str(error.value)


def test_no_rows_are_no_decisions(rules: Evaluator) -> None:
    frame = pl.DataFrame(schema={"household_id": pl.String, "household_size": pl.Int64})
    assert rules.evaluate_table(frame).height == 0
