"""Whatever a file of cases says: it is read, run and told, or its problems are."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.place import COUNTY, PROVINCE
from cli.test_import_openfisca_command import MAPPING
from relapse_rules.errors import PolicyError
from relapse_rules.messages import word
from relapse_rules.source import Source
from relapse_rules.testing import load_cases, run_cases
from relapse_rules.testing.chain import document_from
from relapse_rules.testing.openfisca.convert import converted
from relapse_rules.testing.openfisca.mapping import read_mapping
from relapse_rules.testing.openfisca.tests import read_tests
from relapse_rules.testing.policies import Policies
from relapse_rules.testing.reader import CaseReader
from relapse_rules.testing.sheets.headings import ABOUT
from relapse_rules.testing.wording import Wording
from relapse_rules.testing.written import cases_text, yaml_text
from testing.place import place, write

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.messages import Lang
    from relapse_rules.testing import CaseFile
    from relapse_rules.testing.openfisca.mapping import VariableMap

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
FILE = "cn/province/county.cases"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return place(tmp_path_factory.mktemp("policies"))


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> VariableMap:
    folder = tmp_path_factory.mktemp("mapped")
    write(folder / "cn/province.policy.yaml", PROVINCE)
    write(folder / "cn/province/county.policy.yaml", COUNTY)
    return read_mapping(write(folder / "m.yaml", MAPPING), Policies(folder))


def told(file: Path) -> CaseFile:
    """The cases of a file after every problem, or every difference, has been put in words."""
    (found,) = load_cases(file)
    assert found.cases or found.problems
    for lang in LANGUAGES:
        assert all(problem.render(lang) for problem in found.problems)
        failed = run_cases([found]).of("failed")
        assert all(Wording(result, lang).lines() for result in failed)
    return found


# -- any document -------------------------------------------------------------------------

FACTS: dict[str, list[Any]] = {
    "income": [5000, "2704.35", 12000, None],
    "household_size": [1, 2, 0],
    "ex_poor": [True, "是", None],
    "grade": ["A", "丁级", "E"],
    "causes": [[], ["work"], ["work", "缺地"]],
    "visited_on": ["2021-07-01"],
    "checked_on": ["2021-07-01", "2021-01-01"],
    "members": [[], [{"age": 3}, {}], [{"年龄": 70, "ill": True}]],
    "members[0].age": [1, None],
    "head": ["甲"],
}
ANSWERS: dict[str, list[Any]] = {
    "type": ["poor", "none", "undecided", []],
    "tier": ["red", "none", False],
    "tier.possible": [["red", "none"], [], ["none"]],
    "risks": [[], ["work"], True, "undecided", {"work": False}],
    "risks.work": [True, "undecided", ["work"]],
    "removal": [False, "undecided", {"unmet": ["housed"]}, []],
    "values.per_capita": [5000, "unknown", "2704.35", True],
    "identification": [True, [], {"done": ["check"], "due": {"decision": "unknown"}}],
    "identification.next": ["check", "none"],
    "visits": ["monthly", []],
    "checks": [[], ["no_members"]],
    "checks.too_many": [True],
}
CLAUSES = (
    *("risks.work", "below_line", "types.poor", "tiers.blue", "identification.check"),
    *("removal.conditions.housed", "per_capita", "visits.monthly", "checks.no_members"),
)
ANYTHING = st.recursive(
    st.sampled_from([None, True, 0, "", "red", "2021-08-01", "a\nb", "\u202e"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(list(ANSWERS)), inner, max_size=2)
    ),
    max_leaves=5,
)


def some(entries: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the keys, each with one of its values."""
    values = {key: st.sampled_from(listed) for key, listed in entries.items()}
    return st.fixed_dictionaries({}, optional=values)


def names(*listed: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(listed), max_size=2, unique=True)


CASE = st.fixed_dictionaries(
    {"input": some(FACTS)},
    optional={
        "output": some(ANSWERS) | some(ANSWERS) | ANYTHING,
        "undecided": names(*ANSWERS),
        "needs": names(*FACTS),
        "reasons": names(*CLAUSES),
        "error": some({"income": ["RR604", "RR1"], "x": ["RR601"]}),
        "table": st.lists(
            st.fixed_dictionaries({"input": some(FACTS), "output": some(ANSWERS)}),
            max_size=2,
        ),
        "keywords": names("收入"),
        "grid": st.just({"households": 51}),
        "base": st.sampled_from(["甲户", ["甲户", "乙户"]]),
        "date": st.sampled_from(["2021-01-01", "1999-01-01"]),
        "todo": st.booleans(),
        "source": st.sampled_from([{"in": "paper"}, {"in": "x"}]) | ANYTHING,
    },
)


