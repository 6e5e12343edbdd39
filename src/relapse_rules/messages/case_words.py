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
}
