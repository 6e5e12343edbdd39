"""A small place with a section of every shape, and ways to read and run cases about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.testing import load_cases, run_cases

if TYPE_CHECKING:
    from pathlib import Path

    from relapse_rules.testing import CaseFile, CaseResult

PROVINCE = """\
policy: cn/province
title: {zh: 某省, en: Some province}
level: province
governs: false
sources:
  paper: {title: 某文件}
assumptions:
  A-01: {about: {zh: 收入线, en: the line}, basis: 没有依据 / a guess, confidence: low}
facts:
  household_id: {label: {zh: 户编号, en: household id}, type: text, unique: true}
  head: {label: {zh: 户主姓名, en: head}, type: text, personal: true}
  income: {label: {zh: 家庭纯收入, en: net income}, aliases: [纯收入], type: money, min: -100000, max: 10000000}
  household_size: {label: {zh: 家庭人口数, en: household size}, type: integer, unit: 人, min: 1, max: 50}
  ex_poor: {label: {zh: 脱贫户, en: ex-poor}, type: boolean}
  grade: {label: {zh: 房屋等级, en: grade}, type: choice, values: {A: {zh: 甲级, en: first}, D: {zh: 丁级, en: last}}}
  causes: {label: {zh: 致贫原因, en: causes}, type: choices, values: {work: {zh: 缺工作, en: no work}, land: {zh: 缺地, en: no land}}}
  visited_on: {label: {zh: 走访日期, en: visited on}, type: date}
  checked_on: {label: {zh: 核查日期, en: checked on}, type: date}
  decided_on: {label: {zh: 审定日期, en: decided on}, type: date}
  members:
    label: {zh: 家庭成员, en: members}
    type: list
    max_items: 3
    item:
      member_id: {label: {zh: 人编号, en: member id}, type: text, unique: true}
      name: {label: {zh: 姓名, en: name}, type: text, personal: true}
      age: {label: {zh: 年龄, en: age}, type: integer, unit: 岁, min: 0, max: 130}
      ill: {label: {zh: 患病, en: ill}, type: boolean}
parameters:
  line: {label: {zh: 收入线, en: income line}, unit: 元/人, renewed: yearly, values: {2021-01-01: {value: 6000, assumption: A-01}}}
derive:
  per_capita: {label: {zh: 人均纯收入, en: per-capita income}, value: income / household_size, show: {places: 2}}
  below_line: {label: {zh: 低于线, en: below the line}, value: per_capita < line}
risks:
  illness: {label: {zh: 因病, en: illness}, when: "any(members, ill)", source: {in: paper, at: 第3条}}
  work: {label: {zh: 缺工作, en: no work}, when: '"work" in causes'}
guarantees:
  housing: {label: {zh: 住房, en: housing}, when: 'grade == "D"'}
types:
  poor: {label: {zh: 低收入户, en: low-income household}, when: below_line and not ex_poor}
  relapsed: {label: {zh: 返贫户, en: relapsed}, when: below_line and ex_poor}
"""
COUNTY = """\
policy: cn/province/county
title: {zh: 某县, en: Some county}
level: county
extends: cn/province
valid: {from: 2021-01-01}
tiers:
  red: {label: {zh: 红, en: red}, when: any(guarantees)}
  yellow: {label: {zh: 黄, en: yellow}, when: count(risks) >= 2, valid: {from: 2021-07-01}}
  blue: {label: {zh: 蓝, en: blue}, when: any(risks)}
visits:
  monthly: {label: {zh: 每月一次, en: once a month}, every: {times: 1, months: 1}}
identification:
  check: {label: {zh: 核查, en: check}, done: known(checked_on), done_on: checked_on}
  decision: {label: {zh: 审定, en: decision}, done: known(decided_on), done_on: decided_on, due: "add_days(checked_on, 10)"}
removal:
  conditions:
    above_line: {label: {zh: 收入达线, en: above the line}, when: not below_line}
    housed: {label: {zh: 住房安全, en: housed}, when: not guarantees.housing}
  holds:
    alone: {label: {zh: 一人户, en: one person}, when: household_size == 1}
  refusals:
    unvisited: {label: {zh: 没有走访, en: not visited}, when: not known(visited_on)}
checks:
  no_members: {label: {zh: 没有成员, en: no members}, when: known(members) and count(members) == 0, say: {zh: 没有成员}}
grid:
  facts:
    households: {label: {zh: 户数, en: households}, type: integer, unit: 户, min: 0, max: 1000}
  checks:
    too_many: {label: {zh: 户数过多, en: too many}, when: households > 50}
"""
HEAD = "date: 2021-08-01\ncases:\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def place(folder: Path) -> Path:
    """A folder with the policies of the place."""
    write(folder / "cn/province.policy.yaml", PROVINCE)
    write(folder / "cn/province/county.policy.yaml", COUNTY)
    return folder


def read(
    root: Path, text: str, name: str = "cn/province/county.cases.yaml"
) -> CaseFile:
    """The cases of a text that stands beside the county's policy."""
    (found,) = load_cases(write(root / name, text))
    return found


def run(root: Path, cases: str) -> dict[str, CaseResult]:
    """The results of cases, given below the usual head, by name."""
    found = read(root, HEAD + cases)
    assert found.problems == (), found.problems[0].render("en")
    return {r.case.name: r for r in run_cases([found]).results}


def mismatches(root: Path, case: str) -> list[str]:
    """The names of what came out otherwise in one case, given on one line."""
    (result,) = run(root, f"  c: {case}\n").values()
    return [one.name for one in result.mismatches]
