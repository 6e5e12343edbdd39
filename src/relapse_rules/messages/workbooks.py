"""Words of workbooks: the names of their sheets and columns, and what their notes say."""

from __future__ import annotations

SHEET_WORDS: dict[str, tuple[str, str]] = {
    "sheet_households": ("住户", "households"),
    "sheet_notes": ("填写说明", "notes"),
    "sheet_examples": ("示例", "examples"),
    "sheet_words": ("字典", "words"),
    "sheet_example": ("示例", "example "),
    "sheet_invented": ("某某", "somebody"),
    "sheet_stop": ("；", "; "),
    "sheet_notes_column": ("列", "column"),
    "sheet_notes_hint": ("填什么", "what to enter"),
    "sheet_notes_what": ("说明", "about it"),
    "sheet_hint_several": ("可填几个，用、隔开；没有填“无”", "several with 、 between them; none: 无"),
    "sheet_hint_text_id": ("文本格式，不得重复", "text, each once"),
    "sheet_hint_month": ("只知道年月就写年月", "year and month where the day is not known"),
    "sheet_hint_personal": ("只供您查对，程序不读", "for your own use; it is not read"),
    "sheet_how": (
        ("一户一行；成员、措施等明细各在自己的工作表里，每项一行，用户编号对上。\n"
        "不知道的留空：留空就是“未知”，不是“否”，也不是 0。\n"
        "橙色的列规则要用，缺了就可能判不了；表头可以改回本地的叫法，只要是政策认得的名称。\n"
        "金额按表头的单位填，也可以写 0.72万元；日期写 2022-10-31；编号的列已设为文本，请勿改格式。\n"
        "填好后运行 relapse-rules evaluate，问题会逐条列出来。"),
        ("One row a household; members, measures and the like have a sheet of their own, a row each, with the household's id.\n"
        "Leave blank what is not known: blank is unknown, neither no nor 0.\n"
        "The rules read the orange columns and may leave a household undecided without them.\n"
        "Enter amounts in the unit of the heading and days as 2022-10-31; columns of ids are text and must stay so.\n"
        "Then run relapse-rules evaluate: every problem is listed."),
    ),
    "sheet_results": ("结果", "results"),
    "sheet_rejected": ("未采用", "rejected"),
    "sheet_about": ("说明", "about"),
    "sheet_problem": ("问题", "problem"),
    "sheet_advice": ("怎么改", "what to do"),
    "sheet_thresholds": ("标准", "thresholds"),
    "sheet_value_id": ("参数编号", "parameter"),
    "sheet_value_label": ("名称", "name"),
    "sheet_value_row": ("表中的行", "row of the table"),
    "sheet_value_unit": ("单位", "unit"),
    "sheet_value_since": ("起", "from"),
    "sheet_value_value": ("值", "value"),
    "sheet_value_source": ("依据编号", "source"),
    "sheet_value_at": ("依据位置", "place in it"),
    "sheet_value_assumption": ("假设编号", "assumption"),
    "sheet_value_layer": ("由哪一级定", "set by"),
    "sheet_value_file": ("文件", "file"),
    "sheet_value_how": (
        (
            "改值：直接改“值”一列。依据还是原来的，依据也变了就加一行新的。\n"
            "新的一年或新的标准：抄一行，改“起”和“值”，写上依据编号（政策文件“来源清单”里的）或假设编号。\n"
            "删掉的行不会从政策里删除。其余各列只供查看，改了不起作用。\n"
            "改好后运行 relapse-rules thresholds 政策编号 --from 本文件：先看政策文件会改哪几处，确认后加 --write。"
        ),
        (
            "To change a value, change it in its column; its source stays. Where that changes too, add a row.\n"
            "For a new year or a new threshold copy a row, change the day and the value, and state a source or an assumption of the policy.\n"
            "Rows that are deleted here stay in the policy. The other columns are for looking only.\n"
            "Then run relapse-rules thresholds POLICY --from this file: it shows what would change; --write makes the change."
        ),
    ),
    "sheet_yes": ("是", "Y"),
    "sheet_no": ("否", "N"),
    "sheet_head_row": ("行", "row"),
    "sheet_head_file": ("文件", "file"),
    "sheet_head_id": ("编号", "id"),
    "sheet_head_column": ("列", "column"),
    "sheet_head_code": ("问题编号", "code"),
    "sheet_head_missing": ("尚缺", "missing"),
    "sheet_head_removal": ("风险消除", "removal"),
    "sheet_head_assumptions": ("所依据的假设", "assumptions"),
    "sheet_undecided": ("无法判定：{names}", "undecided: {names}"),
    "sheet_check": ("数据核对：{what}", "the data contradict themselves: {what}"),
}  # fmt: skip

# What somebody reads of a workbook that was made here, and the reader passes over.
OWN_SHEETS = ("sheet_notes", "sheet_examples", "sheet_words", "sheet_about")
OWN_HEADINGS = ("sheet_problem", "sheet_advice")
