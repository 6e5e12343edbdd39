"""Texts of a policy as they are shown in one language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relapse_rules.messages import Lang

_BETWEEN = " / "
_CHINESE = re.compile("[\u3400-\u9fff]")


def in_language(text: str, lang: Lang) -> str:
    """One half of `中文 / English`, as notes that are no labels are written in both."""
    zh, _, en = text.partition(_BETWEEN)
    if not en or _BETWEEN in en or not _CHINESE.search(zh) or not en[0].isascii():
        return text
    return zh if lang == "zh" else en


def measured(number: str, unit: str, lang: Lang) -> str:
    """A number and its unit: `6000 元/人`, `50%`, and 6 个月, for 6 月 would be June."""
    if unit == "%":
        return f"{number}%"
    return f"{number} {'个月' if unit == '月' and lang == 'zh' else unit}".strip()
