"""What entries say beside their conditions, in words: keys of a policy and fixed values.

In Chinese they are the words that policy files have for them.
"""

from __future__ import annotations

from relapse_rules.words.table import KEYS, VALUES

_SAID_BESIDE = (
    *("level", "handled_by", "by", "run_by", "modality", "visitor", "mode", "every"),
    *("report_to", "return_to", "responders", "starts", "urgency", "severity", "say"),
    *("departments", "actions", "parts", "tool", "note"),
    *("interpretation", "assumption"),
)


def _english(word: str) -> str:
    return word.replace("_", " ")


# key -> (Chinese, English)
DETAILS: dict[str, tuple[str, str]] = {
    **{f"detail_{key}": (KEYS[key], _english(key)) for key in _SAID_BESIDE},
    **{f"value_{value}": (zh, _english(value)) for value, zh in VALUES.items()},
    "value_identification": (KEYS["identification"], "identification"),
    "every_days": ("每 {n} 天 {times} 次", "{times} in {n} days"),
    "every_weeks": ("每 {n} 周 {times} 次", "{times} in {n} weeks"),
    "every_months": ("每 {n} 个月 {times} 次", "{times} in {n} months"),
}
