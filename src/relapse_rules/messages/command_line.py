"""Words of the command line: key -> (Chinese, English)."""

from __future__ import annotations

from relapse_rules.words.table import VALUES

_LEVELS = (
    *("nation", "province", "prefecture", "county"),
    *("township", "village", "group"),
)
_KINDS = {
    "boolean": "yes or no",
    "integer": "whole number",
    "number": "number",
    "money": "money",
    "date": "date",
    "choice": "choice",
    "choices": "choices",
    "text": "text",
    "list": "list",
}

COMMAND_LINE: dict[str, tuple[str, str]] = {
    **{f"cli_level_{level}": (VALUES[level], level) for level in _LEVELS},
    **{f"cli_kind_{kind}": (VALUES[kind], english) for kind, english in _KINDS.items()},
    "cli_between": ("、", ", "),
    "cli_unexpected": (
        "程序内部出错（{kind}）；加 --debug 看细节",
        "an internal error ({kind}); add --debug for details",
    ),
    "cli_cannot_write": ("写不了 `{file}`", "`{file}` cannot be written"),
    "cli_output_is_input": (
        "`{file}` 是输入文件，不会覆盖它；请换一个输出文件名",
        "`{file}` is an input and will not be overwritten; name another output",
    ),
    "cli_changed": (
        "`{file}` 在此期间被别人改过，没有写入；请重新运行",
        "`{file}` was changed meanwhile and is not written; run it again",
    ),
    "cli_written": ("已写入 {file}", "written to {file}"),
    # --- check
    "cli_can_decide": ("可以判定", "can decide"),
    "cli_lacks": ("不能判定：{names} 没有值", "cannot decide: no value for {names}"),
    "cli_check_passed": (
        "检查通过：{policies} 个政策文件，{places} 个地方，{rules} 条规则，0 个问题",
        "check passed: policies {policies}, places {places}, rules {rules}, problems 0",
    ),
    "cli_check_failed": (
        "检查未通过：共 {errors} 个错误、{warnings} 个警告{missing}",
        "check failed: errors {errors}, warnings {warnings}{missing}",
    ),
    "cli_not_found": ("，{n} 个政策没有找到", ", policies not found {n}"),
    "cli_see_rule": (
        "看编号的说明：relapse-rules rule {code}",
        "what a code means: relapse-rules rule {code}",
    ),
    "cli_fixable": (
        "（{n} 个可自动修复：先看 check --diff，再 check --fix）",
        " ({n} can be mended: see check --diff, then check --fix)",
    ),
    "cli_mended": (
        "已修复 {n} 处，其余内容一字未动",
        "mended {n}, and nothing else was touched",
    ),
    "cli_into_utf8": (
        "{file}: 编码改为 UTF-8，文字不变",
        "{file}: encoded in UTF-8, its text unchanged",
    ),
    "cli_only_shown": (
        "以上 {n} 处还没有写入；用 check --fix 写入",
        "nothing of this is written yet ({n}); check --fix writes it",
    ),
    # --- init
    "cli_init_name": ("这个地方叫什么，如 扶风县", "what the place is called"),
    "cli_init_level": (
        "哪一级：省级 市级 县级 乡级 村级",
        "its level: province prefecture county township village",
    ),
    "cli_init_area": ("区划代码，如 610324", "its area code, such as 610324"),
    "cli_init_parent": ("上级政策的编号", "id of the parent policy"),
    "cli_init_id": (
        "政策编号（小写字母、数字、连字符和斜杠），如 cn/shaanxi/baoji/fufeng",
        "id of the policy, such as cn/shaanxi/baoji/fufeng",
    ),
    "cli_init_from": (
        "从哪天起有效，如 2022-01-01",
        "first day in force, such as 2022-01-01",
    ),
    "cli_init_bad_name": (
        "名称不能是空的，也不能有标点：{given}",
        "a name is not empty and has no punctuation: {given}",
    ),
    "cli_init_bad_level": ("没有这一级：{given}", "there is no such level: {given}"),
    "cli_init_bad_area": (
        "不是这一级的区划代码：{given}",
        "this is no code of that level: {given}",
    ),
    "cli_init_bad_parent": (
        "没有这份上级政策：{given}",
        "there is no such parent: {given}",
    ),
    "cli_init_bad_id": ("政策编号的写法不对：{given}", "this is no policy id: {given}"),
    "cli_init_bad_from": (
        "日期写成 YYYY-MM-DD：{given}",
        "a day is YYYY-MM-DD: {given}",
    ),
    "cli_init_missing": ("还缺 {names}", "missing: {names}"),
    "cli_init_exists": (
        "已有 {file}，不会覆盖；什么都没有写",
        "{file} is there and will not be overwritten; nothing was written",
    ),
    "cli_init_lacks": (
        "没有写测试户：这份政策还没有一天能判定，缺 {names} 的值，请在上级政策补上",
        "no test households: on no day can the policy decide; add values of {names} to a parent",
    ),
    "cli_init_next": (
        "下一步：打开政策文件，按里面的说明填写，再运行 relapse-rules check {policy}",
        "next: open the policy file, fill it in as it says, and run relapse-rules check {policy}",
    ),
    # --- fmt
    "cli_which_words": (
        "请用 --words zh 或 --words en 指明换成哪种词",
        "say --words zh or --words en",
    ),
    "cli_would_change": ("{file}: 有要换的词", "{file}: has words to change"),
    "cli_fmt_would": ("{n} 个文件有要换的词", "files with words to change: {n}"),
    "cli_fmt_done": ("已改写 {n} 个文件", "files rewritten: {n}"),
    # --- evaluate and explain
    "cli_and_more": ("，另有 {n} 项", ", {n} more"),
    "cli_no_files": (
        "还要给出住户文件：[政策编号] 文件…",
        "give a file of records: [POLICY] FILE...",
    ),
    "cli_one_file": ("一次只能解释一个文件", "give one file to explain"),
    "cli_no_policy": (
        "`{file}` 没有写 policy；请在文件前面写政策编号",
        "`{file}` states no policy; name one before the files",
    ),
    "cli_no_day": (
        "`{file}` 没有写 date；请用 --on YYYY-MM-DD 指明按哪一天的规定，不会默认为今天",
        "`{file}` states no date; say --on YYYY-MM-DD, it never defaults to today",
    ),
    "cli_overruled": (
        "{file}: 文件写的政策是 {stated}，这里按 {used} 判定",
        "{file}: states policy {stated}, decided by {used} as asked",
    ),
    "cli_bad_list": (
        "--list 要写成 指标=文件.csv，每个指标一次：{given}",
        "--list is FACT=FILE.csv, each fact once: {given}",
    ),
    "cli_one_file_with_lists": (
        "用 --list 时一次只能给一个住户文件",
        "with --list give one file of records",
    ),
    "cli_row_of": ("{file} 第 {n} 行", "{file} row {n}"),
    "cli_column_of": (" {column} 列", " column {column}"),
    "cli_household_of": ("（住户在 {file} 第 {n} 行）", " (household: {file} row {n})"),
    "cli_which_row": (
        "文件里有 {n} 条记录，请用 --row 指明一条；行号：{rows}",
        "the file holds {n} records; choose one with --row: {rows}",
    ),
    "cli_no_such_row": ("没有第 {n} 行的记录", "there is no record in row {n}"),
    "cli_none_decided": ("没有可以判定的记录", "no record could be decided"),
    "cli_which_workbook": (
        "`{file}` 要以 .xlsx 结尾",
        "`{file}` must end in .xlsx",
    ),
    "cli_template": (
        "{sheets} 张表、{columns} 列；填好后用 relapse-rules evaluate 判定",
        "{sheets} sheets, {columns} columns; filled in, give it to relapse-rules evaluate",
    ),
    "cli_no_fact": (
        "没有叫 {name} 的指标；最接近的是 {nearest}",
        "no fact is called {name}; the nearest is {nearest}",
    ),
    "cli_problems": (
        "{file}: {rows} 行要改；照原样带着问题，改好后再用 relapse-rules evaluate 判定",
        "{file}: {rows} rows to mend; they stand there with their problems, to be given to relapse-rules evaluate again",
    ),
    "cli_no_problems": (
        "没有要改的行，没有写 {file}",
        "no row has to be mended; {file} was not written",
    ),
    "cli_problems_and_batch": (
        "--problems 不能与整批判定的选项或 .parquet .csv .jsonl 输出同用；结果写 .xlsx",
        "--problems does not go with the options of whole batches or with .parquet, .csv and .jsonl; write the results to .xlsx",
    ),
    "cli_thresholds_one": (
        "写 -o 导出，或写 --from 读回；--write 只与 --from 同用",
        "give -o to write them, or --from to take them back; --write goes with --from",
    ),
    "cli_thresholds_out": (
        "已写入 {file}：{n} 个值；改好后用 --from 读回",
        "written to {file}: {n} values; edited, take them back with --from",
    ),
    "cli_thresholds_same": ("没有改动", "nothing is different"),
    "cli_thresholds_missing": (
        "表里少了的行不会从政策里删除：{names}",
        "rows that are missing stay in the policy: {names}",
    ),
    "cli_thresholds_new": (
        "新的值：{name} 自 {since} 起 {value}",
        "new: {name} from {since}: {value}",
    ),
    "cli_thresholds_changed": (
        "改值：{name} 自 {since} 起 {before} → {value}；依据仍是 {source}，请核对",
        "changed: {name} from {since}: {before} -> {value}; its source is still {source}",
    ),
    "cli_thresholds_refused": (
        "改了以后政策通不过检查，没有写入",
        "the changed policy would not pass its checks; nothing was written",
    ),
    "cli_thresholds_shown": (
        "以上 {n} 处还没有写入；用 --write 写入，写入前可用 relapse-rules plan 看影响哪些户",
        "these {n} changes are not written; --write does so, and relapse-rules plan shows before that whom they affect",
    ),
    "cli_thresholds_written": (
        "改了 {n} 处，其余内容一字未动",
        "{n} changes made, nothing else was touched",
    ),
    "cli_bad_map": (
        "--map 要写成 表头=指标，不读的列写 表头=；`{given}` 不是",
        "--map takes HEADING=FACT, or HEADING= for a column not to be read; `{given}` is neither",
    ),
    "cli_loaded": (
        "{file}{sheet}: {encoding}表头第 {header} 行，读入 {columns} 列、{rows} 行",
        "{file}{sheet}: {encoding}headings in row {header}, {columns} columns and {rows} rows read",
    ),
    "cli_loaded_sheet": (" 工作表“{sheet}”", " sheet `{sheet}`"),
    "cli_loaded_encoding": ("编码 {encoding}，", "encoded in {encoding}, "),
    "cli_read_columns": ("  读的列：{columns}", "  columns read: {columns}"),
    "cli_unread": ("  没有读的列：{columns}", "  columns not read: {columns}"),
    "cli_unread_sheets": ("  没有读的工作表：{sheets}", "  sheets not read: {sheets}"),
    "cli_skipped": ("  略过的行：{rows}", "  rows passed over: {rows}"),
    "cli_skipped_rows": ("{reason}（第 {rows} 行）", "{reason} (row {rows})"),
    "cli_skipped_blank": ("空行 {n}", "blank {n}"),
    "cli_skipped_total": ("合计", "totals"),
    "cli_skipped_repeated": ("重复的表头", "repeated headings"),
    "cli_skipped_numbering": ("栏次", "column numbers"),
    "cli_skipped_signature": ("落款或说明", "signatures or notes"),
    "cli_skipped_section": ("分段标题", "section titles"),
    "cli_converted": ("  换算：{what}", "  converted: {what}"),
    "cli_note_ten_thousand": ("万元 {n} 格", "万元 in {n} cells"),
    "cli_note_separators": ("千分位 {n} 格", "thousands separators in {n} cells"),
    "cli_note_full_width": ("全角字符 {n} 格", "full-width characters in {n} cells"),
    "cli_note_serials": ("日期序号 {n} 格", "day numbers in {n} cells"),
    "cli_note_id_numbers": (
        "数字格式的编号 {n} 格",
        "ids kept as numbers in {n} cells",
    ),
    "cli_note_fifteen_digits": (
        "只取 Excel 显示的 15 位 {n} 格",
        "to the fifteen digits that Excel shows in {n} cells",
    ),
    "cli_dropped": (
        "  个人信息列没有读入：{facts}",
        "  personal columns were not read: {facts}",
    ),
    "cli_account": (
        "共 {rows} 行：已判定 {decided}（其中 {undecided} 条主要结果无法判定），未采用 {rejected}",
        "rows {rows}: decided {decided} ({undecided} undecided in a main answer), rejected {rejected}",
    ),
    "cli_head_file": ("文件", "file"),
    "cli_head_row": ("行", "row"),
    "cli_head_id": ("编号", "id"),
    "cli_head_type": ("类型", "type"),
    "cli_head_tier": ("等级", "tier"),
    "cli_head_removal": ("风险消除", "removal"),
    "cli_head_visits": ("走访", "visits"),
    "cli_head_problems": ("问题", "checks"),
    "cli_head_needs": ("尚缺", "needs"),
    # --- schema
    "cli_schema_alone": (
        "schema {kind} 不带政策编号，也没有 --stubs；只有 policy 有 --words",
        "schema {kind} takes no policy and no --stubs; --words goes with policy alone",
    ),
    "cli_schema_policy": (
        "请写政策编号：schema {kind} 政策编号",
        "name a policy: schema {kind} POLICY",
    ),
    # --- rule
    "cli_no_code": (
        "没有 {code} 这个编号；relapse-rules rule 列出全部编号",
        "there is no code {code}; `relapse-rules rule` lists them all",
    ),
    # --- show
    "cli_show_day": (
        "请用 --on YYYY-MM-DD 指明看哪一天的规定，不会默认为今天",
        "say --on YYYY-MM-DD; it never defaults to today",
    ),
    "cli_which_page": (
        "`{file}` 要以 .html 或 .md 结尾",
        "`{file}` must end in .html or .md",
    ),
    "cli_no_extra": (
        "要先安装：pip install 'relapse-rules[{extra}]'",
        "install this first: pip install 'relapse-rules[{extra}]'",
    ),
    "cli_unknown_section": (
        "没有这一节；可选：{known}",
        "no such section; there are: {known}",
    ),
    "cli_area": ("区划 {area}", "area {area}"),
    "cli_only_extended": ("只供下级继承", "for others to extend only"),
    "cli_reported": ("依据 {day} 的报道", "as reported on {day}"),
    "cli_layers": ("各层文件", "Layers"),
    "cli_sources": ("所引出处", "Sources cited"),
    "cli_assumptions": ("所用假设", "Assumptions used"),
    "cli_interpretation": ("解读", "read as"),
    "cli_no_value": (
        "当天没有值（已有：{known}）",
        "no value on that day (there is: {known})",
    ),
    "cli_section_parameters": ("参数", "Parameters"),
    "cli_section_derive": ("计算值", "Derived values"),
    "cli_section_grid": ("网格", "Grid"),
    "cli_section_grid.derive": ("网格的计算值", "Derived values of grids"),
    "cli_section_grid.checks": ("网格的问题清单", "Checks of grids"),
    "cli_section_catalogue": ("清单", "Lists"),
    # --- facts
    "cli_values": ("可选值", "values"),
    "cli_aliases": ("别名", "aliases"),
    "cli_columns": (
        "表格里可以分 {n} 列，表头是名称或别名加 1 至 {n}",
        "a table may have {n} columns of it, headed by a name and 1 to {n}",
    ),
    "cli_month": (
        "表格里只有年月的格子记为 {fact}",
        "a cell of year and month is kept as {fact}",
    ),
    "cli_otherwise": ("没有登记时为", "when left out"),
    "cli_personal": ("个人信息，读入后即丢弃", "personal: dropped when read"),
    "cli_group_facts": ("住户的指标", "Facts about a household"),
    "cli_group_item": ("列表中每一项的指标", "Facts of each item of"),
    "cli_group_derive": ("计算值", "Derived values"),
    "cli_group_parameters": ("参数", "Parameters"),
    "cli_group_sections": (
        "各节的条目（成立与否）",
        "Entries of sections (whether they hold)",
    ),
    "cli_group_grid_facts": ("网格的指标", "Facts about a grid"),
    "cli_group_grid_item": ("网格列表中每一项的指标", "Facts of each item of a grid's"),
    "cli_group_grid_derive": ("网格的计算值", "Derived values of grids"),
    "cli_group_grid_sections": ("网格各节的条目", "Entries of sections about grids"),
    "cli_kind_derived": ("计算值", "derived"),
    "cli_kind_parameter": ("参数", "parameter"),
    "cli_kind_table": ("参数表", "table"),
}
