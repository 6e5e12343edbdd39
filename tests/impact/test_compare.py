"""Who enters, who leaves, who moves: counted exactly, and nobody dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from impact.place import POLICY, household, rules
from relapse_rules import PlaceError, TableError
from relapse_rules.impact import About, compare
from relapse_rules.impact.effect import effect_of
from relapse_rules.impact.gates import gates_of, verdicts
from relapse_rules.impact.moves import MOVES

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.impact import Impact

HIGHER = ("2025-01-01: 7000", "2025-01-01: 7500")
LOWER = ("2025-01-01: 7000", "2025-01-01: 6500")


def impact_of(
    folder: Path, *changes: tuple[str, str], records: list[dict[str, Any]]
) -> Impact:
    return compare(rules(folder, name="base"), rules(folder, *changes), records)


def moves(impact: Impact) -> dict[str, int]:
    return {m: n for m in MOVES if (n := impact.moved(m).households)}


def test_who_is_below_the_new_line_alone_enters(tmp_path: Path) -> None:
    records = [household(n, 6900 + 100 * n) for n in range(8)]
    impact = impact_of(tmp_path, HIGHER, records=records)
    # 6900 is watched by both, 7000 to 7400 by the new one, 7500 and 7600 by neither.
    assert impact.moved("entering").households == 5
    assert impact.moved("entering").people == 15
    assert moves(impact) == {"entering": 5, "removal_blocked": 5}
    assert effect_of(impact) == "widening"


def test_a_lower_line_lets_households_go(tmp_path: Path) -> None:
    records = [household(1, 6600), household(2, 6400)]
    impact = impact_of(tmp_path, LOWER, records=records)
    assert moves(impact) == {"leaving": 1, "removal_possible": 1}
    assert effect_of(impact) == "narrowing"


def test_tiers_move_up_and_down(tmp_path: Path) -> None:
    swap = ("any(types) and unsafe_house", "any(types) and flooded")
    records = [
        household(1, 5000, flooded=True),
        household(2, 5000, unsafe_house=True),
        household(3, 5000, flooded=True, unsafe_house=True),
    ]
    impact = impact_of(tmp_path, swap, records=records)
    assert moves(impact) == {"tier_up": 1, "tier_down": 1}
    assert effect_of(impact) == "mixed"
    assert impact.matrix()["yellow", "red"].households == 1
    assert impact.matrix()["red", "blue"].households == 1


def test_a_policy_that_watches_nobody_may_come_first(tmp_path: Path) -> None:
    start, end = POLICY.index("types:\n"), POLICY.index("removal:\n")
    base = rules(tmp_path, (POLICY[start:end], ""), name="base")
    impact = compare(base, rules(tmp_path), [household(1, 5000), household(2, 9000)])
    assert moves(impact) == {"entering": 1}
    assert impact.matrix()["-", "blue"].households == 1


def test_who_is_watched_without_a_tier_has_a_state_of_its_own(tmp_path: Path) -> None:
    never = (
        "blue: {label: {zh: 蓝, en: blue}, when: any(types)}",
        "blue: {label: {zh: 蓝, en: blue}, when: any(types) and unsafe_house}",
    )
    records = [household(1, 5000), household(2, 5000, unsafe_house=None)]
    impact = impact_of(tmp_path, never, records=records)
    assert impact.matrix()["blue", "watched"].households == 1
    assert moves(impact) == {"tier_down": 1}


def test_what_can_no_longer_be_told_is_counted_as_such(tmp_path: Path) -> None:
    asks = ("value: per_capita < line", "value: per_capita < line or unsafe_house")
    records = [household(1, 9000, unsafe_house=None), household(2, 9000)]
    impact = impact_of(tmp_path, asks, records=records)
    assert moves(impact) == {"newly_undecided": 1}
    assert impact.matrix()["-", "?"].households == 1
    back = compare(impact.head, impact.base, records)
    assert moves(back) == {"newly_decided": 1}


def test_every_row_is_compared_or_refused(tmp_path: Path) -> None:
    narrower = ("min: 1, max: 50", "min: 1, max: 3")
    records = [household(1, 5000), household(2, 5000, household_size=4)]
    records.append(household(3, 5000, income="x"))
    impact = impact_of(tmp_path, narrower, records=records)
    assert [(r.row, r.by) for r in impact.refused] == [(2, "head"), (3, "both")]
    assert impact.rows == 3


def test_a_misspelt_fact_is_refused_by_both(tmp_path: Path) -> None:
    good, bad = household(1, 5000), household(2, 5000) | {"incomes": 3}
    impact = impact_of(tmp_path, HIGHER, records=[good, bad])
    assert [(r.row, r.by) for r in impact.refused] == [(2, "both")]


def test_a_fact_that_one_policy_alone_knows_is_no_mistake(tmp_path: Path) -> None:
    new = (
        "  can_work:",
        "  orphan: {label: {zh: 孤儿, en: orphan}, type: boolean}\n  can_work:",
    )
    records = [household(1, 5000, orphan=True)]
    impact = impact_of(tmp_path, new, records=records)
    assert impact.refused == ()
    assert [(c.kind, c.name) for c in impact.changes] == [("facts", "facts.orphan")]


def test_policies_about_different_facts_are_not_compared(tmp_path: Path) -> None:
    other = (
        "ill: {label: {zh: 患病, en: ill}, type: boolean}",
        "ill: {label: {zh: 患病, en: ill}, type: integer, min: 0, max: 5}",
    )
    changed = ("when: ill}", "when: ill >= 1}")
    with pytest.raises(PlaceError) as caught:
        impact_of(tmp_path, other, changed, records=[household(1, 5000)])
    assert caught.value.code == "RR851"


def test_data_of_another_place_is_told(tmp_path: Path) -> None:
    away = household(1, 5000, county_code="341300")
    with pytest.raises(PlaceError) as caught:
        impact_of(tmp_path, HIGHER, records=[away])
    assert caught.value.code == "RR852"
    impact = impact_of(tmp_path, HIGHER, records=[away, household(2, 5000)])
    assert impact.elsewhere.households == 1
    assert impact.elsewhere.codes == ("341300",)
    assert impact.households.height == 2


def test_a_household_of_unknown_size_is_counted_and_said(tmp_path: Path) -> None:
    records = [household(1, 5000), household(2, 5000, household_size=None)]
    count = impact_of(tmp_path, HIGHER, records=records).count()
    assert (count.households, count.people, count.unknown) == (2, 3, 1)


def test_the_households_near_the_new_line(tmp_path: Path) -> None:
    # 2 % of 7500 is 150: 7350 and 7650 are near, a fen beyond is not.
    heads = (7349, 7350, 7500, 7650, 7651)
    records = [household(n, per_head) for n, per_head in enumerate(heads)]
    impact = impact_of(tmp_path, HIGHER, records=records)
    (line,) = impact.lines
    assert line.parameter == "line"
    assert impact.near(line).households == 3


def test_a_line_too_large_to_be_near_is_left_out(tmp_path: Path) -> None:
    huge = ("min: -100000, max: 10000000", "min: 0, max: 99999999999999")
    finer = ("2025-01-01: 7000", "2025-01-01: 7500.3")
    plain = (", show: {places: 2}", "")
    base = rules(tmp_path, huge, plain, name="base")
    head = rules(tmp_path, huge, plain, finer)
    impact = compare(base, head, [household(1, 7100)])
    assert impact.moved("entering").households == 1
    assert impact.lines == ()


def test_what_is_counted_by_has_to_be_a_fact(tmp_path: Path) -> None:
    base, head = rules(tmp_path, name="base"), rules(tmp_path, HIGHER)
    with pytest.raises(TableError) as caught:
        compare(base, head, [household(1, 7100)], About(people="members"))
    assert caught.value.code == "RR681"


def test_gates_hold_at_their_limit_and_fail_beyond(tmp_path: Path) -> None:
    records = [household(n, 7200 if n < 5 else 9000) for n in range(100)]
    impact = impact_of(tmp_path, HIGHER, records=records)

    def passed(*names: str, most: str = "") -> list[bool]:
        return [v.passed for v in verdicts(impact, gates_of(names, most))]

    assert passed("leaving,undecided,tier-down") == [True, True, True]
    assert passed("entering") == [False]
    assert passed(most="5%") == [True]
    assert passed(most="4.99%") == [False]
    assert passed(most="5") == [True]
    assert passed(most="4") == [False]


@pytest.mark.parametrize(
    ("names", "most", "code"),
    [(["leavers"], "", "RR856"), ([], "five", "RR857"), ([], "5 %%", "RR857")],
)
def test_a_gate_that_is_none_is_refused(names: list[str], most: str, code: str) -> None:
    with pytest.raises(PlaceError) as caught:
        gates_of(names, most)
    assert caught.value.code == code


def test_nothing_is_counted_by_what_a_policy_does_not_say(tmp_path: Path) -> None:
    base, head = rules(tmp_path, name="base"), rules(tmp_path, HIGHER)
    impact = compare(base, head, [household(1, 7200)], About())
    assert impact.count().people == 0
    assert impact.moved("entering").households == 1
