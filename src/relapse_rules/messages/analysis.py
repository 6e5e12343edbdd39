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
        zh="两份政策的 `{fact}` 定义不同（类型、单位、小数位、范围或可选值），不能放在一起比",
        en="`{fact}` is declared otherwise in each policy (type, unit, places, range or values)",
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
    "effect_nothing_proved": ("不会有任何户的类型、等级或消除结论因此改变", "no household's type, tier or removal changes"),
    "effect_nothing_refuted": ("有户的结论会因此改变", "some household is decided otherwise"),
    "effect_nothing_open": ("是否有户的结论会改变，限时内未能判定", "whether any household is decided otherwise was not settled in time"),
    "effect_unlike_open": ("两份政策对同一项指标的定义不同，对全部可能的住户不能证明", "the two policies declare a fact differently, so that nothing can be proved for all households"),
    "effect_leaves_proved": ("不会有任何户因此退出监测", "no household leaves by this"),
    "effect_leaves_refuted": ("会有户因此退出，或从确定变为无法判定", "a household may leave, or may no longer surely be watched"),
    "effect_leaves_open": ("是否有户会退出，限时内未能判定", "whether any household leaves was not settled in time"),
    "effect_enters_proved": ("不会有任何户因此新纳入", "no household enters by this"),
    "effect_enters_refuted": ("会有户因此新纳入，或变得可能纳入", "a household may enter, or may now possibly be watched"),
    "effect_enters_open": ("是否有户会新纳入，限时内未能判定", "whether any household enters was not settled in time"),
    "effect_lower_proved": ("不会有任何户的等级因此降低", "no household's tier falls"),
    "effect_lower_refuted": ("会有户的等级降低", "a household's tier may fall"),
    "effect_lower_open": ("是否有户的等级会降低，限时内未能判定", "whether any tier falls was not settled in time"),
    "effect_higher_proved": ("不会有任何户的等级因此升高", "no household's tier rises"),
    "effect_higher_refuted": ("会有户的等级升高", "a household's tier may rise"),
    "effect_higher_open": ("是否有户的等级会升高，限时内未能判定", "whether any tier rises was not settled in time"),
    "effect_closes_proved": ("不会有任何户因此变得可以消除风险", "no case can be closed by this that could not before"),
    "effect_closes_refuted": ("会有户因此变得可以（或可能可以）消除风险", "a case may be closed that could not before"),
    "effect_closes_open": ("是否有户变得可以消除风险，限时内未能判定", "whether further cases can be closed was not settled in time"),
    "effect_stays_proved": ("不会有任何户因此不能再消除风险", "no case that could be closed is held open by this"),
    "effect_stays_refuted": ("会有户因此不能（或不一定能）再消除风险", "a case that could be closed may be held open"),
    "effect_stays_open": ("是否有户不能再消除风险，限时内未能判定", "whether cases are held open was not settled in time"),
    "effect_such_as": ("，例如 {record}", ", such as {record}"),
    "effect_bound": ("（列表至多 {n} 项的全部可能住户）", " (of all possible households with lists of at most {n})"),
    "proof_disagreement": (
        "程序内部出错：求解器与参考解释器的结论不一致（{claim}）；请不要采信，并报告这个问题",
        "an internal error: the solver and the reference interpreter differ ({claim}); trust neither, and report it",
    ),
}  # fmt: skip
