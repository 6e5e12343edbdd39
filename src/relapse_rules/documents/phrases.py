"""Phrases that messages about documents share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.messages import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable


def either(phrases: Iterable[Phrase]) -> Phrase:
    """The phrases as alternatives."""
    listed = list(phrases)
    return Phrase(" 或 ".join(p.zh for p in listed), " or ".join(p.en for p in listed))


NOTHING = Phrase("", "")

LEVEL_NAMES = {
    "nation": Phrase("国家级", "nation"),
    "province": Phrase("省级", "province"),
    "prefecture": Phrase("市级", "prefecture"),
    "county": Phrase("县级", "county"),
    "township": Phrase("乡级", "township"),
    "village": Phrase("村级", "village"),
    "group": Phrase("组级", "group"),
}
