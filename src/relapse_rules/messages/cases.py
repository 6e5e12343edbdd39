"""Messages about test households: codes RR9xx."""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES: dict[str, Text] = {
    # --- the file as a whole
    "RR901": Text(
        zh="这份测试户没有写是哪份政策的",
        en="these cases do not say which policy they are about",
        help_zh="写上 `policy: 政策编号`，或把文件放在政策文件旁边，取同样的名字",
        help_en="state `policy`, or keep the file beside the policy's file under the same name",
    ),
    "RR902": Text(
        zh="没有编号为 `{policy}` 的政策（在 {root} 下查找）",
        en="there is no policy `{policy}` below {root}",
        help_zh="编号就是政策文件相对政策根目录的路径，不带 .policy.yaml",
        help_en="the id is the path of its file below the policy root, without .policy.yaml",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR903": Text(
        zh="文件写的政策是 `{policy}`，旁边的政策文件却是 `{beside}`",
        en="the file states policy `{policy}`, but stands beside that of `{beside}`",
        help_zh="改成一致，或把文件移到别处",
        help_en="make them agree, or move the file",
    ),
    "RR904": Text(
        zh="`{case}` 没有写日期",
        en="`{case}` states no date",
        help_zh="写 `date: 年-月-日`，放在文件开头就对全部用例有效；不会默认为今天",
        help_en="state `date`, at the top for every case; it never defaults to today",
    ),
    "RR905": Text(
        zh="`{policy}` 在 {day} 不能判定：{why.zh}",
        en="`{policy}` cannot decide on {day}: {why.en}",
        help_zh="换一个日期，或先补齐政策",
        help_en="choose another day, or complete the policy first",
    ),
    "RR906": Text(
        zh="有两个用例都叫 `{name}`",
        en="two cases are named `{name}`",
        help_zh="名称在一个文件里不能重复",
        help_en="a name must not come twice in one file",
    ),
    "RR907": Text(
        zh="文件里没有用例",
        en="the file holds no case",
        help_zh="在 `cases` 下写用例",
        help_en="write cases under `cases`",
    ),
    "RR908": Text(
        zh="`{id}` 不是 `{layer}` 的上级政策，不能沿用它的用例",
        en="`{id}` is no layer above `{layer}`, and its cases cannot hold here",
        help_zh="可选：{known}",
        help_en="one of: {known}",
        nearest_zh="是否应为 `{nearest}`？可选：{known}",
        nearest_en="did you mean `{nearest}`? one of: {known}",
    ),
    "RR909": Text(
        zh="`{id}` 旁边没有用例文件",
        en="there are no cases beside `{id}`",
        help_zh="删掉 `extends`，或在那份政策旁边写 .cases.yaml",
        help_en="delete `extends`, or write a .cases.yaml beside that policy",
    ),
    "RR948": Text(
        zh="一个文件里的用例用了超过 {limit} 个不同的日期",
        en="the cases of one file are about more than {limit} days",
        help_zh="改变住户的日期，不要改变用例的日期；或拆成几个文件",
        help_en="vary the dates of the household, not the day of the case; or split the file",
    ),
    # --- the household
    "RR910": Text(
        zh="没有名为 `{name}` 的住户",
        en="there is no household `{name}`",
        help_zh="`base` 指 `households` 中的名称：{known}",
        help_en="`base` names one of `households`: {known}",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR911": Text(
        zh="`{fact}` 是个人信息，测试户里不能写",
        en="`{fact}` is personal and has no place in a case",
        help_zh="删掉它；用代称，如“甲户”",
        help_en="delete it; call the household by a letter",
    ),
    "RR912": Text(
        zh="`{case}` 没有写住户",
        en="`{case}` has no household",
        help_zh="写 `input`（什么都不知道就写 `input: {{}}`）、`grid` 或 `base`",
        help_en="state `input` (`input: {{}}` when nothing is known), `grid` or `base`",
    ),
    "RR913": Text(
        zh="`{case}` 既写了住户又写了网格",
        en="`{case}` states both a household and a grid",
        help_zh="一个用例只说一种记录：`input` 和 `base` 是住户，`grid` 是网格",
        help_en="a case is about one record: `input` and `base` are a household, `grid` a grid",
    ),
    "RR914": Text(
        zh="政策 `{policy}` 没有关于网格的规则",
        en="policy `{policy}` states no rules about grids",
        help_zh="删掉这个用例，或在政策里写 `grid`",
        help_en="delete the case, or give the policy a `grid`",
    ),
    "RR915": Text(
        zh="`{path}` 不存在：`{list}` 只有 {count} 项（从 0 数起）",
        en="there is no `{path}`: `{list}` has {count} items (the first is 0)",
        help_zh="先在 `base` 或 `input` 里写出这个列表",
        help_en="state the list in `base` or `input` first",
    ),
    # --- what is expected
    "RR920": Text(
        zh="`{case}` 没有写应得什么结果，测不出任何问题",
        en="`{case}` expects nothing, so that it can find nothing",
        help_zh="写 `output`、`undecided` 或 `error`；还没想好的写 `todo: true`",
        help_en="state `output`, `undecided` or `error`; mark what is unfinished `todo: true`",
    ),
    "RR921": Text(
        zh="判定结果里没有 `{name}`",
        en="a decision has no answer `{name}`",
        help_zh="可选：{known}",
        help_en="one of: {known}",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR922": Text(
        zh="`{value}` 不能是 `{name}` 的结果",
        en="`{value}` is no answer to `{name}`",
        help_zh="可选：{known.zh}",
        help_en="one of: {known.en}",
        nearest_zh="是否应为 `{nearest}`？可选：{known.zh}",
        nearest_en="did you mean `{nearest}`? one of: {known.en}",
    ),
    "RR923": Text(
        zh="`{name}` 在 {day} 没有生效",
        en="`{name}` is not in force on {day}",
        help_zh="换一个日期，或删掉它",
        help_en="choose another day, or leave it out",
    ),
    "RR924": Text(
        zh="`error` 的用例得不出结果，不能再写 `{key}`",
        en="a record that is refused is not decided: `{key}` cannot be stated as well",
        help_zh="留一个：要么记录被拒收，要么得出结果",
        help_en="keep one: either the record is refused, or it is decided",
    ),
    "RR925": Text(
        zh="写了 `needs`，却没有写什么判定不了",
        en="`needs` is stated, but nothing is said to stay open",
        help_zh="在 `undecided` 里写出判定不了的结果，如 [tier]",
        help_en="name what stays open under `undecided`, such as [tier]",
    ),
    "RR926": Text(
        zh="没有编号为 `{value}` 的问题",
        en="there is no problem of code `{value}`",
        help_zh="编号写成 RR604 的样子，见记录被拒收时方括号里的编号",
        help_en="a code is like RR604: what stands in brackets when a record is refused",
    ),
    "RR927": Text(
        zh="`{name}` 既不是条款也不是计算值，不能是理由",
        en="`{name}` is neither a clause nor a derived value, and cannot be a reason",
        help_zh="写成 节.条目，如 guarantees.housing，或计算值的编号",
        help_en="write section.entry, such as guarantees.housing, or the id of a derived value",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    # --- sheets
    "RR940": Text(
        zh="读写 `{file}` 这种 Excel 文件要另装几个库",
        en="`{file}`: Excel files need further libraries",
        help_zh="运行 pip install 'relapse-rules[{extra}]'，或改用 .cases.csv",
        help_en="run pip install 'relapse-rules[{extra}]', or use .cases.csv",
    ),
    "RR941": Text(
        zh="`{file}` 不是可以读取的 Excel 文件",
        en="`{file}` is no Excel file that can be read",
        help_zh="用 Excel 或 WPS 另存为 .xlsx，不要加密码",
        help_en="save it again as .xlsx, without a password",
    ),
    "RR942": Text(
        zh="`{file}` 太大",
        en="`{file}` is too large",
        help_zh="至多 16 MiB（Excel 解压后 128 MiB），每张表至多一百万格；删去多余的空行空列，或拆成几个文件",
        help_en="at most 16 MiB (a workbook 128 MiB unzipped), a million cells a sheet; delete blank rows and columns, or split it",
    ),
    "RR943": Text(
        zh="`{name}` 的第一行没有 `{heading}` 一列",
        en="the first row of `{name}` has no column `{heading}`",
        help_zh="第一行写表头；用例的名称写在“{heading}”一列",
        help_en="the first row holds headings; names of cases stand under `{heading}`",
    ),
    "RR944": Text(
        zh="这一行没有写用例的名称",
        en="this row does not name its case",
        help_zh="在“{heading}”一列写上名称",
        help_en="write its name under `{heading}`",
    ),
    "RR945": Text(
        zh="没有名为 `{name}` 的用例，这一行不知道属于谁",
        en="there is no case `{name}` that this row could belong to",
        help_zh="核对两张表的用例名称",
        help_en="compare the names of cases in both sheets",
        nearest_zh="是否应为 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR946": Text(
        zh="工作表 `{name}` 不是用例表，也不是列表指标",
        en="sheet `{name}` holds neither cases nor the items of a list",
        help_zh="可选：{known}",
        help_en="one of: {known}",
        nearest_zh="是否应为 `{nearest}`？可选：{known}",
        nearest_en="did you mean `{nearest}`? one of: {known}",
    ),
    "RR947": Text(
        zh="有两列都是 `{heading}`",
        en="two columns are headed `{heading}`",
        help_zh="只保留一列",
        help_en="keep one of them",
    ),
    # --- taking tests over
    "RR949": Text(
        zh="`{fact}` 不是列表 `{list}` 的指标",
        en="`{fact}` is no fact of the list `{list}`",
        help_zh="个人只能对到一个列表",
        help_en="persons can become items of one list only",
    ),
}
