"""What people type instead of the language, and what to write: data and nothing else."""

from __future__ import annotations

# What Chinese input methods type, and what the language writes instead.
FULL_WIDTH = {
    "（": "(", "）": ")", "，": ",", "＜": "<", "＞": ">", "＝": "==", "：": ":",
    "“": '"', "”": '"', "‘": "'", "’": "'", "＋": "+", "－": "-", "＊": "*",
    "／": "/", "≤": "<=", "≥": ">=", "≠": "!=", "【": "[", "】": "]", "［": "[",
    "］": "]", "、": ",", "；": ";", "。": ".", "．": ".", "％": "%", "×": "*",
    "÷": "/", "！": "!", "＆": "and", "｜": "or", "—": "-", "−": "-", "–": "-",
    "≦": "<=", "≧": ">=", "＂": '"', "＇": "'", "〈": "<", "〉": ">",
}  # fmt: skip
# Spellings from other languages and from speech, and the word that is meant.
SPELLINGS = {
    "并且": "且", "而且": "且", "以及": "且", "与": "且", "或者": "或", "不是": "非 / !=",
    "AND": "and", "OR": "or", "NOT": "not", "IN": "in",
    "&&": "and", "||": "or", "!": "not", "<>": "!=", "=": "==", "=<": "<=",
    "=>": ">=", "===": "==", "True": "true", "False": "false", "TRUE": "true",
    "FALSE": "false", "None": "missing(...)", "null": "missing(...)",
    "NULL": "missing(...)", "空": "为空(...)", "未知": "为空(...)", "是": "真 / ==",
    "否": "假", "在": "属于", "不在": "不属于", "大于": ">", "高于": ">",
    "超过": ">", "小于": "<", "低于": "<", "不足": "<", "大于等于": ">=", "至少": ">=",
    "不低于": ">=", "不少于": ">=", "不小于": ">=", "小于等于": "<=", "至多": "<=",
    "不高于": "<=", "不超过": "<=", "不大于": "<=", "不多于": "<=", "等于": "==",
    "不等于": "!=", "若": "如果",
}  # fmt: skip
# Of these the meaning is clear and the place is not: nobody but the author can mend them.
UNCERTAIN = frozenset(
    ("不是", "None", "null", "NULL", "空", "未知", "是", "!", "以及", "若", "与")
)
# Nor are these signs of the language, so that writing them in ASCII mends nothing.
NO_SIGNS = frozenset("：；。！％＆｜")
