"""Files of cases: every problem at its place, and what is read when there is none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents.snippets import Snippet, snippets
from relapse_rules.errors import PROBLEM_LIMIT
from relapse_rules.testing import load_cases
from relapse_rules.testing.days import MOST_DAYS
from testing.place import COUNTY, HEAD, read, run, write

if TYPE_CHECKING:
    from relapse_rules.testing import Case

BAD = snippets(str(Path(__file__).with_name("bad") / "cases.txt"))
SECRET = "某某的真名"


def only(root: Path, case: str) -> Case:
    """The one case of a file, given on one line."""
    found = read(root, f"{HEAD}  c: {case}\n")
    assert found.problems == ()
    return found.cases[0]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_every_problem_is_underlined(root: Path, bad: Snippet) -> None:
    found = read(root, bad.text)

    assert found.cases == ()
    assert [(d.code, d.span.text) for d in found.problems if d.span] == list(
        bad.expected
    )


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_every_problem_reads_well_in_both_languages(root: Path, bad: Snippet) -> None:
    for problem in read(root, bad.text).problems:
        heads = [problem.render(lang).split("-->")[0] for lang in ("zh", "en")]
        assert not any("Phrase" in head or "{" in head for head in heads)


@pytest.mark.parametrize(
    ("case", "meant"),
    [
        ("{input: {houshold_size: 2}, output: {visits: monthly}}", "household_size"),
        ("{input: {家庭人口: 2}, output: {visits: monthly}}", "household_size"),
        ("{input: {}, output: {teir: red}}", "tier"),
        ("{input: {}, output: {risks.ilness: true}}", "risks.illness"),
        ("{input: {}, output: {tier: redd}}", "red"),
        ("{input: {}, output: {tier: undecidde}}", "undecided"),
        ("{input: {}, undecided: [type], needs: [incom]}", "income"),
        ("{input: {}, output: {tier: none}, reasons: [below_lien]}", "below_line"),
    ],
)
def test_the_nearest_name_is_suggested(root: Path, case: str, meant: str) -> None:
    (problem,) = read(root, f"{HEAD}  c: {case}\n").problems

    assert f"`{meant}`" in problem.help("en")


def test_every_problem_of_a_file_is_told_at_once(root: Path) -> None:
    text = """\
cases:
  a: {input: {incom: 1}, output: {teir: red}}
  b: {input: {grade: B}, output: {tier: redd}}
