"""Facts and records of the size that services meet: 30 facts and 4 members of 8."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from relapse_rules.documents.policy import Fact, FactKind, Label, Origin
from relapse_rules.records.encode import RecordLayout
from relapse_rules.source import Source, Span

ORIGIN = Origin("facts", Span(Source("facts", "x"), 0, 1))


def fact(id_: str, kind: FactKind, **options: Any) -> Fact:
    label = options.pop("label", id_)
    for bound in ("low", "high"):
        if bound in options:
            options[bound] = Fraction(options[bound])
    if "values" in options:
        values = options["values"]
        options["values"] = {
            key: Label(values[key], key)
            if isinstance(values, dict)
            else Label(key, key)
            for key in values
        }
    if kind == "money":
        options["places"] = 2
    return Fact(id_, Label(label, id_.replace("_", " ")), kind, ORIGIN, **options)


def money(id_: str, **options: Any) -> Fact:
    defaults = {"low": 0, "high": 10_000_000, "unit": "元"}
    return fact(id_, "money", **(defaults | options))


MEMBER_FACTS = (
    fact("member_id", "text", label="人编号", unique=True),
    fact("member_name", "text", label="姓名", personal=True),
    fact("age", "integer", label="年龄", low=0, high=130, unit="岁"),
    fact(
        "health",
        "choice",
        label="健康状况",
        values={"healthy": "健康", "chronic": "慢病", "serious": "重病"},
    ),
    fact(
        "labour",
        "choice",
        label="劳动能力",
        values={"able": "普通", "lost": "丧失", "none": "无"},
    ),
    fact("left_school", "boolean", label="辍学"),
    fact("wage", "money", label="务工收入", low=0, high=1_000_000, unit="元"),
    fact("born_on", "date", label="出生日期"),
    fact("insured", "boolean", label="参保"),
)
HOUSEHOLD_FACTS = (
    fact("household_id", "text", label="户编号", unique=True),
    fact("head_name", "text", label="户主姓名", personal=True),
    fact(
        "household_size",
        "integer",
        label="家庭人口",
        low=1,
        high=30,
        unit="人",
        aliases=("家庭人口数",),
    ),
    money(
        "net_income",
        label="纯收入",
        low=-1_000_000,
        high=10_000_000,
        aliases=("年纯收入",),
    ),
    money("self_paid_medical", label="自付医疗支出"),
    *(money(f"income_{i}", label=f"收入{i}") for i in range(6)),
    fact(
        "land_area", "number", label="耕地面积", low=0, high=10_000, places=3, unit="亩"
    ),
    fact("rooms", "number", label="房间", low=0, high=100),
    *(fact(f"flag_{i}", "boolean", label=f"标记{i}") for i in range(9)),
    fact("is_ex_poor", "boolean", label="是否脱贫户"),
    fact("housing_grade", "choice", label="住房等级", values=("A", "B", "C", "D")),
    fact("water", "choice", label="饮水", values={"safe": "安全", "unsafe": "不安全"}),
    fact(
        "causes",
        "choices",
        label="致贫原因",
        values={"illness": "因病", "disability": "因残", "school": "因学"},
    ),
    fact("identified_on", "date", label="识别日期"),
    fact("surveyed_on", "date", label="核查日期"),
    fact("village_note", "text", label="村里说明"),
    fact("members", "list", label="家庭成员", max_items=30, items=MEMBER_FACTS),
)
USED = RecordLayout(
    tuple(f for f in HOUSEHOLD_FACTS if not f.personal),
    {"members": tuple(f for f in MEMBER_FACTS if not f.personal)},
)


def complete_record() -> dict[str, Any]:
    """A record that states every fact that is not personal."""
    return {
        "household_id": "H-1",
        "household_size": 4,
        "net_income": Decimal("21634.80"),
        "self_paid_medical": 12000,
        **{f"income_{i}": 100 * i for i in range(6)},
        "land_area": 3,
        "rooms": 5,
        **{f"flag_{i}": i % 2 == 0 for i in range(9)},
        "is_ex_poor": True,
        "housing_grade": "C",
        "water": "safe",
        "causes": ["illness", "school"],
        "identified_on": date(2021, 5, 1),
        "surveyed_on": "2022-10-31",
        "village_note": "长期看病",
        "members": [complete_member(i) for i in range(4)],
    }


def complete_member(number: int) -> dict[str, Any]:
    return {
        "member_id": f"M-{number}",
        "age": 8 + 20 * number,
        "health": "serious" if number == 3 else "healthy",
        "labour": "able",
        "left_school": False,
        "wage": 9000,
        "born_on": "1980-02-29",
        "insured": True,
    }
