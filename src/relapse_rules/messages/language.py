"""Messages about expressions: names, types, units and forms that are not allowed."""

from __future__ import annotations

from relapse_rules.messages import Phrase, Text, Wording

# What an expression is, for people.
KINDS: dict[str, Phrase] = {
    "boolean": Phrase("是/否", "yes or no"),
    "number": Phrase("数", "a number"),
    "count": Phrase("个数", "a count"),
    "date": Phrase("日期", "a date"),
    "choice": Phrase("选项", "a choice"),
    "choices": Phrase("选项集合", "a set of choices"),
    "text": Phrase("文字", "a text"),
    "list": Phrase("列表", "a list"),
    "section": Phrase("一组条款", "a section"),
}
# Why two things do not fit.
MISFITS: dict[str, Phrase | Wording] = {
    "choice_alone": Phrase(
        "引号里的选项要与某一项比较", "a quoted choice must be compared with something"
    ),
    "branches": Phrase(
        "两个分支得出的不是同一种东西", "the two branches are of different kinds"
    ),
    "not_choice": Phrase(
        "只有选项能与引号里的选项比较", "only a choice is compared with a quoted choice"
    ),
    "order": Phrase(
        "选项只能用 == 和 !=，没有大小", "choices have no order: use == or !="
    ),
    "membership": Wording(
        "{w[in]} 的右边要是 [..] 列表或选项集合",
        "`{w[in]}` takes a list [..] or a set of choices",
    ),
    "table": Wording(
        "查表的值与参数表的 {k[Parameter.by]} 不是同一种东西",
        "the table is looked up by another kind than its `{k[Parameter.by]}`",
    ),
}

# What is wrong with a number, and what to do besides.
NUMBERS: dict[str, tuple[Phrase, Phrase | Wording]] = {
    "thousands": (
        Phrase("数字里不能有千分位逗号", "no thousands separator inside a number"),
        Phrase(
            "；若是函数的两个参数，请在逗号后加空格",
            "; two arguments of a function need a space behind the comma",
        ),
    ),
    "percent": (
        Phrase("数字里不能写百分号", "no percent sign inside a number"),
        Wording(
            '，或设成参数并写 {k[unit]}: "%"',
            ', or make it a parameter with {k[unit]}: "%"',
        ),
    ),
    "unit": (
        Phrase("数字里不能写万、元等字", "no 万 and no unit inside a number"),
        Phrase("", ""),
    ),
    "form": (
        Phrase("数字写法不对", "this is not how a number is written"),
        Phrase(
            "；不用科学记数法，不以 0 或小数点开头",
            "; no exponents, no leading zeros or points",
        ),
    ),
}

