"""What an entry says beside its condition, in one line of one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.messages import word
from relapse_rules.messages.shown import in_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.messages import Lang

_SPANS = ("days", "weeks", "months")


def said(details: Mapping[str, Any], lang: Lang) -> str:
    """Each detail behind its name; what has no words is shown as the policy has it."""
    between, colon = ("；", "：") if lang == "zh" else ("; ", ": ")
    shown = (
        f"{_word('detail', k, lang)}{colon}{_said(v, lang)}" for k, v in details.items()
    )
    return between.join(shown)


def _said(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        return _mapping(value, lang)
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(_said(one, lang) for one in value)
    return in_language(_word("value", str(value), lang), lang)


def _mapping(value: Mapping[str, Any], lang: Lang) -> str:
    if lang in value:
        return str(value[lang])
    span = next((one for one in _SPANS if value.get(one)), None)
    if span is None or "times" not in value:
        return f"{{{said(value, lang)}}}"
    text = word(f"every_{span}", lang)
    return text.format(n=value[span], times=value["times"])


def _word(kind: str, name: str, lang: Lang) -> str:
    key = f"{kind}_{name}"
    found = word(key, lang)
    return name if found == key else found
