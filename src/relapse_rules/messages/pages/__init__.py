"""A page for each code: why it is an error, how it looks, and how it looks when it is right.

What is wrong and what to do stand in the message of the code. The pages are texts beside
this module: `=== code kind`, why in both languages, a bad example and a good one. A kind
says how an example is to be read; the tests read every one and hold the page to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from relapse_rules.words.translate import in_words_of

if TYPE_CHECKING:
    from relapse_rules.messages import Lang

Kind = Literal[
    "policy",
    "formula",
    "files",
    "file",
    "record",
    "cases",
    "python",
    "respell",
    "claim",
    "claims",
    "found",
    "words",
]
_FOLDER = Path(__file__).parent
EXAMPLE = _FOLDER / "example.policy.yaml"
_PART = re.compile(
    r"(?P<code>RR\d{3}) (?P<kind>\w+)\nzh: (?P<zh>.*)\nen: (?P<en>.*)\n"
    r"--- bad\n(?P<bad>.*)--- good\n(?P<good>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is said about one code besides its message."""

    code: str
    kind: Kind
    why_zh: str
    why_en: str
    bad: str
    good: str

    def why(self, lang: Lang) -> str:
        return self.why_zh if lang == "zh" else self.why_en

    def example(self, text: str, lang: Lang) -> str:
        """An example as it is shown; one that is only told has a line a language."""
        if self.kind == "formula":
            return in_words_of(text.rstrip("\n"), lang)
        if self.kind != "words":
            return text.rstrip("\n")
        lines = dict(line.split(": ", 1) for line in text.splitlines())
        return lines[lang]


@cache
def pages() -> dict[str, Page]:
    """Every page by its code."""
    found: dict[str, Page] = {}
    for file in sorted(_FOLDER.glob("*.txt")):
        for text in file.read_text("utf-8").split("=== ")[1:]:
            part = _PART.fullmatch(text)
            assert part, f"{file.name}: {text[:40]}"
            code, kind, *rest = part.groups()
            assert code not in found, f"{code} has two pages"
            found[code] = Page(code, cast("Kind", kind), *rest)
    return found
