"""What it costs to check a policy of 300 lines and to say all that is wrong with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

LINES = 300
HEAD = """\
政策: place
标题: {中文: 某县}
层级: 县级
指标:
  收入: {名称: {中文: 收入}, 数据类型: 金额, 下限: 0, 上限: 1000000}
  人口: {名称: {中文: 人口}, 数据类型: 整数, 单位: 人, 下限: 1, 上限: 20}
参数:
  监测线: {名称: {中文: 监测线}, 单位: 元, 取值: {2021-01-01: 6000}}
风险:
"""
ENTRY = """\
  甲{n}:
    名称: {{中文: 风险{n}}}
    条件: {formula}
"""
# Entries as they should be, and each as it often is: a wrong name, sign, number, unit.
SOUND = ("收入 < 监测线 且 人口 >= 3", "收入 / 人口 < 9", "人口 > 3 或 收入 == 0")
WRONG = {
    "none": SOUND,
    "in conditions": ("收人 < 监测线", "人口 ≥ 3", "收入 < 7,000", "人口 < 监测线"),
    "in keys": SOUND,
    "in punctuation": SOUND,
}
_CHECK = """
import json, sys, time
from relapse_rules.cli import check
from relapse_rules.cli.inspection import Inspection
from pathlib import Path
start = time.process_time()
found = Inspection(Path({folder!r}))
found.inspect("place")
shown = [problem.render("zh") for problem in found.problems]
spent = (time.process_time() - start) * 1000
print(json.dumps({{"ms": spent, "problems": len(shown)}}))
"""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One policy checked in a fresh interpreter, after the imports of the command."""

    mistakes: str
    problems: int
    milliseconds: float


def policy(mistakes: str) -> str:
    """A policy of about 300 lines with mistakes of one kind in every entry."""
    formulas = WRONG[mistakes]
    entries = (
        ENTRY.format(n=n, formula=formulas[n % len(formulas)])
        for n in range((LINES - HEAD.count("\n")) // ENTRY.count("\n"))
    )
    text = "".join((HEAD, *entries))
    if mistakes == "in keys":
        return text.replace("    条件", "    条见")
    return (
        text.replace("    条件:", "    条件：") if "punctuation" in mistakes else text
    )


def inspected(mistakes: str, runs: int) -> Inspected:
    """The median of `runs` fresh interpreters."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "place.policy.yaml").write_text(policy(mistakes), "utf-8")
        found = [_fresh(folder) for _ in range(runs + 1)][1:]
    spent = median(float(one["ms"]) for one in found)
    return Inspected(mistakes, int(found[0]["problems"]), spent)


def _fresh(folder: str) -> dict[str, float]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", _CHECK.format(folder=folder)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env=kept,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found
