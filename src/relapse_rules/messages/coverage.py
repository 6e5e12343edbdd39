"""Messages and words about what the cases of a policy show: codes RR95x."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES: dict[str, Text] = {
    "RR950": Text(
        zh="没有这个覆盖目标：`{goal}`",
        en="there is no such goal of coverage: `{goal}`",
        help_zh="照抄 test --coverage --format json 里的 id；政策改了，标记也要改",
        help_en="copy the id from test --coverage --format json; a changed policy has other goals",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR951": Text(
        zh="标为做不到的目标做到了：`{goal}`，见用例“{case}”",
        en="a goal that is marked as impossible is shown: `{goal}` by case `{case}`",
        help_zh="去掉这条标记",
        help_en="take the mark away",
    ),
    "RR952": Text(
        zh="`{file}` 已经有了，不会覆盖它",
        en="`{file}` exists and will not be overwritten",
        help_zh="换一个文件名；要接在用例文件后面请用 --append",
        help_en="name another file, or use --append to add to a file of cases",
    ),
    "RR953": Text(
        zh="接不到 `{file}` 后面：{why.zh}",
        en="nothing can be added to `{file}`: {why.en}",
        help_zh="用 -o 写成新文件，再自己并进去",
        help_en="write a new file with -o and merge it by hand",
    ),
}

COVER_WORDS: dict[str, tuple[str, str]] = {
    # --- one goal that no case shows
    "cover_clause": ("条款 {clause}：", "clause {clause}: "),
    "cover_yes": (
        "条件“{what}”成立时，从未单独决定结果",
        "condition `{what}` has never decided the outcome by holding",
    ),
    "cover_no": (
        "条件“{what}”不成立时，从未单独决定结果",
        "condition `{what}` has never decided the outcome by failing",
    ),
    "cover_yes_listed": (
        "条件“{what}”因“{value}”成立时，从未单独决定结果",
        "condition `{what}` has never decided the outcome by holding for `{value}`",
    ),
    "cover_no_listed": (
        "条件“{what}”因“{value}”不成立时，从未单独决定结果",
        "condition `{what}` has never decided the outcome by failing for `{value}`",
    ),
    "cover_below": (
        "“{what}”：没有试过左边刚好比右边小一步、结果由它决定的住户",
        "`{what}` has not been tried where it decides and left is just below right",
    ),
    "cover_at": (
        "“{what}”：没有试过左右正好相等、结果由它决定的住户",
        "`{what}` has not been tried where it decides and both sides are equal",
    ),
    "cover_above": (
        "“{what}”：没有试过左边刚好比右边大一步、结果由它决定的住户",
        "`{what}` has not been tried where it decides and left is just above right",
    ),
    "cover_setpoint": (
        "（参数 {parameter}，{of}）",
        " (parameter {parameter}, {of})",
    ),
    "cover_since": ("{day} 起的值", "value since {day}"),
    "cover_row_of": ("“{row}”一行", "row `{row}`"),
    "cover_row": (
        "“{what}”这一行没有一例胜出",
        "row `{what}` has not won in any case",
    ),
    "cover_row_none": (
        "没有一例各行都不成立",
        "there is no case in which no row holds",
    ),
    "cover_unknown": (
        "指标 {what}：没有一例因为它未知而无法判定",
        "fact {what}: no case is undecided because it is unknown",
    ),
    # --- a report
    "cover_head": (
        "{policy}：覆盖 {seen}/{counted}（{percent}%），缺口 {gaps}；证明做不到 {impossible}，人工标为做不到 {marked}",
        "{policy}: covered {seen}/{counted} ({percent}%), gaps {gaps}; proved impossible {impossible}, marked impossible {marked}",
    ),
    "cover_below_threshold": (
        "{policy}：覆盖 {percent}%，低于要求的 {threshold}%",
        "{policy}: {percent}% covered, below the {threshold}% asked for",
    ),
    "cover_alone": (
        "--threshold 要与 --coverage 同用",
        "--threshold goes with --coverage",
    ),
    "cover_formats": (
        "--coverage 没有 junit 格式",
        "--coverage has no junit format",
    ),
    "cover_nothing": (
        "这里没有哪个地方的用例可以算覆盖",
        "there are no cases of a place to measure",
    ),
}
