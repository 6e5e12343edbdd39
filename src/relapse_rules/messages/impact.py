"""Messages about comparing two policies on real households: codes RR85x."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES = {
    "RR850": Text(
        zh="读不到版本 `{name}`：{why.zh}",
        en="revision `{name}` cannot be read: {why.en}",
        help_zh="写成 git:版本:路径，如 git:main:policies/cn/anhui/suzhou.policy.yaml",
        help_en="write git:REVISION:PATH, such as git:main:policies/cn/anhui/suzhou.policy.yaml",
    ),
    "RR851": Text(
        zh="两份政策说的不是同样的指标，不能比较：{base} 和 {head}（{facts}）",
        en="the two policies are about different facts and cannot be compared: {base} and {head} ({facts})",
        help_zh="比较同一个地方改动前后的两个版本，或指标相同的两个地方",
        help_en="compare two versions of one place, or two places with the same facts",
    ),
    "RR852": Text(
        zh="数据是别处的：{n} 户的区划代码是 {codes}，而政策 `{policy}` 管的是 {area}",
        en="the data is of another place: {n} households with area code {codes}, but policy `{policy}` governs {area}",
        help_zh="换成本地的数据，或换成管那里的政策",
        help_en="use the data of this place, or the policy of that one",
    ),
    "RR853": Text(
        zh="{base} 和 {head} 都没有规定谁要监测，也没有分级，没有可比较的",
        en="neither {base} nor {head} says who is watched or how urgently: there is nothing to compare",
        help_zh="至少一份要有 types 或 tiers",
        help_en="at least one of them needs `types` or `tiers`",
    ),
    "RR854": Text(
        zh="没有一户能比较：{n} 行都未采用",
        en="no household can be compared: rows refused {n}",
        help_zh="先用 evaluate 看每行错在哪里",
        help_en="let `evaluate` say what is wrong with each row",
    ),
    "RR855": Text(
        zh="不能逐个数值试参数 `{name}`：{why.zh}",
        en="parameter `{name}` cannot be swept: {why.en}",
        help_zh="写出一个是数字的参数，和 起:止:步长",
        help_en="name a parameter that is a number, and FROM:TO:STEP",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR856": Text(
        zh="没有叫 `{found}` 的关口",
        en="there is no gate `{found}`",
        help_zh="可以是：{known}",
        help_en="the gates are: {known}",
    ),
    "RR857": Text(
        zh="最多变动写成户数或百分比：{found}",
        en="the most that may change is a number of households or a percentage: {found}",
        help_zh="写 100 或 5%",
        help_en="write 100 or 5%",
    ),
    "RR858": Text(
        zh="`{file}` 不是 plan 存下的文件，或不是批准单：{why.zh}",
        en="`{file}` is no saved plan, or no approval: {why.en}",
        help_zh="用 plan -o plan.json 存，批准单照 docs/plan.md 写",
        help_en="save one with plan -o plan.json; docs/plan.md shows an approval",
    ),
    "RR859": Text(
        zh="与批准的不一致：{what.zh}",
        en="this is not what was approved: {what.en}",
        help_zh="重新运行 plan，看过结果再批准",
        help_en="run plan again, look at what it shows, and approve that",
    ),
}
