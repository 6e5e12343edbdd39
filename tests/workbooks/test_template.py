"""A template is filled in and read as it was meant, for every place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from relapse_rules import load
from relapse_rules.cli.group import commands
from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import FileError
from relapse_rules.records.readers import read_records
from relapse_rules.workbooks.template import headings_of
from workbooks.filling import filled_in, formulas, sheets

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.documents.policy import Fact

PLACES = (
    ("cn/shaanxi/baoji/weibin", "2022-10-31"),
    ("cn/shaanxi/baoji/qianyang/caobi", "2023-06-01"),
    ("cn/anhui/suzhou", "2022-06-01"),
    ("cn/chongqing/fengjie", "2020-06-01"),
    ("cn/inner-mongolia/hinggan/jalaid", "2021-10-31"),
)


def made(folder: Path, *arguments: str, lang: str = "zh") -> Path:
    path = folder / "台账.xlsx"
    given = ["template", *arguments, "-o", str(path), "--lang", lang]
    result = CliRunner().invoke(commands, given)
    assert result.exit_code == 0, result.output
    return path


def value_of(fact: Fact, number: int, lang: str) -> tuple[Any, Any]:
    """A cell, and what it states."""
    if fact.kind == "boolean":
        yes = number % 2 == 0
        words = ("是", "否") if lang == "zh" else ("Y", "N")
        return words[not yes], yes
    if fact.values:
        key = list(fact.values)[number % len(fact.values)]
        stated = frozenset({key}) if fact.kind == "choices" else key
        return fact.values[key].in_("zh" if lang == "zh" else "en"), stated
    if fact.kind == "date":
        return date(2021, 5, 9), date(2021, 5, 9)
    if fact.kind in NUMERIC:
        low = 0 if fact.low is None else int(fact.low)
        return float(low + number), Decimal(low + number)
    return f"0{number}", f"0{number}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("place", "day"), PLACES)
def test_what_is_filled_in_is_what_is_read(
    tmp_path: Path, place: str, day: str, lang: str
) -> None:
    path = made(tmp_path, place, "--on", day, lang=lang)
    facts = load(place).facts
    layout = load(place).on(day).record_layout
    scalars = [f for f in facts if f.kind != "list" and (f in layout.facts or f.unique)]
    rows: dict[str, list[dict[str, Any]]] = {}
    expected: list[dict[str, Any]] = []
    found = sheets(path)
    main = next(iter(found))
    heads = headings_of(scalars, scalars, "zh" if lang == "zh" else "en")
    assert found[main] == [heads]
    for number in range(2):
        pairs = [value_of(f, number, lang) for f in scalars]
        rows.setdefault(main, []).append(
            {h: cell for h, (cell, _) in zip(heads, pairs, strict=True)}
        )
        record = {f.id: v for f, (_, v) in zip(scalars, pairs, strict=True)}
        expected.append({k: v for k, v in record.items() if not _is_personal(facts, k)})
    for fact in (f for f in layout.facts if f.kind == "list"):
        label = fact.label.in_("zh" if lang == "zh" else "en")
        items = [f for f in fact.items if f.unique or f in layout.items[fact.id]]
        own = found[label][0]
        assert len(own) == len(items) + 1
        for number, record in enumerate(expected):
            pairs = [value_of(f, number, lang) for f in items]
            cells = [record["household_id"], *(cell for cell, _ in pairs)]
            rows.setdefault(label, []).append(dict(zip(own, cells, strict=True)))
            record[fact.id] = [
                {f.id: v for f, (_, v) in zip(items, pairs, strict=True)}
            ]
    read = list(read_records(filled_in(path, rows), facts))
    assert [(row.record, row.problems) for row in read] == [(r, ()) for r in expected]


def _is_personal(facts: tuple[Fact, ...], name: str) -> bool:
    return next(f.personal for f in facts if f.id == name)


@pytest.mark.parametrize(("place", "_day"), PLACES)
def test_without_a_day_every_fact_has_its_column(
    tmp_path: Path, place: str, _day: str
) -> None:
    path = made(tmp_path, place)
    facts = load(place).facts
    columns = [len(rows[0]) for name, rows in sheets(path).items() if rows]
    assert columns[0] == sum(f.kind != "list" for f in facts)
    with pytest.raises(FileError, match="RR627"):
        list(read_records(path, facts))


def test_columns_are_added_by_any_name(tmp_path: Path) -> None:
    place, day = PLACES[0]
    added = ("--with", "户主", "--with", "village", "--with", "姓名")
    path = made(tmp_path, place, "--on", day, *added)
    found = sheets(path)
    assert {"户主姓名", "行政村"} <= set(found["住户"][0])
    assert "姓名" in found["家庭成员"][0]
    result = CliRunner().invoke(
        commands,
        ["template", place, "--with", "户主姓明", "-o", str(path), "--lang", "zh"],
    )
    assert result.exit_code == 2
    assert "没有叫 户主姓明 的指标；最接近的是 户主姓名" in result.output


def test_ids_are_text_and_nothing_is_a_formula(tmp_path: Path) -> None:
    import zipfile

    path = made(tmp_path, PLACES[0][0])
    assert formulas(path) == []
    with zipfile.ZipFile(path) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        styles = file.read("xl/styles.xml").decode()
    assert "<dataValidation " in sheet
    assert 'formatCode="@"' in styles


def test_only_workbooks_are_written(tmp_path: Path) -> None:
    given = ["template", PLACES[0][0], "-o", str(tmp_path / "a.csv"), "--lang", "zh"]
    result = CliRunner().invoke(commands, given)
    assert result.exit_code == 2
    assert "`a.csv` 要以 .xlsx 结尾" in result.output
