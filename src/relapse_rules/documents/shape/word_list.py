"""All words of both languages as one page, beside what each of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.documents.shape.hovers import VALUES as ABOUT_VALUES
from relapse_rules.documents.shape.hovers import hover
from relapse_rules.words.table import (
    CONSTANTS,
    FUNCTIONS,
    KEYS,
    NULL,
    OPERATORS,
    PARTS,
    SECTIONS,
    TRUTH,
    VALUES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
# 词表 / Words

政策文件里每个词的中文和英文，意思完全一样，可以混着写。 / Every word of policy files in both
languages; they mean the same and may be mixed. [language.md](language.md)
"""


def word_list() -> str:
    """The page as it is committed."""
    return "\n".join([HEAD, *_keys(), *_values(), *_of_expressions()]) + "\n"


def _keys() -> Iterator[str]:
    yield from ("## 键 / Keys", "", "| 中文 | English | |", "|---|---|---|")
    for name, chinese in KEYS.items():
        kind, _, key = name.rpartition(".")
        about = " / ".join(hover(key, kind)).replace("|", "\\|")
        yield f"| `{chinese}` | `{key}` | {about} |"


def _values() -> Iterator[str]:
    yield from ("", "## 可选值 / Values", "", "| 中文 | English | |", "|---|---|---|")
    for value, chinese in VALUES.items():
        yield f"| `{chinese}` | `{value}` | {' / '.join(ABOUT_VALUES[value])} |"
    for table in (TRUTH, NULL):
        yield from (f"| `{zh}` | `{en}` | |" for en, zh in table.items())


def _of_expressions() -> Iterator[str]:
    yield from (
        "",
        "## 条件和算式 / Expressions",
        "",
        "| 中文 | English |",
        "|---|---|",
    )
    for table in (OPERATORS, CONSTANTS, FUNCTIONS):
        yield from (f"| `{zh}` | `{en}` |" for en, zh in table.items())
    yield from (f"| `{zh}` | `{en}` |" for en, zh in SECTIONS.items())
    yield from (
        f"| `{zh}`（`风险消除.` 之后 / after `removal.`） | `{en}` |"
        for en, zh in PARTS.items()
    )