MESSAGES: dict[str, Text] = {
    "RR301": Text(
        "没有叫“{name}”的名称",
        "there is no name `{name}`",
        "可用的名称见 relapse-rules facts",
        "list the names with `relapse-rules facts`",
        "您是不是要写“{nearest}”？不改，这条规则就永远不会生效",
        "did you mean `{nearest}`? left as it is, the rule can never fire",
    ),
    "RR302": Text(
        "类型对不上：`{found}`；{why.zh}",
        "types do not fit: `{found}`; {why.en}",
        '选项与引号里的选项比较，日期与日期比较，数与数比较；选项集合写成 "x" {w[in]} 名称',
        'compare choices with quoted choices, dates with dates, numbers with numbers; for a set write "x" {w[in]} name',
    ),
    "RR303": Text(
        "{why.zh}：`{found}`",
        "{why.en}: `{found}`",
        "写成 {plain}{more.zh}",
        "write {plain}{more.en}",
    ),
    "RR304": Text(
        "`{found}` 不是这里的写法",
        "`{found}` is not how it is written here",
        "改为 `{wanted}`",
        "write `{wanted}`",
    ),
    "RR305": Text(
        "表达式里不能用 `{found}`",
        "`{found}` is not part of the expression language",
        "只有名称、数字、引号里的选项、{w[and]} {w[or]} {w[not]} {w[in]}、比较、加减乘除和函数表里的函数",
        "there are names, numbers, quoted choices, {w[and]} {w[or]} {w[not]} {w[in]}, comparisons, + - * / and the functions of the table",
    ),
    "RR306": Text(
        "除数 `{found}` 可能为零",
        "the divisor `{found}` may be zero",
        "给它声明大于零的范围，或把除法改写成乘法：a < c * b",
        "declare a range above zero for it, or write a multiplication: a < c * b",
    ),
    "RR307": Text(
        "单位对不上：{left} 与 {right}",
        "units do not fit: {left} and {right}",
        "两边换成同一单位，例如用人均数与人均线比较",
        "bring both sides to one unit, e.g. a per-capita value against a per-capita line",
    ),
    "RR308": Text(
        "是/否不用与是/否比较",
        "a yes-or-no value is not compared with another",
        "直接写名称，或写 {w[not]} 名称",
        "write the name itself, or `{w[not]}` and the name",
    ),
    "RR309": Text(
        "这一侧以 {unit} 计，光写数字会有歧义：`{found}`",
        "the other side is in {unit}, so a bare number is ambiguous: `{found}`",
        "把这个数设成带同样单位的参数",
        "make the number a parameter with the same unit",
    ),
    "RR310": Text(
        "表达式里不认 `{char}` 这个符号",
        "the sign `{char}` is not known in expressions",
        "改为 `{ascii}`（切换到英文输入法）",
        "write `{ascii}`",
    ),
    "RR311": Text(
        "表达式里不能有字符 {point}（{name}）",
        "character {point} ({name}) is not allowed in an expression",
        "删掉它，或用键盘重新输入这个字",
        "remove it, or type the letter again",
    ),
    "RR312": Text(
        "这里读不懂，表达式不完整或多写了东西",
        "this cannot be read: something is missing or too much",
        "检查括号是否成对、运算符两边是否都有内容",
        "check that brackets pair and that every operator has both sides",
    ),
    "RR313": Text(
        "表达式太长或太深（上限 {limit}）",
        "the expression is too long or too deep (limit {limit})",
        "拆成几个 {k[derive]}",
        "split it into several values under `{k[derive]}`",
    ),
    "RR314": Text(
        "参数个数不对：`{found}`",
        "wrong number of arguments: `{found}`",
        "应有 {wanted} 个",
        "it takes {wanted}",
    ),
    "RR315": Text(
        "没有叫“{name}”的函数或参数表",
        "there is no function or parameter table `{name}`",
        "函数表见 docs/language.md",
        "the functions are listed in docs/language.md",
        "您是不是要写“{nearest}”？",
        "did you mean `{nearest}`?",
    ),
    "RR316": Text(
        "“{found}”既是成员的指标又是户的指标，分不清",
        "`{found}` means both a fact of an item and one of the household",
        "给其中一个换名字",
        "rename one of them",
    ),
    "RR317": Text(
        "选项里没有 {found}",
        "{found} is not one of the values",
        "可选：{allowed}",
        "allowed: {allowed}",
        "您是不是要写“{nearest}”？可选：{allowed}",
        "did you mean `{nearest}`? allowed: {allowed}",
    ),
    "RR318": Text(
        "互相引用，绕成了圈：{chain}",
        "these need each other's value: {chain}",
        "去掉其中一处引用",
        "remove one of the references",
    ),
    "RR319": Text(
        "`{found}` 可能超出 64 位整数",
        "`{found}` may leave 64-bit whole numbers",
        "缩小相关指标的 {k[max]}，或少用连乘",
        "narrow the `{k[max]}` of the facts it reads, or multiply less",
    ),
    "RR320": Text(
        "两边都是常数，比较没有意义：`{found}`",
        "both sides are constants: `{found}`",
        "至少一边应是指标、参数或推算值",
        "one side should be a fact, a parameter or a derived value",
    ),
    "RR321": Text(
        "文字类指标只能用于 {w[known]}()：`{found}`",
        "a text fact can only be used in {w[known]}(): `{found}`",
        "如需判断内容，请把 {k[type]} 改成 {v[choice]}",
        "make its `{k[type]}` a `{v[choice]}` if its content matters",
    ),
    "RR322": Text(
        "`{found}` 是一个列表、集合或一组条款，不是单个值",
        "`{found}` is a list, a set or a section, not one value",
        "用 {w[any]}(...)、{w[all]}(...)、{w[count]}(...)，或“组名.条目”",
        "use {w[any]}(...), {w[all]}(...), {w[count]}(...), or section.entry",
    ),
    "RR323": Text(
        "没有 `{name}` 这一条",
        "there is no entry `{name}`",
        "写成“组名.条目”，如 {w[risks]}.illness",
        "write section.entry, such as {w[risks]}.illness",
        "您是不是要写 `{nearest}`？",
        "did you mean `{nearest}`?",
    ),
    "RR324": Text(
        "`{name}` 在 {day} 不生效，却被引用",
        "`{name}` is not in force on {day} but is used",
        "让两处的 {k[valid]} 一致",
        "let both have the same `{k[valid]}`",
    ),
    "RR325": Text(
        "`{found}` 得出的是{is_.zh}，这里要的是{wanted.zh}",
        "`{found}` is {is_.en}, but {wanted.en} is wanted here",
        "条件要得出是或否；算式两边要是数",
        "a condition must be yes or no; arithmetic needs numbers",
    ),
    "RR326": Text(
        "表达式是空的",
        "the expression is empty",
        "写上条件，或删掉这一项",
        "write the condition, or remove the entry",
    ),
    "RR327": Text(
        "引号里的选项写法不对",
        "this is not how a quoted choice is written",
        "用一对英文引号，里面不能有反斜杠、换行或前缀",
        "use one pair of plain quotes, without prefix, backslash or line break",
    ),
    "RR328": Text(
        "`{found}` 的范围超出了参数表",
        "`{found}` may lie outside the table",
        "给参数表补上两端的档，或缩小它的范围",
        "extend the bands of the table, or narrow the range",
    ),
    "RR329": Text(
        "`{found}` 要是 {limits} 之间的整数",
        "`{found}` must be a whole number within {limits}",
        "写一个整数，或用声明了范围的整数指标、整数参数",
        "write a whole number, or a whole-number fact or parameter with a range",
    ),
    "RR330": Text(
        "`{found}` 逐项相除后再汇总，无法精确表示",
        "`{found}` cannot be summed exactly after dividing item by item",
        "先汇总再除，或把除数换成常数",
        "sum first and divide after, or divide by a constant",
    ),
    "RR331": Text(
        "这种类型的指标不能有 {k[otherwise]}",
        "a fact of this type cannot have `{k[otherwise]}`",
        "去掉 {k[otherwise]}",
        "remove `{k[otherwise]}`",
    ),
    "RR333": Text(
        "`{found}` 里的名称和运算词连在一起写了",
        "`{found}` is names and operators run together",
        "用空格隔开，写成 `{apart}`",
        "put blanks between: `{apart}`",
    ),
    "RR332": Text(
        "名称“{name}”在表达式里另有含义",
        "the name `{name}` means something else in expressions",
        "换一个编号或中文名称",
        "choose another id or Chinese label",
    ),
}
