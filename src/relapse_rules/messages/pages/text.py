"""The page of a code as Markdown: its message, why, both examples, and what to do."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from relapse_rules.messages import catalogue, word
from relapse_rules.messages.pages import EXAMPLE, pages
from relapse_rules.messages.terms import WORDS_OF_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.messages import Lang
    from relapse_rules.messages.pages import Page

_LEFT_OUT = "…"
# Which stage a code belongs to, by how it begins.
STAGES = ("RR0", "RR1", "RR2", "RR3", "RR4", "RR5", "RR6", "RR7", "RR8", "RR9")
_FENCES = {
    "python": "python",
    "formula": "text",
    "claim": "text",
    "file": "text",
    "files": "yaml",
}


def title(code: str, lang: Lang) -> str:
    """What is wrong, without the names that a real message has."""
    text = catalogue()[code]
    return _told(text.zh if lang == "zh" else text.en, lang)


def page(code: str, lang: Lang) -> str:
    """The page of one code in one language."""
    return "\n".join(_lines(pages()[code], lang))


def _lines(shown: Page, lang: Lang) -> Iterator[str]:
    yield f"## {shown.code} {title(shown.code, lang)}"
    yield from ("", shown.why(lang))
    for key, text in (("page_bad", shown.bad), ("page_good", shown.good)):
        yield from ("", word(key, lang), "")
        example = shown.example(text, lang)
        if shown.kind == "words":
            yield f"> {example}"
        else:
            fence = _FENCES.get(shown.kind, "yaml")
            yield from (f"```{fence}", example, "```")
    advice = [_told(text, lang) for text in _advice(shown.code, lang)]
    if advice:
        yield from ("", word("page_fix", lang), "")
        yield from (f"* {text}" for text in advice)


def _advice(code: str, lang: Lang) -> list[str]:
    text = catalogue()[code].message(lang)
    told = (text.nearest, text.help)
    return [one for one in told if one and not _is_only_a_place(one)]


def _is_only_a_place(text: str) -> bool:
    """Whether the advice stands in the message alone, since it differs each time."""
    return not any(literal.strip() for literal, *_ in string.Formatter().parse(text))


def _told(template: str, lang: Lang) -> str:
    """A template with its words filled in and everything else left out."""
    parts = []
    for literal, name, _, _ in string.Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(_filled(name, lang))
    return "".join(parts)


def _filled(name: str, lang: Lang) -> str:
    table, bracket, key = name.partition("[")
    if not bracket:
        return _LEFT_OUT
    key = key.removesuffix("]")
    english = key.rpartition(".")[2]
    chinese = WORDS_OF_FILES[table].get(key, english)
    return f"{chinese}（{english}）" if lang == "zh" else english


def documents() -> dict[str, str]:
    """Every file of the folder of pages, by its name."""
    found = {f"{code}.md": _both(code) for code in sorted(pages())}
    found["README.md"] = _index()
    found[EXAMPLE.name] = EXAMPLE.read_text("utf-8")
    return found


def _both(code: str) -> str:
    zh, en = page(code, "zh"), page(code, "en")
    return f"# {code}\n\n{zh}\n\n{en}\n"


def _index() -> str:
    lines = [
        "# 错误编号 / Codes",
        "",
        word("page_index", "zh"),
        "",
        word("page_index", "en"),
    ]
    for stage in STAGES:
        codes = sorted(code for code in pages() if code.startswith(stage))
        heading = " / ".join(word(f"stage_{stage}", lang) for lang in ("zh", "en"))
        lines += ["", f"## {heading}", "", "| | 中文 | English |", "|---|---|---|"]
        lines += [_row(code) for code in codes]
    return "\n".join(lines) + "\n"


def _row(code: str) -> str:
    zh, en = (title(code, lang).replace("|", "\\|") for lang in ("zh", "en"))
    return f"| [{code}]({code}.md) | {zh} | {en} |"