"""
    codes = [d.code for d in read(root, f"date: 2021-08-01\n{text}").problems]

    assert codes == ["RR601", "RR921", "RR605", "RR922"]


def test_a_file_with_endless_problems_is_read_to_the_limit(root: Path) -> None:
    wrong = ", ".join(f"f{number}: 1" for number in range(PROBLEM_LIMIT + 100))
    problems = read(root, f"{HEAD}  c: {{input: {{{wrong}}}, todo: false}}\n").problems

    assert {d.code for d in problems} == {"RR601"}
    assert len(problems) == PROBLEM_LIMIT


def test_a_file_may_be_about_so_many_days(root: Path) -> None:
    first = date(2021, 1, 1)
    days = "".join(
        f"  - {{name: c{n}, date: {first + timedelta(n)}, input: {{}}, output: {{visits: monthly}}}}\n"
        for n in range(MOST_DAYS + 1)
    )
    problem = read(root, f"cases:\n{days}").problems[-1]

    assert problem.code == "RR948"
    assert problem.span is not None
    assert problem.span.text == str(first + timedelta(MOST_DAYS))


def test_a_day_must_be_stated(root: Path) -> None:
    (problem,) = read(root, "cases: {a: {input: {}, output: {tier: none}}}\n").problems

    assert problem.code == "RR904"


def test_what_is_personal_is_refused_and_never_shown(root: Path) -> None:
    case = f"{{input: {{head: {SECRET}, incom: 1}}, output: {{tier: none}}}}"
    problems = read(root, f"{HEAD}  c: {case}\n").problems

    assert [d.code for d in problems] == ["RR911", "RR601"]
    assert not any(SECRET in d.render(lang) for d in problems for lang in ("zh", "en"))


def test_names_of_members_are_refused_too(root: Path) -> None:
    case = f"{{input: {{members: [{{name: {SECRET}}}]}}, output: {{tier: none}}}}"
    (problem,) = read(root, f"{HEAD}  c: {case}\n").problems

    assert problem.code == "RR911"
    assert SECRET not in problem.render("zh")


def test_a_case_for_a_place_that_does_not_exist(tmp_path: Path) -> None:
    text = "policy: cn/anhui/suzhoo\ndate: 2022-05-11\ncases: {a: {input: {}, output: {tier: none}}}\n"
    (found,) = load_cases(write(tmp_path / "x.cases.yaml", text))

    assert [d.code for d in found.problems] == ["RR902"]
    assert "cn/anhui/suzhou" in found.problems[0].help("en")


def test_a_file_says_which_policy_it_is_about(tmp_path: Path) -> None:
    text = f"{HEAD}  a: {{input: {{}}, output: {{tier: none}}}}\n"
    (found,) = load_cases(write(tmp_path / "x.cases.yaml", text))

    assert [d.code for d in found.problems] == ["RR901"]


def test_the_shipped_policies_and_those_around_are_found(root: Path) -> None:
    text = (
        "policy: {}\ndate: {}\ncases: {{a: {{input: {{}}, output: {{checks: []}}}}}}\n"
    )
    around = text.format("cn/province/county", "2021-08-01")
    shipped = text.format("cn/anhui/suzhou", "2022-05-11")
    files = load_cases(
        write(root / "elsewhere/a.cases.yaml", around),
        write(root / "elsewhere/b.cases.yaml", shipped),
    )

    assert [f.policy.id for f in files if f.policy] == [
        "cn/province/county",
        "cn/anhui/suzhou",
    ]


def test_a_broken_policy_is_a_problem_of_its_cases(root: Path) -> None:
    write(root / "cn/province/county.policy.yaml", COUNTY.replace("any(risks)", "any("))
    found = read(root, f"{HEAD}  a: {{input: {{}}, output: {{tier: none}}}}\n")

    assert found.cases == ()
    assert found.problems[0].span is not None
    assert found.problems[0].span.source.name.endswith("county.policy.yaml")


# -- what is read ------------------------------------------------------------------------


def test_facts_and_values_may_be_written_by_label(root: Path) -> None:
    written = "{input: {家庭纯收入: 5, ex-poor: 是, 房屋等级: 丁级, causes: [缺地, work], 家庭成员: [{年龄: 3}]}, output: {预警等级: 红}}"
    case = only(root, written)

    assert case.record == {
        "income": Decimal(5),
        "ex_poor": True,
        "grade": "D",
        "causes": frozenset({"land", "work"}),
        "members": [{"age": 3}],
    }
    assert case.expected[0].question.name == "tier"


def test_values_are_exact(root: Path) -> None:
    case = only(
        root,
        '{input: {income: "5408.70", visited_on: 2021-05-01}, output: {tier: none}}',
    )

    assert case.record == {"income": Decimal("5408.70"), "visited_on": date(2021, 5, 1)}


def test_a_row_varies_the_case_and_the_case_its_household(root: Path) -> None:
    text = """\
date: 2021-08-01
households:
  one: {income: 1, household_size: 1, members: [{age: 1}, {age: 2}]}
  two: {household_size: 2}
cases:
  a:
    base: [one, two]
    input: {income: 3}
    output: {visits: monthly}
    table:
      - {name: first, input: {income: null, "members[1].age": 9}}
      - {name: second, base: one, date: 2021-09-01, input: {members: null}}
