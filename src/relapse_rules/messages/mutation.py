"""Words about mutants of a policy and about cases that are suggested."""

from __future__ import annotations

MUTANT_WORDS: dict[str, tuple[str, str]] = {
    # --- what an operator does
    "mutant_comparison": ("换比较符", "another comparison"),
    "mutant_joined": ("and 与 or 互换", "`and` for `or`"),
    "mutant_dropped": ("去掉一个条件", "a condition left out"),
    "mutant_negated": ("条件取反", "a condition turned round"),
    "mutant_settled": ("整条不判断", "a clause that never holds, or always"),
    "mutant_listed": ("改列表里的值", "another listed value"),
    "mutant_function": ("换函数", "another function"),
    "mutant_constant": ("数字差一步", "a number one step off"),
    "mutant_name": ("用错名称", "a name for another"),
    "mutant_arithmetic": ("加减互换", "plus for minus"),
    "mutant_value": ("参数差一步", "a parameter one step off"),
    "mutant_order": ("两行换次序", "two rows in the other order"),
    "mutant_period": ("起止日期差一天", "a day earlier or later"),
    # --- a report
    "mutant_survived": (
        "这条改动没有任何测试发现",
        "no case finds this change",
    ),
    "mutant_told_apart": (
        "随机试的住户里有能发现它的：缺的是用例",
        "some random household tells it apart: a case is missing",
    ),
    "mutant_not_told": (
        "没有试出能发现它的住户，也没有证明它不改变结果",
        "no household was found that tells it apart, and no proof that none does",
    ),
    "mutant_head": (
        "{policy}：改动 {counted}，发现 {killed}，漏过 {survived}；得分 {percent}%；另有 {equal} 处证明不改变任何结果",
        "{policy}: changes {counted}, found {killed}, missed {survived}; score {percent}%; {equal} more are proved to change no answer",
    ),
    "mutant_below_threshold": (
        "{policy}：得分 {percent}%，低于要求的 {threshold}%",
        "{policy}: score {percent}%, below the {threshold}% asked for",
    ),
    "mutant_progress": (
        "{policy}：{done}/{all}",
        "{policy}: {done}/{all}",
    ),
    "mutant_failing": (
        "{policy} 有 {failed} 个用例不通过：先改好再试改动",
        "{policy}: {failed} cases fail; mend them first",
    ),
    "mutant_broken": (
        "{file} 读不了：先改好再试改动（relapse-rules test 会列出问题）",
        "{file} cannot be read; mend it first (relapse-rules test lists what is wrong)",
    ),
    # --- suggestions
    "suggest_none_needed": (
        "{policy}：没有缺口",
        "{policy}: there is no gap",
    ),
    "suggest_head": (
        "{policy}：缺口 {gaps}，写出 {found} 个用例补上 {closed} 个，没有找到的 {missing}",
        "{policy}: gaps {gaps}; {found} cases written that close {closed}, nothing found for {missing}",
    ),
    "suggest_missing": (
        "没有找到能补上它的住户：{gap}",
        "no household was found that closes it: {gap}",
    ),
    "suggest_confirm": (
        "# 由程序写成：结果是政策今天的回答。请逐条核对，无误后删去 confirm: true。",
        "# Written by a machine, with the answers of today. Check each, then delete `confirm: true`.",
    ),
    "suggest_one_policy": (
        "一次只能为一份政策写用例，这里有：{policies}",
        "cases are written for one policy at a time; here are {policies}",
    ),
    "suggest_one_file": (
        "-o 和 --append 只能用一个",
        "-o and --append exclude each other",
    ),
    # --- the name of a row: what it shows
    "suggest_yes": ("{what} 成立", "{what} holds"),
    "suggest_no": ("{what} 不成立", "{what} fails"),
    "suggest_listed": ("{what}：{value}", "{what}: {value}"),
    "suggest_below": ("{what}：小一步", "{what}: just below"),
    "suggest_at": ("{what}：相等", "{what}: equal"),
    "suggest_above": ("{what}：大一步", "{what}: just above"),
    "suggest_won": ("{what} 胜出", "{what} wins"),
    "suggest_no_row": ("各行都不成立", "no row holds"),
    "suggest_unknown": ("{what} 未知", "{what} unknown"),
}
