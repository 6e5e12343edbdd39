"""Writes the ledger of an invented village, in the layout of the national export.

    python -m examples.ledger.generate FOLDER [--households 1000] [--seed 1] [--day 2021-11-15]

Two tables, as the national system exports them: `households.csv` and `members.csv`, in
UTF-8 with BOM, joined by 户编号. Its headings stand as they are: five numbered columns of
risks, months without days, and the columns of names, documents and phones that are dropped
when read. Nobody in them exists: names are labels such as 户主0001, numbers begin with 示例.

They are untidy on purpose, as ledgers are:

- blank cells, which mean unknown and never "no";
- yes and no as 是/否, 有/无, √/×, 1/0 or Y/N, and dates in five ways of writing;
- incomes exactly on the line of 6000 元 a head, and one fen off it;
- the rows of `BROKEN` and `STRAYS`, which no reader may take for a household.

The same seed gives the same bytes, with any version of Python.
"""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from examples.ledger.dice import Dice
from examples.ledger.village import village

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from examples.ledger.people import Cell, Row
    from examples.ledger.village import Household

HOUSEHOLDS = 1000
SEED = 1
DAY = date(2021, 11, 15)
YES_NO = (("是", "否"), ("有", "无"), ("√", "×"), ("1", "0"), ("Y", "N"))
DATES = (
    "{0}-{1:02}-{2:02}",
    "{0}/{1}/{2}",
    "{0}.{1}.{2}",
    "{0}年{1}月{2}日",
    "{0}{1:02}{2:02}",
)

# What is written over a cell, and why no record may come of it.
BROKEN: tuple[tuple[str, str, str], ...] = (
    ("工资性收入", "约五千", "文字写在金额里 / words instead of an amount"),
    ("工资性收入", "1.2万左右", "大约的金额 / an approximate amount"),
    ("转移性收入", "7,20.00", "逗号放错了 / a misplaced separator"),
    ("合规自付支出", "5408.705", "三位小数 / three decimal places"),
    ("家庭人口数", "0", "人口数为零 / nobody in the household"),
    ("家庭人口数", "三", "中文数字 / a number in words"),
    ("户类型", "脱贫", "没有这个选项 / no such choice"),
    ("是否解决安全饮用水", "不详", "是否之外的字 / neither yes nor no"),
    ("致贫/返贫风险2", "因懒", "没有这种风险 / no such risk"),
    ("危房等级", "E级", "没有这个等级 / no such grade"),
    ("识别监测时间", "2021-02-30", "没有这一天 / no such day"),
    ("最近走访日期", "202110", "只有年月 / a month without a day"),
)
BROKEN_MEMBERS: tuple[tuple[str, str, str], ...] = (
    ("年龄", "207", "年龄不可能 / an impossible age"),
    ("劳动技能", "会一点", "没有这个选项 / no such choice"),
)
# Rows of members whose household is missing from the other table, or not stated.
STRAYS = ("示例9999", "")

# So that broken rows never touch each other.
FEWEST = 3 * (len(BROKEN) + len(BROKEN_MEMBERS) + 1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where the two tables stand, and what a reader must find in them."""

    households: Path
    members: Path
    rows: int
    broken: int
    strays: int


def write_ledger(
    folder: Path, *, day: date = DAY, households: int = HOUSEHOLDS, seed: int = SEED
) -> Ledger:
    """Write the ledger of `households` rows as it stood on `day`."""
    if households < FEWEST:
        raise ValueError(f"fewer than {FEWEST} households leave no room for the broken")
    dice = Dice(seed)
    everybody = village(dice, households, day)
    table = [_written(dice, one.row) for one in everybody]
    members = [
        {"户编号": str(one.row["户编号"]), **_written(dice, member)}
        for one in everybody
        for member in one.members
    ]
    broken = _break(everybody, table, members)
    members += [{**members[0], "户编号": owner} for owner in STRAYS]
    _write(folder / "households.csv", table)
    _write(folder / "members.csv", members)
    return Ledger(
        folder / "households.csv",
        folder / "members.csv",
        len(table),
        broken,
        len(STRAYS),
    )


def _break(
    everybody: list[Household],
    table: list[dict[str, str]],
    members: list[dict[str, str]],
) -> int:
    """Spoil rows that stand evenly apart, and return how many."""
    count = len(BROKEN) + len(BROKEN_MEMBERS) + 1
    places = [(index + 1) * len(table) // (count + 1) for index in range(count)]
    own, inner = places[: len(BROKEN)], places[len(BROKEN) : -1]
    for place, (heading, text, _) in zip(own, BROKEN, strict=True):
        table[place][heading] = text
    for place, (heading, text, _) in zip(inner, BROKEN_MEMBERS, strict=True):
        owner = str(everybody[place].row["户编号"])
        next(m for m in members if m["户编号"] == owner)[heading] = text
    _repeat(table, members, places[-1])
    return count


def _repeat(
    table: list[dict[str, str]], members: list[dict[str, str]], place: int
) -> None:
    """The household before is entered a second time, in place of another one."""
    lost = table[place]["户编号"]
    table[place] = dict(table[place - 1])
    members[:] = [m for m in members if m["户编号"] != lost]


# --- how cells are written


def _written(dice: Dice, row: Row) -> dict[str, str]:
    return {heading: _cell(dice, cell) for heading, cell in row.items()}


def _cell(dice: Dice, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        yes, no = dice.pick(YES_NO)
        return yes if cell else no
    if isinstance(cell, date):
        return dice.pick(DATES).format(cell.year, cell.month, cell.day)
    if isinstance(cell, Decimal):
        return f"{cell:.2f}" if dice.chance(0.5) else f"{cell.normalize():f}"
    return "、".join(cell) if isinstance(cell, tuple) else str(cell)


def _write(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    table = list(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), restval="")
        writer.writeheader()
        writer.writerows(table)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description="write the ledger of an invented village"
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--day", type=date.fromisoformat, default=DAY)
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    ledger = write_ledger(
        given.folder, day=given.day, households=given.households, seed=given.seed
    )
    print(f"{ledger.households}\n{ledger.members}")


if __name__ == "__main__":
    main()
