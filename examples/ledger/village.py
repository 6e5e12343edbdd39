"""The households of the invented village, kinds mixed, as rows of the national export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from examples.ledger.people import can_work, family, member

if TYPE_CHECKING:
    from collections.abc import Callable

    from examples.ledger.dice import Dice
    from examples.ledger.people import Row

LINE = 6000_00  # fen a head: the line that both shipped places use
COMPONENTS = ("工资性收入", "财产性收入", "转移性收入", "生产经营性收入")
RISKS = ("因病", "因残", "因学", "因自然灾害", "因意外事故", "因务工就业不稳")
RISK_COLUMNS = tuple(f"致贫/返贫风险{number}" for number in range(1, 6))


@dataclass(slots=True)
class Household:
    """One household: its own row and those of its members."""

    row: Row
    members: list[Row]


def household(dice: Dice, number: int, day: date) -> Household:
    """A household with everything on record, which the kinds below change in places."""
    members = [member(dice, day, *who) for who in family(dice)]
    ex_poor = dice.chance(0.3)
    found = Household(
        {
            "序号": number,
            "户编号": f"示例{number:04d}",
            "户主姓名": f"户主{number:04d}",
            "性别": members[0]["性别"],
            "民族": "示例族",
            "文化程度": members[0]["文化程度"],
            "证件号码": f"示例证件{number:04d}",
            "联系电话": f"示例电话{number:04d}",
            "乡镇": "示例镇",
            "行政村": "示例村",
            "村民小组": f"第{dice.between(1, 12)}组",
            "户类型": "脱贫户" if ex_poor else "一般农户",
            "家庭人口数": len(members),
            "劳动力人数": None,
            "脱贫年度": dice.between(2014, 2020) if ex_poor else None,
            "易地搬迁安置": dice.chance(0.05),
            "监测对象类别": None,
            **dict.fromkeys(RISK_COLUMNS),
            "因自然灾害子项": None,
            "识别监测时间": None,
            "监测联系人": None,
            "风险是否已消除": None,
            "风险消除方式": None,
            "消除监测时间": None,
            "风险已全面解除": None,
            "收入稳定可持续": None,
            "收入持续达线月数": None,
            "帮扶措施是否落实": False,
            "危房等级": dice.pick(("A级", "A级", "B级")),
            "是否住房出现安全问题": False,
            "住房面积（平方米）": Decimal(dice.between(4000, 20000)) / 100,
            "是否解决安全饮用水": True,
            "生活用电": True,
            "耕地面积（亩）": Decimal(dice.between(0, 1200)) / 100,
            "林地面积（亩）": Decimal(dice.between(0, 3000)) / 100,
            "牧草地面积（亩）": Decimal(0),
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


def assess(dice: Dice, one: Household, risks: tuple[str, ...]) -> None:
    """Enter what the assessment found, one kind in each numbered column."""
    one.row |= dict(zip(RISK_COLUMNS, risks, strict=False))
    if "因自然灾害" in risks:
        one.row["因自然灾害子项"] = dice.pick(("洪涝", "旱灾", "气象"))


# --- kinds of households: what the village keeps a ledger for


def comfortable(_dice: Dice, _one: Household, _day: date) -> None:
    """Nothing is wrong."""


def at_risk(dice: Dice, one: Household, day: date) -> None:
    """Below the line with one to three assessed risks; most are being helped already."""
    earn(dice, one, dice.between(3500_00, 5990_00) * len(one.members))
    assess(dice, one, dice.some(RISKS, dice.pick((1, 1, 1, 2, 2, 3))))
    if dice.chance(0.7):
        _monitored(dice, one, day, months=dice.between(1, 14))


def on_the_line(dice: Dice, one: Household, _day: date) -> None:
    """Exactly on the line, or one fen of the whole household off it."""
    earn(dice, one, LINE * len(one.members) + dice.pick((-1, 0, 1)))
    assess(dice, one, ("因病",))


def unprotected(dice: Dice, one: Household, day: date) -> None:
    """A guarantee is affected: housing, water, school or medical insurance."""
    assess(dice, one, dice.some(RISKS, 1))
    trouble = dice.pick(("housing", "water", "medical", "education"))
    if trouble == "housing":
        one.row |= {"危房等级": dice.pick(("C级", "D级")), "是否住房出现安全问题": True}
    elif trouble == "water":
        one.row["是否解决安全饮用水"] = False
    elif trouble == "medical":
        one.members[-1]["是否参加居民/职工医疗保险"] = False
    else:
        pupil = member(dice, day, "之孙子", dice.between(8, 13))
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
    assess(dice, one, dice.some(RISKS, 1))
    _monitored(dice, one, day, months=dice.between(5, 20))
    one.row |= {
        "风险已全面解除": dice.chance(0.9),
        "收入稳定可持续": dice.chance(0.9),
        "收入持续达线月数": dice.between(5, 14),
        "帮扶措施是否落实": dice.chance(0.9),
        "网格员再核查日期": day - timedelta(days=dice.between(1, 25)),
    }


def without_labour(dice: Dice, one: Household, day: date) -> None:
    """Nobody can work: the safety net carries the household."""
    for each in one.members:
        each |= {
            "劳动技能": dice.pick(("丧失劳动力", "无劳动力")),
            "是否享受低保": True,
        }
        each |= {"务工地点": None, "务工时长（月）": 0}
    one.members[0] |= {
        "健康状况": ("长期慢性病", "残疾"),
        "残疾等级": dice.between(1, 4),
    }
    earn(dice, one, dice.between(4000_00, 7500_00) * len(one.members))
    assess(dice, one, ("因残", "缺劳动力"))
    _monitored(dice, one, day, months=dice.between(3, 20))


def half_recorded(dice: Dice, one: Household, _day: date) -> None:
    """Low income, and the cells that would decide the case are blank."""
    earn(dice, one, dice.between(4000_00, 8000_00) * len(one.members))
    for name in dice.some(("户类型", "危房等级", "不愁穿", "是否解决安全饮用水"), 2):
        one.row[name] = None
    if one.row["危房等级"] is None:
        one.row["是否住房出现安全问题"] = None
    blank = dice.pick(("工资性收入", "健康状况", "是否参加居民/职工医疗保险"))
    if blank in one.row:
        one.row |= {blank: None, "人均纯收入（元）": None}
    else:
        one.members[0][blank] = None


def removed(dice: Dice, one: Household, day: date) -> None:
    """A case that was closed some months ago."""
    assess(dice, one, dice.some(RISKS, 1))
    _monitored(dice, one, day, months=dice.between(16, 22))
    one.row |= {
        "风险是否已消除": True,
        "风险消除方式": dice.pick(("帮扶消除", "帮扶消除", "自然消除")),
        "消除监测时间": _month(day - timedelta(days=30 * dice.between(1, 8))),
        "风险已全面解除": True,
        "收入稳定可持续": True,
        "收入持续达线月数": dice.between(6, 14),
        "帮扶措施是否落实": True,
    }


def _monitored(dice: Dice, one: Household, day: date, *, months: int) -> None:
    identified = day - timedelta(days=30 * months + dice.between(0, 20))
    one.row |= {
        "监测对象类别": "脱贫不稳定户"
        if one.row["户类型"] == "脱贫户"
        else "边缘易致贫户",
        "识别监测时间": _month(identified),
        "监测联系人": f"示例联系人{dice.between(1, 9)}",
        "风险是否已消除": False,
        "风险已全面解除": False,
        "收入稳定可持续": False,
        "收入持续达线月数": dice.between(0, 3),
        "帮扶措施是否落实": dice.chance(0.7),
    }


def _month(day: date) -> str:
    """The national system keeps the year and the month, never the day."""
    return f"{day.year}{day.month:02}"


# Households of each kind in a thousand.
KINDS: tuple[tuple[int, Callable[[Dice, Household, date], None]], ...] = (
    (735, comfortable),
    (90, at_risk),
    (25, on_the_line),
    (30, unprotected),
    (15, struck),
    (35, recovered),
    (20, removed),
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
        one.row["劳动力人数"] = sum(map(can_work, one.members))
        _number_members(one, number)
        found.append(one)
    return found


def _number_members(one: Household, number: int) -> None:
    for index, each in enumerate(one.members, 1):
        name = f"{number:04d}-{index}"
        each |= {"人编号": f"示例{name}", "姓名": f"成员{name}"}
        each["证件号码"] = f"示例证件{name}"
