"""Messages about proofs and findings, codes RR4xx, and the words of their reports."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES: dict[str, Text] = {
    # --- claims
    "RR450": Text(
        zh="证明要用求解器 Z3，还没有安装",
        en="proofs need the solver Z3, which is not installed",
        help_zh='安装：pip install "relapse-rules[prove]"',
        help_en='install it: pip install "relapse-rules[prove]"',
    ),
    "RR451": Text(
        zh="`{found}` 不是一种说法；可写：{known}",
        en="`{found}` is no kind of claim; one of: {known}",
        help_zh="第一个词说明要证明什么",
        help_en="the first word says what is to be proved",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR452": Text(
        zh="`{kind}` 的写法不对",
        en="`{kind}` is not written so",
        help_zh="写成：{form}",
        help_en="write: {form}",
    ),
    "RR453": Text(
        zh="没有 `{found}` 这个结果",
        en="there is no answer `{found}`",
        help_zh="写结果的名称，如 tier、type、removal、risks.illness",
        help_en="name an answer, such as tier, type, removal or risks.illness",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR454": Text(
        zh="没有 `{found}` 这个指标",
        en="there is no fact `{found}`",
        help_zh="写指标的编号或名称；列表里的写 `列表.指标`，如 members.age",
        help_en="name a fact by its id or label; of a list as `list.fact`, such as members.age",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR455": Text(
        zh="`{found}` 是列表、文字或个人信息，不能逐值比较",
        en="`{found}` is a list, a text or personal: its values cannot be compared",
        help_zh="换一个指标；列表里的写 `列表.指标`",
        help_en="choose another fact; of a list name one as `list.fact`",
    ),
    "RR456": Text(
        zh="`{found}` 的值没有大小先后，谈不上单调",
        en="the values of `{found}` stand in no order",
        help_zh="单调只对数值、金额和日期；是否有关可用 independent",
        help_en="only numbers, amounts and dates rise; `independent` asks whether it matters",
    ),
    "RR457": Text(
        zh="没有哪一天可以问：政策在这些天不能判定，或没有这项结果",
        en="it can be asked on no day: the policy decides on none, or has no such answer",
        help_zh="核对政策的有效期和收入线等参数，或换一个日期",
        help_en="check when the policy is in force and its parameters, or choose another day",
    ),
    "RR458": Text(
        zh="两份政策的 `{fact}` 含义不同（类型、单位或小数位），不能放在一起比",
        en="`{fact}` means something else in each policy (type, unit or places)",
        help_zh="先统一指标的定义",
        help_en="declare the fact alike first",
    ),
}  # fmt: skip

PROOF_WORDS: dict[str, tuple[str, str]] = {
    "proof_proved": ("已证明", "proved"),
    "proof_refuted": ("不成立", "refuted"),
    "proof_open": ("限时内未能判定", "not decided in time"),
    "proof_on_days": ("日期：{days}", "days: {days}"),
    "proof_one_day": ("{first}", "{first}"),
    "proof_days": ("{first} 至 {last}", "{first} to {last}"),
    "proof_bounds": (
        "范围：{lists}；更多的没有看",
        "bounds: {lists}; longer lists were not looked at",
    ),
    "proof_bound": ("{list}至多 {n} 项", "at most {n} {list}"),
    "proof_first_days": (
        "每段日期的第一天都成立，其余日子没有判定",
        "it holds on the first day of each stretch; the other days are not decided",
    ),
    "proof_unreachable": (
        "没有任何住户能够做到",
        "no household can reach it",
    ),
    "proof_on": ("按 {day} 的规定：", "by the rules of {day}:"),
    "proof_witness": ("反例（{day}）：", "a household that refutes it ({day}):"),
    "proof_example": ("例如（{day}）：", "for example ({day}):"),
    "proof_pair": ("反例，只有最后一处不同（{day}）：", "two households that differ in one fact ({day}):"),
    "proof_decides": ("结果：{answers}", "decided: {answers}"),
    "proof_record": ("记录：{record}", "record: {record}"),
    "proof_missing": ("没写的都是未知", "what is left out is unknown"),
    "proof_summary": (
        "{claims} 条说法：{proved} 条已证明，{refuted} 条不成立，{open} 条未判定，用时 {seconds} 秒",
        "{claims} claims: {proved} proved, {refuted} refuted, {open} not decided, in {seconds} s",
    ),
    "proof_none": (
        "没有要证明的：用 --claim 写一条，或在政策旁边放 .claims.yaml",
        "nothing to prove: state a --claim, or keep a .claims.yaml beside the policy",
    ),
    "proof_disagreement": (
        "程序内部出错：求解器与参考解释器的结论不一致（{claim}）；请不要采信，并报告这个问题",
        "an internal error: the solver and the reference interpreter differ ({claim}); trust neither, and report it",
    ),
}  # fmt: skip
