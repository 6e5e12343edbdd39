"""The same cases as sheets: there and back, and every problem at its cell."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from relapse_rules.errors import FileError
from relapse_rules.testing import load_cases, run_cases
from relapse_rules.testing.sheets.files import read_tables, write_tables
from relapse_rules.testing.sheets.write import sheets_of
from relapse_rules.testing.written import cases_text
from testing.place import HEAD, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.messages import Lang
    from relapse_rules.testing import Case, CaseFile

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
ENDINGS = (".cases.xlsx", ".cases.csv")
# Between them they have every section, tiers and grids, and lists of members and measures.
PLACES = ("cn/inner-mongolia/hinggan/jalaid", "cn/shaanxi/baoji/weibin")
# Every form that a case can take.
CASES = f"""{HEAD}\
  一户:
    input: {{income: 5408.70, household_size: 2, ex_poor: true, grade: D, causes: [work, land], visited_on: 2021-07-01, members: [{{age: 3}}, {{}}, {{age: 4, ill: false}}]}}
    output: {{type: relapsed, tier.possible: [red], risks: [work], removal: {{answer: false, unmet: [housed, above_line]}}, values.per_capita: 2704.35, measures: not_defined}}
    reasons: [below_line, types.relapsed]
    keywords: [G-01, 收入]
    source: [{{in: paper, at: 第3条, note: "原文 | 如此"}}, {{in: paper}}]
    description: "=不是公式"
  空的: {{input: {{members: [], causes: []}}, output: {{checks: [no_members], risks: [], tier.possible: [red, none]}}, undecided: [tier, values.per_capita]}}
  判定不了: {{input: {{}}, undecided: [type, risks.work], needs: [income, household_size, ex_poor, causes]}}
  步骤: {{input: {{checked_on: 2021-07-01}}, output: {{identification: {{next: decision, done: [check], late: [decision], due: {{decision: 2021-07-11}}}}}}}}
  没有: {{input: {{}}, output: {{identification.due.decision: unknown, removal.procedure: not_defined, visits: monthly}}}}
  拒收: {{input: {{household_size: 0, grade: 丙}}, error: {{household_size: RR604, grade: RR605}}}}
  网格: {{grid: {{households: 51}}, output: {{checks: [too_many]}}}}
  没有分级: {{input: {{grade: A, causes: [], members: []}}, output: {{tier.possible: [none]}}}}
  待写: {{todo: true}}
  待确认: {{confirm: true, input: {{}}, output: {{visits: monthly}}}}
