"""Records and tables, columns and single decisions: all say the same of a household."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from impact.place import household, rules
from relapse_rules import TableError, load
from relapse_rules.impact import compare
from relapse_rules.impact.causes import Causes
from relapse_rules.impact.flips import with_flips
from relapse_rules.impact.states import won

if TYPE_CHECKING:
    from pathlib import Path

HIGHER = ("2025-01-01: 7000", "2025-01-01: 7500")
STRICTER = ("any(types) and unsafe_house", "any(types) and (unsafe_house or flooded)")
MAYBE = (True, False, None)


def untidy(count: int, seed: int = 5) -> list[dict[str, Any]]:
    """Households around the line, with gaps everywhere."""
    dice = Random(seed)
    return [
        household(
            n,
            dice.choice((6999.99, 7000, 7312, 7499.99, 7500, 9000)),
            ill=dice.choice(MAYBE),
            flooded=dice.choice(MAYBE),
            unsafe_house=dice.choice(MAYBE),
            can_work=dice.choice(MAYBE),
            household_size=dice.choice((1, 3, None)),
            township=dice.choice(("东镇", "西镇", None)),
        )
        for n in range(count)
    ]


def test_states_are_those_of_single_decisions(tmp_path: Path) -> None:
    sides = {
        "base": rules(tmp_path, name="base"),
        "head": rules(tmp_path, HIGHER, STRICTER),
    }
    records = untidy(300)
    impact = compare(sides["base"], sides["head"], records)
    for name, side in sides.items():
        alone = [
            won(side, side.runner.with_gaps(side.record(one).values)) for one in records
        ]
        assert impact.households[f"{name}_state"].to_list() == alone
        answers = [side.evaluate(one).removal.answer for one in records]
        assert impact.households[f"{name}_removal_answer"].to_list() == answers


def test_a_table_and_its_records_come_to_the_same(tmp_path: Path) -> None:
    base, head = rules(tmp_path, name="base"), rules(tmp_path, HIGHER, STRICTER)
    records = untidy(200)
    records[7]["household_size"] = 99
    one, other = (compare(base, head, r) for r in (records, pl.DataFrame(records)))
    assert one.households.equals(other.households)
    assert [(r.row, r.by, r.codes) for r in one.refused] == [
        (r.row, r.by, r.codes) for r in other.refused
    ]
    causes = [Causes(i) for i in (one, other)]
    for row in with_flips(one).head(20).iter_rows(named=True):
        first, second = (c.of(row["row"], row["flips"]) for c in causes)
        assert first.undo is None or second.undo is not None
        assert [t.reading.holds for t in first.turned] == [
            t.reading.holds for t in second.turned
        ]


def test_a_household_that_comes_twice_is_refused_the_second_time(
    tmp_path: Path,
) -> None:
    base, head = rules(tmp_path, name="base"), rules(tmp_path, HIGHER)
    records = [household(1, 7100), household(2, 7100), household(1, 7100)]
    for given in (records, pl.DataFrame(records)):
        impact = compare(base, head, given)
        assert impact.moved("entering").households == 2
        assert [(r.row, r.codes) for r in impact.refused] == [(3, ("RR611",))]


def test_a_column_that_is_no_fact_is_refused(tmp_path: Path) -> None:
    table = pl.DataFrame([household(1, 7100)]).rename({"income": "incomes"})
    with pytest.raises(TableError) as caught:
        compare(rules(tmp_path, name="base"), rules(tmp_path, HIGHER), table)
    assert caught.value.code == "RR680"


def test_lists_may_stand_in_tables_of_their_own() -> None:
    place = load("cn/inner-mongolia/hinggan/jalaid").on("2021-11-15")
    table = pl.DataFrame(
        {"household_id": ["A", "B"], "recorded_per_capita_net_income": [5000, 5000]}
    )
    members = pl.DataFrame(
        {
            "household_id": ["A", "B", "B"],
            "age": [70, 30, 8],
            "health": [["healthy"]] * 3,
        }
    )
    impact = compare(place, place, table, lists={"members": members})
    assert impact.households.height == 2
    assert impact.moved("changed").households == 0
    assert len(impact.record(2)["members"]) == 2
