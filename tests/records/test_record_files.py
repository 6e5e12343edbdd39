"""Records from files: every kind, every encoding, tables joined, nothing lost."""

from __future__ import annotations

import codecs
import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from records.sample import HOUSEHOLD_FACTS, fact
from relapse_rules.errors import FileError
from relapse_rules.records import decoding
from relapse_rules.records.columns import letters
from relapse_rules.records.readers import Records, read_records
from relapse_rules.records.tables.table import Table
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relapse_rules.records.rows import Row


def read(path: Path, lists: Mapping[str, Path] | None = None) -> list[Row]:
    records = read_records(path, HOUSEHOLD_FACTS, lists=lists)
    rows = list(records)
    summary = records.summary
    assert summary.rows == len(rows) == summary.records + summary.rejects
    return rows


def good(path: Path) -> list[Mapping[str, Any]]:
    rows = read(path)
    assert not [problem for row in rows for problem in row.problems]
    return [row.record for row in rows if row.record is not None]


def codes(row: Row) -> list[tuple[str, str]]:
    return [(problem.code, problem.fact) for problem in row.problems]


def file_error(path: Path, lists: Mapping[str, Path] | None = None) -> str:
    with pytest.raises(FileError) as caught:
        list(read_records(path, HOUSEHOLD_FACTS, lists=lists))
    return caught.value.code


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


TWO = [{"household_id": "A", "net_income": 1}, {"household_id": "B"}]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(TWO)),
        ("a.json", json.dumps({"households": TWO})),
        ("a.jsonl", "\n".join(map(json.dumps, TWO))),
        ("a.ndjson", "\r\n\r\n".join(map(json.dumps, TWO)) + "\r\n"),
        (
            "a.yaml",
            "households:\n- household_id: A\n  net_income: 1\n- household_id: B\n",
        ),
        ("a.yml", "# 两户\n\n- household_id: A\n  net_income: 1\n- household_id: B\n"),
        ("a.YAML", json.dumps(TWO)),
    ],
)
def test_several_records(tmp_path: Path, name: str, text: str) -> None:
    assert good(write(tmp_path / name, text)) == TWO


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"household_id": "A", "net_income": 1}'),
        ("a.json", '{"household": {"household_id": "A", "net_income": 1}}'),
        ("a.yaml", "household_id: A\nnet_income: 1\n"),
        ("a.yaml", "household:\n  household_id: A\n  net_income: 1\n"),
    ],
)
def test_one_record(tmp_path: Path, name: str, text: str) -> None:
    assert good(write(tmp_path / name, text)) == TWO[:1]


def test_numbers_of_json_stay_exact(tmp_path: Path) -> None:
    (record,) = good(write(tmp_path / "a.json", '{"net_income": 5408.70}'))
    assert record["net_income"] == Decimal("5408.70")


def test_rows_are_numbered_as_people_count_them(tmp_path: Path) -> None:
    yaml = "households:\n- rooms: 1\n  household_id: A\n- rooms: 2\n"
    table = '户编号,村里说明\r\nA,"x""y,z"\r\n,,\r\nB,z\r\n'
    assert [r.number for r in read(write(tmp_path / "a.yaml", yaml))] == [2, 4]
    assert [r.number for r in read(write(tmp_path / "a.csv", table))] == [2, 4]
    assert [r.number for r in read(write(tmp_path / "a.jsonl", "\n{}\n\n{}"))] == [2, 4]
    assert [r.number for r in read(write(tmp_path / "a.json", "[{},\n\n{}]"))] == [1, 2]


def test_personal_facts_are_dropped_from_every_kind(tmp_path: Path) -> None:
    record = {"head_name": "某某", "members": [{"member_name": "某某", "age": 3}]}
    (kept,) = good(write(tmp_path / "a.json", json.dumps(record)))
    assert kept == {"members": [{"age": 3}]}
    path = write(tmp_path / "a.csv", "户主姓名,家庭人口\n某某,3\n")
    records = read_records(path, HOUSEHOLD_FACTS)
    assert [row.record for row in records] == [{"household_size": 3}]
    assert records.summary.dropped == ("head_name",)