"""


def plain(case: Case) -> Case:
    """A case without its places, and its answers in one order."""
    ordered = sorted(case.expected, key=lambda e: (e.question.name, repr(e.wanted)))
    return replace(case, expected=tuple(ordered), place=None)


def by_name(found: CaseFile) -> dict[str, Case]:
    assert found.problems == (), found.problems[0].render("zh")
    return {case.name: plain(case) for case in found.cases}


def exported(found: CaseFile, target: Path, lang: Lang = "zh") -> CaseFile:
    """The cases written as sheets and read back."""
    assert found.policy is not None
    sheets = sheets_of(found.cases, found.policy, lang)
    assert sheets.left_out == []
    write_tables(target, sheets.tables)
    return load_cases(target)[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_of_a_case_goes_there_and_back(
    root: Path, ending: str, lang: Lang
) -> None:
    found = read(root, CASES)
    back = exported(found, root / f"cn/province/county{ending}", lang)

    assert by_name(back) == by_name(found)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("place", PLACES)
def test_the_cases_of_the_places_go_there_and_back(
    tmp_path: Path, place: str, ending: str
) -> None:
    (found,) = load_cases(place)
    back = exported(found, tmp_path / f"x{ending}")

    assert by_name(back) == by_name(found)


@pytest.mark.parametrize("place", PLACES)
def test_a_case_file_written_from_cases_reads_the_same(
    tmp_path: Path, place: str
) -> None:
    (found,) = load_cases(place)
    (back,) = load_cases(
        write(tmp_path / "x.cases.yaml", cases_text(found.cases, place))
    )

    assert by_name(back) == by_name(found)


def test_every_form_of_a_case_is_written_as_yaml_too(root: Path) -> None:
    found = read(root, CASES)
    back = read(root, cases_text(found.cases))

    assert by_name(back) == by_name(found)


def test_what_no_row_can_hold_is_named(root: Path) -> None:
    found = read(root, f"{HEAD}  a: {{input: {{incom: 1}}, error: {{incom: RR601}}}}\n")
    assert found.policy is not None

    assert [c.name for c in sheets_of(found.cases, found.policy, "zh").left_out] == [
        "a"
    ]


def test_a_sheet_runs_like_any_file(root: Path) -> None:
    text = "用例,按哪天,家庭纯收入,家庭人口数,脱贫户,预期:监测对象类型,预期:风险.缺工作\n甲户,2021/8/1,5000,2,否,低收入户,无法判定\n"
    files = load_cases(write(root / "cn/province/county.cases.csv", text))

    assert run_cases(files).passed


def test_a_sheet_as_chinese_spreadsheets_save_it(root: Path) -> None:
    text = "用例,按哪天,家庭纯收入,家庭人口数,脱贫户,预期:监测对象类型\n甲户,2021年8月1日,5000,2,否,低收入户\n"
    target = root / "cn/province/county.cases.csv"
    target.write_bytes(text.encode("gb18030"))

    assert run_cases(load_cases(target)).passed


def problems(root: Path, text: str, **lists: str) -> list[tuple[str, str]]:
    """Code and underlined words of what is wrong with a sheet beside the county."""
    for name, rows in lists.items():
        write(root / f"cn/province/county.cases.{name}.csv", rows)
    (found,) = load_cases(write(root / "cn/province/county.cases.csv", text))
    assert all(d.render(lang) for d in found.problems for lang in LANGUAGES)
    return [(d.code, d.span.text if d.span else "") for d in found.problems]


ROW = "甲户,2021-08-01,2,每月一次\n"
HEADINGS = "用例,按哪天,家庭人口数,预期:走访频次\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADINGS + ROW, []),
        (HEADINGS + "甲户,2021-08-01,两人,每月一次\n", [("RR603", "两人")]),
        (HEADINGS + "甲户,2021-08-01,51,每月一次\n", [("RR604", "51")]),
        (HEADINGS + "甲户,2021-02-30,2,每月一次\n", [("RR505", "2021-02-30")]),
        (HEADINGS + "甲户,,2,每月一次\n", [("RR904", "甲户")]),
        (HEADINGS + "甲户,2021-08-01,2,每周一次\n", [("RR922", "每周一次")]),
        (HEADINGS + "甲户,2021-08-01,2,\n", [("RR920", "甲户")]),
        (HEADINGS + ",2021-08-01,2,每月一次\n" + ROW, [("RR944", "")]),
        (HEADINGS + ROW + ROW, [("RR906", "甲户")]),
        (HEADINGS, [("RR907", "用例")]),
        ("", [("RR943", "")]),
        ("按哪天,家庭人口数\n2021-08-01,2\n", [("RR943", "按哪天")]),
        ("用例,用例\n甲户,甲户\n", [("RR947", "用例")]),
        ("用例,人口\n甲户,1\n", [("RR633", "用例 | 人口")]),
        (
            "用例,家庭人口数,人口\n甲户,1,1\n",
            [("RR622", "用例 | 家庭人口数 | 人口")],
        ),
        (
            HEADINGS.replace("走访频次", "走访频率") + ROW,
            [("RR921", "每月一次")],
        ),
        (
            "用例,按哪天,家庭成员\n甲户,2021-08-01,三人\n",
            [("RR920", "甲户"), ("RR922", "三人")],
        ),
        (
            "用例,待写,按哪天\n甲户,也许,2021-08-01\n",
            [("RR920", "甲户"), ("RR922", "也许")],
        ),
        (
            HEADINGS.replace("\n", ",用例出处\n") + ROW.replace("\n", ",| 第3条\n"),
            [("RR226", "| 第3条")],
        ),
        ('用例,"按哪天\n', [("RR634", "")]),
    ],
)
def test_every_problem_of_a_sheet_is_at_its_cell(
    root: Path, text: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(root, text) == expected


def test_a_problem_names_sheet_row_and_heading(root: Path) -> None:
    text = HEADINGS + ROW + "乙户,2021-08-01,两人,每月一次\n"
    write(root / "cn/province/county.cases.csv", text)
    (problem,) = load_cases(root / "cn/province/county.cases.csv")[0].problems
    shown = problem.render("zh")

    assert "county.cases.csv:3:" in shown
    assert "这一列的表头" in shown
    assert [span.text for span, _ in problem.also] == ["家庭人口数"]


@pytest.mark.parametrize(
    ("name", "rows", "expected"),
    [
        ("家庭成员", "用例,年龄\n甲户,3\n", []),
        ("members", "用例,age\n甲户,3\n", []),
        ("members", "用例,年龄\n乙户,3\n", [("RR945", "乙户")]),
        ("members", "用例,年龄\n,3\n", [("RR944", "")]),
        ("members", "用例,年龄\n甲户,三\n", [("RR603", "三")]),
        ("members", "用例,岁数\n甲户,3\n", [("RR633", "用例 | 岁数")]),
        ("成员", "用例,年龄\n甲户,3\n", [("RR946", "用例")]),
    ],
)
def test_items_of_lists_stand_in_sheets_of_their_own(
    root: Path, name: str, rows: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(root, HEADINGS + ROW, **{name: rows}) == expected


def test_a_workbook_names_its_sheet(root: Path) -> None:
    target = root / "cn/province/county.cases.xlsx"
    write_tables(
        target,
        {"用例": [["用例", "按哪天", "家庭人口数"], ["甲户", "2021-08-01", "x"]]},
    )
    problem = load_cases(target)[0].problems[-1]

    assert problem.code == "RR603"
    assert problem.span is not None
    assert str(problem.span).endswith("county.cases.xlsx[用例]:2:19")


def test_numbers_of_a_workbook_are_what_was_typed(root: Path) -> None:
    target = root / "cn/province/county.cases.xlsx"
    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet("用例")
        sheet.write_row(
            0, 0, ["用例", "按哪天", "家庭纯收入", "家庭人口数", "预期:数值.人均纯收入"]
        )
        sheet.write_row(1, 0, ["甲户", "2021-08-01", 5408.7, 2, 2704.35])
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 1, date(2021, 8, 1), as_day)

    assert run_cases(load_cases(target)).passed


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"hello", "RR941"), (b"", "RR941"), (b"PK\x03\x04" + b"\0" * 40, "RR941")],
)
def test_what_is_no_workbook_is_a_problem_of_its_file(
    root: Path, content: bytes, code: str
) -> None:
    target = root / "cn/province/county.cases.xlsx"
    target.write_bytes(content)

    assert [d.code for d in load_cases(target)[0].problems] == [code]


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("\0" * 200_000_000, "RR942"),
        (SHEET.format('<row r="1048576"><c r="XFD1048576"/></row>'), "RR942"),
        (SHEET.format('<row r="9999999"/><row><c r="ZZZ1"/><c/></row>'), "RR942"),
        (SHEET.format("<row/>" * 50_000 + f"<row>{'<c/>' * 50}</row>"), "RR942"),
        (SHEET.format('<row><c r="XFD1"></row><c r="A1048576">'), "RR942"),
        (f"<!DOCTYPE a [<!ENTITY b 'c'>]>{SHEET.format('')}", "RR941"),
        (SHEET.format('<row r="1"><c r="A1"/></row>'), "RR941"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_not_opened(
    root: Path, part: str, code: str
) -> None:
    target = root / "cn/province/county.cases.xlsx"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", part)

    assert [d.code for d in load_cases(target)[0].problems] == [code]


def test_a_cell_far_out_is_named_before_it_fills_the_memory(root: Path) -> None:
    target = root / "cn/province/county.cases.xlsx"
    with xlsxwriter.Workbook(str(target)) as book:
        book.add_worksheet("用例").write(1_048_575, 16_383, "x")

    assert [d.code for d in load_cases(target)[0].problems] == ["RR942"]


def test_a_large_csv_is_not_read(root: Path) -> None:
    target = root / "cn/province/county.cases.csv"
    with target.open("wb") as file:
        file.truncate(17 * 1024 * 1024)

    assert [d.code for d in load_cases(target)[0].problems] == ["RR942"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_control_characters_of_a_cell_are_named(root: Path, ending: str) -> None:
    target = root / f"cn/province/county{ending}"
    rows = [
        ["用例", "按哪天", "家庭人口数"],
        ["甲\x1b[31m户", "2021-08-01", "两人\u202e"],
    ]
    write_tables(target, {"用例": rows})
    shown = load_cases(target)[0].problems[0].render("zh")

    assert "两人<U+202E>" in shown
    assert not {"\x1b", "\u202e"} & set(shown)


def test_without_the_libraries_the_extra_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = root / "cn/province/county.cases.xlsx"
    write_tables(target, {"用例": [["用例"], ["甲户"]]})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(FileError) as reading:
        read_tables(target, "x")
    with pytest.raises(FileError) as writing:
        write_tables(target, {})
    assert {reading.value.code, writing.value.code} == {"RR940"}
    assert "relapse-rules[excel]" in reading.value.help("en")


def test_no_cell_becomes_a_formula(root: Path) -> None:
    found = read(root, CASES)
    assert found.policy is not None
    target = root / "x.cases.csv"
    write_tables(target, sheets_of(found.cases, found.policy, "zh").tables)

    assert "'=不是公式" in target.read_text("utf-8-sig")
