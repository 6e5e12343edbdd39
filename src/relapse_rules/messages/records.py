"""Texts about records and the files they come in.

No text has a place for the value itself: it may be personal. A place written
`{name.zh}` or `{name.en}` takes a `Both`, which has a wording for each language.
"""

from __future__ import annotations

from relapse_rules.messages import Text

MESSAGES: dict[str, Text] = {
    "RR601": Text(
        zh="没有名为 `{fact}` 的指标",
        en="there is no fact named `{fact}`",
        help_zh="核对写法；只接受政策文件 facts 中声明的指标",
        help_en="check the spelling; only facts that the policy declares are accepted",
        nearest_zh="是不是 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR602": Text(
        zh="`{fact}` 已被表格软件改成科学计数，编号已损坏",
        en="a spreadsheet turned `{fact}` into scientific notation: the number is damaged",
        help_zh="把该列设为“文本”格式后从原始资料重新录入；后几位已丢失，无法还原",
        help_en="format the column as text and enter it again; its last digits are lost",
    ),
    "RR603": Text(
        zh="`{fact}` 的类型不对：需要{wanted.zh}",
        en="`{fact}` is of the wrong kind: {wanted.en} is needed",
        help_zh="{hint.zh}",
        help_en="{hint.en}",
    ),
    "RR604": Text(
        zh="`{fact}` 超出允许范围：应在 {low} 至 {high}{unit.zh}之间（含两端）",
        en="`{fact}` is out of range: from {low} to {high}{unit.en}, both included",
        help_zh="核对数值和单位；范围由政策文件规定",
        help_en="check the value and its unit; the policy sets the range",
    ),
    "RR605": Text(
        zh="`{fact}` 不是可选值之一：{allowed.zh}",
        en="`{fact}` is not one of the listed values: {allowed.en}",
        help_zh="表格和测试户里写名称或编号都可以，其他文件写编号",
        help_en="give its id; in a table or a case, its label will do as well",
        nearest_zh="是不是 {nearest.zh}？",
        nearest_en="did you mean `{nearest.en}`?",
    ),
    "RR606": Text(
        zh="`{fact}` 是浮点数，不精确",
        en="`{fact}` is a float, which is not exact",
        help_zh='用整数、Decimal 或数字文本，如 "5408.70"',
        help_en='give an int, a Decimal or text such as "5408.70"',
    ),
    "RR607": Text(
        zh="`{fact}` 小数位过多：最多 {places} 位",
        en="`{fact}` has too many decimal places: at most {places}",
        help_zh="按规定位数填写；不会替您四舍五入",
        help_en="give it with that many places; nothing is rounded for you",
    ),
    "RR608": Text(
        zh="`{fact}` 是 NaN 或无穷大，不是数值",
        en="`{fact}` is NaN or infinite, which is no number",
        help_zh="未知请省略或填 null",
        help_en="leave it out, or give null, when it is unknown",
    ),
    "RR609": Text(
        zh="`{fact}` 不是有效日期",
        en="`{fact}` is not a valid date",
        help_zh='写成 "2022-10-31" 的样子，且日历上确有这一天',
        help_en='write it like "2022-10-31", a day that the calendar has',
    ),
    "RR610": Text(
        zh="`{fact}` 应是列表，最多 {most} 项",
        en="`{fact}` must be a list of at most {most} items",
        help_zh="未知请省略；没有请给空列表",
        help_en="leave it out when unknown; give an empty list when there are none",
    ),
    "RR611": Text(
        zh="`{fact}` 与{first.zh}重复；编号不得重复",
        en="`{fact}` repeats {first.en}; an id must not be repeated",
        help_zh="核对是否重复录入，或编号填错",
        help_en="check for a record entered twice, or a mistaken id",
    ),
    "RR612": Text(
        zh="`{fact}` 含有不允许的字符，或超过 {most} 字",
        en="`{fact}` has forbidden characters, or more than {most} characters",
        help_zh="去掉控制字符和损坏的字符（乱码）",
        help_en="remove control characters and broken characters",
    ),
    "RR613": Text(
        zh="`{fact}` 不是一条记录：需要“指标: 值”的映射",
        en="`{fact}` is not a record: a mapping of facts to values is needed",
    ),
    "RR614": Text(
        zh="`{fact}` 里有重复的值",
        en="`{fact}` holds a value twice",
        help_zh="每个值只写一次",
        help_en="give each value once",
    ),
    "RR615": Text(
        zh="`{fact}` 只写到月，没有写是哪一天",
        en="`{fact}` says the month and not the day",
        help_zh="补上日，如 2022-10-31；不会替您取 1 日或月末；{hint.zh}",
        help_en="add the day, as in 2022-10-31; none is chosen for you; {hint.en}",
    ),
    # --- files of records
    "RR620": Text(
        zh="读不了文件 `{file}`",
        en="`{file}` cannot be read",
        help_zh="核对路径和权限；只读取普通文件",
        help_en="check the path and its permissions; only regular files are read",
    ),
    "RR621": Text(
        zh="`{file}` 的编码不是 {encodings}",
        en="`{file}` is not encoded in {encodings}",
        help_zh="另存为 UTF-8 编码再试；文件也可能已损坏",
        help_en="save it as UTF-8; the file may also be damaged",
    ),
    "RR622": Text(
        zh="`{file}` 的表头有 {count} 列不认识：{columns.zh}",
        en="`{file}` has unknown columns ({count}): {columns.en}",
        help_zh="改成政策里的名称；或写明 --map 表头=指标，不读的列写 --map 表头= 或 --skip-unknown；常用的叫法可加进政策的 aliases",
        help_en="use a name of the policy; or say --map HEADING=FACT, and of columns not to be read --map HEADING= or --skip-unknown; what is common can become an alias of the fact",
    ),
    "RR623": Text(
        zh="`{file}` 的 {first} 列和 {second} 列都是 `{fact}`",
        en="columns {first} and {second} of `{file}` are both `{fact}`",
        help_zh="只保留一列",
        help_en="keep one of them",
    ),
    "RR624": Text(
        zh="第 {line} 行第 {column} 列：JSON 写法有误",
        en="line {line}, column {column}: this is not JSON",
        help_zh="检查引号、逗号和括号；JSON 里没有注释和尾随逗号",
        help_en="check quotes, commas and brackets; JSON has no comments or trailing commas",
    ),
    "RR625": Text(
        zh="`{fact}` 在同一条记录里写了两次",
        en="`{fact}` is stated twice in one record",
        help_zh="只保留一个；不会替您挑选",
        help_en="keep one of them; none is chosen for you",
    ),
    "RR626": Text(
        zh="第 {line} 行：嵌套太深",
        en="line {line}: nested too deep",
        help_zh="一条记录里最多是列表，列表里最多是映射",
        help_en="a record is a mapping, with lists of mappings at most",
    ),
    "RR627": Text(
        zh="`{file}` 里没有记录",
        en="`{file}` holds no records",
    ),
    "RR628": Text(
        zh="这一行在表头之外还有内容（{column} 列）",
        en="this row has a cell under no heading (column {column})",
        help_zh="检查该行是否多了一个逗号，或表头缺一列",
        help_en="look for an extra comma in the row, or a missing heading",
    ),
    "RR629": Text(
        zh="不认识 `{file}` 这种文件",
        en="`{file}` is of an unknown kind",
        help_zh="可用 {kinds}；旧的 .xls 和 WPS 的 .et 请“另存为”.xlsx",
        help_en="use {kinds}; save .xls and .et as .xlsx",
    ),
    "RR630": Text(
        zh="`{file}` 第 {line} 行有一格或一条记录过大（上限 {most} 字）",
        en="line {line} of `{file}` holds a field or record of more than {most} characters",
        help_zh="多半是少了一个引号；检查该行及之后的引号",
        help_en="a quote is probably missing; check the quotes from that line on",
    ),
    "RR631": Text(
        zh="这一行所属的户不在户表里",
        en="the household of this row is not among the households",
        help_zh="核对两张表的户编号；编号列请设为文本格式",
        help_en="compare the ids of both tables; format id columns as text",
    ),
    "RR632": Text(
        zh="`{file}` 的 {column} 列，表头括号里的不是 `{fact}` 的单位（{unit}）",
        en="the unit in heading {column} of `{file}` is not that of `{fact}` ({unit})",
        help_zh="按声明的单位换算后改表头，或去掉括号；只有元和万元会替您换算",
        help_en="convert the column and correct its heading; only 万元 is converted for you",
    ),
    "RR633": Text(
        zh="`{file}` 的前 30 行里没有表头：没有哪一行的格子是指标名称",
        en="none of the first 30 rows of `{file}` is headings: no cells that name facts",
        help_zh="表头用政策里的名称（relapse-rules facts 可查），或从 relapse-rules template 生成的模板填起；CSV 的列用英文逗号分隔",
        help_en="use the names of the policy (see relapse-rules facts), or begin with relapse-rules template; separate columns of CSV with commas",
    ),
    "RR634": Text(
        zh="`{file}` 第 {line} 行的引号不成对",
        en="the quotes of line {line} of `{file}` do not match",
        help_zh="含逗号、换行或引号的格子要用英文双引号括起，里面的引号写两个",
        help_en="quote a cell that holds commas, line breaks or quotes; double its quotes",
    ),
    "RR635": Text(
        zh="不能把 `{file}` 作为 `{fact}` 并入",
        en="`{file}` cannot be joined as `{fact}`",
        help_zh="`{fact}` 须是列表指标，户表须是 Excel 或 CSV，且两张表都有户编号（unique 指标）一列",
        help_en="`{fact}` must be a list, the households a workbook or CSV, and both tables must have a column for the unique fact",
    ),
    "RR636": Text(
        zh="`{file}` 第 {line} 行第 {column} 列：YAML 写法有误 [{problem}]",
        en="line {line}, column {column} of `{file}`: a mistake in the YAML [{problem}]",
        help_zh="第一个问题的编号在方括号里；共 {count} 个问题",
        help_en="the code of the first problem is in brackets; there are {count} in all",
    ),
    "RR637": Text(
        zh="`{file}` 里 `{fact}` 分列登记，却缺第 {number} 列",
        en="`{file}` spreads `{fact}` over numbered columns, of which {number} is missing",
        help_zh="各列要从 1 起连号，空着的列也要保留；缺了一列就可能漏掉一种",
        help_en="number the columns from 1 without a gap and keep those that are blank",
    ),
    "RR638": Text(
        zh="`{file}` 的 {column} 列“{heading}”可以是{facts.zh}，分不清是哪一个",
        en="column {column} of `{file}`, `{heading}`, may be {facts.en}",
        help_zh="写明是哪一个，如 --map {heading}={first}；不读就写 --map {heading}=",
        help_en="say which, as in --map {heading}={first}; not to read it, --map {heading}=",
    ),
    "RR639": Text(
        zh="--map 里写的 `{fact}` 不是 `{file}` 可以登记的指标",
        en="--map names `{fact}`, which is no fact of `{file}`",
        help_zh="用 relapse-rules facts 里的编号或名称；明细的指标写成 members.age",
        help_en="use an id or label of relapse-rules facts; of an item's fact, members.age",
    ),
    "RR640": Text(
        zh="`{file}` 里有几张表都像住户（或同一种明细）的表：{sheets.zh}",
        en="several sheets of `{file}` may hold the households, or items of one list: {sheets.en}",
        help_zh="用 --sheet 写明住户在哪一张，如 --sheet {first}；多余的表请删去",
        help_en="say which holds the households, as in --sheet {first}, and delete the others",
    ),
    "RR641": Text(
        zh="`{file}` 的同一张表里有两种明细",
        en="`{file}` has items of two lists in one table",
        help_zh="每种明细（家庭成员、帮扶措施……）各放一张工作表，都带户编号",
        help_en="put the items of each list on a sheet of their own, each with the household's id",
    ),
    "RR642": Text(
        zh="这一行有跨列合并的格子，看不出值属于哪一列",
        en="this row has a cell merged over columns: whose value it is cannot be seen",
        help_zh="取消合并，在每一列里各填各的",
        help_en="unmerge it and fill in each column",
    ),
    "RR643": Text(
        zh="`{fact}` 的格子是公式错误（#N/A、#REF! 之类），没有值",
        en="the cell of `{fact}` shows an error such as #N/A and has no value",
        help_zh="改好公式，或直接填值；查不到的留空，留空即未知",
        help_en="mend the formula or enter the value; blank when it is unknown",
    ),
    "RR644": Text(
        zh="`{fact}` 的格子是还没有算过的公式，没有值",
        en="the cell of `{fact}` is a formula that was never calculated",
        help_zh="用 Excel 或 WPS 打开后保存一次，或把公式粘贴成值",
        help_en="open and save it in a spreadsheet, or paste the formulas as values",
    ),
    "RR645": Text(
        zh="`{fact}` 的格子被表格软件当成了日期或时间",
        en="a spreadsheet took the cell of `{fact}` for a day or a time",
        help_zh="把该列设为“文本”（数额设为“常规”）后重新填写，如 1-2 会变成 1月2日",
        help_en="format the column as text (amounts as general) and enter it again: 1-2 becomes a day",
    ),
    "RR646": Text(
        zh="`{file}` 的 {column} 列“{heading}”多半是按万元填的：一半以上的数不到 50",
        en="column {column} of `{file}`, `{heading}`, seems to be in 万元: most amounts are below 50",
        help_zh="按万元填的，表头写成“…（万元）”，程序会换算；确实是元，写 --checked {column}",
        help_en="if so, head it with （万元） and it is converted; if it is 元, say --checked {column}",
    ),
    "RR647": Text(
        zh="`{file}` 的 {column} 列“{heading}”多半已被 Excel 改坏：15 位以后都是 0",
        en="column {column} of `{file}`, `{heading}`, was probably damaged: only zeros follow 15 digits",
        help_zh="从原始资料重新录入，先把该列设为“文本”；编号本来就这样的，写 --checked {column}",
        help_en="format the column as text and enter the ids again; if they are right, say --checked {column}",
    ),
    "RR648": Text(
        zh="`{file}` 的 {column} 列“{heading}”有的编号以 0 开头，有的是数字格式，前面的 0 可能已经丢了",
        en="column {column} of `{file}`, `{heading}`, has ids that begin with 0 and others that are numbers, which may have lost theirs",
        help_zh="把整列设为“文本”，补上丢掉的 0；核对过没有丢的，写 --checked {column}",
        help_en="format the column as text and restore the zeros; if none are lost, say --checked {column}",
    ),
    "RR649": Text(
        zh="`{file}` 表头上方写着单位是{unit}，说不准管哪几列：{columns}",
        en="a line above the headings of `{file}` says {unit}; of which columns is not certain: {columns}",
        help_zh="把单位写进这几列的表头，如“工资性收入（万元）”，万元会替您换算",
        help_en="put the unit into the headings of these columns; （万元） is converted",
    ),
    "RR660": Text(
        zh="`{file}` 里有 `{fact}` 的列，可是每户只有一行，分不清是户主的情况还是全家的明细",
        en="`{file}` has columns of `{fact}` but one row a household: these may be the head alone",
        help_zh="明细另放一张工作表，每人一行，带户编号；只是户主情况的列用 --map 表头= 略过",
        help_en="put the items on a sheet of their own with the household's id, or leave the columns out with --map HEADING=",
    ),
    "RR661": Text(
        zh="`{file}` 里没有叫“{sheet}”的工作表，或那张表没有表头；有：{sheets}",
        en="`{file}` has no sheet `{sheet}`, or it has no headings; there are: {sheets}",
        help_zh="--sheet 照工作表标签上的名称写",
        help_en="--sheet takes the name on the tab",
    ),
    "RR662": Text(
        zh="这一户的行不连在一起，第 {line} 行又出现，可能登记了两次",
        en="the rows of this household are apart: it is there again in row {line}, entered twice perhaps",
        help_zh="同一户的成员行放在一起；重复登记的删去一份",
        help_en="put the rows of a household together; delete what was entered twice",
    ),
    "RR663": Text(
        zh="`{fact}` 与这一户的第一行（第 {first} 行）不同",
        en="`{fact}` differs from the first row of this household (row {first})",
        help_zh="同一户各行的户信息要么相同，要么只填第一行",
        help_en="what is said of the household must be the same in all its rows, or in the first alone",
    ),
    # --- thresholds in a workbook
    "RR664": Text(
        zh="`{file}` 里没有标准表：第一行要有 {columns} 各列",
        en="`{file}` holds no table of thresholds: its first row needs the columns {columns}",
        help_zh="先用 relapse-rules thresholds 政策编号 -o 导出，在导出的表里改",
        help_en="write one with relapse-rules thresholds POLICY -o and edit that",
    ),
    "RR665": Text(
        zh="`{file}` 第 {row} 行：政策里没有叫 `{name}` 的参数",
        en="row {row} of `{file}`: the policy has no parameter `{name}`",
        help_zh="新的参数先写在政策文件里；这里只改值",
        help_en="declare a new parameter in the policy file; only values are changed here",
        nearest_zh="是不是 `{nearest}`？",
        nearest_en="did you mean `{nearest}`?",
    ),
    "RR666": Text(
        zh="`{file}` 第 {row} 行的“{column}”不对：需要{wanted.zh}",
        en="row {row} of `{file}`, column {column}: {wanted.en} is needed",
        help_zh="只写数字或日期，不带单位和千分位",
        help_en="write the number or the day alone, without a unit or separators",
    ),
    "RR667": Text(
        zh="`{file}` 第 {row} 行是 `{name}` 新的值，没有写依据，或政策里没有这个依据（{source}）",
        en="row {row} of `{file}` is a new value of `{name}` without a source that the policy knows ({source})",
        help_zh="写上“来源清单”里的依据编号，或假设编号；新的文件先登记到政策文件的“来源清单”",
        help_en="state a source or an assumption of the policy; a new document is listed in its `sources` first",
    ),
    "RR668": Text(
        zh="`{file}` 第 {row} 行 `{name}` 在这里改不了：{why.zh}",
        en="row {row} of `{file}`, `{name}`, cannot be changed here: {why.en}",
    ),
    # --- tables of records
    "RR680": Text(
        zh="表里有 {count} 列不是指标：{columns}",
        en="the table has columns that are no facts ({count}): {columns}",
        help_zh="改成指标的编号，删去，或列入 keep 原样带到结果里",
        help_en="name the id of a fact, drop them, or keep them with `keep`",
    ),
    "RR681": Text(
        zh="要保留的列不在表里：{columns}",
        en="the table lacks columns that are to be kept: {columns}",
        help_zh="核对 keep 里的列名",
        help_en="check the names in `keep`",
    ),
    "RR682": Text(
        zh="要保留的列与结果的列同名：{columns}",
        en="columns that are to be kept are named like answers: {columns}",
        help_zh="先给这些列改名",
        help_en="rename them first",
    ),
    "RR683": Text(
        zh="不能把这张表作为 `{fact}` 并入",
        en="this table cannot be joined as `{fact}`",
        help_zh="`{fact}` 须是列表指标，主表里没有这一列，且两张表都有 `{key}` 一列",
        help_en="`{fact}` must be a list that the main table lacks, and both tables need the column `{key}`",
    ),
    "RR684": Text(
        zh="有 {rows} 条记录不合格（行、指标、问题编号）：{rejects}",
        en="{rows} records are wrong (row, fact, code): {rejects}",
        help_zh='逐条改正，或用 rejects="return" 先判定其余的记录',
        help_en='mend them, or decide about the others with rejects="return"',
    ),
    "RR685": Text(
        zh="不认识 {found} 这种表",
        en="a table of the kind {found} is unknown",
        help_zh="给 Arrow、Polars 或 pandas 的表，或带 __arrow_c_stream__ 的对象",
        help_en="give an Arrow table, a Polars or pandas frame, or what has __arrow_c_stream__",
    ),
    "RR686": Text(
        zh="整张表的判定要先安装：pip install 'relapse-rules[{extra}]'",
        en="to decide about tables install this first: pip install 'relapse-rules[{extra}]'",
    ),
    "RR687": Text(
        zh="结果里没有这些列：{columns}",
        en="the answers have no such columns: {columns}",
        help_zh="可选的列名见 rules.columns",
        help_en="`rules.columns` lists the names",
    ),
    "RR688": Text(
        zh="一列里的值种类不一：{columns}",
        en="columns hold values of several kinds: {columns}",
        help_zh="一列只放一种：都是整数、都是文字等；不会替您换算",
        help_en="let a column hold one kind, such as integers or text; nothing is converted for you",
    ),
    "RR689": Text(
        zh="几列同名：{columns}",
        en="several columns have one name: {columns}",
        help_zh="只保留一列",
        help_en="keep one of them",
    ),
}
