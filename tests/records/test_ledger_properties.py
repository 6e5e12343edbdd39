"""Whatever stands in a sheet, every row is a record or a reject, and amounts stay exact."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.sample import HOUSEHOLD_FACTS, MEMBER_FACTS, fact, money
from relapse_rules.errors import FileError
from relapse_rules.records.amounts import number_reader
from relapse_rules.records.cells import cell_reader
from relapse_rules.records.options import TableOptions
from relapse_rules.records.tables import ledger
from relapse_rules.records.tables.sheet import Broken, Sheet, number_text
from relapse_rules.records.values import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FACTS = (
    *(one for one in HOUSEHOLD_FACTS if one.id != "members"),
    fact("members", "list", label="家庭成员", max_items=50, items=MEMBER_FACTS),
)
WORDS = st.sampled_from(
    [
        "户编号",
        "家庭人口",
        "纯收入（万元）",
        "姓名",
        "年龄",
        "合计",
        "A1",
        "A2",
        "是",
        "无",
        "",
        " ",
        "7,000",
        "约五千",
        "脱贫户",
        "单位：万元",
        "2021-05-01",
        "填表人：某",
    ]
)
CELLS = st.one_of(
    WORDS,
    WORDS,
    st.text(max_size=8),
    st.floats(),
    st.integers(-10, 10**19),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(Broken),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)
HEAD = ["户编号", "家庭人口", "纯收入", "姓名", "年龄", "识别日期"]
MERGED = st.tuples(*[st.integers(0, 8)] * 4).map(
    lambda m: (min(m[0], m[2]), min(m[1], m[3]), max(m[0], m[2]), max(m[1], m[3]))
)


def sheet(name: str, rows: Sequence[Sequence[Any]], merged: Any = ()) -> Sheet:
    def numbered() -> Iterator[tuple[int, Sequence[Any]]]:
        return enumerate(rows, 1)

    return Sheet("a.xlsx", name, numbered, tuple(merged), shift=0)


@settings(deadline=None)
@given(rows=ROWS, members=ROWS, merged=st.lists(MERGED, max_size=3), head=st.booleans())
def test_every_row_is_accounted_for(
    rows: list[list[Any]], members: list[list[Any]], merged: Any, *, head: bool
) -> None:
    first: list[list[Any]] = [list(HEAD)] if head else []
    sheets = [
        sheet("户", [*first, *rows], merged),
        sheet("家庭成员", [["户编号", "年龄"], *members]),
    ]
    options = TableOptions(skip_unknown=True, checked=frozenset("abcdef"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "sheets_of", lambda _: sheets)
        try:
            found = ledger.Ledger(Path("a.xlsx"), FACTS, {}, options)
            read = list(found.rows())
        except FileError as error:
            # Both texts are made; what a file as a whole lacks is no row.
            error.render("zh"), error.render("en")
            return
    for row in read:
        assert (row.record is None) == bool(row.problems)
        for problem in row.problems:
            assert problem.text("zh")
            assert problem.help("en") is not None
    main = {row.number for row in read if row.file == "a.xlsx"}
    skipped = {number for number, _ in found.main.body.skipped}
    assert not main & skipped


MONEY = money("x", low=-(10**9), high=10**9)
AMOUNTS = st.decimals(-(10**8), 10**8, places=2)


def grouped(amount: Decimal) -> str:
    return f"{amount:,.2f}"


@given(amount=AMOUNTS)
def test_every_written_form_is_the_same_amount(amount: Decimal) -> None:
    read = number_reader(MONEY, Counter())
    plain = f"{amount:.2f}"
    wide = plain.translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－"))
    forms = [plain, wide, f"{plain}元", f" {plain} 元", grouped(amount)]
    forms += [grouped(amount).replace(",", "，"), f"{amount / 10000:.6f}万元"]
    if amount >= 0:
        forms += [f"¥{plain}", f"￥{grouped(amount)}"]
    assert {read(form.strip()) for form in forms} == {amount}
    assert number_reader(MONEY, Counter(), 4)(f"{amount / 10000:.6f}") == amount


@given(amount=AMOUNTS)
def test_a_number_of_a_spreadsheet_is_what_was_typed(amount: Decimal) -> None:
    assert Decimal(number_text(float(amount))) == amount


@given(st.text(max_size=12), st.sampled_from(FACTS[:-1]))
def test_a_cell_states_something_or_is_refused(text: str, of: Any) -> None:
    found: Any
    try:
        found = cell_reader(of)(text)
    except Refused as refused:
        found = refused.code
    assert found is not None
