"""Decides the articles' households and a village ledger of 1,000: `make demo`."""
# ruff: noqa: E402 - a script says where the repository is before it imports from it

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from examples.ledger.generate import write_ledger
from examples.ledger.outcome import decided, outcome_of
from examples.terminal import clipped, heading, table, wrapped

from relapse_rules import load
from relapse_rules.records.heads import head_of
from relapse_rules.records.readers import read_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from examples.ledger.outcome import Outcome

    from relapse_rules import Decision, Policy
    from relapse_rules.answers import ChoiceAnswer
    from relapse_rules.errors import RecordProblem
    from relapse_rules.records.rows import Row

PLACES = (
    ("cn/shaanxi/baoji/weibin", "2022-10-31"),
    ("cn/inner-mongolia/hinggan/jalaid", "2021-11-22"),
)
HOUSEHOLDS = ROOT / "examples" / "households"
WORDS = {
    "yes": "可以",
    "no": "不可以",
    "undecided": "无法判定",
    "not_defined": "没有规定",
}
LINE = 6000
NEEDS_SHOWN = 6
EXAMPLES_SHOWN = 3


def main() -> list[Outcome]:
    """Print the whole demonstration; the outcomes are for whoever checks the counts."""
    print("防止返贫监测：规则是可检查的配置")
    print("Relapse-into-poverty monitoring: rules as configuration that is checked")
    places = {name: load(name) for name, _ in PLACES}
    print(heading("一、两地的规则", "the rules of two places"))
    _print_places(places)
    print(heading("二、报道中的住户", "the households of the articles"))
    _print_households(dict(places))
    outcomes: list[Outcome] = []
    for number, (name, day) in zip("三四", PLACES, strict=True):
        title = places[name].title.zh
        print(heading(f"{number}、千户台账：{title}", "a ledger of 1,000 households"))
        with tempfile.TemporaryDirectory() as folder:
            ledger = write_ledger(Path(folder), day=date.fromisoformat(day))
            outcome = outcome_of(places[name], day, ledger)
        _print_outcome(outcome, outcomes[-1] if outcomes else None)
        outcomes.append(outcome)
    _print_explanation(outcomes[-1])
    return outcomes


def _print_places(places: Mapping[str, Policy]) -> None:
    rows = []
    for name, day in PLACES:
        policy = places[name]
        start = time.perf_counter()
        policy.on(day)
        took = f"{1000 * (time.perf_counter() - start):.0f} 毫秒"
        layers = f"{len(policy.layers)} 层"
        rows.append((policy.title.zh, policy.area, day, layers, took))
    print(table(("政策", "区划", "判定日", "层级", "编译"), rows, right=(3, 4)))


def _print_households(policies: dict[str, Policy]) -> None:
    rows = []
    for path in sorted(HOUSEHOLDS.glob("*.yaml")):
        head = head_of(path)
        if head.policy not in policies:
            policies[head.policy] = load(head.policy)
        policy = policies[head.policy]
        for row in read_records(path, policy.facts):
            assert row.record is not None, f"{path.name} holds a household"
            one = decided(policy.on(head.date), row.record)
            missing = _listed(policy, one.needs, 2)
            rows.append((path.stem, head.date, *_answers(one.decision), missing))
    print(table(("住户", "判定日", "类型", "等级", "消除", "还缺"), rows))


def _answers(decision: Decision) -> tuple[str, str, str]:
    removal = WORDS[decision.removal.answer]
    return _row(decision.type), _row(decision.tier), removal


def _row(answer: ChoiceAnswer) -> str:
    if answer.answer == "yes":
        return str(answer.details["label"]["zh"])
    return "都不符合" if answer.answer == "no" else WORDS[answer.answer]


# --- the ledger of one place


def _print_outcome(outcome: Outcome, before: Outcome | None) -> None:
    _print_account(outcome)
    _print_counts(outcome)
    _print_rejected(outcome, before)
    _print_undecided(outcome)


def _print_account(outcome: Outcome) -> None:
    summary, count = outcome.summary, len(outcome.decided)
    members = summary.lists["members"]
    dropped = (*summary.dropped, *(f"members.{one}" for one in members.dropped))
    names = "、".join(_label(outcome.policy, one) for one in dropped)
    print(
        f"读入 {summary.rows} 行 = 判定 {count} 户 + 未采用 {len(outcome.rejected)} 行"
    )
    print(wrapped(f"成员 {members.rows} 行，编码 {summary.encoding}"))
    print(wrapped(f"读入即丢弃的个人信息：{names}"))
    print(
        f"用时：读表和核对 {outcome.reading:.2f} 秒，判定 {outcome.deciding:.2f} 秒"
        f"（每秒 {count / outcome.deciding:.0f} 户 / households a second）"
    )