HEADINGS = (
    "household_id,家庭人口数*,  纯收入（元）,land area (亩),是否脱贫户 ,住房等级（可选）,"
    "致贫原因,识别日期,饮水,村里说明"
)


def test_headings_and_cells_as_people_write_them(tmp_path: Path) -> None:
    row = '="007",4,-5408.70,1.5,√,C,因病；school,2021年5月1日,不安全,\t说明 '
    (record,) = good(write(tmp_path / "a.csv", f"{HEADINGS}\n{row}\n"))
    assert record == {
        "household_id": "007",
        "household_size": 4,
        "net_income": Decimal("-5408.70"),
        "land_area": Decimal("1.5"),
        "is_ex_poor": True,
        "housing_grade": "C",
        "causes": {"illness", "school"},
        "identified_on": date(2021, 5, 1),
        "water": "unsafe",
        "village_note": "说明",
    }


def test_blank_cells_and_missing_cells_are_unknown(tmp_path: Path) -> None:
    rows = read(write(tmp_path / "a.csv", f"{HEADINGS}\nA, ,\u3000,\nB\n"))
    assert [row.record for row in rows] == [
        {"household_id": "A"},
        {"household_id": "B"},
    ]


@pytest.mark.parametrize(
    "text",
    ["2021-5-1", "2021-05-01", "2021/5/1", "2021.05.1", "2021年5月1日", "20210501"],
)
def test_dates(tmp_path: Path, text: str) -> None:
    (record,) = good(write(tmp_path / "a.csv", f"识别日期\n{text}\n"))
    assert record == {"identified_on": date(2021, 5, 1)}


@pytest.mark.parametrize(
    "text",
    ["202113", "21-05-01", "45839", "2021-05/01", "2021-13-01", "5/1/2021", "20211301"],
)
def test_other_dates_are_refused(tmp_path: Path, text: str) -> None:
    (row,) = read(write(tmp_path / "a.csv", f"识别日期\n{text}\n"))
    assert codes(row) == [("RR609", "identified_on")]


MONTHS = ["202105", "2021-05", "2021/5", "2021.5", "2021年5月"]


@pytest.mark.parametrize("text", MONTHS)
def test_a_day_is_never_chosen_for_a_month(tmp_path: Path, text: str) -> None:
    (row,) = read(write(tmp_path / "a.csv", f"识别日期\n{text}\n"))
    assert codes(row) == [("RR615", "identified_on")]
    assert "留空" in row.problems[0].help("zh")


@pytest.mark.parametrize("text", MONTHS)
def test_a_month_is_kept_as_the_fact_that_takes_it(tmp_path: Path, text: str) -> None:
    facts = (
        fact("found_on", "date", label="识别日期", month="found_in"),
        fact("found_in", "date", label="识别年月"),
    )
    for heading in ("识别日期", "识别年月"):
        path = write(tmp_path / "a.csv", f"{heading}\n{text}\n2021-05-09\n")
        month, day = (row.record for row in read_records(path, facts))
        assert month == {"found_in": date(2021, 5, 1)}
        assert list((day or {}).values()) == [date(2021, 5, 9)]
    both = write(tmp_path / "b.csv", f"识别年月,识别日期\n2021-05,{text}\n")
    (row,) = read_records(both, facts)
    assert codes(row) == [("RR615", "found_on")]
    assert "`found_in`" in row.problems[0].help("zh")


CAUSES = (
    fact(
        "causes",
        "choices",
        label="返贫致贫风险",
        aliases=("致贫/返贫风险",),
        values={"illness": "因病", "school": "因学"},
        columns=3,
    ),
    fact("rooms", "integer", label="房间"),
)


def caused(path: Path, text: str) -> list[Any]:
    rows = read_records(write(path / "a.csv", text), CAUSES)
    return [(row.record or {}).get("causes", codes(row)) for row in rows]


