"""The broken policies, from the file of data beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
UNSEEN = {"<TAB>": "\t", "<NBSP>": "\xa0", "<WIDE>": "\u3000", "<ZWSP>": "\u200b"}
# What the cases about conditions have in common; `! facts` begins them with it.
FACTS = """\
政策: place
标题: {中文: 某县}
层级: 县级
指标:
  家庭人口: {名称: {中文: 家庭人口}, 数据类型: 整数, 单位: 人, 下限: 1, 上限: 20}
  家庭纯收入: {名称: {中文: 家庭纯收入}, 数据类型: 金额, 下限: 0, 上限: 1000000}
  灾害损失: {名称: {中文: 灾害损失}, 数据类型: 金额, 下限: 0, 上限: 1000000}
  脱贫户: {名称: {中文: 脱贫户}, 数据类型: 是非}
  识别日期: {名称: {中文: 识别日期}, 数据类型: 日期}
  房屋等级: {名称: {中文: 房屋等级}, 数据类型: 单选, 取值: {A: {中文: 安全}, D: {中文: 危险}}}
  家庭成员: {名称: {中文: 家庭成员}, 数据类型: 列表, 最多项数: 20, 每项: {年龄: {名称: {中文: 年龄}, 数据类型: 整数, 下限: 0, 上限: 120}}}
参数:
  监测线: {名称: {中文: 监测线}, 单位: 元/人, 取值: {2021-01-01: 6000}}
计算值:
  人均纯收入: {名称: {中文: 人均纯收入}, 值: 家庭纯收入 / 家庭人口, 单位: 元/人}
"""


@dataclass(frozen=True)
class Broken:
    """One policy file as bytes, and what must be said of it, line by line."""

    name: str
    content: bytes
    expected: tuple[str, ...]


def broken_policies() -> list[Broken]:
    """Every case in the order of the file."""
    _, *parts = (HERE / "policies.txt").read_text("utf-8").split("=== ")
    return [_case(part) for part in parts]


def _case(part: str) -> Broken:
    name, *lines = part.splitlines()
    said = tuple(line[2:] for line in lines if line.startswith("> "))
    kept = [line for line in lines if not line.startswith("> ")]
    how = kept.pop(0)[2:] if kept and kept[0].startswith("! ") else ""
    text = "".join(f"{line}\n" for line in kept)
    for shown, char in UNSEEN.items():
        text = text.replace(shown, char)
    if how == "facts":
        # The facts end with derived values, and a mapping has each key once.
        text, how = FACTS + text.removeprefix("计算值:\n"), ""
    return Broken(name, text.encode(how or "utf-8"), said)