"""
    first, second = read(root, text).cases

    assert (first.name, first.record) == (
        "a / first",
        {"household_size": 2, "members": [{"age": 1}, {"age": 9}]},
    )
    assert (second.day, second.record) == (
        date(2021, 9, 1),
        {"income": Decimal(3), "household_size": 1},
    )


def test_rows_without_a_name_are_numbered(root: Path) -> None:
    text = f"{HEAD}  a: {{input: {{}}, output: {{visits: monthly}}, table: [{{}}, {{}}]}}\n"

    assert [case.name for case in read(root, text).cases] == ["a / 1", "a / 2"]


def test_a_row_overrules_the_case_answer_by_answer(root: Path) -> None:
    text = "{input: {}, output: {visits: monthly, tier: red}, table: [{undecided: [tier]}]}"
    case = only(root, text)

    assert {e.question.name: e.wanted for e in case.expected if e.is_open} == {
        "tier": "undecided"
    }
    assert len(case.expected) == 2


def test_cases_carry_what_is_said_about_them(root: Path) -> None:
    case = only(
        root,
        "{input: {}, output: {tier: none}, description: 为什么, keywords: [线], source: {in: paper, at: 第3条}, confirm: true}",
    )

    assert (case.description, case.keywords, case.confirm) == ("为什么", ("线",), True)
    assert (case.source[0].source, case.source[0].at) == ("paper", "第3条")
    assert not case.counts


def test_what_is_to_do_may_speak_of_rules_to_come(root: Path) -> None:
    case = only(root, "{todo: true, input: {new_fact: 1}, output: {new_section: red}}")

    assert (case.todo, case.counts, case.record) == (True, False, {})


def test_a_list_of_cases_is_as_good_as_a_mapping(root: Path) -> None:
    listed = "date: 2021-08-01\ncases:\n  - {name: c, input: {}, output: {visits: monthly}}\n"

    assert read(root, listed).cases == (
        only(root, "{input: {}, output: {visits: monthly}}"),
    )


# -- cases of the layers above --------------------------------------------------------------

ABOVE = """\
households: {h: {income: 1, household_size: 2}}
cases:
  kept: {base: h, output: {values.per_capita: 1.5}}
  replaced: {base: h, output: {tier: red}}
  removed: {base: h, output: {tier: red}}
"""
BELOW = """\
extends: cn/province
date: 2021-08-01
households: {h: {income: 3}}
cases:
  replaced: {base: h, output: {visits: monthly}}
  removed: null
  added: {base: h, output: {values.per_capita: 1.5}}
"""


def test_cases_of_a_layer_above_hold_in_the_place(root: Path) -> None:
    write(root / "cn/province.cases.yaml", ABOVE)
    found = read(root, BELOW)

    assert [case.name for case in found.cases] == ["kept", "replaced", "added"]
    assert {case.policy for case in found.cases} == {"cn/province/county"}
    assert found.cases[0].record == {"income": Decimal(3), "household_size": 2}


def test_cases_of_a_layer_run_in_its_places_only(root: Path) -> None:
    write(root / "cn/province.cases.yaml", ABOVE)
    write(root / "cn/province/county.cases.yaml", BELOW)
    below, above = load_cases(root)

    assert (above.cases, above.problems) == ((), ())
    assert len(below.cases) == 3


def test_one_layer_may_have_several_files_and_no_name_twice(root: Path) -> None:
    write(root / "cn/province.cases.yaml", ABOVE)
    write(root / "cn/province.more.cases.yaml", ABOVE)
    codes = [d.code for d in read(root, BELOW).problems]

    assert codes == ["RR906"] * 3


def test_a_place_may_have_several_files(root: Path) -> None:
    case = "  a: {input: {}, output: {visits: monthly}}\n"
    write(root / "cn/province/county.cases.yaml", HEAD + case)
    write(root / "cn/province/county.more.cases.yaml", HEAD + case)

    assert len(load_cases("cn/province/county", root=root)) == 2


def test_cases_of_a_layer_are_checked_against_the_place(root: Path) -> None:
    write(
        root / "cn/province.cases.yaml",
        "cases: {a: {input: {}, output: {tier: green}}}\n",
    )
    (problem,) = read(
        root, BELOW.replace("  replaced", "  b").replace("  removed: null\n", "")
    ).problems

    assert problem.code == "RR922"
    assert problem.span is not None
    assert problem.span.source.name.endswith("province.cases.yaml")


def test_the_same_day_is_read_once_for_all_cases(root: Path) -> None:
    found = run(
        root,
        "  a: {input: {}, output: {visits: monthly}}\n  b: {date: 2021-08-01, input: {}, output: {visits: monthly}}\n",
    )

    assert {r.outcome.rules for r in found.values() if r.outcome} == {
        next(iter(found.values())).outcome.rules  # type: ignore[union-attr]
    }
