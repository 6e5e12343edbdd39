"""A small place of its own, so that these tests do not move with the shipped policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from click.testing import Result

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]

PROVINCE = """\
policy: cn/province
title: {zh: 某省, en: Some province}
level: province
area: "610000"
governs: false
sources:
  paper: {title: 某文件, publisher: 某部门}
assumptions:
  A-01: {about: {zh: 收入线, en: the line}, basis: 没有依据 / a guess, confidence: low}
facts:
  household_id: {label: {zh: 户编号, en: household id}, type: text, unique: true}
  head: {label: {zh: 户主姓名, en: head}, type: text, personal: true}
  income: {label: {zh: 家庭纯收入, en: net income}, aliases: [纯收入], type: money, min: -100000, max: 10000000}
  household_size: {label: {zh: 家庭人口数, en: household size}, type: integer, unit: 人, min: 1, max: 50}
  health:
    label: {zh: 健康状况, en: health}
    type: choice
    values: {good: {zh: 健康, en: healthy}, ill: {zh: 患病, en: ill}}
  causes: {label: {zh: 致贫原因, en: causes}, type: choices, columns: 3, values: {work: {zh: 缺工作}, land: {zh: 缺地}}}
  listed_on: {label: {zh: 识别日期, en: listed on}, type: date, month: listed_in}
  listed_in: {label: {zh: 识别年月, en: listed in}, type: date}
  members:
    label: {zh: 家庭成员, en: members}
    type: list
    max_items: 20
    item:
      age: {label: {zh: 年龄, en: age}, type: integer, unit: 岁, min: 0, max: 130}
parameters:
  line: {label: {zh: 收入线, en: income line}, unit: 元/人, renewed: yearly, values: {2021-01-01: {value: 6000, assumption: A-01}}}
derive:
  per_capita: {label: {zh: 人均纯收入, en: per-capita income}, value: income / household_size, show: {places: 2}}
risks:
  illness: {label: {zh: 因病, en: illness}, when: health == "ill", source: {in: paper, at: 第3条}}
types:
  poor: {label: {zh: 低收入户, en: low-income household}, when: per_capita < line}
"""
COUNTY = """\
policy: cn/province/county
title: {zh: 某县, en: Some county}
level: county
area: "610102"
extends: cn/province
valid: {from: 2021-01-01}
tiers:
  red: {label: {zh: 红, en: red}, when: any(risks) and any(types), interpretation: 两样都要 / both of them}
visits:
  monthly: {label: {zh: 每月一次, en: once a month}, every: {times: 1, months: 1}}
removal:
  conditions:
    above_line: {label: {zh: 收入达线, en: above the line}, when: per_capita >= line}
grid:
  facts:
    households: {label: {zh: 户数, en: households}, type: integer, unit: 户, min: 0, max: 1000}
  checks:
    too_many: {label: {zh: 户数过多, en: too many}, when: households > 50}
"""
HOUSEHOLDS = """\
户编号,户主姓名,家庭纯收入,家庭人口数,健康状况
H1,甲,20000,4,患病
H2,乙,50000,2,健康
H3,丙,9000,3,
"""
BAD_HOUSEHOLDS = """\
户编号,户主姓名,家庭纯收入,家庭人口数,健康状况
H1,甲,20000,4,患病
H2,乙秘密,"9,99",2,健康
H3,丙,9000,99,保密
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
