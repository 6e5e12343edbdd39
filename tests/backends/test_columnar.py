"""The columnar back end: complete, careful with sums, and ready again for each shape."""

from __future__ import annotations

from random import Random

import polars as pl
import pytest

from relapse_rules import load
from relapse_rules.backends import columnar
from relapse_rules.backends.columnar import Batch, Items
from relapse_rules.backends.columnar.plan import COUNTERS, EMITTERS
from relapse_rules.backends.columnar.sums import summed
from relapse_rules.backends.columnar.writer import Amount
from relapse_rules.program import nodes


def test_every_kind_of_node_has_an_expression() -> None:
    assert {*EMITTERS, *COUNTERS} == set(nodes.ALL_KINDS)


@pytest.mark.parametrize("longest", [1, 3, 4, 255, 5000])
def test_many_counts_fit_into_words(longest: int) -> None:
    """Counts side by side in one number never run over into each other."""
    random = Random(longest)
    sizes = [None, 0, longest, *(random.randint(0, longest) for _ in range(20))]
    known = [size or 0 for size in sizes]
    total = sum(known)
    names = [f"c{n}" for n in range(11)]
    flat = pl.DataFrame(
        {
            name: [random.random() < n / 10 for _ in range(total)]
            for n, name in enumerate(names)
        }
    )
    amounts = [Amount(name, pl.col(name), 0, "count") for name in names]
    found = summed(flat, pl.Series(sizes, dtype=pl.UInt32), amounts)

    for name, column in zip(names, found, strict=True):
        values, wanted, start = flat[name].to_list(), [], 0
        for size in known:
            wanted.append(sum(values[start : start + size]))
            start += size
        assert (column.name, column.to_list()) == (name, wanted)


def test_expressions_are_written_once_for_each_shape() -> None:
    rules = load("cn/anhui/suzhou").on("2022-05-11")
    run = columnar.ColumnarBackend().compile(rules.program)
    columns = rules.columns[:3]
    one = Batch(1, pl.DataFrame({"household_size": [3]}))
    gap = Batch(2, pl.DataFrame({"household_size": [3, None]}))
    assert run.plan(one.shape(), columns) is run.plan(one.rows(0, 1).shape(), columns)
    assert run.plan(one.shape(), columns) is not run.plan(gap.shape(), columns)


def test_an_empty_list_is_not_an_unknown_one() -> None:
    rules = load("cn/anhui/suzhou").on("2022-05-11")
    lengths = pl.Series([0, None], dtype=pl.UInt32)
    batch = Batch(2, pl.DataFrame(), {"members": Items(lengths, pl.DataFrame())})
    run = columnar.ColumnarBackend().compile(rules.program)
    first, second = run.decide(batch, rules.columns).rows()
    assert first != second


def test_nothing_known_is_decided_as_a_record_without_facts() -> None:
    rules = load("cn/anhui/suzhou").on("2022-05-11")
    run = columnar.ColumnarBackend().compile(rules.program)
    found = run.decide(Batch(3, pl.DataFrame()), rules.columns)
    decision = rules.evaluate({})
    assert found.height == 3
    assert set(found["risks_answer"]) == {decision.risks.answer}
    assert found["risks_open"].to_list() == [len(decision.risks.undecided)] * 3
