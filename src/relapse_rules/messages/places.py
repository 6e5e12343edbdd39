"""Messages about policies that cannot be found: codes RR7xx."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES = {
    "RR701": Text(
        zh="没有编号为 `{name}` 的政策（在 {root} 下查找）",
        en="there is no policy `{name}` below {root}",
        help_zh="编号就是文件相对政策根目录的路径，不带 .policy.yaml",
        help_en="the id is the path of the file below the policy root, without .policy.yaml",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR702": Text(
        zh="`{name}` 既不是政策编号，也不是 .policy.yaml 文件的路径",
        en="`{name}` is neither a policy id nor the path of a .policy.yaml file",
        help_zh="编号只用小写字母、数字、连字符和斜杠，如 cn/shaanxi/baoji",
        help_en="an id has lower-case letters, digits, hyphens and slashes only, such as cn/shaanxi/baoji",
    ),
    "RR703": Text(
        zh="不能读取政策 `{name}`：{why.zh}（{path}）",
        en="policy `{name}` cannot be read: {why.en} ({path})",
        help_zh="政策文件必须是政策根目录内的普通文件",
        help_en="a policy must be a regular file inside the policy root",
    ),
    "RR704": Text(
        zh="{root} 下没有政策文件",
        en="there is no policy file below {root}",
        help_zh="政策文件以 .policy.yaml 结尾",
        help_en="policy files end in .policy.yaml",
    ),
    "RR705": Text(
        zh="政策 `{policy}` 没有关于网格的规则",
        en="policy `{policy}` states no rules about grids",
    ),
    "RR706": Text(
        zh="日期要写成 YYYY-MM-DD 或 datetime.date：{found}",
        en="a day is a datetime.date or a text YYYY-MM-DD: {found}",
    ),
    "RR707": Text(
        zh="没有政策管辖区划代码 {area}",
        en="no policy governs area {area}",
        help_zh="补上这个地方的政策文件，或核对代码",
        help_en="add a policy for the place, or check the code",
        nearest_zh="最接近的是：{nearest}",
        nearest_en="the nearest are: {nearest}",
    ),
    "RR708": Text(
        zh="区划代码应为 2 到 12 位数字的文本",
        en="an area code is a text of 2 to 12 digits",
        help_zh="代码须按文本处理，不能按数字",
        help_en="keep codes as text, never as numbers",
    ),
    "RR709": Text(
        zh="有两份政策管辖同一区划 {area}",
        en="two policies govern the same area {area}",
        help_zh="把只供继承的一份标为 governs: false",
        help_en="mark the one that others only extend with `governs: false`",
    ),
    "RR710": Text(
        zh="`{name}` 不是政策文件的名字，政策文件以 .policy.yaml 结尾",
        en="`{name}` is not named as a policy file, which ends in .policy.yaml",
        help_zh="把文件改名为 `{wanted}`",
        help_en="rename the file to `{wanted}`",
    ),
}