@settings(max_examples=80)
@given(cases=st.lists(CASE, min_size=1, max_size=2), household=some(FACTS))
def test_any_cases_are_told_and_written_back(
    root: Path, cases: list[dict[str, Any]], household: dict[str, Any]
) -> None:
    named = {f"c{number}": case for number, case in enumerate(cases)}
    document = {"date": "2021-08-01", "households": {"甲户": household}, "cases": named}
    found = told(write(root / f"{FILE}.yaml", json.dumps(document)))
    again = load_cases(write(root / f"{FILE}.yaml", cases_text(found.cases)))

    assert [c.record for c in again[0].cases] == [c.record for c in found.cases]
    assert [set(c.expected) for c in again[0].cases] == [
        set(c.expected) for c in found.cases
    ]


# -- any sheet ----------------------------------------------------------------------------

HEADINGS = [
    *(word(f"case_head_{key}", "zh") for key in ABOUT if key != "name"),
    *("家庭纯收入", "家庭人口数", "房屋等级", "致贫原因", "走访日期", "家庭成员"),
    *("预期:监测对象类型", "预期:风险", "预期:风险.缺工作", "预期:数值.人均纯收入"),
    *(
        "预期:识别程序",
        "预期:识别程序.下一步",
        "预期:风险消除",
        "expected:tier.possible",
    ),
]
CELLS = (
    *("", " ", "无", "是", "no", "x", "2021-08-01", "2021/8/1", "5000", "-1", "1e5"),
    *("'=1", " | 第3条", "paper | 第3条", "\n", ": RR604", "household_size: RR604"),
    *("低收入户", "undecided", "未知", "work、land", "、", "\x00", "\u202e", "９"),
    *("below_line", "risks.work", "types.poor", "income", "甲" * 300),
)


@settings(max_examples=80)
@given(data=st.data())
def test_any_sheet_is_told(root: Path, data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(HEADINGS), max_size=5, unique=True))
    row = st.lists(st.sampled_from(CELLS), min_size=len(columns), max_size=len(columns))
    rows = data.draw(st.lists(row, max_size=3))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["用例", "按哪天", *(c for c in columns if c != "按哪天")])
    writer.writerows([f"户{n}", "2021-08-01", *cells] for n, cells in enumerate(rows))

    assert told(write(root / f"{FILE}.csv", text.getvalue())).name.endswith(".csv")


# -- any test of OpenFisca's ------------------------------------------------------------------

VARIABLES = st.sampled_from(
    (
        *("net", "size", "state", "lists", "age", "kind", "head", "x", "2021-08"),
        *("persons", "household", "households", "adults", "a"),
    )
)
VALUES = st.recursive(
    st.sampled_from([1, 0, 4500, "sick", "2021-08", None, True, "", 1.5, "1/3"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(VARIABLES, inner, max_size=2)
    ),
    max_leaves=6,
)
TEST = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "a / 1", "a (2)", "x" * 300]),
        "period": st.sampled_from(["2021-08", 2021, "2021-08:3", "0000"]),
        "input": st.dictionaries(VARIABLES, VALUES, max_size=3),
        "output": st.dictionaries(VARIABLES, VALUES, max_size=2),
    },
    optional={"keywords": VALUES, "reforms": VALUES, "absolute_error_margin": VALUES},
)


@settings(max_examples=80)
@given(tests=st.lists(TEST, min_size=1, max_size=3))
def test_any_test_becomes_a_case_or_is_told(
    root: Path, variables: VariableMap, tests: list[dict[str, Any]]
) -> None:
    text = "".join(f"- {json.dumps(test)}\n" for test in tests)
    try:
        written = read_tests(write(root / "tests.yaml", text))
    except PolicyError:
        return
    found = converted(written, variables)
    reader = CaseReader(variables.policy)
    text = yaml_text({"date": "2021-08-01", "cases": found.cases})
    cases = list(reader.read([document_from(Source("", text), root)]))

    assert reader.problems == []
    assert len(cases) == len(found.cases)
    assert cases or found.remarks