def test_numbered_columns_are_one_set(tmp_path: Path) -> None:
    """Blank cells add nothing, all blank is unknown, and a kind counts once."""
    heading = "致贫/返贫风险1,致贫／返贫风险 ２,causes3*,房间"
    cells = "因病,,,1\n因病,因学,illness,1\n,,,1\n无,,,1\n,因学、无此项,,1\n"
    assert caused(tmp_path, f"{heading}\n{cells}") == [
        {"illness"},
        {"illness", "school"},
        [],
        set(),
        [("RR605", "causes")],
    ]


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("致贫/返贫风险1,返贫致贫风险1", "RR623"),
        ("返贫致贫风险,返贫致贫风险1", "RR623"),
        ("返贫致贫风险1,返贫致贫风险", "RR623"),
        ("返贫致贫风险1,返贫致贫风险3", "RR637"),
        ("返贫致贫风险1,返贫致贫风险4", "RR622"),
        ("返贫致贫风险1,房间1", "RR622"),
    ],
)
def test_numbered_columns_are_complete(tmp_path: Path, heading: str, code: str) -> None:
    with pytest.raises(FileError, match=code):
        caused(tmp_path, f"{heading}\n因病,因学\n")


@pytest.mark.parametrize(("cell", "code"), [("、", "RR605"), ("因病、因病", "RR614")])
def test_one_cell_of_a_set_says_something_once(
    tmp_path: Path, cell: str, code: str
) -> None:
    assert caused(tmp_path, f"返贫致贫风险\n{cell}\n") == [[(code, "causes")]]


@pytest.mark.parametrize(
    ("texts", "meant"),
    [("是 有 √ 1 Y y true TRUE", True), ("否 无 × 0 N n false False", False)],
)
def test_yes_and_no(tmp_path: Path, texts: str, *, meant: bool) -> None:
    lines = "\n".join(["is_ex_poor", *texts.split()])
    records = good(write(tmp_path / "a.csv", lines))
    assert [record["is_ex_poor"] for record in records] == [meant] * 8


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 BOM"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("gb18030", b"", "GB18030"),
    ],
)
def test_encodings(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
    mark: bytes,
    name: str,
) -> None:
    monkeypatch.setattr(decoding, "CHUNK", 3)
    path = tmp_path / "a.csv"
    path.write_bytes(mark + "户编号,村里说明\nA,㛃家\n".encode(encoding))
    records = read_records(path, HOUSEHOLD_FACTS)
    assert [row.record for row in records] == [
        {"household_id": "A", "village_note": "㛃家"}
    ]
    assert records.summary.encoding == name


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in ("absent.csv", "absent.json", "pipe.csv", "nul\0.csv"):
        assert file_error(tmp_path / name) == "RR620"
    (tmp_path / "folder.yaml").mkdir()
    assert file_error(tmp_path / "folder.yaml") == "RR620"


def test_a_field_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", f"户编号\nA\n{'x' * 10_000_000}\n")
    assert file_error(path) == "RR630"


def test_a_line_that_is_too_large_is_one_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LINE_LIMIT", 10)
    path = write(tmp_path / "a.jsonl", '{}\n{"village_note": "x"}\n{}')
    assert [codes(row) for row in read(path)] == [[], [("RR630", "record")], []]


def test_unknown_columns_are_listed_with_their_letters(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "户编号,入户路宽,家庭人囗数\nA,3,1\n")
    with pytest.raises(FileError) as caught:
        list(read_records(path, HOUSEHOLD_FACTS))
    text = caught.value.text("zh")
    assert "2 列不认识：B `入户路宽`、C `家庭人囗数`（是不是 `家庭人口`？）" in text


def test_a_bad_cell_is_named_as_the_table_has_it(tmp_path: Path) -> None:
    (row,) = read(write(tmp_path / "a.csv", "户编号,家庭人口数\nA,99\n"))
    (problem,) = row.problems
    assert (problem.fact, problem.args["column"]) == ("household_size", "B")
    assert problem.text("zh") == (
        "`家庭人口数` 超出允许范围：应在 1 至 30 人之间（含两端）"
    )


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")]
)
def test_columns_are_called_as_spreadsheets_do(index: int, name: str) -> None:
    assert letters(index) == name


