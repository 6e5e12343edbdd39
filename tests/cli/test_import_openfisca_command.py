"""`import-openfisca`: what is taken over, and what is told instead of guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.place import COUNTY, PROVINCE, write
from relapse_rules.errors import PolicyError
from relapse_rules.testing import load_cases, run_cases
from relapse_rules.testing.openfisca.mapping import read_mapping
from relapse_rules.testing.policies import Policies

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from cli.place import Run
    from relapse_rules.testing import Case

MAPPING = """\
policy: cn/province/county
day: last
persons: [persons]
household: [household, households]
roles: {adults: {}}
input:
  net: income
  size: household_size
  state: {fact: health, values: {sick: ill, well: good}}
  lists: null
  age: members.age
  born: {fact: listed_on, eternal: true}
output:
  kind: {answer: type, values: {1: poor, 0: none}}
  head: values.per_capita
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    return write(tmp_path / "mapping.yaml", MAPPING)


def imported(
    run: Run, mapping: Path, tests: str, root: Path
) -> tuple[Result, dict[str, Case]]:
    """The result of the command, and the cases that it wrote."""
    target = mapping.with_name("out.cases.yaml")
    result = run(
        "import-openfisca",
        write(mapping.with_name("tests.yaml"), tests),
        *("--map", mapping, "-o", target),
        lang="en",
    )
    (found,) = load_cases(target, root=root)
    assert found.problems == ()
    return result, {case.name: case for case in found.cases}


TEST = """\
- name: A poor household
  description: as written
  period: 2021-08
  keywords: [line]
  input: {net: 9000, size: 2, state: sick}
  output: {kind: 1, head: 4500}
"""


def test_a_test_that_fits_becomes_a_case(run: Run, mapping: Path, root: Path) -> None:
    result, cases = imported(run, mapping, TEST, root)
    case = cases["A poor household"]

    assert result.exit_code == 0
    assert (case.day.isoformat(), case.keywords) == ("2021-08-31", ("line",))
    assert case.record["health"] == "ill"
    assert run_cases(load_cases(mapping.with_name("out.cases.yaml"), root=root)).passed


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("size: 2", "sise: 2"), "`sise` is not in the mapping"),
        (("kind: 1", "kund: 1"), "`kund` is not in the mapping"),
        (("state: sick", "state: ill"), "`state: ill` is a value that the mapping"),
        (("kind: 1", "kind: 2"), "`kind: 2` is a value that the mapping does not have"),
        (("net: 9000", "net: {2021-07: 9000}"), "`net: 2021-07` is stated for another"),
        (("net: 9000", "net: 600 * 2"), "`600 * 2` `income` is of the wrong kind"),
        (
            ("  keywords", "  reforms: x.y\n  keywords"),
            "`reforms` has no place in a case",
        ),
        (
            ("net: 9000,", "net: 9000, persons: {a: {net: 1}},"),
            "`a.net` is stated of a person, and mapped to a fact of the household",
        ),
        (
            ("{kind: 1, head: 4500}", "{persons: {a: {kind: 1}}}"),
            "`a.kind` is an answer about a person",
        ),
        (
            ("net: 9000, size: 2", "household: {children: [c], net: 9000, size: 2}"),
            "`children` is a role that the mapping does not have",
        ),
        (
            (
                "net: 9000, size: 2",
                "households: {h: {net: 9000, size: 2}, i: {net: 1}}",
            ),
            "`h, i` are several households",
        ),
        (("{kind: 1, head: 4500}", "{household: {heads: [1]}}"), "`heads` is not in"),
        (("net: 9000", "net: 9000, persons: [a]"), "`persons` has no variables"),
        (("net: 9000", "net: 9000, persons: {a: 5}"), "`a` has no variables"),
        (("head: 4500", "head: null"), "`head` is not one value"),
        (("{kind: 1, head: 4500}", "{household: 5}"), "`household` has no variables"),
    ],
)
def test_what_has_no_place_is_told_and_its_case_is_no_test(
    run: Run, mapping: Path, root: Path, change: tuple[str, str], told: str
) -> None:
    assert change[0] in TEST
    result, cases = imported(run, mapping, TEST.replace(*change), root)

    assert result.exit_code == 1
    assert told in result.stderr
    assert "tests.yaml:1 A poor household: " in result.stderr
    assert all(case.todo for case in cases.values())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("net: 9000", "net: 9000, lists: 3"),
            "`lists` is left out, as the mapping says",
        ),
        (
            ("  keywords", "  absolute_error_margin: 0.01\n  keywords"),
            "compared exactly",
        ),
        (("  keywords", "  relative_error_margin: 1\n  keywords"), "compared exactly"),
    ],
)
def test_what_the_mapping_leaves_out_and_margins_are_told(
    run: Run, mapping: Path, root: Path, change: tuple[str, str], told: str
) -> None:
    result, cases = imported(run, mapping, TEST.replace(*change), root)

    assert result.exit_code == 0
    assert told in result.stderr
    assert all(case.counts for case in cases.values())


