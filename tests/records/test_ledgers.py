"""Ledgers as they really are: every oddity is read for what it is, and is said."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from records.built import Formula, Wide, write_ledger
from records.sample import HOUSEHOLD_FACTS, fact, money
from relapse_rules.errors import FileError
from relapse_rules.records.options import TableOptions
from relapse_rules.records.readers import read_records
from relapse_rules.records.tables.guard import _looked_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relapse_rules.records.readers import Records
    from relapse_rules.records.rows import Row

FACTS = (
    *(one for one in HOUSEHOLD_FACTS if one.id != "members"),
    money("wages", label="工资性收入"),
    money("per_head", label="人均纯收入", unit="元/人", low=-1_000_000),
    fact(
        "members",
        "list",
        label="家庭成员",
        max_items=20,
        items=(
            fact("member_id", "text", label="人编号", unique=True),
            fact("member_name", "text", label="姓名", personal=True),
            fact("age", "integer", label="年龄", low=0, high=130, unit="岁"),
            fact("born_on", "date", label="出生日期"),
        ),
    ),
)


def opened(path: Path, sheets: Any, **options: Any) -> Records:
    built = {key: options.pop(key) for key in ("hidden", "date1904") if key in options}
    given = sheets if isinstance(sheets, dict) else {"台账": sheets}
    file = write_ledger(path / "a.xlsx", given, **built)
    return read_records(file, FACTS, options=TableOptions(**options))


def read(path: Path, sheets: Any, **options: Any) -> list[Row]:
    return list(opened(path, sheets, **options))


def records(path: Path, sheets: Any, **options: Any) -> list[Mapping[str, Any]]:
    rows = read(path, sheets, **options)
    assert not [problem for row in rows for problem in row.problems]
    return [row.record for row in rows if row.record is not None]


def code(path: Path, sheets: Any, **options: Any) -> str:
    with pytest.raises(FileError) as caught:
        read(path, sheets, **options)
    return caught.value.code


def cell(path: Path, heading: str, value: Any, **options: Any) -> Any:
    """What one cell states, or the code of why it states nothing."""
    (row,) = read(path, [["户编号", heading], ["A1", value]], **options)
    if row.record is None:
        return row.problems[0].code
    return dict(row.record) | {"household_id": None} if len(row.record) > 1 else None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (7000, "7000"),
        (5408.7, "5408.70"),
        (0.1 + 0.2, "0.3"),
        ("７０００", "7000"),
        ("7,000", "7000"),
        ("7，000.50", "7000.50"),
        ("1 234 567", "1234567"),
        ("7000元", "7000"),
        ("￥6,850.50", "6850.50"),
        ("¥ 500", "500"),
        ("0.72万", "7200"),
        ("0.685万元", "6850"),
        ("-0.5万元", "-5000"),
        ("−200", "-200"),
        ("'300", "300"),
    ],
)
def test_amounts_in_every_written_form(tmp_path: Path, text: Any, amount: str) -> None:
    stated = cell(tmp_path, "纯收入", text)
    assert stated["net_income"] == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        *("约5000", "5000左右", "5000-6000", "五千", "7,00", "7,0000", "1,2", "无"),
        *("5000元/月", "5000美元", "$5000", "5.0.0", "12%", "0.5千", "-", "/", "--5"),
        *("7000元7", "万", "1e5", "+5", "１，２", "7,000,00", "5000 6000"),
    ],
)
def test_no_amount_is_guessed(tmp_path: Path, text: str) -> None:
    assert cell(tmp_path, "纯收入", text) == "RR603"


@pytest.mark.parametrize(
    ("heading", "value", "amount"),
    [
        ("纯收入（万元）", 0.72, "7200"),
        ("纯收入(万元)*", "0.5", "5000"),
        ("纯收入（万元）", "6000元", "6000"),
        ("纯收入（万元）", "￥6000", "6000"),
        ("纯收入（元）", "0.5万元", "5000"),
        ("纯收入 （元）", 5000.0, "5000"),
    ],
)
def test_the_cell_comes_before_the_heading(
    tmp_path: Path, heading: str, value: Any, amount: str
) -> None:
    assert cell(tmp_path, heading, value)["net_income"] == Decimal(amount)


def test_ten_thousands_are_exact(tmp_path: Path) -> None:
    assert cell(tmp_path, "纯收入（万元）", "12.345678")["net_income"] == Decimal(
        "123456.78"
    )
    assert cell(tmp_path, "纯收入（万元）", "1.2345678") == "RR607"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2021, 5, 1), date(2021, 5, 1)),
        (44317, date(2021, 5, 1)),
        (20210501, date(2021, 5, 1)),
        ("２０２１年５月１日", date(2021, 5, 1)),
        ("2021-05-01 00:00:00", date(2021, 5, 1)),
        ("2021/5/1 0:00", date(2021, 5, 1)),
        (2021, "RR609"),
        (202105, "RR615"),
        (3, "RR609"),
        (44317.5, "RR603"),
        ("2021-05-01 08:30", "RR609"),
        ("44317", "RR609"),
        (time(8, 30), "RR645"),
    ],
)
def test_days(tmp_path: Path, value: Any, day: Any) -> None:
    found = cell(tmp_path, "识别日期", value)
    assert (found if isinstance(found, str) else found["identified_on"]) == day


def test_numbers_of_days_count_from_where_the_workbook_does(tmp_path: Path) -> None:
    days = [date(2021, 5, 1), 42855]
    for value in days:
        found = cell(tmp_path, "识别日期", value, date1904=True)
        assert found["identified_on"] == date(2021, 5, 1)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1001, "1001"),
        ("0012", "0012"),
        ("'0012", "0012"),
        ("\t0012 ", "0012"),
        (6.1030219700101e17, "RR602"),
        (1e15, "RR602"),
        ("6.10302E+17", "RR602"),
        (date(2021, 1, 2), "RR645"),
    ],
)
def test_ids_are_text_or_refused(tmp_path: Path, value: Any, found: str) -> None:
    (row,) = read(tmp_path, [["户编号", "家庭人口"], [value, 3]])
    stated = (
        row.problems[0].code if row.problems else (row.record or {})["household_id"]
    )
    assert stated == found


@pytest.mark.parametrize(
    ("value", "found"), [(Formula("#N/A"), "RR643"), (Formula(None), "RR644")]
)
def test_a_cell_without_a_value_is_never_blank(
    tmp_path: Path, value: Any, found: str
) -> None:
    assert cell(tmp_path, "家庭人口", value) == found
    assert cell(tmp_path, "家庭人口", Formula(3))["household_size"] == 3


def test_what_nobody_reads_may_be_broken(tmp_path: Path) -> None:
    rows = [["户编号", "户主姓名", "家庭人口"], ["A1", Formula("#N/A"), 3]]
    assert records(tmp_path, rows) == [{"household_id": "A1", "household_size": 3}]


LEDGER: list[list[Any]] = [
    [Wide("某县监测对象台账", 6)],
    ["填报单位：某镇", "", "", "", "2022年10月"],
    [Wide("序号", 1, 2), Wide("户编号", 1, 2), Wide("收入（万元）", 2), "", Wide("家庭人口", 1, 2), Wide("村里说明", 1, 2)],
    ["", "", "工资性收入", "纯收入"],
    ["1", "2", "3", "4", "5", "6"],
    [1, "A1", 0.5, 1.2, 3, Wide("一村", 1, 2)],
    [2, "A2", "", 0.9, 2],
    ["小计", "", "", "", 5],
    [Wide("二村", 6)],
    [3, "A3", 1, 2, 4, "二村"],
    [],
    ["序号", "户编号", "工资性收入", "纯收入", "家庭人口", "村里说明"],
    [4, "A4", 1, 2, 4, "合计"],
    ["合 计", "", "", "", 13],
    ["填表人：某某", "", "审核人：某某"],
]  # fmt: skip


def test_titles_groups_totals_and_signatures(tmp_path: Path) -> None:
    found = opened(tmp_path, LEDGER, mapped={"序号": ""})
    rows = [row.record or {} for row in found]
    assert [row["household_id"] for row in rows] == ["A1", "A2", "A3", "A4"]
    assert [row["net_income"] for row in rows] == [12000, 9000, 20000, 20000]
    assert [row.get("village_note") for row in rows] == ["一村", "一村", "二村", "合计"]
    summary = found.summary
    assert summary.header == 4
    assert summary.blank == 1
    assert list(summary.skipped) == [
        (5, "numbering"),
        (8, "total"),
        (9, "section"),
        (12, "repeated"),
        (14, "total"),
        (15, "signature"),
    ]
    assert summary.unread == ("序号",)
    assert summary.notes["ten_thousand"] == 7


def test_csv_is_read_the_same_way(tmp_path: Path) -> None:
    text = "某县台账,,\n户编号,收入（万元）,\n,工资性收入,纯收入\nA1,0.5,1.2\n合计,0.5,1.2\n"
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("gb18030"))
    found = read_records(path, FACTS)
    assert [row.record for row in found] == [
        {"household_id": "A1", "wages": 5000, "net_income": 12000}
    ]
    assert (found.summary.encoding, found.summary.header) == ("GB18030", 3)


MEMBERS = [
    ["户编号", "户主姓名", "人编号", "姓名", "年龄"],
    ["A1", "某甲", "1", "某甲", 40],
    ["A1", "某甲", "2", "某丙", 12],
    ["A2", "某乙", "3", "某乙", 50],
]
HOUSEHOLDS = [["户编号", "户主姓名", "家庭人口"], ["A1", "某甲", 2], ["A2", "某乙", 1]]


@pytest.mark.parametrize("name", ["家庭成员", "Sheet2"])
def test_members_on_a_sheet_of_their_own(tmp_path: Path, name: str) -> None:
    notes = [["填写说明"], ["户编号：必填"]]
    sheets = {"说明": notes, name: MEMBERS, "户": HOUSEHOLDS, "字典": HOUSEHOLDS}
    found = opened(tmp_path, sheets, hidden=["字典"])
    ages = [[m["age"] for m in (row.record or {})["members"]] for row in found]
    assert ages == [[40, 12], [50]]
    assert found.summary.sheets == ("说明", "字典")
    assert found.summary.lists["members"].unread == ("户主姓名",)


INLINE: list[list[Any]] = [
    ["户编号", "家庭人口", "姓名", "年龄"],
    ["A1", 2, "某甲", 40],
    ["", "", "某丙", 12],
    ["A2", 2, "某乙", 50],
    ["A2", "", "某丁", 20],
    ["A3", 1, "某戊", 30],
]


def ages(path: Path, rows: Any) -> Any:
    return [
        [m["age"] for m in row.record["members"]]
        if row.record
        else row.problems[0].code
        for row in read(path, rows)
    ]


def test_members_in_the_rows_of_their_household(tmp_path: Path) -> None:
    assert ages(tmp_path, INLINE) == [[40, 12], [50, 20], [30]]
    merged = [INLINE[0], [Wide("A1", 1, 2), Wide(2, 1, 2), "某甲", 40], INLINE[2]]
    assert ages(tmp_path, merged) == [[40, 12]]


def test_a_household_in_rows_that_disagree_is_rejected(tmp_path: Path) -> None:
    assert ages(tmp_path, [*INLINE, ["A1", 2, "某己", 7]])[0] == "RR662"
    assert ages(tmp_path, [*INLINE, ["A3", 9, "某己", 7]])[2] == "RR663"
    assert ages(tmp_path, [*INLINE, ["A3", "", "某己", "七"]])[2] == "RR603"


def test_one_row_a_household_may_be_about_the_head_alone(tmp_path: Path) -> None:
    assert code(tmp_path, [INLINE[0], INLINE[1], INLINE[5]]) == "RR660"


@pytest.mark.parametrize(
    ("headings", "options", "found"),
    [
        (["户编号", "家庭人囗"], {}, "RR622"),
        (
            ["户编号", "家庭人囗"],
            {"mapped": {"家庭人囗": "家庭人口"}},
            "household_size",
        ),
        (["户编号", "家庭人囗"], {"mapped": {"B": "household_size"}}, "household_size"),
        (["户编号", "家庭人囗"], {"mapped": {"家庭人囗": ""}}, ""),
        (["户编号", "家庭人囗"], {"skip_unknown": True}, ""),
        (["户编号", "家庭人囗"], {"mapped": {"家庭人囗": "无此"}}, "RR639"),
    ],
)
def test_an_unknown_heading_is_asked_about(
    tmp_path: Path, headings: list[str], options: dict[str, Any], found: str
) -> None:
    rows = [headings, ["A1", 3]]
    if found.startswith("RR"):
        assert code(tmp_path, rows, **options) == found
        return
    (record,) = records(tmp_path, rows, **options)
    assert record == {"household_id": "A1"} | ({found: 3} if found else {})


@pytest.mark.parametrize("target", ["members.age", "家庭成员.年龄", "年龄", "age"])
def test_an_item_is_mapped_by_its_list_and_name(tmp_path: Path, target: str) -> None:
    rows = [["户编号", "姓名", "几岁"], ["A1", "某甲", 40], ["A1", "某丙", 12]]
    (found,) = read(tmp_path, rows, mapped={"几岁": target})
    assert found.record == {
        "household_id": "A1",
        "members": [{"age": 40}, {"age": 12}],
    }
    assert code(tmp_path, rows, mapped={"几岁": "别的.年龄"}) == "RR639"


def test_ids_as_numbers_and_as_text_are_the_same_household(tmp_path: Path) -> None:
    sheets = {
        "户": [["户编号", "家庭人口"], [1001, 2]],
        "家庭成员": [["户编号", "年龄"], ["1001", 40], [1001, 12]],
    }
    (found,) = records(tmp_path, sheets)
    assert found["household_id"] == "1001"
    assert [one["age"] for one in found["members"]] == [40, 12]


SMALL = [["户编号", "纯收入"], *([f"A{n}", 0.7 + n / 10] for n in range(6))]
CUT = [["户编号"], *([f"61030219700101{n}000"] for n in range(3))]
PADDED = [["户编号"], ["0012"], [13]]


@pytest.mark.parametrize(
    ("rows", "found"), [(SMALL, "RR646"), (CUT, "RR647"), (PADDED, "RR648")]
)
def test_a_suspicious_column_stops(tmp_path: Path, rows: Any, found: str) -> None:
    assert code(tmp_path, rows) == found
    heading = rows[0][-1]
    assert len(records(tmp_path, rows, checked=frozenset({heading}))) == len(rows) - 1


def test_a_unit_above_the_table_is_not_spread_over_it(tmp_path: Path) -> None:
    title = [["台账  单位：万元"]]
    assert code(tmp_path, [*title, ["户编号", "纯收入"], ["A1", 6000]]) == "RR649"
    rows = [*title, ["户编号", "纯收入（元）"], ["A1", 6000]]
    assert records(tmp_path, rows)[0]["net_income"] == 6000
    plain = [["填报单位：某镇 单位：元"], ["户编号", "纯收入"], ["A1", 6000]]
    assert records(tmp_path, plain)[0]["net_income"] == 6000


def test_a_unit_over_some_columns_is_never_lost(tmp_path: Path) -> None:
    names = ["户编号", "纯收入", "工资性收入", "家庭人口"]
    group = ["", Wide("收入（万元）", 2), "", ""]
    found = records(tmp_path, [group, names, ["A1", 1.2, 0.5, 3]])
    assert (found[0]["net_income"], found[0]["wages"]) == (12000, 5000)
    path = tmp_path / "b.csv"
    path.write_text(f",收入（万元）,,\n{','.join(names)}\nA1,1.2,0.5,3\n", "utf-8")
    with pytest.raises(FileError, match="RR649"):
        list(read_records(path, FACTS))


def test_values_that_are_names_are_no_headings(tmp_path: Path) -> None:
    """The word in the last cell is the label of a fact."""
    rows = [["户编号", "村里说明"], ["A1", "脱贫户"], ["A2", "家庭人口"]]
    assert len(records(tmp_path, rows)) == 2


SHEET = b'<?xml version="1.0" encoding="UTF-8"?><a><row r="1">%s</row></a>'


@pytest.mark.parametrize(
    ("cells", "errors", "never"),
    [
        (b'<c r="B1" t="e"><v>#N/A</v></c>', [(1, 2)], []),
        (b"<x:c r='B1' t='e'><v>#N/A</v></x:c>", [(1, 2)], []),
        (b'<c r="C1"><f>A1</f></c><c r="D1"><f/><v>1</v></c>', [], [(1, 3)]),
        (b"<c r='C1'><f>A1</f></c><c r='D1'><f/><v>1</v></c>", [], [(1, 3)]),
        (b'<c r="C1" s="3"><f t="shared" si="0"/></c>', [], [(1, 3)]),
        (b"<c r=\"B1\" t='e'><v>#N/A</v></c>", [(1, 2)], []),
        (b'<c r="B1" t = "e" ><v>#N/A</v></c>', [(1, 2)], []),
    ],
)
def test_cells_without_a_value_are_found_however_they_are_written(
    cells: bytes, errors: Any, never: Any
) -> None:
    content = SHEET.replace(b"%s", cells).replace(b"<a>", b'<a xmlns:x="y">')
    part = _looked_at(content, 100)
    assert (part.errors, part.uncalculated) == (errors, never)


def test_no_message_repeats_a_value(tmp_path: Path) -> None:
    rows = [["户编号", "家庭人口"], ["A1", "秘密7531"]]
    (row,) = read(tmp_path, rows)
    said = [p.text(lang) + p.help(lang) for p in row.problems for lang in ("zh", "en")]
    assert said
    assert not [text for text in said if "7531" in text or "秘密" in text]
