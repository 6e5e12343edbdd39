"""Encoded values as a record gives them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC, decimal_text

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Fact
    from relapse_rules.testing.setting import Setting


def plain_record(setting: Setting, values: tuple[Any, ...]) -> dict[str, Any]:
    """A record of a setting with its values as they are written; unknown is left out."""
    items = dict(setting.like.items)
    found = {}
    for name, value in zip(setting.rules.program.facts, values, strict=False):
        fact = setting.meaning.facts[name]
        if value is None:
            continue
        if fact.kind != "list":
            found[name] = plain_value(fact, value)
            continue
        inner = setting.meaning.item_facts(name)
        found[name] = [
            {
                i: plain_value(inner[i], v)
                for i, v in zip(items[name], row, strict=True)
                if v is not None
            }
            for row in value
        ]
    return found


def plain_value(fact: Fact, value: Any) -> Any:
    """One encoded value as it is written; of a set, its values in order."""
    if fact.kind in NUMERIC:
        exact = Fraction(value, fact.scale)
        whole = exact.denominator == 1
        return int(exact) if whole else Decimal(decimal_text(exact))
    if fact.kind == "date":
        return date.fromordinal(value)
    return sorted(value) if fact.kind == "choices" else value