def test_a_period_that_is_no_day_is_told(run: Run, mapping: Path) -> None:
    tests = write(mapping.with_name("t.yaml"), TEST.replace("2021-08", "2021-08:3"))
    target = mapping.with_name("o.cases.yaml")
    result = run("import-openfisca", tests, "--map", mapping, "-o", target, lang="en")

    assert result.exit_code == 1
    assert "`period: 2021-08:3` is no year, month or day" in result.stderr


def test_a_margin_of_zero_is_nothing_to_tell(
    run: Run, mapping: Path, root: Path
) -> None:
    text = TEST.replace("  keywords", "  absolute_error_margin: 0\n  keywords")
    result, _ = imported(run, mapping, text, root)

    assert "margin" not in result.stderr


def test_members_come_from_persons_and_roles(
    run: Run, mapping: Path, root: Path
) -> None:
    text = """\
- name: two
  period: 2021
  input:
    household: {adults: [a, b], net: 9000, size: 2}
    persons: {a: {age: 40}, b: {}}
  output: {household: {kind: 1}}
"""
    _, cases = imported(run, mapping, text, root)

    assert cases["two"].record["members"] == [{"age": 40}, {}]
    assert cases["two"].day.isoformat() == "2021-12-31"


def test_a_list_of_values_is_as_many_households(
    run: Run, mapping: Path, root: Path
) -> None:
    text = TEST.replace("net: 9000", "net: [11999.99, 12000]").replace(
        "{kind: 1, head: 4500}", "{kind: [1, 0]}"
    )
    _, cases = imported(run, mapping, text, root)

    assert list(cases) == ["A poor household / 1", "A poor household / 2"]
    assert run_cases(load_cases(mapping.with_name("out.cases.yaml"), root=root)).passed


def test_the_household_may_stand_in_the_plural(
    run: Run, mapping: Path, root: Path
) -> None:
    text = TEST.replace(
        "{net: 9000, size: 2, state: sick}",
        "{households: {h: {net: [11999.99, 12000], size: 2}}}",
    )
    text = text.replace("{kind: 1, head: 4500}", "{households: {h: {kind: [1, 0]}}}")
    result, cases = imported(run, mapping, text, root)

    assert result.exit_code == 0
    assert [len(case.expected) for case in cases.values()] == [1, 1]


def test_members_of_whom_nothing_is_mapped_are_told(
    run: Run, mapping: Path, root: Path
) -> None:
    write(mapping, MAPPING.replace("age: members.age", "age: null"))
    text = TEST.replace("net: 9000,", "net: 9000, persons: {a: {age: 3}, b: {}},")
    result, _ = imported(run, mapping, text, root)

    assert "`a, b` are members; they are left out" in result.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{TEST}- 5\n", "[RR202]"),
        (TEST.replace("{kind: 1, head: 4500}", "5"), "`output` wants"),
        (TEST.replace("2021-08", "[2021]"), "`period` wants"),
    ],
)
def test_what_is_no_test_is_a_problem_at_its_place(
    run: Run, mapping: Path, text: str, told: str
) -> None:
    tests = write(mapping.with_name("t.yaml"), text)
    target = mapping.with_name("o.cases.yaml")
    result = run("import-openfisca", tests, "--map", mapping, "-o", target, lang="en")

    assert result.exit_code != 0
    assert told in result.stderr
    assert not target.exists()


