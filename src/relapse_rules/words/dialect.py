"""Whether a policy file is written in Chinese words."""

from __future__ import annotations

import re

from relapse_rules.words.table import KEYS

# Every policy file states its id, and hardly anything else begins a line so.
_CHINESE_HEAD = re.compile(
    rf"^\ufeff?[\"']?{KEYS['policy']}[\"']? *[:：]", re.MULTILINE
)


def in_chinese(text: str) -> bool:
    """Whether the structure of a file is in Chinese: its first key tells."""
    return _CHINESE_HEAD.search(text) is not None
