"""Writes a change of rules and the households to try it on, for the review in README.md.

    python examples/change-review/propose.py FOLDER [--scenario raise] [--households 1200]

`FOLDER/before` holds the policies of 扎赉特旗 as they are shipped, `FOLDER/after` with what
the scenario changes, `FOLDER/households.csv` an invented ledger. Nobody in it exists, no
office has proposed any of it, and the same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import random
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2] / "policies"
PLACE = "cn/inner-mongolia/hinggan/jalaid"
LAYERS = ("cn/facts", "cn/national", "cn/inner-mongolia", PLACE)
SEED, HOUSEHOLDS = 7, 1200

LINE = "      2021-01-01: {value: 6000, assumption: A-02}\n"
HIGHER = LINE + "      2021-12-01: {value: 6500, assumption: A-02}\n"
RED = "guarantees.medical or guarantees.housing\n    handled_by: [county]"
WATER = RED.replace("housing\n", "housing or guarantees.water\n")


@dataclass(frozen=True)
class Edit:
    """One text of one policy file, and what is written in its place."""

    policy: str
    old: str
    new: str


SCENARIOS: dict[str, tuple[Edit, ...]] = {
    # From December the line is higher, and unsafe water makes a household red.
    "raise": (
        Edit("cn/inner-mongolia", LINE, HIGHER),
        Edit(PLACE, RED, WATER),
    ),
    # A slip of the pen: a zero is missing.
    "slip": (Edit("cn/inner-mongolia", LINE, LINE.replace("6000", "600")),),
    # Blue households only where the number of those who can work is known to be small.
    "unknown": (
        Edit(PLACE, "when: count(risks) >= 1", "when: count(risks) >= 1 and labour_count <= 1"),
    ),
    # Other words for the same thing.
    "wording": (
        Edit(PLACE, "label: {zh: 黄, en: yellow}", "label: {zh: 黄色, en: yellow}"),
    ),
}  # fmt: skip

TOWNS = {
    "东山镇": ("一村", "二村", "三村"),
    "西河镇": ("河东村", "河西村"),
    "南岗苏木": ("甲嘎查", "乙嘎查", "丙嘎查"),
    "北泉镇": ("上泉村", "下泉村"),
    "中湖镇": ("湖心村",),
}
HEADINGS = (
    *("户编号", "户主姓名", "区县代码", "乡镇", "行政村", "家庭人口数", "劳动力人数"),
    *("是否脱贫户", "人均纯收入", "返贫致贫风险", "是否危房户", "吃不愁", "穿不愁"),
    *("失学辍学人数", "未参保人数", "是否解决安全饮用水", "突发事件"),
    *("合规自付支出", "上年同期人均纯收入"),
)
RISKS = ("因病", "因残", "因学", "因自然灾害", "因务工就业不稳", "缺劳动力")


def write_policies(folder: Path, edits: tuple[Edit, ...] = ()) -> Path:
    """The shipped layers of the place, with some texts replaced; each must be there once."""
    for layer in LAYERS:
        text = (ROOT / f"{layer}.policy.yaml").read_text("utf-8")
        for edit in edits:
            if edit.policy == layer:
                if text.count(edit.old) != 1:
                    raise SystemExit(f"{layer}: not once in the file: {edit.old!r}")
                text = text.replace(edit.old, edit.new)
        path = folder / f"{layer}.policy.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / f"{PLACE}.policy.yaml"


def write_households(path: Path, count: int = HOUSEHOLDS, seed: int = SEED) -> None:
    """An invented ledger, in UTF-8 with its mark as spreadsheets write it."""
    draw = random.Random(seed).random
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_household(number, draw) for number in range(1, count + 1))


def _household(number: int, draw: object) -> list[object]:
    def between(low: int, high: int) -> int:
        return low + int(draw() * (high - low + 1))  # type: ignore[operator]

    def yes(share: float) -> bool:
        return draw() < share  # type: ignore[operator,no-any-return]

    towns = list(TOWNS)
    town = towns[min(between(0, 6), len(towns) - 1)]
    village = TOWNS[town][between(0, len(TOWNS[town]) - 1)]
    size = between(1, 6)
    income = between(380_000, 2_400_000)
    risks = [r for r in RISKS if yes(0.13)]
    return [
        *(f"示例{number:05}", f"户主{number:05}", "152223", town, village, size),
        "" if yes(0.02) else between(0, size),
        "是" if yes(0.3) else "否",
        "" if yes(0.01) else f"{income / 100:.2f}",
        "、".join(risks) or "无",
        "是" if yes(0.02) else "否",
        *("是", "是", 0, 0),
        "否" if yes(0.09 if town == "南岗苏木" else 0.02) else "是",
        "没有",
        between(0, 3000),
        f"{income * 11 // 1000}.00",
    ]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="write a change of rules to review")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="raise")
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    options = parser.parse_args(arguments)
    write_policies(options.folder / "before")
    write_policies(options.folder / "after", SCENARIOS[options.scenario])
    write_households(options.folder / "households.csv", options.households)
    print(options.folder)


if __name__ == "__main__":
    main()
