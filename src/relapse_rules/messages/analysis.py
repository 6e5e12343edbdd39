"""Messages about proofs and findings, codes RR4xx, and the words of their reports."""

from __future__ import annotations

from relapse_rules.messages import Phrase, Text

MESSAGES: dict[str, Text] = {
    # --- findings: every formula makes sense, and still something is wrong
    "RR401": Text(
        zh="任何住户都不会满足 `{found}`",
        en="no household ever meets `{found}`",
        help_zh="检查上下限是否写反、“且”“或”是否用错、选项和单位是否写对",
        help_en="check whether bounds are swapped, `and` and `or` are mixed up, and values and units are right",
    ),
    "RR402": Text(
        zh="`{found}` 对任何住户都成立，等于没有写",
        en="`{found}` holds for every household, as if it were not there",
        help_zh="检查上下限是否用“或”连接、界限是否在指标的范围之外",
        help_en="check whether bounds are joined with `or`, and whether a limit lies outside the range of the fact",
    ),
    "RR403": Text(
        zh="`{row}` 这一行永远轮不到：排在前面的 {others} 已经全部包括",
        en="the row `{row}` never wins: what it would take, {others} before it take",
        help_zh="调整先后，或改条件。例如这户满足它，却归了前面（{day}）：{household}",
        help_en="change the order or the conditions. Such as this household, which meets it and goes to a row before ({day}): {household}",
    ),
    "RR404": Text(
        zh="`{row}` 的条件比前面的 {others} 更严，等级却排在后面，永远轮不到",
        en="`{row}` asks more than {others} before it and is a lower tier, so that it never wins",
        help_zh="把更严的排在前面，或核对界限。例如（{day}）：{household}",
        help_en="put the stricter one first, or check the limits. Such as ({day}): {household}",
    ),
    "RR405": Text(
        zh="去掉 `{found}`，结果处处一样",
        en="without `{found}` everything is decided just the same",
        help_zh="它已包含在同一条件的其他部分里；删掉，或核对本来想写什么",
        help_en="the other parts of the condition imply it; delete it, or check what was meant",
    ),
    "RR406": Text(
        zh="`{one}` 与 `{other}` 不可能同时满足，任何户都不能消除风险",
        en="`{one}` and `{other}` never hold together, so that no case can be closed",
        help_zh="核对两个条件。例如这户满足前者（{day}）：{household}",
        help_en="check both conditions. Such as this household, which meets the first ({day}): {household}",
    ),
    "RR407": Text(
        zh="消除条件合在一起，没有哪户能全部满足，或总有情形不许消除",
        en="no household can meet all conditions of removal, or something always holds it back",
        help_zh="各条件分别能满足、两两也能，合起来却不能；逐条核对",
        help_en="each can be met, and each two of them; check them all",
    ),
    "RR408": Text(
        zh="同一天同样情况，有户既可以消除风险，又符合 `{row}` 应当识别",
        en="on one day and with the same facts, a case may be closed and is to be identified as `{row}`",
        help_zh="让消除条件排除仍符合类型的户。例如（{day}）：{household}",
        help_en="let the conditions of removal exclude whoever still fits a type. Such as ({day}): {household}",
    ),
    "RR409": Text(
        zh="程序走不到 `{step}` 这一步：前面的步骤不可能都完成，或它总是已经完成",
        en="the step `{step}` is never the next one: those before are never all done, or it always is",
        help_zh="检查前一步的完成条件",
        help_en="check when the step before it is done",
    ),
    "RR410": Text(
        zh="按现在的取值，任何住户都不会满足 `{found}`；`{one}` 和 `{other}` 换一换就能满足",
        en="with the values as they are, no household ever meets `{found}`; it can with those of `{one}` and `{other}` swapped",
        help_zh="核对两个参数的取值，大小是否写反",
        help_en="check which of the two parameters is meant to be the larger one",
    ),
    "RR411": Text(
        zh="参数 `{found}` 没有一条规定用到",
        en="no rule uses the parameter `{found}`",
        help_zh="删掉，或补上用它的规定",
        help_en="delete it, or write the rule that uses it",
    ),
    "RR412": Text(
        zh="指标 `{found}` 没有一条规定用到",
        en="no rule uses the fact `{found}`",
        help_zh="删掉，或补上用它的规定；只供登记的写成 text",
        help_en="delete it, or write the rule that uses it; what is only recorded may be a text",
    ),
    "RR413": Text(
        zh="风险 `{found}` 没有一条规定用到",
        en="no rule uses the risk `{found}`",
        help_zh="类型和等级用 any(risks)、count(risks) 或 risks.{found} 引用",
        help_en="types and tiers ask for it by any(risks), count(risks) or risks.{found}",
    ),
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
        zh="没有哪一天可以问：{why.zh}",
        en="it can be asked on no day: {why.en}",
        help_zh="核对地方、政策的有效期和收入线等参数，或换一个日期",
        help_en="check the place, when its policy is in force and its parameters, or choose another day",
    ),
    "RR458": Text(
        zh="两份政策的 `{fact}` 定义不同（类型、单位、小数位、范围或可选值），不能放在一起比",
        en="`{fact}` is declared otherwise in each policy (type, unit, places, range or values)",
        help_zh="先统一指标的定义",
        help_en="declare the fact alike first",
    ),
    "RR459": Text(
        zh="`{claim}` 要正好写一种说法，并写全它的各部分、不多写",
        en="`{claim}` must state exactly one kind of claim, with all of its parts and no others",
        help_zh="可写：{kinds}；always 配 then，monotone 配 in 和 direction，independent 配 of，complete 和 exclusive 可配 where",
        help_en="one of: {kinds}; always has then, monotone has in and direction, independent has of, complete and exclusive may have where",
    ),
    "RR460": Text(
        zh="没有可沿用的说法：`{found}` 不是上级政策，或旁边没有 .claims.yaml",
        en="no claims to extend: `{found}` is no layer above, or has no .claims.yaml beside it",
        help_zh="可选：{known}",
        help_en="one of: {known}",
        nearest_zh="是否应为 `{nearest}`？可选：{known}",
        nearest_en="did you mean `{nearest}`? one of: {known}",
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
    "proof_left_out": (
        "这些天没有它说的条款或结果，没有看：{days}",
        "not asked on days when what it names is not in force: {days}",
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
    "hidden_by": ("这一行先取", "this row takes it first"),
    "excluded_by": ("与这一条矛盾", "contradicts this one"),
    "blocked_by": ("这一步之后走不下去", "nothing comes after this step"),
    "set_so": ("取值在这里", "its value"),
    "check_unlooked": (
        "没有查漏（走不到的行、永不成立的条件等）：装 relapse-rules[prove] 后加 --prove 查",
        "not looked for: gaps, dead rows, conditions that never hold (--prove, with relapse-rules[prove])",
    ),
    "check_looked": (
        "已查漏：列表至多 {items} 项的全部住户；{open} 个问题限时内未能判定",
        "looked for gaps: all households with lists of at most {items}; {open} questions not settled in time",
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
# Why a claim can be asked on no day.
NO_DAY = Phrase("政策在这些天都不能判定", "the policy decides on none")


def no_answer(name: str) -> Phrase:
    """Nothing is stated that would answer it."""
    return Phrase(f"政策没有 `{name}` 这项结果", f"the policy has no answer `{name}`")
