"""The words in which faults of shape are told: what is wanted, found, and to be done."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from relapse_rules.documents.phrases import NOTHING
from relapse_rules.documents.shape import patterns
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.messages import Phrase, Wording
from relapse_rules.messages.terms import Term, value_term
from relapse_rules.nearest import nearest_name
from relapse_rules.words.table import VALUES

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.yaml.tree import Node

_BETWEEN = re.compile("[、，,；;]")
_BY_WORD = {zh: en for en, zh in VALUES.items()}
# What people call the values that a key may have, besides their Chinese words.
_SPOKEN = {
    "国家": "nation",
    "自治区": "province",
    "州": "prefecture",
    "盟": "prefecture",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡镇": "township",
    "街道": "township",
    "苏木": "township",
    "嘎查": "village",
    "部门": "departments",
    "是否": "boolean",
    "数字": "number",
    "数值": "number",
    "文本": "text",
    "每年": "yearly",
}
LABELS = frozenset({"title", "label", "about", "say"})
KINDS: dict[str, Phrase | Wording] = {
    "string": Phrase("文字", "text"),
    "number": Phrase("数", "a number"),
    "integer": Phrase("整数", "a whole number"),
    "boolean": Wording("是非值（{v[true]} 或 {v[false]}）", "{v[true]} or {v[false]}"),
    "object": Phrase("下一级的键", "keys of its own"),
    "array": Phrase("列表", "a list"),
}
PATTERNS = {
    patterns.ID_PATTERN: (
        Phrase("编号", "an id"),
        Phrase(
            "编号用字母、数字、下划线或汉字，不以数字开头，至多 64 个字",
            "an id has letters, digits, underscores or Chinese characters, 64 at most, and begins with no digit",
        ),
    ),
    patterns.POLICY_ID_PATTERN: (
        Phrase("政策编号", "a policy id"),
        Phrase(
            "编号只用小写字母、数字、连字符和斜杠，如 cn/shaanxi/baoji",
            "lower-case letters, digits, hyphens and slashes only, such as cn/shaanxi/baoji",
        ),
    ),
    patterns.DATE_PATTERN: (
        Phrase("日期", "a date"),
        Phrase("写成 年-月-日，如 2021-01-01", "year-month-day, such as 2021-01-01"),
    ),
    patterns.AREA_PATTERN: (
        Phrase("区划代码", "an area code"),
        Phrase(
            '2 至 12 位数字，加引号，如 "610302"',
            '2 to 12 digits in quotes, such as "610302"',
        ),
    ),
    patterns.UNIT_PATTERN: (
        Phrase("单位", "a unit"),
        Phrase(
            "如 元、元/人、%，至多 40 个字",
            "such as 元, 元/人 or %, 40 characters at most",
        ),
    ),
    patterns.NAME_PATTERN: (
        Phrase("名称", "a name"),
        Phrase("写成一行，至多 200 个字", "one line of 200 characters at most"),
    ),
    patterns.BAND_PATTERN: (
        Phrase("表格的档次", "a row of a table"),
        Phrase(
            '如 "1"、"3-4"、"5+"、"<= 12000"，或一个可选值',
            'such as "1", "3-4", "5+", "<= 12000", or a choice',
        ),
    ),
}


def found_words(node: Node) -> Phrase:
    if isinstance(node, Mapping):
        return Phrase("一组键", "a group of keys")
    if isinstance(node, Sequence):
        return Phrase("列表", "a list")
    if node.value is None:
        return Phrase("空值", "null")
    if isinstance(node.value, bool):
        return Phrase(f"是非值 {node.text}", f"the truth value {node.text}")
    if isinstance(node.value, int | Decimal):
        return Phrase(f"数 {node.text}", f"the number {node.text}")
    return Phrase("文字", "text")


def hint_words(node: Node, kinds: list[str], name: str) -> Phrase | Wording:
    """What to do; `name` is the English word of the key."""
    if isinstance(node, Scalar) and node.value is None:
        return Phrase("写上内容，或把这一行删掉", "write something, or delete the line")
    if "string" in kinds and isinstance(node, Sequence):
        return Phrase(
            "去掉方括号，写成一行文字；文字里要有方括号就加引号",
            "take the brackets away, or quote the text if it has brackets",
        )
    if "string" in kinds and isinstance(node, Scalar):
        return Phrase(f'加上引号："{node.text}"', f'put it in quotes: "{node.text}"')
    if kinds[0] in {"number", "integer"}:
        return Phrase(
            "只写数字，不加引号、单位和逗号",
            "digits only, without quotes, unit or commas",
        )
    if "boolean" in kinds:
        return Wording(
            "写 {v[true]} 或 {v[false]}，不加引号",
            "write {v[true]} or {v[false]} without quotes",
        )
    if "array" in kinds and isinstance(node, Scalar):
        items = ", ".join(listed(node.text))
        return Phrase(f"写成列表：[{items}]", f"write a list: [{items}]")
    if name in LABELS and isinstance(node, Scalar):
        text = node.text.replace("{", "{{").replace("}", "}}")
        write = f"{{k[{name}]}}: {{{{{{k[zh]}}: {text}}}}}"
        return Wording(f"写成 {write}", f"write {write}")
    if "object" in kinds:
        return Wording(
            "换行缩进，写它的键，如 {k[zh]}: ……",
            "indent its keys below it, such as {k[zh]}: ...",
        )
    return NOTHING


def listed(text: str) -> list[str]:
    """What somebody listed who typed the brackets or commas of Chinese."""
    return [one.strip() for one in _BETWEEN.split(text.strip("【】［］ ")) if one]


def spoken(text: str, known: abc.Container[str]) -> list[Term]:
    """The listed values that people call so, if the text is nothing else."""
    items = [_called(one) for one in listed(text)]
    if items and all(one in known for one in items):
        return [value_term(one) for one in items]
    return []


def _called(one: str) -> str:
    short = _SPOKEN.get(one.removesuffix("级"))
    return short or _BY_WORD.get(one) or _BY_WORD.get(f"{one}级") or one


def nearest_term(text: str, terms: abc.Iterable[Term]) -> Term | str:
    """The word that was probably meant, in either language."""
    words = {word: term for term in terms for word in (term.en, term.zh)}
    near = nearest_name(text, words)
    return words[near] if near else ""


def limit_words(keyword: str, bound: int) -> Phrase:
    if keyword == "minimum":
        return Phrase(f"不得小于 {bound}", f"less than {bound}")
    return Phrase(f"不得大于 {bound}", f"more than {bound}")
