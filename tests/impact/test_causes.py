"""Why a household changes, to the fen, and what would turn it back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impact.place import household, rules
from relapse_rules.impact import compare
from relapse_rules.impact.causes import Cause, Causes
from relapse_rules.impact.flips import with_flips
from relapse_rules.impact.states import won
from relapse_rules.reports.change.causes import CauseWording
from relapse_rules.reports.change.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules import Evaluator
    from relapse_rules.impact import Impact

HIGHER = ("2025-01-01: 7000", "2025-01-01: 7500")
LOWER = ("2025-01-01: 7000", "2025-01-01: 4500")


def impact_of(folder: Path, *changes: tuple[str, str], **facts: Any) -> Impact:
    base, head = rules(folder, name="base"), rules(folder, *changes)
    return compare(base, head, [household(1, facts.pop("per_head"), **facts)])


def cause_of(impact: Impact) -> Cause:
    (one,) = with_flips(impact).iter_rows(named=True)
    return Causes(impact).of(one["row"], one["flips"])


def told(impact: Impact, lang: Any = "zh") -> tuple[str, str]:
    wording = CauseWording(Wording(impact, lang))
    cause = cause_of(impact)
    return "; ".join(wording.lines(cause)), wording.undone(cause.undo)


def test_a_household_below_the_new_line(tmp_path: Path) -> None:
    impact = impact_of(tmp_path, HIGHER, per_head=7312)
    assert told(impact) == (
        "人均纯收入 7312 < 7500（原 7000，不成立）",
        "人均纯收入再高 188 元即不纳入",
    )
    assert told(impact, "en") == (
        "per-capita income 7312 < 7500 (before: 7000, does not hold)",
        "per-capita income higher by 188 元: not watched",
    )


def test_a_fen_below_the_line(tmp_path: Path) -> None:
    impact = impact_of(tmp_path, HIGHER, per_head=7499.99)
    assert told(impact)[1] == "人均纯收入再高 0.01 元即不纳入"


def test_an_amount_that_no_decimal_writes_is_rounded_to_be_enough(
    tmp_path: Path,
) -> None:
    impact = impact_of(tmp_path, HIGHER, per_head=7312, income="21936.01")
    assert told(impact)[1] == "人均纯收入再高 188 元即不纳入"
    undo = cause_of(impact).undo
    assert undo is not None
    assert undo.amount == 7500 - Fraction(2193601, 300)


def test_a_household_that_leaves_would_stay_a_step_lower(tmp_path: Path) -> None:
    impact = impact_of(tmp_path, LOWER, per_head=5000, unsafe_house=True)
    assert told(impact) == (
        "人均纯收入 5000 < 4500 不成立（原 7000，成立）",
        "人均纯收入再低 500.01 元即为红",
    )


def test_a_formula_that_is_written_anew_tells_what_it_asks_now(tmp_path: Path) -> None:
    anew = ("value: per_capita < line", "value: per_capita <= 7312")
    assert told(impact_of(tmp_path, anew, per_head=7312)) == (
        "新条件：人均纯收入 7312 <= 7312; 原条件：人均纯收入 7312 < 7000 不成立",
        "人均纯收入再高 0.01 元即不纳入",
    )


def test_a_clause_that_is_gone_is_named(tmp_path: Path) -> None:
    gone = (
        "  red: {label: {zh: 红, en: red}, when: any(types) and unsafe_house}\n",
        "",
    )
    impact = impact_of(tmp_path, gone, per_head=5000, unsafe_house=True)
    assert [(f.name, f.old, f.new) for f in cause_of(impact).flips] == [
        ("tiers.red", "yes", "absent")
    ]
    assert "危房" in told(impact)[0]


def test_an_order_that_changed_is_said_when_no_clause_turned(tmp_path: Path) -> None:
    rows = "  red: {label: {zh: 红, en: red}, when: any(types) and unsafe_house}\n"
    blue = "  blue: {label: {zh: 蓝, en: blue}, when: any(types)}\n"
    yellow = "  yellow: {label: {zh: 黄, en: yellow}, when: any(types) and count(risks) >= 2}\n"
    swap = (rows + yellow + blue, rows + blue + yellow)
    impact = impact_of(tmp_path, swap, per_head=5000, flooded=True)
    assert told(impact)[0] == "没有条款翻转，是先后次序变了"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evaluator, Evaluator]:
    folder = tmp_path_factory.mktemp("county")
    return rules(folder, name="base"), rules(folder, HIGHER)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fen=st.integers(6_900_00, 7_700_00), size=st.integers(1, 9))
def test_the_step_that_undoes_it_does_and_no_smaller_one(
    sides: tuple[Evaluator, Evaluator], fen: int, size: int
) -> None:
    base, head = sides
    record = household(1, 0, income=f"{fen * size // 100}.{fen * size % 100:02}")
    record["household_size"] = size
    impact = compare(base, head, [record])
    if not impact.moved("changed").households:
        return
    undo = cause_of(impact).undo
    assert undo is not None

    def state(steps: int) -> str:
        values = list(head.record(record).values)
        values[head.program.facts.index(undo.fact)] += steps
        return won(head, head.runner.with_gaps(tuple(values)))

    assert state(undo.steps) == impact.households["base_state"][0]
    assert state(undo.steps - (1 if undo.steps > 0 else -1)) != state(undo.steps)


def test_every_household_that_changes_has_its_clause(tmp_path: Path) -> None:
    records = [household(n, 6900 + 100 * n) for n in range(8)]
    impact = compare(rules(tmp_path, name="base"), rules(tmp_path, HIGHER), records)
    flips = with_flips(impact)["flips"].to_list()
    assert flips == ["types.poor:no>yes"] * 5
