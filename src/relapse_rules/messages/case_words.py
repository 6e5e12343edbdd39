"""Words of test households: key -> (Chinese, English)."""

from __future__ import annotations

CASE_WORDS: dict[str, tuple[str, str]] = {
    # --- what may be asked of a decision
    "case_answer": ("结论", "answer"),
    "case_unmet": ("未满足", "unmet"),
    "case_possible": ("可能为", "possible"),
    "case_next": ("下一步", "next"),
    "case_done": ("已完成", "done"),
    "case_late": ("逾期", "late"),
    "case_due": ("期限", "due"),
    "case_values": ("数值", "values"),
    # --- answers
    "case_yes": ("是", "yes"),
    "case_no": ("否", "no"),
    "case_undecided": ("无法判定", "undecided"),
    "case_not_defined": ("没有规定", "not_defined"),
    "case_none": ("无", "none"),
    "case_unknown": ("未知", "unknown"),
    # --- what a run says
    "case_difference": (
        "{about}: 预期 {expected} → 实际 {actual}",
        "{about}: expected {expected} -> actual {actual}",
    ),
    "case_accepted": ("接受", "accepted"),
    "case_failed": ("失败", "failed"),
    "case_passed": ("通过", "passed"),
    "case_todo": ("待写", "to do"),
    "case_confirm": ("待确认", "to confirm"),
    "case_broken": ("读不了", "cannot be read"),
    "case_no_cases": (
        "没有可以运行的用例：什么也没有测",
        "there is no case to run: nothing was tested",
    ),
    "case_summary": (
        "{files} 个文件，{cases} 个用例：通过 {passed}，失败 {failed}，待写 {todo}，待确认 {confirm}；读不了的文件 {broken}（{seconds} 秒）",
        "files {files}, cases {cases}: passed {passed}, failed {failed}, to do {todo}, to confirm {confirm}; files not read {broken} ({seconds} s)",
    ),
    "case_bad_pattern": (
        "--run 不是正则表达式：{why}",
        "--run is no regular expression: {why}",
    ),
    "case_export_name": (
        "--export 的文件名要以 .cases.xlsx 或 .cases.csv 结尾：{file}",
        "--export wants a name that ends in .cases.xlsx or .cases.csv: {file}",
    ),
    "case_export_policies": (
        "一次只能导出一份政策的用例，这里有：{policies}",
        "the cases of one policy at a time; here are those of {policies}",
    ),
    "case_exported": (
        "已写入 {files}：{cases} 个用例",
        "written to {files}: cases {cases}",
    ),
    "case_left_out": (
        "没有写入（表格里放不下这种记录）：{case}",
        "left out, no row can hold such a record: {case}",
    ),
    # --- headings of sheets
    "case_head_name": ("用例", "case"),
    "case_head_date": ("按哪天", "case date"),
    "case_head_policy": ("政策编号", "case policy"),
    "case_head_description": ("用例说明", "case description"),
    "case_head_keywords": ("关键词", "case keywords"),
    "case_head_source": ("用例出处", "case source"),
    "case_head_todo": ("待写", "case todo"),
    "case_head_confirm": ("待确认", "case confirm"),
    "case_head_reasons": ("须有理由", "case reasons"),
    "case_head_needs": ("须补指标", "case needs"),
    "case_head_error": ("须拒收", "case error"),
    "case_expected": ("预期:", "expected:"),
    "case_sheet_cases": ("用例", "cases"),
    "case_sheet_grid": ("网格用例", "grid"),
    "heading_here": ("这一列的表头", "the heading of this column"),
    # --- tests taken over from OpenFisca's dialect
    "import_line": (
        "{file}:{line} {test}: `{what}` {why}",
        "{file}:{line} {test}: `{what}` {why}",
    ),
    "import_not_mapped": ("在对照表里没有", "is not in the mapping"),
    "import_left_out": ("按对照表不取", "is left out, as the mapping says"),
    "import_no_place": ("用例里没有对应的写法", "has no place in a case"),
    "import_exact": (
        "用例一律精确比较，没有误差范围",
        "has no place: cases are compared exactly",
    ),
    "import_no_period": ("不是一年、一月或一天", "is no year, month or day"),
    "import_other_period": (
        "是别的时期的值；用例只说一天，不会替您换算",
        "is stated for another period; a case is about one day, and nothing is converted",
    ),
    "import_no_value": ("不是一个值", "is not one value"),
    "import_no_such_value": (
        "这个值在对照表里没有",
        "is a value that the mapping does not have",
    ),
    "import_no_variables": ("下面没有写变量", "has no variables under it"),
    "import_no_list": (
        "是家庭成员；对照表没有成员的指标，所以不取",
        "are members; they are left out, as the mapping has no facts of members",
    ),
    "import_several": (
        "不止一户；一个用例只说一户",
        "are several households; a case is about one",
    ),
    "import_no_role": (
        "这个角色在对照表的 roles 里没有",
        "is a role that the mapping does not have under `roles`",
    ),
    "import_of_a_person": (
        "是个人的变量，对照表却把它对到住户",
        "is stated of a person, and mapped to a fact of the household",
    ),
    "import_no_answer_of_a_person": (
        "是个人的结果；判定只有住户的结果",
        "is an answer about a person; decisions are about households",
    ),
    "import_exists": (
        "`{file}` 已经存在，不会覆盖；请换一个文件名",
        "`{file}` exists and will not be overwritten; name another file",
    ),
    "import_done": (
        "已写入 {file}：{cases} 个用例，其中 {todo} 个缺内容、标为 todo",
        "written to {file}: cases {cases}, of which {todo} lack something and are marked todo",
    ),
}
