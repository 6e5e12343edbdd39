"""The five places on the days of their reports, and records that tests build on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from relapse_rules import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules import Decision, Evaluator, Policy

CAOBI = "cn/shaanxi/baoji/qianyang/caobi"
JALAID = "cn/inner-mongolia/hinggan/jalaid"
WEIBIN = "cn/shaanxi/baoji/weibin"
SUZHOU = "cn/anhui/suzhou"
FENGJIE = "cn/chongqing/fengjie"
# The day each text was published, or as good a day as an undated text allows.
DAYS = {
    CAOBI: "2023-04-21",
    JALAID: "2021-09-30",
    WEIBIN: "2022-10-31",
    SUZHOU: "2022-05-11",
    FENGJIE: "2020-05-08",
}
NATION = "cn/national"
# 两不愁三保障和饮水都没有问题。
SECURED: Mapping[str, Any] = {
    "food_secure": True,
    "clothing_secure": True,
    "housing_grade": "A",
    "compulsory_dropout_count": 0,
    "uninsured_member_count": 0,
    "drinking_water_safe": True,
}


@cache
def policy(place: str) -> Policy:
    return load(place)


def rules(place: str, day: str = "") -> Evaluator:
    """The rules of a place, on the day of its report unless another is asked for."""
    return policy(place).on(day or DAYS[place])


def decide(place: str, record: Mapping[str, Any], day: str = "") -> Decision:
    return rules(place, day).evaluate(record)


def items(place: str, catalogue: str) -> Mapping[str, Any]:
    """What one list of a place's catalogue holds, by id."""
    found: Mapping[str, Any] = policy(place).catalogue[catalogue]["items"]
    return found


def labels(place: str, catalogue: str) -> list[str]:
    return [item["label"]["zh"] for item in items(place, catalogue).values()]


def figures(place: str, catalogue: str = "reported") -> dict[str, Any]:
    """The numbers of one list, by id."""
    return {name: item["value"] for name, item in items(place, catalogue).items()}


def declared_by(place: str, section: str, entry: str) -> str:
    """The layer that states one clause of a place's policy."""
    sections = policy(place).text.household.sections
    found = next(s for s in sections if s.id == section)
    return next(e.origin.layer for e in found.entries if e.id == entry)
