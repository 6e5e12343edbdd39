"""Who lives in a household of the invented village, as rows of typed cells.

A row maps a heading of the national export to a bool, date, number, text or tuple of
texts; None is a blank cell. How a cell is written down is no matter of this module.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from decimal import Decimal

    from examples.ledger.dice import Dice

Cell: TypeAlias = "bool | date | int | Decimal | str | tuple[str, ...] | None"
Row: TypeAlias = dict[str, Cell]


def family(dice: Dice) -> list[tuple[str, int]]:
    """Relation to the head and age of each member."""
    if dice.chance(0.05):
        return [("户主", dice.between(66, 88))]
    if dice.chance(0.1):
        return [("户主", dice.between(62, 80)), ("配偶", dice.between(60, 78))]
    head = dice.between(32, 58)
    found = [("户主", head), ("配偶", head - dice.between(-2, 4))]
    found += [
        (dice.pick(("之子", "之女")), max(1, head - dice.between(23, 30)))
        for _ in range(dice.between(0, 2))
    ]
    found += [
        (dice.pick(("之父", "之母")), head + dice.between(22, 28))
        for _ in range(dice.between(0, 2))
    ]
    return found


def member(dice: Dice, day: date, relation: str, age: int) -> Row:
    """One member with everything on record; who it is stays to be filled in."""
    birth = date(day.year - age - 1, dice.between(1, 12), dice.between(1, 28))
    dated = dice.chance(0.5)
    school = _school(dice, age)
    works = 16 <= age < 60 and dice.chance(0.6) and school == "非在校生"
    return {
        "人编号": None,
        "姓名": None,
        "性别": dice.pick(("男", "女")),
        "证件号码": None,
        "与户主关系": relation,
        "民族": "示例族",
        "文化程度": dice.pick(("小学", "初中", "高中")),
        "出生日期": birth if dated else None,
        "年龄": None if dated else age,
        "健康状况": ("长期慢性病",) if age > 60 and dice.chance(0.2) else ("健康",),
        "残疾等级": None,
        "劳动技能": _labour(dice, age),
        "在校生状况": school,
        "义务教育失辍学": False,
        "失辍学原因": None,
        "是否参加居民/职工医疗保险": True,
        "是否参加养老保险": age >= 16,
        "是否享受低保": False,
        "务工地点": dice.pick(("示例县", "示例市", "外省")) if works else None,
        "务工时长（月）": dice.between(6, 11) if works else 0,
        "公益岗位": False,
    }


def can_work(one: Row) -> bool:
    """Whether a member counts as labour."""
    return one["劳动技能"] in {"普通劳动力", "技能劳动力"}


def _labour(dice: Dice, age: int) -> str:
    if age < 16 or age >= 72:
        return "无劳动力"
    if age >= 60:
        return "弱劳动力或半劳动力"
    return dice.pick(("普通劳动力", "普通劳动力", "技能劳动力"))


def _school(dice: Dice, age: int) -> str:
    stages = (
        (3, "非在校生"),
        (6, "学前教育"),
        (12, "小学"),
        (15, "初中"),
        (18, "高中"),
    )
    for below, stage in stages:
        if age < below:
            return stage
    return "大专及以上" if age < 22 and dice.chance(0.4) else "非在校生"
