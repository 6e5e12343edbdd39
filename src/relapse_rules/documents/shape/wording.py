"""The words in which faults of shape are told: what is wanted, found, and to be done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from relapse_rules.documents.phrases import NOTHING
from relapse_rules.documents.shape import models
from relapse_rules.documents.yaml.tree import Mapping, Scalar, Sequence
from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from relapse_rules.documents.yaml.tree import Node

_LABELS = frozenset({"title", "label", "about", "say"})
KINDS = {
    "string": Phrase("文字", "text"),
    "number": Phrase("数", "a number"),
    "integer": Phrase("整数", "a whole number"),
    "boolean": Phrase("true 或 false", "true or false"),
    "object": Phrase("下一级的键", "keys of its own"),
    "array": Phrase("列表", "a list"),
}
PATTERNS = {
    models.ID_PATTERN: (
        Phrase("编号", "an id"),
        Phrase(
            "编号用字母、数字、下划线或汉字，不以数字开头",
            "an id has letters, digits, underscores or Chinese characters and begins with no digit",
        ),
    ),
    models.POLICY_ID_PATTERN: (
        Phrase("政策编号", "a policy id"),
        Phrase(
            "编号只用小写字母、数字、连字符和斜杠，如 cn/shaanxi/baoji",
            "lower-case letters, digits, hyphens and slashes only, such as cn/shaanxi/baoji",
        ),
    ),
    models.DATE_PATTERN: (
        Phrase("日期", "a date"),
        Phrase("写成 年-月-日，如 2021-01-01", "year-month-day, such as 2021-01-01"),
    ),
    models.AREA_PATTERN: (
        Phrase("区划代码", "an area code"),
        Phrase(
            '2 至 12 位数字，加引号，如 "610302"',
            '2 to 12 digits in quotes, such as "610302"',
        ),
    ),
    models.BAND_PATTERN: (
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


def hint_words(node: Node, kinds: list[str], name: str) -> Phrase:
    if isinstance(node, Scalar) and node.value is None:
        return Phrase("写上内容，或把这一行删掉", "write something, or delete the line")
    if "string" in kinds and isinstance(node, Scalar):
        return Phrase(f'加上引号："{node.text}"', f'put it in quotes: "{node.text}"')
    if kinds[0] in {"number", "integer"}:
        return Phrase(
            "只写数字，不加引号、单位和逗号",
            "digits only, without quotes, unit or commas",
        )
    if "boolean" in kinds:
        return Phrase(
            "写 true 或 false，不加引号", "write true or false without quotes"
        )
    if "array" in kinds and isinstance(node, Scalar):
        return Phrase(f"写成列表：[{node.text}]", f"write a list: [{node.text}]")
    if name in _LABELS and isinstance(node, Scalar):
        write = f"{name}: {{zh: {node.text}}}"
        return Phrase(f"写成 {write}", f"write {write}")
    if "object" in kinds:
        return Phrase(
            "换行缩进，写它的键，如 zh: ……", "indent its keys below it, such as zh: ..."
        )
    return NOTHING


def limit_words(keyword: str, bound: int) -> Phrase:
    if keyword == "minimum":
        return Phrase(f"不得小于 {bound}", f"less than {bound}")
    return Phrase(f"不得大于 {bound}", f"more than {bound}")
