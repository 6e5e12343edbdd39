"""Who lives in the invented village: households and members as rows of typed cells.

A row maps a heading of the national export to a bool, date, number, text or tuple of
texts; None is a blank cell. How a cell is written down is no matter of this module.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell: TypeAlias = "bool | date | int | Decimal | str | tuple[str, ...] | None"
Row: TypeAlias = dict[str, Cell]
T = TypeVar("T")

LINE = 6000_00  # fen a head: the line that both shipped places use
COMPONENTS = ("工资性收入", "财产性收入", "转移性收入", "生产经营性收入")
RISKS = ("因病", "因残", "因学", "因自然灾害", "因意外事故", "因务工就业不稳")


class Dice:
    """Draws that are alike in every version of Python, which promises only `random()`."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).random

    def chance(self, share: float) -> bool:
        return self._draw() < share

    def between(self, low: int, high: int) -> int:
        return low + int(self._draw() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[self.between(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """`count` different ones, in their order."""
        left = list(range(len(options)))
        taken = sorted(left.pop(self.between(0, len(left) - 1)) for _ in range(count))
        return tuple(options[i] for i in taken)


@dataclass(slots=True)
class Household:
    """One household: its own row and those of its members."""

    row: Row
    members: list[Row]


def household(dice: Dice, number: int, day: date) -> Household:
    """A household with everything on record, which the kinds below change in places."""
    members = [_member(dice, day, *who) for who in _family(dice)]
    for index, member in enumerate(members, 1):
        member["姓名"] = f"成员{number:04d}-{index}"
    ex_poor = dice.chance(0.3)
    found = Household(
        {
            "户编号": f"示例{number:04d}",
            "户主姓名": f"户主{number:04d}",
            "乡镇": "示例镇",
            "行政村": "示例村",
            "村民小组": f"第{dice.between(1, 12)}组",
            "家庭人口数": len(members),
            "是否脱贫户": ex_poor,
            "脱贫年度": dice.between(2014, 2020) if ex_poor else None,
            "易地搬迁安置": dice.chance(0.05),
            "监测对象类别": "未纳入",
            "监测状态": "未监测",
            "识别监测时间": None,
            "返贫致贫风险": None,
            "风险已全面解除": None,
            "收入稳定可持续": None,
            "收入持续达线月数": None,
            "帮扶措施是否落实": False,
            "危房等级": dice.pick(("A级", "A级", "B级")),
            "是否住房出现安全问题": False,
            "是否解决安全饮用水": True,
            "不愁吃": True,
            "不愁穿": True,
            "突发事件": "没有",
            "基本生活严重困难": False,
            "独居": len(members) == 1,
            "是否特困供养": False,
            "具备产业条件": dice.chance(0.6),
            "有发展意愿": dice.chance(0.8),
            "最近走访日期": day
            - timedelta(days=dice.between(0, 9 if dice.chance(0.05) else 6)),
            "网格员再核查日期": None,
        },
        members,
    )
    earn(dice, found, dice.between(8000_00, 32000_00) * len(members))
    return found


def earn(dice: Dice, one: Household, net: int) -> None:
    """Give a household a net income of exactly `net` fen, in its components."""
    size = int(str(one.row["家庭人口数"]))
    expense = net // dice.between(5, 12)
    parts = [net * dice.between(5, 30) // 100 for _ in range(3)]
    parts.append(net + expense - sum(parts))
    for name, fen in zip(COMPONENTS, parts, strict=True):
        one.row[name] = Decimal(fen) / 100
    one.row["生产经营性支出"] = Decimal(expense) / 100
    one.row["人均纯收入（元）"] = Decimal(round(net / size)) / 100
    one.row["上年人均纯收入"] = Decimal(round(net / size * 0.95)) / 100
    one.row["合规自付支出"] = Decimal(net // 20) / 100
    one.row["理赔收入"] = Decimal(0)


# --- families


def _family(dice: Dice) -> list[tuple[str, int]]:
    """Relation to the head and age of each member."""
    if dice.chance(0.05):
        return [("户主", dice.between(66, 88))]
    if dice.chance(0.1):
        return [("户主", dice.between(62, 80)), ("配偶", dice.between(60, 78))]
    head = dice.between(32, 58)
    found = [("户主", head), ("配偶", head - dice.between(-2, 4))]
    found += [
        ("子女", max(1, head - dice.between(23, 30))) for _ in range(dice.between(0, 2))
    ]
    found += [("父母", head + dice.between(22, 28)) for _ in range(dice.between(0, 2))]
    return found


def _member(dice: Dice, day: date, relation: str, age: int) -> Row:
    birth = date(day.year - age - 1, dice.between(1, 12), dice.between(1, 28))
    dated = dice.chance(0.5)
    works = 16 <= age < 60 and dice.chance(0.6) and _school(dice, age) == "非在校"
    return {
        "姓名": None,
        "与户主关系": relation,
        "出生日期": birth if dated else None,
        "年龄": None if dated else age,
        "健康状况": ("长期慢性病",) if age > 60 and dice.chance(0.2) else ("健康",),
        "残疾等级": None,
        "劳动技能": _labour(dice, age),
        "在校生状况": _school(dice, age),
        "义务教育失辍学": False,
        "失辍学原因": None,
        "是否参加居民/职工医疗保险": True,
        "是否参加养老保险": age >= 16,
        "是否享受低保": False,
        "务工地点": dice.pick(("县内", "市内", "省外")) if works else "未务工",
        "务工时长": dice.between(6, 11) if works else 0,
        "公益岗位": False,
    }


def _labour(dice: Dice, age: int) -> str:
    if age < 16 or age >= 72:
        return "无劳动力"
    if age >= 60:
        return "弱劳动力或半劳动力"
    return dice.pick(("普通劳动力", "普通劳动力", "技能劳动力"))


def _school(dice: Dice, age: int) -> str:
    stages = ((3, "非在校"), (6, "学前教育"), (12, "小学"), (15, "初中"), (18, "高中"))
    for below, stage in stages:
        if age < below:
            return stage
    return "大专及以上" if age < 22 and dice.chance(0.4) else "非在校"


# --- kinds of households: what the village keeps a ledger for


def comfortable(_dice: Dice, _one: Household, _day: date) -> None:
    """Nothing is wrong."""


def at_risk(dice: Dice, one: Household, day: date) -> None:
    """Below the line with one to three assessed risks; most are being helped already."""
    earn(dice, one, dice.between(3500_00, 5990_00) * len(one.members))
    one.row["返贫致贫风险"] = dice.some(RISKS, dice.pick((1, 1, 1, 2, 2, 3)))
    if dice.chance(0.7):
        _monitored(dice, one, day, months=dice.between(1, 14))


def on_the_line(dice: Dice, one: Household, _day: date) -> None:
    """Exactly on the line, or one fen of the whole household off it."""
    earn(dice, one, LINE * len(one.members) + dice.pick((-1, 0, 1)))
    one.row["返贫致贫风险"] = ("因病",)


def unprotected(dice: Dice, one: Household, day: date) -> None:
    """A guarantee is affected: housing, water, school or medical insurance."""
    one.row["返贫致贫风险"] = dice.some(RISKS, 1)
    trouble = dice.pick(("housing", "water", "medical", "education"))
    if trouble == "housing":
        one.row |= {"危房等级": dice.pick(("C级", "D级")), "是否住房出现安全问题": True}
    elif trouble == "water":
        one.row["是否解决安全饮用水"] = False
    elif trouble == "medical":
        one.members[-1]["是否参加居民/职工医疗保险"] = False
    else:
        pupil = _member(dice, day, "孙辈", dice.between(8, 13))
        one.members.append(pupil | {"义务教育失辍学": True, "失辍学原因": "家庭困难"})
        one.row["家庭人口数"] = len(one.members)
    earn(dice, one, dice.between(4500_00, 9000_00) * len(one.members))


def struck(dice: Dice, one: Household, _day: date) -> None:
    """A sudden event whose bills push a household above the line below it."""
    size = len(one.members)
    earn(dice, one, dice.between(7000_00, 15000_00) * size)
    one.row |= {
        "突发事件": dice.pick(("突发疾病", "自然灾害", "意外事故")),
        "合规自付支出": Decimal(dice.between(9000, 40000) * size),
        "理赔收入": Decimal(dice.between(0, 5000)),
        "基本生活严重困难": dice.chance(0.8),
    }


def recovered(dice: Dice, one: Household, day: date) -> None:
    """Helped long enough; most fulfil every condition of removal."""
    earn(dice, one, dice.between(6500_00, 12000_00) * len(one.members))
    one.row["返贫致贫风险"] = dice.some(RISKS, 1)
    _monitored(dice, one, day, months=dice.between(5, 20))
    one.row |= {
        "监测状态": "拟消除",
        "风险已全面解除": dice.chance(0.9),
        "收入稳定可持续": dice.chance(0.9),
        "收入持续达线月数": dice.between(5, 14),
        "帮扶措施是否落实": dice.chance(0.9),
        "网格员再核查日期": day - timedelta(days=dice.between(1, 25)),
    }


def without_labour(dice: Dice, one: Household, day: date) -> None:
    """Nobody can work: the safety net carries the household."""
    for member in one.members:
        member |= {
            "劳动技能": dice.pick(("丧失劳动力", "无劳动力")),
            "是否享受低保": True,
        }
        member |= {"务工地点": "未务工", "务工时长": 0}
    one.members[0] |= {
        "健康状况": ("长期慢性病", "残疾"),
        "残疾等级": dice.between(1, 4),
    }
    earn(dice, one, dice.between(4000_00, 7500_00) * len(one.members))
    one.row["返贫致贫风险"] = ("因残", "缺劳动力")
    _monitored(dice, one, day, months=dice.between(3, 20))


def half_recorded(dice: Dice, one: Household, _day: date) -> None:
    """Low income, and the cells that would decide the case are blank."""
    earn(dice, one, dice.between(4000_00, 8000_00) * len(one.members))
    for name in dice.some(
        ("是否脱贫户", "危房等级", "不愁穿", "是否解决安全饮用水"), 2
    ):
        one.row[name] = None
    if one.row["危房等级"] is None:
        one.row["是否住房出现安全问题"] = None
    blank = dice.pick(("工资性收入", "健康状况", "是否参加居民/职工医疗保险"))
    if blank in one.row:
        one.row |= {blank: None, "人均纯收入（元）": None}
    else:
        one.members[0][blank] = None


def _monitored(dice: Dice, one: Household, day: date, *, months: int) -> None:
    ex_poor = one.row["是否脱贫户"]
    one.row |= {
        "监测对象类别": "脱贫不稳定户" if ex_poor else "边缘易致贫户",
        "监测状态": "监测中",
        "识别监测时间": day - timedelta(days=30 * months + dice.between(0, 20)),
        "风险已全面解除": False,
        "收入稳定可持续": False,
        "收入持续达线月数": dice.between(0, 3),
        "帮扶措施是否落实": dice.chance(0.7),
    }


# Households of each kind in a thousand.
KINDS: tuple[tuple[int, Callable[[Dice, Household, date], None]], ...] = (
    (765, comfortable),
    (90, at_risk),
    (15, on_the_line),
    (30, unprotected),
    (15, struck),
    (35, recovered),
    (20, without_labour),
    (30, half_recorded),
)


def village(dice: Dice, count: int, day: date) -> list[Household]:
    """Every household of the village, kinds mixed."""
    kinds = [kind for share, kind in KINDS for _ in range(share)]
    found = []
    for number in range(1, count + 1):
        one = household(dice, number, day)
        dice.pick(kinds)(dice, one, day)
        found.append(one)
    return found
