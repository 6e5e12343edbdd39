"""Running cases: every answer can be expected, and every difference is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from relapse_rules.testing import load_cases, run_case, run_cases
from relapse_rules.testing.replies import reply
from relapse_rules.testing.run import selected
from relapse_rules.testing.wording import Wording
from testing.place import HEAD, mismatches, read, run, write

if TYPE_CHECKING:
    from pathlib import Path

# A household of two at 2,500 a head, first grade, one member ill.
POOR = "income: 5000, household_size: 2, ex_poor: false, grade: A, causes: [], members: [{ill: true}]"
# What it is answered, by every word there is for it.
HOLDS = [
    "type: poor",
    "tier: blue",
    "tier.possible: [blue]",
    "visits: monthly",
    "identification.possible: []",
    "risks: [illness]",
    "risks: true",
    "risks.illness: true",
    "risks.work: false",
    "risks: {illness: true, work: false}",
    "guarantees: []",
    "guarantees: false",
    "measures: not_defined",
    "checks: []",
    "removal: false",
    "removal: {answer: false, unmet: [above_line], holds: [], refusals: [unvisited]}",
    "removal.conditions: false",
    "removal.conditions.housed: true",
    "removal.procedure: not_defined",
    "removal.procedure.next: not_defined",
    "identification: false",
    "identification: {next: check, done: [], late: [], due: {decision: unknown}}",
    "values: {per_capita: 2500}",
    'values.per_capita: "2500.00"',
    "预警等级: 蓝",
    "等级: 蓝",
    "风险消除.消除条件.住房安全: true",
    "风险: [因病]",
    "风险.因病: 是",
    "风险消除.未满足: [收入达线]",
    "识别程序.下一步: 核查",
    "数值.人均纯收入: 2500",
]
# What it is not, with what comes out otherwise.
FAILS = [
    ("type: none", ["type"]),
    ("type: undecided", ["type"]),
    ("tier: false", ["tier"]),
    ("tier.possible: [blue, none]", ["tier.possible"]),
    ("risks: []", ["risks"]),
    ("risks: [illness, work]", ["risks"]),
    ("risks: false", ["risks"]),
    ("measures: []", ["measures"]),
    ("removal: undecided", ["removal"]),
    ("removal: {answer: true, unmet: []}", ["removal", "removal.unmet"]),
    ("identification.next: none", ["identification.next"]),
    ("identification.done: [check]", ["identification.done"]),
    ("identification.due.decision: 2021-01-01", ["identification.due.decision"]),
    ("values.per_capita: 2500.01", ["values.per_capita"]),
    ("values.per_capita: unknown", ["values.per_capita"]),
]


@pytest.mark.parametrize("answer", HOLDS)
def test_every_answer_can_be_expected(root: Path, answer: str) -> None:
    assert mismatches(root, f"{{input: {{{POOR}}}, output: {{{answer}}}}}") == []


@pytest.mark.parametrize("possible", ["[]", "[none]", "[无]"])
def test_nothing_is_possible_where_no_row_wins(root: Path, possible: str) -> None:
    case = f"{{input: {{grade: A, causes: [], members: []}}, output: {{tier: none, tier.possible: {possible}}}}}"

    assert mismatches(root, case) == []


@pytest.mark.parametrize(("answer", "found"), FAILS)
def test_every_other_answer_is_a_mismatch(
    root: Path, answer: str, found: list[str]
) -> None:
    assert mismatches(root, f"{{input: {{{POOR}}}, output: {{{answer}}}}}") == found


def test_every_mismatch_of_a_case_is_listed(root: Path) -> None:
    case = f"{{input: {{{POOR}}}, output: {{type: relapsed, tier: red, removal: true, risks.work: true}}}}"

    assert mismatches(root, case) == ["type", "tier", "removal", "risks.work"]


def test_a_list_says_that_all_others_do_not_hold(root: Path) -> None:
    """What stays open must be named: unknown is not no."""
    open_ = "{input: {members: [{ill: true}]}, output: {risks: [illness]}"

    assert mismatches(root, f"{open_}}}") == ["risks"]
    assert mismatches(root, f"{open_}, undecided: [risks.work]}}") == []


@pytest.mark.parametrize(
    ("open_", "needs"),
    [
        ("[type]", "[income, household_size, ex_poor]"),
        ("[tier]", "[members, causes, grade]"),
        ("[risks]", "[members, causes]"),
        ("[risks.work]", "[causes]"),
        ("[removal.conditions.above_line]", "[income, household_size]"),
        ("[values.per_capita]", "[income, household_size]"),
    ],
)
def test_what_stays_open_is_settled_by_exactly_these_facts(
    root: Path, open_: str, needs: str
) -> None:
    asked = f"{{input: {{}}, undecided: {open_}"
    fewer = (
        needs.replace(", causes", "")
        .replace(", household_size", "")
        .replace("[causes]", "[]")
    )

    assert mismatches(root, f"{asked}, needs: {needs}}}") == []
    assert mismatches(root, f"{asked}, needs: {fewer}}}") == ["needs"]


def test_needs_name_facts_of_items(root: Path) -> None:
    case = '{input: {members: [{}]}, undecided: [risks.illness], needs: ["家庭成员[0].患病"]}'

    assert mismatches(root, case) == []


@pytest.mark.parametrize(
    ("output", "reasons"),
    [
        ("tier: blue", ["tiers.blue", "risks.illness"]),
        ("type: poor", ["types.poor", "below_line", "低于线"]),
        ("removal: false", ["removal.conditions.above_line", "below_line"]),
        ("removal.unmet: [above_line]", ["removal.conditions.above_line"]),
        ("values.per_capita: 2500", ["per_capita"]),
        ("identification.next: check", ["identification.check"]),
        ("risks: [illness]", ["risks.illness"]),
        ("removal.refusals: [unvisited]", ["removal.refusals.unvisited"]),
    ],
)
def test_the_clauses_that_decided_are_reasons(
    root: Path, output: str, reasons: list[str]
) -> None:
    listed = ", ".join(reasons)
    case = f"{{input: {{{POOR}}}, output: {{{output}}}, reasons: [{listed}]}}"

    assert mismatches(root, case) == []


def test_without_answers_the_reasons_are_those_of_all(root: Path) -> None:
    case = f"{{input: {{{POOR}}}, reasons: [tiers.blue, below_line, identification.check, risks.illness]}}"

    assert mismatches(root, case) == []


def test_a_finished_procedure_has_its_steps_for_reasons(root: Path) -> None:
    case = "{input: {checked_on: 2021-07-01, decided_on: 2021-07-02}, output: {identification: true}, reasons: [identification.check, identification.decision]}"

    assert mismatches(root, case) == []


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("tier: blue", "risks.work"),
        ("tier: blue", "guarantees.housing"),
        ("type: poor", "risks.illness"),
        ("removal: false", "removal.conditions.housed"),
        ("removal: false", "removal.holds.alone"),
    ],
)
def test_clauses_that_did_not_decide_are_no_reasons(
    root: Path, output: str, reason: str
) -> None:
    case = f"{{input: {{{POOR}}}, output: {{{output}}}, reasons: [{reason}]}}"

    assert mismatches(root, case) == ["reasons"]


@pytest.mark.parametrize(
    ("case", "found"),
    [
        ("{input: {household_size: 0}, error: {household_size: RR604}}", []),
        ("{input: {houshold_size: 1}, error: {houshold_size: RR601}}", []),
        ("{input: {家庭人口数: 0}, error: {家庭人口数: [RR604]}}", []),
        ("{input: {members: [{年龄: old}]}, error: {'members[0].age': RR603}}", []),
        ("{input: {household_size: 1}, error: {household_size: RR604}}", ["error"]),
        ("{input: {household_size: 0}, error: {household_size: RR603}}", ["error"]),
        ("{input: {household_size: 0, income: x}, error: {income: RR603}}", ["error"]),
    ],
)
def test_a_record_can_be_expected_to_be_refused(
    root: Path, case: str, found: list[str]
) -> None:
    assert mismatches(root, case) == found


def test_a_row_may_be_refused_and_the_next_decided(root: Path) -> None:
    found = run(
        root,
        """\
  a:
    input: {income: 1}
    output: {values.per_capita: 1}
    table:
      - {input: {household_size: 1}}
      - {input: {household_size: 0}, error: {household_size: RR604}}
