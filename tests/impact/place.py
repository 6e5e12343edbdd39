"""A small county and what may be changed in it, with households around its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules import load

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules import Evaluator

DAY = "2025-06-01"
POLICY = """\
policy: county
title: {zh: 某县, en: Some county}
level: county
area: "610102"
facts:
  household_id: {label: {zh: 户编号, en: household id}, type: text, unique: true}
  head_name: {label: {zh: 户主姓名, en: head}, type: text, personal: true}
  county_code: {label: {zh: 区县代码, en: county code}, type: text}
  township: {label: {zh: 乡镇, en: township}, type: text}
  village: {label: {zh: 村, en: village}, type: text}
  income: {label: {zh: 家庭纯收入, en: net income}, type: money, min: -100000, max: 10000000}
  household_size: {label: {zh: 家庭人口数, en: household size}, type: integer, unit: 人, min: 1, max: 50}
  ill: {label: {zh: 患病, en: ill}, type: boolean}
  flooded: {label: {zh: 受灾, en: flooded}, type: boolean}
  unsafe_house: {label: {zh: 危房, en: unsafe house}, type: boolean}
  can_work: {label: {zh: 有劳动力, en: can work}, type: boolean}
parameters:
  line: {label: {zh: 收入线, en: income line}, unit: 元/人, values: {2025-01-01: 7000}}
derive:
  per_capita: {label: {zh: 人均纯收入, en: per-capita income}, value: income / household_size, unit: 元/人, show: {places: 2}}
  below_line: {label: {zh: 低于收入线, en: below the line}, value: per_capita < line}
risks:
  illness: {label: {zh: 因病, en: illness}, when: ill}
  disaster: {label: {zh: 因灾, en: disaster}, when: flooded}
types:
  poor: {label: {zh: 低收入户, en: low income}, when: below_line and any(risks)}
tiers:
  red: {label: {zh: 红, en: red}, when: any(types) and unsafe_house}
  yellow: {label: {zh: 黄, en: yellow}, when: any(types) and count(risks) >= 2}
  blue: {label: {zh: 蓝, en: blue}, when: any(types)}
removal:
  conditions:
    above_line: {label: {zh: 收入达线, en: above the line}, when: per_capita >= line}
  holds:
    no_labour: {label: {zh: 整户无劳动力, en: nobody can work}, when: not can_work}
catalogue:
  effects:
    items:
      people: {parts: [household_size]}
      places: {parts: [township, village]}
      area: {parts: [county_code]}
      no_labour: {parts: [removal.holds.no_labour]}
      health: {parts: [risks.illness]}
"""


def rules(folder: Path, *changes: tuple[str, str], name: str = "head") -> Evaluator:
    """The county with some texts replaced; each must stand there once."""
    text = POLICY
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / name / "county.policy.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return load(path).on(DAY)


def household(number: int, per_head: float, **facts: Any) -> dict[str, Any]:
    """A household of three, ill and nothing else, with some income a head."""
    return {
        "household_id": f"H{number:03}",
        "county_code": "610102",
        "township": "东镇",
        "village": "一村",
        "income": str(round(per_head * 3, 2)),
        "household_size": 3,
        "ill": True,
        "flooded": False,
        "unsafe_house": False,
        "can_work": True,
    } | facts