def test_an_alias_of_two_facts_names_neither() -> None:
    from relapse_rules.records.columns import match_columns

    facts = [fact(one, "integer", aliases=("人数",)) for one in ("a", "b")]
    with pytest.raises(FileError, match="RR638") as caught:
        match_columns("x.csv", ["a", "人数"], facts)
    assert "“人数”可以是`a（a）`、`b（b）`" in caught.value.text("zh")
    assert "--map 人数=a" in caught.value.help("zh")


def test_cells_name_a_value_by_any_of_its_spellings() -> None:
    from relapse_rules.documents.policy import Label
    from relapse_rules.records.cells import cell_reader

    values = {"disaster": Label("因自然灾害", "natural disaster", ("因灾",))}
    choices = replace(fact("causes", "choices"), values=values)
    for text in ("disaster", "因自然灾害", "natural disaster", "因灾"):
        assert cell_reader(choices)(text) == {"disaster"}
    with pytest.raises(Refused, match="RR614"):
        cell_reader(choices)("因灾、因自然灾害")


# Tables of lists.

HOUSEHOLDS = "户编号,家庭人口\nA,2\nB,1\nC,1\n"
MEMBERS = "户编号,人编号,姓名,年龄\nA,1,某,30\nB,2,某,8\nA,3,某,60\n"


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, dict[str, Path]]:
    members = write(tmp_path / "members.csv", MEMBERS)
    return write(tmp_path / "a.csv", HOUSEHOLDS), {"members": members}


def test_items_are_joined_by_the_unique_fact(
    tables: tuple[Path, dict[str, Path]],
) -> None:
    rows = read(*tables)
    members = [row.record and row.record.get("members") for row in rows]
    assert members == [
        [{"member_id": "1", "age": 30}, {"member_id": "3", "age": 60}],
        [{"member_id": "2", "age": 8}],
        None,
    ]


def test_a_bad_item_rejects_its_household(tables: tuple[Path, dict[str, Path]]) -> None:
    path, lists = tables
    write(lists["members"], MEMBERS + "A,3,某,六十\nB,4,某,200,多\n")
    first, second, third = read(path, lists)
    assert codes(first) == [
        ("RR603", "members[2].age"),
        ("RR611", "members[2].member_id"),
    ]
    assert codes(second) == [("RR604", "members[1].age"), ("RR628", "members[1]")]
    assert first.problems[0].args["line"] == 5
    assert third.record is not None


def test_items_without_a_household_are_counted_rejects(
    tables: tuple[Path, dict[str, Path]],
) -> None:
    path, lists = tables
    write(lists["members"], MEMBERS + "Z,5,某,1\n,6,某,1\n")
    records = read_records(path, HOUSEHOLD_FACTS, lists=lists)
    orphans = [row for row in records if row.file == "members.csv"]
    assert [(row.number, codes(row)) for row in orphans] == [
        (5, [("RR631", "members")]),
        (6, [("RR631", "members")]),
    ]
    assert (records.summary.orphans, records.summary.rejects) == (2, 2)
    assert records.summary.lists["members"].rows == 5


def test_a_repeated_household_is_rejected_and_keeps_the_first(
    tables: tuple[Path, dict[str, Path]],
) -> None:
    path, lists = tables
    write(path, HOUSEHOLDS + "A,9\n")
    rows = read(path, lists)
    assert codes(rows[3]) == [("RR611", "household_id")]
    assert rows[0].record is not None


def test_tables_that_cannot_be_joined(tables: tuple[Path, dict[str, Path]]) -> None:
    path, lists = tables
    assert file_error(path, {"member": lists["members"]}) == "RR635"
    assert file_error(path, {"rooms": lists["members"]}) == "RR635"
    write(lists["members"], "人编号,年龄\n1,30\n")
    assert file_error(path, lists) == "RR635"
    assert file_error(write(path.with_suffix(".json"), "{}"), lists) == "RR635"


def test_large_tables_are_not_held_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []
    original = Table.rows

    def counted(self: Table) -> Any:
        for row in original(self):
            taken.append(row.line)
            yield row

    monkeypatch.setattr(Table, "rows", counted)
    path = write(tmp_path / "a.csv", "家庭人口\n" + "3\n" * 1000)
    records: Records = read_records(path, HOUSEHOLD_FACTS)
    next(records)
    assert taken == [2]
    assert records.summary.rows == 1