def test_each_period_of_an_output_is_a_case(
    run: Run, mapping: Path, root: Path
) -> None:
    text = """\
name: periods
period: 2021-08
input: {born: 2021-01-01, net: {2021-07: 9000, 2021-08: 20000}, size: {2021-07: 1, 2021-08: 1}}
output: {head: {2021-07: 9000, 2021-08: 20000}}
"""
    result, cases = imported(run, mapping, text, root)

    assert result.exit_code == 0
    assert [c.day.isoformat() for c in cases.values()] == ["2021-07-31", "2021-08-31"]


def test_tests_of_one_name_are_kept_apart(run: Run, mapping: Path, root: Path) -> None:
    taken = TEST.replace("household", "household (2)")
    _, cases = imported(run, mapping, taken + TEST + TEST, root)

    assert list(cases) == [f"A poor household{n}" for n in (" (2)", "", " (3)")]


def test_long_names_are_cut(run: Run, mapping: Path, root: Path) -> None:
    text = TEST.replace("A poor household", "x" * 300)
    _, cases = imported(run, mapping, text + text, root)

    assert list(cases) == ["x" * 150, f"{'x' * 150} (2)"]


def test_an_existing_file_is_kept(run: Run, mapping: Path, tmp_path: Path) -> None:
    target = write(tmp_path / "mine.cases.yaml", "mine\n")
    tests = write(tmp_path / "tests.yaml", TEST)
    result = run("import-openfisca", tests, "--map", mapping, "-o", target)

    assert result.exit_code == 2
    assert target.read_text("utf-8") == "mine\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("day: last", "day: middle", "RR205"),
        ("net: income", "net: incom", "RR601"),
        ("members.age", "members.agee", "RR601"),
        ("head: values.per_capita", "head: value.per_capita", "RR921"),
        ("input:", "inputs:", "RR201"),
        ("cn/province/county", "cn/province/country", "RR902"),
    ],
)
def test_a_wrong_mapping_is_underlined(
    run: Run, tmp_path: Path, old: str, new: str, code: str
) -> None:
    mapping = write(tmp_path / "mapping.yaml", MAPPING.replace(old, new))
    tests = write(tmp_path / "tests.yaml", TEST)
    result = run(
        "import-openfisca", tests, "--map", mapping, "-o", tmp_path / "o.cases.yaml"
    )

    assert result.exit_code == 2
    assert code in result.stderr


def test_persons_become_items_of_one_list(tmp_path: Path) -> None:
    animals = "  animals: {label: {zh: 牲畜}, type: list, max_items: 9, item: {heads: {label: {zh: 头数}, type: integer, min: 0, max: 999}}}\n"
    province = PROVINCE.replace("parameters:\n", f"{animals}parameters:\n")
    write(tmp_path / "cn/province.policy.yaml", province)
    write(tmp_path / "cn/province/county.policy.yaml", COUNTY)
    mapping = MAPPING.replace("lists: null", "sheep: animals.heads")
    with pytest.raises(PolicyError) as raised:
        read_mapping(write(tmp_path / "mapping.yaml", mapping), Policies(tmp_path))

    assert [(d.code, d.span.text) for d in raised.value.diagnostics if d.span] == [
        ("RR949", "members.age")
    ]


def test_broken_yaml_is_placed_where_people_see_it(
    run: Run, mapping: Path, tmp_path: Path
) -> None:
    tests = write(tmp_path / "tests.yaml", "- name: a\n  period： 2021\n")
    result = run(
        "import-openfisca", tests, "--map", mapping, "-o", tmp_path / "o.cases.yaml"
    )

    assert result.exit_code == 2
    assert "tests.yaml:2:" in result.stderr
