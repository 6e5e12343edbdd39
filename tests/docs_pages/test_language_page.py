"""The two examples of the language page are one policy in two languages."""

from __future__ import annotations

import re
from pathlib import Path

from relapse_rules.documents.shape.respell import respelled
from relapse_rules.source import Source, edited

PAGE = (Path(__file__).parents[2] / "docs/language.md").read_text("utf-8")


def test_the_examples_are_each_other_in_other_words() -> None:
    english, chinese = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert edited(english, respelled(Source("en", english), "zh")) == chinese
    assert edited(chinese, respelled(Source("zh", chinese), "en")) == english