""",
    )

    assert [one.status for one in found.values()] == ["passed", "passed"]


def test_grids_have_cases_of_their_own(root: Path) -> None:
    assert (
        mismatches(root, "{grid: {households: 51}, output: {checks: [too_many]}}") == []
    )
    assert mismatches(root, "{grid: {户数: 50}, output: {checks.too_many: true}}") == [
        "checks.too_many"
    ]


def test_answers_of_households_are_none_of_grids(root: Path) -> None:
    found = read(root, f"{HEAD}  a: {{grid: {{}}, output: {{tier: red}}}}\n")

    assert [d.code for d in found.problems] == ["RR921"]


def test_a_place_without_grids_has_no_cases_about_them() -> None:
    (found,) = load_cases("cn/chongqing/fengjie")
    assert found.policy is not None

    assert not [case for case in found.cases if case.kind == "grid"]


def test_what_is_no_test_is_reported_apart(root: Path) -> None:
    found = run(
        root,
        """\
  a: {input: {}, output: {visits: monthly}}
  b: {todo: true}
  c: {confirm: true, input: {}, output: {visits: none}}
""",
    )

    assert [one.status for one in found.values()] == ["passed", "todo", "confirm"]


def test_nothing_tested_is_not_passed(root: Path) -> None:
    only_todo = read(root, f"{HEAD}  b: {{todo: true}}\n")

    assert not run_cases([only_todo]).passed
    assert not run_cases([]).passed


def test_a_bad_file_fails_alone(root: Path) -> None:
    write(root / "cn/province/county.bad.cases.yaml", "cases: {a: {}}\n")
    read(root, f"{HEAD}  a: {{input: {{}}, output: {{visits: monthly}}}}\n")
    report = run_cases(load_cases(root))

    assert (len(report.broken), len(report.of("passed"))) == (1, 1)
    assert not report.passed


def test_cases_are_chosen_by_name_and_keyword(root: Path) -> None:
    cases = read(
        root,
        f"""{HEAD}\
  收入线: {{input: {{}}, output: {{visits: monthly}}, keywords: [G-01]}}
  走访: {{input: {{}}, output: {{visits: monthly}}}}