def _print_counts(outcome: Outcome) -> None:
    every = [one.decision for one in outcome.decided]
    watched = [one.decision for one in outcome.decided if one.is_watched]
    questions = (
        ("监测对象类型", [_row(d.type) for d in every]),
        ("预警等级", [_row(d.tier) for d in every]),
        ("风险消除", [WORDS[d.removal.answer] for d in watched]),
    )
    rows = [
        (question, answer, count, f"{100 * count / len(answers):.1f}%")
        for question, answers in questions
        for answer, count in Counter(answers).most_common()
    ]
    print()
    print(table(("问题", "回答", "户数", "占比"), rows, right=(2, 3)))
    print(f"  风险消除只问登记为尚未消除的 {len(watched)} 户")
    _print_exactness(every)


def _print_exactness(decisions: list[Decision]) -> None:
    """Incomes that look like the line once rounded, and are compared unrounded."""
    found = [d for d in decisions if d.values["per_capita_net_income"] == LINE]
    below = sum(d.type.answer == "yes" for d in found)
    print(
        f"  四舍五入后人均恰为 {LINE}.00 元的有 {len(found)} 户："
        f"全家差一分钱而低于线的 {below} 户纳入，其余 {len(found) - below} 户不纳入"
    )


def _print_rejected(outcome: Outcome, before: Outcome | None) -> None:
    print(f"\n未采用的行  rejected rows: {len(outcome.rejected)}")
    if before is not None and before.rejected == outcome.rejected:
        print("  与上一个地方未采用的完全相同")
        return
    rows = []
    for row in outcome.rejected:
        for problem in row.problems:
            fact = _label(outcome.policy, problem.fact)
            rows.append((_cell(row, problem), problem.code, fact, _reason(problem)))
    print(table(("位置", "编号", "指标", "原因（从不写出原值）"), rows))


def _cell(row: Row, problem: RecordProblem) -> str:
    """Where to look: the cell as spreadsheets name it, in the table that holds it."""
    args = problem.args
    line = args.get("line", row.number)
    return f"{args.get('table', row.file)} {args.get('column', '')}{line}"


def _reason(problem: RecordProblem) -> str:
    """The message behind the name of its fact, which has a column of its own."""
    name = problem.args.get("fact", problem.fact)
    return problem.text("zh").removeprefix(f"`{name}`").strip(" 的")


def _print_undecided(outcome: Outcome) -> None:
    waiting = [one for one in outcome.decided if one.needs]
    print(f"\n无法判定，等待补录  undecided until recorded: {len(waiting)} 户")
    wanted = Counter(path for one in waiting for path in set(map(_anywhere, one.needs)))
    top = sorted(wanted.items(), key=lambda item: (-item[1], item[0]))[:NEEDS_SHOWN]
    rows = [(_label(outcome.policy, path), path, count) for path, count in top]
    print(table(("补上这一项", "指标", "涉及户数"), rows, right=(2,)))
    for one in waiting[:EXAMPLES_SHOWN]:
        kind, tier, _ = _answers(one.decision)
        needed = _listed(outcome.policy, one.needs, 4)
        name = one.record["household_id"]
        print(clipped(f"  {name}：类型{kind}，等级{tier}；缺 {needed}"))


def _listed(policy: Policy, paths: tuple[str, ...], most: int) -> str:
    """The names of the first facts, and how many there are if more."""
    names = list(dict.fromkeys(_label(policy, path) for path in paths))
    rest = f" 等 {len(names)} 项" if len(names) > most else ""
    return "、".join(names[:most]) + rest


def _anywhere(path: str) -> str:
    """`members[1].health` as `members.health`."""
    return re.sub(r"\[\d+\]", "", path)


def _label(policy: Policy, path: str) -> str:
    """The Chinese name of a fact: `members[1].health` is 家庭成员·健康状况."""
    facts, names = policy.facts, []
    for name in _anywhere(path).split("."):
        fact = next((f for f in facts if f.id == name), None)
        names.append(name if fact is None else fact.label.zh)
        facts = () if fact is None else fact.items
    return "·".join(names)


def _print_explanation(outcome: Outcome) -> None:
    """The first yellow case that is settled in every main answer."""
    chosen = next(
        one
        for one in outcome.decided
        if one.decision.tier.value == "yellow" and one.is_watched and not one.needs
    )
    name = chosen.record["household_id"]
    print(heading(f"五、{name} 的完整说明", "one household explained in full"))
    print(wrapped(chosen.decision.explain("zh")))


if __name__ == "__main__":
    main()
