"""The invented ledger: reproducible, readable, untidy exactly where it says so."""

from __future__ import annotations

import codecs
import csv
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from examples.ledger.dice import Dice
from examples.ledger.generate import BROKEN, BROKEN_MEMBERS, main, write_ledger

from relapse_rules import load
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from pathlib import Path

    from examples.ledger.generate import Ledger

    from relapse_rules.records.rows import Row

DAY = date(2021, 11, 15)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return write_ledger(tmp_path_factory.mktemp("ledger"), day=DAY, households=400)


@pytest.fixture(scope="module")
def rows(ledger: Ledger) -> list[Row]:
    facts = load("cn/inner-mongolia/hinggan/jalaid").facts
    return list(
        read_records(ledger.households, facts, lists={"members": ledger.members})
    )


def cells(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_bytes(ledger: Ledger, tmp_path: Path) -> None:
    again = write_ledger(tmp_path, day=DAY, households=400)
    assert again.households.read_bytes() == ledger.households.read_bytes()
    assert again.members.read_bytes() == ledger.members.read_bytes()
    other = write_ledger(tmp_path, day=DAY, households=400, seed=2)
    assert other.households.read_bytes() != ledger.households.read_bytes()


def test_draws_are_the_same_in_every_version_of_python() -> None:
    dice = Dice(1)
    assert [dice.between(1, 100) for _ in range(8)] == [14, 85, 77, 26, 50, 45, 66, 79]


def test_both_tables_begin_with_a_mark_for_spreadsheets(ledger: Ledger) -> None:
    for path in (ledger.households, ledger.members):
        assert path.read_bytes().startswith(codecs.BOM_UTF8)
        assert "户编号" in cells(path)[0]


def test_exactly_the_broken_rows_are_rejected(ledger: Ledger, rows: list[Row]) -> None:
    rejected = [row for row in rows if row.record is None]
    households = [row for row in rejected if row.file == "households.csv"]
    assert len(households) == ledger.broken == len(BROKEN) + len(BROKEN_MEMBERS) + 1
    assert len(rejected) == ledger.broken + ledger.strays
    assert all(len(row.problems) == 1 for row in rejected)
    assert len(rows) == ledger.rows + ledger.strays


def test_people_are_invented_and_their_names_are_dropped(
    ledger: Ledger, rows: list[Row]
) -> None:
    text = ledger.households.read_text("utf-8") + ledger.members.read_text("utf-8")
    assert not re.search(r"\d{9}", text)
    assert all(row["户编号"].startswith("示例") for row in cells(ledger.households))
    records = [row.record for row in rows if row.record is not None]
    assert not any("household_head_name" in record for record in records)
    assert not any("member_name" in member for member in records[0]["members"])


def test_cells_are_written_in_many_ways(ledger: Ledger) -> None:
    found = cells(ledger.households)
    assert {row["不愁吃"] for row in found} == {"是", "有", "√", "1", "Y"}
    days = [row["最近走访日期"] for row in found]
    for mark in ("-", "/", ".", "年", "202111"):
        assert any(mark in day for day in days)
    assert any(row["户类型"] == "" for row in found)


def test_the_layout_is_that_of_the_national_export(
    ledger: Ledger, rows: list[Row]
) -> None:
    """Five columns of risks are one set; a month without a day stays a month."""
    headings = cells(ledger.households)[0].keys()
    risks = {f"致贫/返贫风险{number}" for number in range(1, 6)}
    assert headings >= {
        "户类型",
        "识别监测时间",
        "风险是否已消除",
        "监测联系人",
        *risks,
    }
    assert headings >= {
        "证件号码",
        "联系电话",
        "民族",
        "劳动力人数",
        "牧草地面积（亩）",
    }
    records = [row.record for row in rows if row.record is not None]
    assert max(len(record.get("risk_causes", ())) for record in records) > 1
    watched = [record for record in records if record.get("risk_removed") is not None]
    assert {record["risk_removed"] for record in watched} == {True, False}
    for record in watched:
        assert record["identified_month"].day == 1
        assert "identified_on" not in record


def test_incomes_stand_on_the_line_and_one_fen_off_it(rows: list[Row]) -> None:
    off = {_distance(row.record) for row in rows if row.record is not None}
    assert {Decimal("-0.01"), Decimal(0), Decimal("0.01")} <= off


def _distance(record: Any) -> Decimal:
    """How far the income of a household is from 6000 a head."""
    parts = ("wage", "business", "property", "transfer")
    income: Decimal = sum(
        (record.get(f"{part}_income_12m", Decimal(0)) for part in parts), Decimal(0)
    )
    expense: Decimal = record["business_expense_12m"]
    size: int = record["household_size"]
    return income - expense - 6000 * size


def test_the_command_writes_both_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(tmp_path / "new"), "--households", "50", "--seed", "3"])
    assert capsys.readouterr().out.count(".csv") == 2
    assert len(cells(tmp_path / "new" / "households.csv")) == 50


def test_a_village_too_small_for_its_broken_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fewer than 45"):
        write_ledger(tmp_path, day=DAY, households=44)
    assert write_ledger(tmp_path, day=DAY, households=45).broken == 15