""",
    )

    def names(run: str = "", keyword: str = "") -> list[str]:
        report = run_cases([cases], selected(run, keyword))
        return [one.case.name for one in report.results]

    assert names("^收入") == ["收入线"]
    assert names(keyword="G-01") == ["收入线"]
    assert names("走访", "G-01") == []


def test_a_clause_that_a_changed_policy_lacks_is_not_defined(root: Path) -> None:
    """So that a case written for one policy can be run against another version of it."""
    found = read(
        root,
        f"{HEAD}  a: {{input: {{}}, output: {{risks.work: true, tier.possible: [red]}}}}\n",
    )
    (case,) = found.cases
    other = load_cases("cn/anhui/suzhou")[0].policy
    assert other is not None
    result = run_case(replace(case, record={}), other.on("2022-05-11"))

    assert [one.actual for one in result.mismatches] == ["not_defined", "not_defined"]


def test_a_passing_case_takes_no_second_look(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(
        root,
        f"{HEAD}  a: {{input: {{{POOR}}}, output: {{tier: blue, risks: [illness]}}}}\n",
    )
    monkeypatch.setattr("relapse_rules.examine.Examination.run", None)

    assert run_cases([found]).passed


# -- how a difference reads --------------------------------------------------------------------


def told(root: Path, case: str, lang: str = "en") -> str:
    (result,) = run(root, f"  c: {case}\n").values()
    return "\n".join(Wording(result, lang).lines())  # type: ignore[arg-type]


def test_a_difference_names_the_clause_and_its_values(root: Path) -> None:
    text = told(root, f"{{input: {{{POOR}}}, output: {{tier: red}}}}")

    assert text.startswith("tier: expected red -> actual blue")
    assert "[holds] blue" in text
    assert "[does not hold] red" in text


def test_a_difference_in_chinese_has_labels_and_ids(root: Path) -> None:
    text = told(root, f"{{input: {{{POOR}}}, output: {{type: none}}}}", "zh")

    assert text.startswith("监测对象类型（type）: 预期 无 → 实际 低收入户（poor）")
    assert "人均纯收入 (2500) < 收入线 (6000 元/人)" in text


def test_a_list_is_told_clause_by_clause_and_once(root: Path) -> None:
    text = told(
        root,
        f"{{input: {{{POOR}}}, output: {{risks: [work], risks.work: true}}}}",
    )

    assert text.count("risks.illness: expected no -> actual yes") == 1
    assert text.count("risks.work: expected yes -> actual no") == 1


def test_a_value_is_told_with_its_formula(root: Path) -> None:
    text = told(root, f"{{input: {{{POOR}}}, output: {{values.per_capita: 1}}}}")

    assert "expected 1 -> actual 2500.00" in text
    assert "net income (5000 元) / household size (2 人)" in text


def test_a_refusal_is_told_with_its_reason(root: Path) -> None:
    text = told(root, "{input: {household_size: 0}, error: {income: RR604}}")

    assert "error.income: expected RR604 -> actual accepted" in text
    assert (
        "error.household_size: expected accepted -> actual RR604 (`household_size` is out of range"
        in text
    )


def test_what_blocks_a_removal_is_told(root: Path) -> None:
    text = told(root, f"{{input: {{{POOR}}}, output: {{removal: true}}}}")

    assert "[does not hold] above the line" in text
    assert "[holds] not visited" in text


def test_needs_are_told_as_lists(root: Path) -> None:
    text = told(root, "{input: {}, undecided: [risks.work], needs: [income]}")

    assert text == "needs: expected income -> actual causes"


def test_replies_are_what_a_decision_says(root: Path) -> None:
    """Each question of a case is answered as the case's own expectation has it."""
    for result in run(
        root, f"  c: {{input: {{{POOR}}}, output: {{{HOLDS[1]}, {HOLDS[4]}}}}}\n"
    ).values():
        assert result.outcome is not None
        assert result.outcome.decision is not None
        for one in result.case.expected:
            assert reply(result.outcome.decision, one.question) == one.wanted
