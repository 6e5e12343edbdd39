"""What `--help` says of each command and option: key -> (Chinese, English).

A command has its name as key, `name:short` for the list of commands and `name:--option`
for its own options; `:--option` is said of an option that several commands have.
"""

from __future__ import annotations

HELP: dict[str, tuple[str, str]] = {
    "": (
        """防止返贫动态监测和帮扶的规则：检查政策文件，判定住户，解释结果。

\b
退出码：
  0  没有问题
  1  有发现：政策有错、用例失败，或有记录未采用
  2  没能运行：用法、文件或日期有误

语言由 --lang 或环境变量 RELAPSE_RULES_LANG 决定。""",
        """Relapse monitoring rules: check policy files, decide about households, explain why.

\b
Exit codes:
  0  clean
  1  findings: a policy is wrong, a case failed or a record was refused
  2  could not run: usage, a file or a day is wrong

The language is set by --lang or RELAPSE_RULES_LANG.""",
    ),
    "init:short": ("新建一个地方", "begin a new place"),
    "init": (
        """新建一个地方：写好带说明的政策文件、测试户、编辑器设置和 schema，一分钟可用。

FOLDER 是工作文件夹，默认为当前文件夹；政策放在它下面的 policies 里，缺的上级政策从自带的复制过来。没写的选项会逐项询问；已有的文件一个也不覆盖。

\b
  relapse-rules init
  relapse-rules init 我的政策 --name 扶风县 --level 县级 --area 610324 --id cn/shaanxi/baoji/fufeng""",
        """Begin a new place: a commented policy, its test households, editor settings and schemas, ready in a minute.

FOLDER is the folder to work in, by default this one; policies stand in its folder policies, and parents that are missing are copied from the shipped ones. What no option says is asked; no file is overwritten.

\b
  relapse-rules init
  relapse-rules init my-policies --name Fufeng --level county --area 610324 --id cn/shaanxi/baoji/fufeng""",
    ),
    "init:--name": ("地方的名称", "what the place is called"),
    "init:--level": ("层级：省级 市级 县级 乡级 村级", "province, prefecture, county, township or village"),
    "init:--area": ("区划代码", "area code"),
    "init:--parent": ("上级政策的编号；默认按区划代码找最近的", "id of the parent; by default the nearest by area code"),
    "init:--id": ("政策编号，如 cn/shaanxi/baoji/fufeng", "id of the policy"),
    "init:--from": ("从哪天起有效；默认为上级能判定的第一天", "first day in force; by default the first on which the parent decides"),
    "check:short": ("检查政策文件", "check policy files"),
    "check": (
        """检查政策文件，一次列出全部问题；不指定时检查 policies 文件夹里的全部（没有则是自带的）。

POLICY 可以是政策编号、.policy.yaml 文件或文件夹。带 [*] 的问题可以自动修复：先用 --diff
看会改什么，再用 --fix 写入；只改那几处，其余一个字不动。

\b
  relapse-rules check
  relapse-rules check cn/shaanxi/baoji/weibin
  relapse-rules check --diff 我的政策/
  relapse-rules check --fix 我的政策/""",
        """Check policy files and list every problem at once; by default all of ./policies, else the shipped ones.

POLICY is an id, a .policy.yaml file or a folder. Problems marked [*] can be mended: --diff
shows what would change, --fix writes it; nothing else of a file is touched.

\b
  relapse-rules check
  relapse-rules check cn/shaanxi/baoji/weibin
  relapse-rules check --diff my/policies/
  relapse-rules check --fix my/policies/""",
    ),
    "check:--fix": ("修复带 [*] 的问题并写入文件", "mend the problems marked [*]"),
    "check:--prove": ("查漏：走不到的行、永不成立的条件、互相矛盾的条件等，逐一证明；每处约几秒", "look for dead rows, conditions that never hold, contradictions: each is proved; some seconds a place"),
    "check:--diff": ("只显示会改什么，不写入", "show what would be mended and write nothing"),
    "prove:short": ("对所有可能的住户证明一句话", "prove a claim about every possible household"),
    "prove": (
        """对所有可能的住户证明一句话；不成立时给出最小的反例，可交给 evaluate 和 explain。

\b
CLAIM 的写法：
  never WHEN（绝不）                 没有哪户确定满足
  always WHEN => THEN（总是）        满足前者的户一定满足后者
  reachable WHEN（能够）             有住户能满足
  monotone ANSWER in FACT increasing 只增大一项指标，结果不会下降（单调 … 随 … 递增）
  independent ANSWER of FACT         只改一项指标，结果不变（无关 … 与 …）
  equivalent POLICY POLICY           两份政策处处一样；也可写两个条件：A <=> B（等价）
  watches-at-least NEW OLD           旧政策监测的户新政策一户不少（不少监测）
  closes-at-most NEW OLD             旧政策不许消除的户新政策也不消除（不多消除）
  complete SECTION [where WHEN]      每户都有一行接住（无遗漏 … 限于 …）
  exclusive SECTION [where WHEN]     没有哪户同时满足两行（不重叠 … 限于 …）

TARGET 是政策编号或文件、.claims.yaml 文件或文件夹；不写 --claim 时证明政策旁边 .claims.yaml 里的说法。

\b
  relapse-rules prove
  relapse-rules prove cn/inner-mongolia/hinggan/jalaid --claim "reachable tiers.red"
  relapse-rules prove cn/anhui/suzhou --claim "单调 type 随 compliant_self_paid_12m 递增"

\b
退出码：0 全部已证明；1 有不成立或限时内没有判定的；2 没能运行。要先装 relapse-rules[prove]。""",
        """Prove a claim about every possible household, or refute it with the smallest one, which `evaluate` and `explain` accept.

\b
CLAIM is one of:
  never WHEN                          no household surely meets it
  always WHEN => THEN                 whoever meets the first surely meets the second
  reachable WHEN                      some household meets it
  monotone ANSWER in FACT increasing  more of one fact never lowers the answer (or decreasing)
  independent ANSWER of FACT          another value of one fact changes nothing
  equivalent POLICY POLICY            the same answers everywhere; or two conditions: A <=> B
  watches-at-least NEW OLD            nobody whom OLD watches is lost by NEW
  closes-at-most NEW OLD              no case is closed by NEW that OLD keeps open
  complete SECTION [where WHEN]       some row takes every household
  exclusive SECTION [where WHEN]      no household meets two rows at once

TARGET is the id or file of a policy, a .claims.yaml file or a folder. Without --claim, the claims in the .claims.yaml beside a policy are proved.

\b
  relapse-rules prove
  relapse-rules prove cn/inner-mongolia/hinggan/jalaid --claim "reachable tiers.red"
  relapse-rules prove cn/anhui/suzhou --claim "monotone type in compliant_self_paid_12m increasing"

\b
Exit codes: 0 all proved; 1 something refuted or not decided in time; 2 could not run. It needs relapse-rules[prove].""",
    ),
    "prove:--claim": ("要证明的话，可写多条", "what to prove; may be given several times"),
    "prove:--items": ("列表（如家庭成员）最多看几项", "how many items lists such as members may hold"),
    "prove:--seconds": ("每次求解的时限（秒）", "time limit of one question to the solver"),
    "fmt:short": ("把政策文件换成中文词或英文词", "put policy files into Chinese or English words"),
    "fmt": (
        """把政策文件的键、固定值、运算词和函数换成中文词或英文词，其余一个字不动。

换过去再换回来，与原来一字不差；政策的含义和摘要都不变。

\b
  relapse-rules fmt --words zh --diff 我的政策/
  relapse-rules fmt --words zh 我的政策/cn/某县.policy.yaml""",
        """Put the keys, fixed values, operators and functions of policy files into Chinese or
English words; nothing else is touched.

There and back gives the same bytes; meaning and digest of a policy stay as they are.

\b
  relapse-rules fmt --words zh --diff my/policies/
  relapse-rules fmt --words en my/policies/cn/place.policy.yaml""",
    ),
    "fmt:--words": ("换成中文词（zh）还是英文词（en）", "Chinese (zh) or English (en) words"),
    "fmt:--check": ("只看有没有要换的：有则退出码为 1", "change nothing; exit with 1 if there is something to change"),
    "fmt:--diff": ("只显示会改什么，不写入", "show what would change and write nothing"),
    "rule:short": ("查错误编号", "what a code means"),
    "rule": (
        """说明一个错误编号：为什么是错、错的样子、对的样子、怎么改。不写编号时列出全部。不用网络。

\b
  relapse-rules rule
  relapse-rules rule RR301""",
        """Say what a code means: why it is an error, how it looks, how it looks when it is right, what to do. Without a code, list them all. No network is needed.

\b
  relapse-rules rule
  relapse-rules rule RR301""",
    ),
    "template:short": ("生成台账模板（Excel）", "write the workbook for a ledger"),
    "template": (
        """生成台账模板：每个指标一列，写明单位，是否和可选值用下拉列表，编号列设为文本；成员等明细各一张表；另有填写说明和示例。

写了 --on 只列那一天的规则要用的指标，另加的用 --with 写明；不写则列全部指标。

\b
  relapse-rules template cn/shaanxi/baoji/weibin -o 台账.xlsx --on 2022-10-31
  relapse-rules template cn/anhui/suzhou -o 台账.xlsx --on 2022-06-01 --with 户主姓名 --with 行政村""",
        """Write the workbook that a ledger is filled in with: a column for each fact with its unit, lists to choose from, ids as text; lists such as the members on sheets of their own; notes and examples beside them.

With --on, only facts that the rules of that day read, and those that --with adds; without it, all facts.

\b
  relapse-rules template cn/shaanxi/baoji/weibin -o ledger.xlsx --on 2022-10-31
  relapse-rules template cn/anhui/suzhou -o ledger.xlsx --on 2022-06-01 --with household_head_name""",
    ),
    "template:--with": ("另加一列，写指标的编号或名称", "add a column: a fact by its id or name"),
    "template:--output": ("写到哪个 .xlsx 文件", "the .xlsx file to write"),
    "thresholds:short": ("标准导出到 Excel，改好再读回", "thresholds to a workbook and back"),
    "thresholds": (
        """把政策里的全部标准（参数的值、起始日期、依据、由哪一级定）导出成 Excel 表；改好后读回。

读回时先显示政策文件会改哪几处，加 --write 才写入；只改那几处，其余一个字不动。改了以后通不过检查的，不写。

\b
  relapse-rules thresholds cn/shaanxi/baoji/weibin -o 标准.xlsx
  relapse-rules thresholds cn/shaanxi/baoji/weibin --from 标准.xlsx
  relapse-rules thresholds cn/shaanxi/baoji/weibin --from 标准.xlsx --write""",
        """Write every threshold of a policy (the values of its parameters, from when, on what ground, set by whom) to a workbook, and take the edited ones back.

What would change in the policy files is shown first; --write makes the change, and touches nothing else. What would not pass the checks is not written.

\b
  relapse-rules thresholds cn/shaanxi/baoji/weibin -o thresholds.xlsx
  relapse-rules thresholds cn/shaanxi/baoji/weibin --from thresholds.xlsx
  relapse-rules thresholds cn/shaanxi/baoji/weibin --from thresholds.xlsx --write""",
    ),
    "thresholds:--output": ("导出到哪个 .xlsx 文件", "the .xlsx file to write"),
    "thresholds:--from": ("读回改好的 .xlsx 文件", "the edited .xlsx file"),
    "thresholds:--write": ("写入政策文件；不写只显示", "change the policy files; without it only show"),
    "evaluate:short": ("判定住户", "decide about households"),
    "evaluate": (
        """判定一个或多个文件里的住户，每户一行。

FILE 可以是 .xlsx .csv .parquet .jsonl .json .yaml。文件自己写了 policy 的可省略 POLICY，自己写了
date 的可省略 --on。台账照原样读：标题行、合计行、合并单元格、万元、成员另放一张表都行，读了什么会列出来。

-o 以 .xlsx 结尾时，结果用文字写成表格；--problems 把有问题的行照原样写出来，标明问题，改好后可以再读。
-o 以 .parquet .csv .jsonl 结尾时，多大的文件都能判定：分段读写，内存不随行数增加，写完才替换
原有的文件。先用 --summary 看汇总，再写文件。写了 -f 则是给人看的格式。

\b
  relapse-rules evaluate cn/shaanxi/baoji/weibin 台账.xlsx --on 2022-10-31 -o 结果.xlsx --problems 问题清单.xlsx
  relapse-rules evaluate cn/anhui/suzhou 全市.parquet --on 2022-06-01 -o 结果.parquet --rejects 未采用.csv
  relapse-rules evaluate --by county_code 全省.parquet --on 2022-06-01 -o 结果.parquet --verify 1%
  relapse-rules evaluate cn/anhui/suzhou h.csv --list members=m.csv --on 2022-06-01 -f csv -o out.csv""",
        """Decide about the households of one or more files, one line each.

FILE is .xlsx, .csv, .parquet, .jsonl, .json or .yaml. POLICY and --on may be left out where the
file states policy and date. Ledgers are read as they are, with titles, totals, merged cells,
amounts in ten thousands and members on a sheet of their own; what was read is always listed.

With -o FILE ending in .xlsx the results are written in words; --problems gives the rows with
problems back as they were, to be mended there and read again. With -o FILE ending in .parquet, .csv or .jsonl files may be of any size: they are read and
written in parts, memory does not grow with the rows, and the old file is replaced once the new
one is complete. --summary shows how many of what. With -f the form is one for people.

\b
  relapse-rules evaluate cn/shaanxi/baoji/weibin ledger.xlsx --on 2022-10-31 -o results.xlsx --problems to-mend.xlsx
  relapse-rules evaluate cn/anhui/suzhou all.parquet --on 2022-06-01 -o out.parquet --rejects bad.csv
  relapse-rules evaluate --by county_code all.parquet --on 2022-06-01 -o out.parquet --verify 1%
  relapse-rules evaluate cn/anhui/suzhou h.csv --list members=m.csv --on 2022-06-01 -f csv -o out.csv""",
    ),
    "evaluate:--why": (
        "是否写出尚缺的指标和所依据的假设；不写快得多",
        "needs and assumptions; much faster without",
    ),
    "evaluate:--output": ("写入文件而不是屏幕；没有写 -f 时看它的后缀", "write to a file; without -f its ending says of what kind"),
    "evaluate:--by": ("每行按所在的地方判定：哪个指标是区划代码", "decide each row by its own place: the fact with the area code"),
    "evaluate:--detail": ("写出多少列：结果、理由、每条规定", "how many columns: answers, reasons, or every clause"),
    "evaluate:--columns": ("只写这些列，按这个顺序；可以是结果列和输入的指标", "these columns in this order, of the result or of the input"),
    "evaluate:--rejects": ("未采用的行写到这个文件：行号、指标、编号，没有值", "write what was rejected: row, fact and code, never the value"),
    "evaluate:--account": ("总账写成 JSON，给程序看", "write the closing account as JSON"),
    "evaluate:--summary": ("显示每种结果有多少户", "show how many households have which answer"),
    "evaluate:--verify": ("随机抽查一部分行，用参考解释器重算，如 1%", "decide a random share again on the reference interpreter, like 1%"),
    "evaluate:--seed": ("抽查所用的随机种子，可重复同样的抽查", "the seed of that share, to draw the same rows again"),
    "evaluate:--unique": ("编号在哪里不得重复：全部文件 run，还是每个文件内 file", "where an id may not be repeated: in the whole run, or in each file"),
    "evaluate:--problems": ("要改的行照原样写到 .xlsx，带着问题", "write the rows to be mended with their problems"),
    "explain:short": ("解释一户", "explain one household"),
    "explain": (
        """解释一户：每条规定、它的取值、参数和出处、还缺什么。

文件里有多户时用 --row 指明行号（evaluate 表里的“行”）。""",
        """Explain one household: every clause, its values, parameters, sources, what is missing.

Where a file holds several, --row says which (the row shown by evaluate).""",
    ),
    "explain:--row": ("行号", "the row of the record"),
    "show:short": ("显示某日的规定及其来历", "the policy on a day, with its origins"),
    "show": (
        """显示一个地方某一天的全部规定：每个值出自哪一层、哪个文件、哪一行，依据什么。

\b
SECTION 是要看的节，写中文词或英文词：参数 计算值 风险 保障 类型 等级
识别程序 风险消除 走访 措施 启动事项 问题清单 网格 清单；不写则全部显示
  relapse-rules show cn/shaanxi/baoji/weibin --on 2022-10-31
  relapse-rules show cn/anhui/suzhou --on 2022-10-31 参数 走访""",
        """Show the policy of a place on a day: every value with its layer, file, line and reason.

\b
SECTION: parameters derive risks guarantees types tiers identification removal
         visits measures triggers checks grid catalogue
  relapse-rules show cn/shaanxi/baoji/weibin --on 2022-10-31
  relapse-rules show cn/anhui/suzhou --on 2022-10-31 parameters visits""",
    ),
    "describe:short": ("写成能读、能签字的文件", "write a policy as a document to read and sign"),
    "describe": (
        """把一个地方某一天的全部规定写成一份能读、能打印、能签字的文件：标准和出处、谁算监测对象、等级和处置、程序和期限、风险消除、走访、措施、待核实的假设。全部由政策文件生成，没有手工内容。

按 -o 的后缀写成 .html 或 .md；不写 -o 时输出 Markdown。HTML 不含脚本，不联网，可直接打印成 A4。

\b
  relapse-rules describe cn/shaanxi/baoji/weibin --on 2022-11-14 -o 渭滨区.html
  relapse-rules describe cn/anhui/suzhou --on 2022-05-11 --lang en > suzhou.md""",
        """Write all rules of a place on one day as a document to read, print and sign: thresholds with their sources, who counts as what, tiers and who acts, procedures and deadlines, removal, visits, measures, open assumptions. All of it comes from the policy.

The ending of -o says whether it is .html or .md; without -o it is Markdown. The HTML has no script, fetches nothing and prints on A4.

\b
  relapse-rules describe cn/shaanxi/baoji/weibin --on 2022-11-14 -o weibin.html
  relapse-rules describe cn/anhui/suzhou --on 2022-05-11 --lang en > suzhou.md""",
    ),
    "describe:--output": ("写入 .html 或 .md 文件而不是屏幕", "write to a .html or .md file"),
    "describe:--format": ("输出格式；写了 -o 时看它的后缀", "format; with -o its ending decides"),
    "facts:short": ("列出指标和名称", "list facts and names"),
    "facts": (
        "列出一个政策里可以登记的指标，以及表达式能用的全部名称。",
        "List what may be said about a household, and every name that expressions may use.",
    ),
    "sql:short": ("输出数据库用的 SQL", "print SQL for a database or a cluster"),
    "sql": (
        """把一个地方某一天的规定写成一条 SELECT，在数据库里对整张表判定：每户一行，答案、理由或每一条；数据有误的行在 rejected 列说明是哪个指标、哪一条检查。

表里每个指标一列，列名是指标编号（见 facts）；成员等列表是结构的数组。表里没有某些指标时，用 --columns 写出有的，其余按未知处理。

\b
  relapse-rules sql cn/anhui/suzhou --on 2022-05-11 --dialect duckdb --table households > suzhou.sql
  relapse-rules sql cn/anhui/suzhou --on 2022-05-11 --dialect spark --table lake.households --detail reasons""",
        """Write the rules of a place on one day as one SELECT that decides about a whole table: one row a household, with answers, reasons or every clause; a row of wrong data says in its column rejected which fact failed which check.

The table has a column for each fact, named by its id (see facts); lists such as members are arrays of structs. If it lacks some, name those it has with --columns, and the others are unknown.

\b
  relapse-rules sql cn/anhui/suzhou --on 2022-05-11 --dialect duckdb --table households > suzhou.sql
  relapse-rules sql cn/anhui/suzhou --on 2022-05-11 --dialect spark --table lake.households --detail reasons""",
    ),
    "sql:--dialect": ("写给哪种数据库：duckdb 或 spark", "for which engine: duckdb or spark"),
    "sql:--table": ("表名，可带库名", "the table, with its schema if need be"),
    "sql:--detail": ("详细程度：answers 答案，reasons 加理由，clauses 加每一条", "answers; reasons as well; every clause as well"),
    "sql:--unique": ("编号重复的各行都不作决定（默认）；表的主键已保证不重复时可不查", "reject every row of a repeated id (the default); not needed where the id is a key of the table"),
    "sql:--columns": ("表里有哪些指标，用逗号隔开", "the facts that the table has, with commas between"),
    "schema:short": ("输出 JSON Schema 或类型声明", "print JSON Schema or typed stubs"),
    "schema": (
        """输出 JSON Schema：policy 和 cases 是政策文件、测试户文件的，household 和 grid 是某个政策的记录的。

\b
  relapse-rules schema policy > policy.schema.json
  relapse-rules schema policy --words zh > policy.zh.schema.json
  relapse-rules schema cases > cases.schema.json
  relapse-rules schema household cn/shaanxi/baoji/weibin
  relapse-rules schema household cn/shaanxi/baoji/weibin --stubs > household.py""",
        """Print a JSON Schema: of policy files or case files, or of the records of one policy.

\b
  relapse-rules schema policy > policy.schema.json
  relapse-rules schema policy --words zh > policy.zh.schema.json
  relapse-rules schema cases > cases.schema.json
  relapse-rules schema household cn/shaanxi/baoji/weibin
  relapse-rules schema household cn/shaanxi/baoji/weibin --stubs > household.py""",
    ),
    "schema:--stubs": ("改为输出 Python 的 TypedDict", "Python TypedDicts instead"),
    "test:short": ("运行测试户", "run test households"),
    "test": (
        """运行测试户，列出每个用例里每一处与预期不同的结果，以及是哪条规则、哪些数值造成的。

TARGET 可为 .cases.yaml 文件、文件夹或政策编号；不写时运行 ./policies，没有则运行自带的政策。

\b
  relapse-rules test
  relapse-rules test cn/anhui/suzhou --run 低保
  relapse-rules test cn/anhui/suzhou --coverage --threshold 100
  relapse-rules test 我的政策/ --format junit -o report.xml""",
        """Run test households and list every answer that differs, with the clause and values behind it.

TARGET is a .cases.yaml file, a folder or the id of a policy; by default ./policies, or the shipped policies.

\b
  relapse-rules test
  relapse-rules test cn/anhui/suzhou --run dibao
  relapse-rules test cn/anhui/suzhou --coverage --threshold 100
  relapse-rules test my-policies/ --format junit -o report.xml""",
    ),
    "test:--run": ("只运行名称符合的用例", "only cases whose name matches"),
    "test:--keyword": ("只运行带这个关键词的用例", "only cases with this keyword"),
    "test:--coverage": ("列出用例没有测到的条件、边界、行和未知", "list what no case shows"),
    "test:--threshold": ("覆盖低于这个百分比算不通过", "fail below this coverage"),
    "test:--output": ("写入文件而不是屏幕", "write to a file"),
    "test:--export": ("不运行，写成 .cases.xlsx 或 .cases.csv 表格", "write the cases as sheets instead"),
    "suggest:short": ("写出缺少的用例", "write the cases that are missing"),
    "suggest": (
        """为没有测到的地方写出用例：离已有住户最近的一户，加上政策今天的回答，待人确认。

不覆盖已有的文件；找不到的缺口照实列出。

\b
  relapse-rules suggest cn/anhui/suzhou
  relapse-rules suggest cn/anhui/suzhou -o 待确认.cases.yaml
  relapse-rules suggest cn/anhui/suzhou --append 宿州.cases.yaml""",
        """Write the cases that are missing: for each gap a household near one that is there, with the answer the policy gives today, for a person to confirm.

No file is overwritten; gaps for which nothing was found are listed.

\b
  relapse-rules suggest cn/anhui/suzhou
  relapse-rules suggest cn/anhui/suzhou -o to-confirm.cases.yaml
  relapse-rules suggest cn/anhui/suzhou --append suzhou.cases.yaml""",
    ),
    "suggest:--output": ("写成新文件，不覆盖已有的", "write a new file"),
    "suggest:--append": ("接在一个用例文件的后面", "add to the end of a file of cases"),
    "suggest:--seed": ("换一个数会找出别的住户", "another number finds other households"),
    "mutate:short": ("改动政策，考验用例", "change policies to test the cases"),
    "mutate": (
        """把政策改动一小处，看用例能不能发现：参数差一分、< 换成 <=、去掉一个条件、换两行次序……

TARGET 与 test 相同。

\b
  relapse-rules mutate cn/anhui/suzhou
  relapse-rules mutate --threshold 95""",
        """Change a policy in one small way after the other and list the changes that no case finds.

TARGET is the same as for `test`.

\b
  relapse-rules mutate cn/anhui/suzhou
  relapse-rules mutate --threshold 95""",
    ),
    "mutate:--threshold": ("得分低于这个百分比算不通过", "fail below this score"),
    "mutate:--jobs": ("用几个进程，默认用满处理器", "processes, by default one a core"),
    "import-openfisca:short": ("导入 OpenFisca 的测试", "import tests of OpenFisca"),
    "import-openfisca": (
        """把 OpenFisca 写法的 YAML 测试转成本库的用例；对不上的一律列出，对应的用例标为 todo。

\b
  relapse-rules import-openfisca tests.yaml --map mapping.yaml -o place.cases.yaml""",
        """Take tests in OpenFisca's dialect over as cases. Whatever has no counterpart is listed, and its case is marked `todo`; nothing is dropped or guessed.

\b
  relapse-rules import-openfisca tests.yaml --map mapping.yaml -o place.cases.yaml""",
    ),
    "import-openfisca:--map": ("对照表：变量 -> 指标、结果", "which variable is which fact or answer"),
    "import-openfisca:--output": ("写到哪个文件，不覆盖已有的", "the file to write; an existing one is kept"),
    "plan:short": ("规则改动对住户的影响", "what a change of rules does to households"),
    "plan": (
        """规则改动生效之前，先看对真实住户的影响：谁新纳入、谁退出、谁升级降级，是哪一条引起的。

BASE 是原政策，HEAD 是新政策：政策编号、.policy.yaml 文件，或 git:版本:路径。两份政策按同一天判定同一批住户。有变动不算错，退出码为 0；写了关口而没有通过，退出码为 1。

\b
  relapse-rules plan cn/anhui/suzhou 拟议/cn/anhui/suzhou.policy.yaml --data 台账.csv --on 2022-06-01
  relapse-rules plan git:main:policies/cn/anhui/suzhou.policy.yaml cn/anhui/suzhou \\
      --data 台账.csv --on 2022-06-01 --fail-on leaving,undecided --max-changed 5%""",
        """See what a change of rules does to real households before it takes effect: who enters, who leaves, who moves up or down, and which clause did it.

BASE is the old policy and HEAD the new one: a policy id, a .policy.yaml file, or git:REVISION:PATH. Both judge the same households as of the same day. Changes are no failure, the exit code is 0; a gate that does not hold makes it 1.

\b
  relapse-rules plan cn/anhui/suzhou proposed/cn/anhui/suzhou.policy.yaml --data ledger.csv --on 2022-06-01
  relapse-rules plan git:main:policies/cn/anhui/suzhou.policy.yaml cn/anhui/suzhou \\
      --data ledger.csv --on 2022-06-01 --fail-on leaving,undecided --max-changed 5%""",
    ),
    "plan:--data": ("住户记录的文件", "the file of households"),
    "plan:--fail-on": ("一户也不许有的变动：leaving,undecided,tier-down 等", "moves of which there may be none: leaving,undecided,tier-down and others"),
    "plan:--report": ("写成可打印、可签字的网页", "a page to read, print and sign"),
    "plan:--public": ("可公示的版本：只有汇总，不含健康类，少于五户的不写", "an edition for the public: aggregates only, none about health, none below five"),
    "plan:--proof": ("是否再证明对全部可能的住户的影响（要装 prove 扩展，费几秒）", "whether to prove the effect on all possible households (takes the extra prove and some seconds)"),
    "plan:--households": ("JSON 里列出每一户的变动和原因", "with JSON, every household that changes and its cause"),
    "plan:--output": ("存下这次结果，供批准和核对", "save the plan, to be approved and verified"),
    "plan:--verify": ("按批准单重算，有一处不同就拒绝", "plan again what an approval names, and refuse if anything differs"),
    "plan:--max-changed": ("最多变动多少户，或百分之几", "the most households that may change, as a number or a percentage"),
    "sweep:short": ("一个标准取不同的值，各有多少户", "households at each value of one parameter"),
    "sweep": (
        """一个标准从低到高取不同的值，其余不变，各有多少户纳入、各是什么等级；陡坎处加注。

表里的一档写成 参数[档]，如 size_factor[1-3]。

\b
  relapse-rules sweep cn/anhui/suzhou income_line 5000:8000:250 --data 台账.csv --on 2022-06-01 --new 7000""",
        """Let one parameter take the values of a range, all else being the same: how many households are watched at each, at which tier, with cliffs marked.

A row of a table is written parameter[row], such as size_factor[1-3].

\b
  relapse-rules sweep cn/anhui/suzhou income_line 5000:8000:250 --data ledger.csv --on 2022-06-01 --new 7000""",
    ),
    "sweep:--data": ("住户记录的文件", "the file of households"),
    "sweep:--new": ("拟议的值，标在结果里", "the proposed value, marked among the others"),
    "explain:--report": ("写成这一户的判定依据，可打印（.html 或 .md）", "a page about this household, to print (.html or .md)"),
    # --- options that several commands have
    ":--root": ("政策根目录；默认为当前文件夹下的 policies，没有则用自带的", "folder of the policies; by default ./policies, else the shipped one"),
    ":--lang": ("说明和结果的语言", "language of messages and results"),
    ":--color": ("颜色；也可设 NO_COLOR", "colour; NO_COLOR is respected"),
    ":--debug": ("出内部错误时显示细节", "show internal errors"),
    ":--format": ("输出格式", "format of the result"),
    ":--words": ("政策文件用中文词（zh）还是英文词（en）", "Chinese (zh) or English (en) words of policy files"),
    ":--on": ("按哪一天的规定，YYYY-MM-DD；不会默认为今天", "the day whose rules apply; it never defaults to today"),
    ":--grid": ("记录是网格而不是住户", "the records are grids"),
    ":--list": ("列表指标另存的表，如 members=成员.csv 或 .xlsx", "a further table with the items of a list"),
    ":--sheet": ("住户在哪一张工作表", "the sheet that holds the households"),
    ":--map": ("表头=指标，如 身份证号=成员证件号码；表头= 则不读这一列", "HEADING=FACT; HEADING= leaves the column out"),
    ":--skip-unknown": ("不认识的列都不读", "leave out every column that is unknown"),
    ":--checked": ("核对过的列（表头或列号）：看着可疑也照读", "a column that was looked at: read it though it looks wrong"),
    ":--help": ("显示本说明", "show this and exit"),
    ":--version": ("显示版本", "show the version and exit"),
}  # fmt: skip

# Words around them, and what is wrong with a command that was typed.
USAGE: dict[str, tuple[str, str]] = {
    "usage_usage": ("用法: ", "Usage: "),
    "usage_Options": ("选项", "Options"),
    "usage_Commands": ("命令", "Commands"),
    "usage_default": ("默认", "default"),
    "usage_try": ("用 `{command} --help` 看说明", "try `{command} --help`"),
    "usage_no_option": ("没有 {name} 这个选项", "no such option: {name}"),
    "usage_no_command": ("没有 {name} 这个命令", "no such command: {name}"),
    "usage_meant": ("；是不是 {names}？", "; did you mean {names}?"),
    "usage_missing": ("缺少 {name}", "{name} is missing"),
    "usage_value": ("{name} 的值不对：{why}", "a wrong value of {name}: {why}"),
    "usage_one_of": ("`{value}` 不在可选值里；可选 {known}", "`{value}` is not one of {known}"),
    "usage_no_value": ("{name} 后面要写值，或后面不该写值", "{name} needs a value, or takes none"),
    "usage_extra": ("多写了参数：{names}", "too many arguments: {names}"),
    "usage_number": ("`{value}` 不是整数", "`{value}` is no whole number"),
}  # fmt: skip
