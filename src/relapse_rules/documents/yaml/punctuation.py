"""Full-width punctuation and spaces where YAML needs the ASCII ones.

Chinese punctuation inside a text is legal: `title: 扎赉特旗，防止返贫` is what it says. It
is an error only where it stands for syntax, as in `name： 榕江县`. A document that YAML can
read is judged scalar by scalar; one that it cannot read, line by line, to find the cause.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from relapse_rules.documents.yaml.characters import MOST_REPORTED, tab_at
from relapse_rules.errors import Diagnostic
from relapse_rules.messages import Phrase
from relapse_rules.source import Edit, Span, display_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.source import Source

_SIGNS = "：，“”‘’＂＇［］｛｝＃－｜＞"
_ASCII = str.maketrans(_SIGNS, ":,\"\"''\"'[]{}#-|>")
_NAMES = {
    "：": Phrase("中文冒号", "colon"),
    "，": Phrase("中文逗号", "comma"),
    "“”‘’＂＇": Phrase("中文引号", "quote"),
    "［］｛｝": Phrase("全角括号", "bracket"),
    "＃－｜＞": Phrase("全角符号", "sign"),
}
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_QUOTES = "“”‘’＂＇"
# The other end of a quoted text without quotes inside, and what may follow it.
_CLOSING = re.compile(
    rf"[^{_QUOTES}\"\\\r\n]*([{_QUOTES}])(?=[ \t]*(?:[,\]}}:：，\r\n]|\Z| #))"
)
_BRACKETS = {"［": "］", "｛": "｝"}
_RUN = re.compile(f"[{_SPACES}]+")
_ANY = re.compile(f"[{_SIGNS}{_SPACES}]")
_NAME = r"(?:[A-Za-z_][A-Za-z0-9_]*|[\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*)"

_Patterns = tuple[re.Pattern[str], ...]


def _patterns(*texts: str) -> _Patterns:
    return tuple(map(re.compile, texts))


# Group 1 is the culprit. These hold for keys and values alike.
_ANYWHERE = _patterns(
    rf"\A([{_SPACES}])",
    rf"([{_SPACES}])\Z",
    rf"([{_SPACES}])#",
    rf"\A([{_QUOTES}])[^{_QUOTES}]*[{_QUOTES}]\Z",
    r"(?:\A| )(＃)(?![0-9０-９])",
    r"\A(－) ",
)
_IN_KEY = (*_ANYWHERE, *_patterns(r"(：)", r"\A([［｛])"))
_IN_VALUE = (
    *_ANYWHERE,
    *_patterns(r"(?s)\A([［｛]).*[］｝]\Z", r"\A([｜＞])[-+0-9]*(?: |\Z)"),
)
# A value below its key stands where a mapping could, so `name：` is meant as a key.
_ON_OWN_LINE = _patterns(rf"\A{_NAME} *(：)", rf"\A{_NAME}:([{_SPACES}])")
_AS_ITEM = _patterns(r"\A[a-z_]+ *(：)", rf"\A[a-z_]+:([{_SPACES}])")
_IN_FLOW = _patterns(rf"(，) *{_NAME} *[:：]")
_IN_FLOW_LIST = _patterns(r"(，)")
_INDENTED_WIDE = re.compile(rf"[^\r\n]*(?:[\r\n][ \t]*)++[{_SPACES}]")
_TIGHT_COLON = re.compile(rf"\A{_NAME}(:)[^ \t\r\n/:]")


def may_be_wide(text: str) -> bool:
    """Whether there is anything to look for; for most texts there is not."""
    return _ANY.search(text) is not None


def wide_in_key(text: str) -> int | None:
    """Where a plain key holds full-width syntax."""
    return _first(_IN_KEY, text) if may_be_wide(text) else None


def wide_in_value(text: str, *, own_line: bool, item: bool, flow: bool) -> int | None:
    """Where a plain value holds full-width syntax, given where it stands."""
    found = _first(_IN_VALUE, text)
    if found is None and own_line:
        found = _first(_ON_OWN_LINE, text)
    if found is None and item:
        found = _first(_IN_FLOW_LIST if flow else _AS_ITEM, text)
    if found is None and flow:
        found = _first(_IN_FLOW, text)
    return found


def indented_wide(source: Source, at: int) -> bool:
    """Whether the next line with text is indented with full-width spaces."""
    return _INDENTED_WIDE.match(source.text, at) is not None


def tight_colon(text: str) -> int | None:
    """Where `name:value` lacks the space that would make it a key."""
    found = _TIGHT_COLON.match(text)
    return found.start(1) if found else None


def _first(patterns: _Patterns, text: str) -> int | None:
    for pattern in patterns:
        if found := pattern.search(text):
            return found.start(1)
    return None


def is_wide(char: str) -> bool:
    """Whether an ASCII sign of YAML is meant by this character."""
    return bool(char) and char.translate(_ASCII) != char


def without_space(span: Span) -> Diagnostic:
    """The diagnostic for a colon that lacks its space."""
    return Diagnostic("RR119", span, fix=(Edit(span, ": "),))


def wide(span: Span, end: int | None = None) -> Diagnostic:
    """The diagnostic for one full-width character used as syntax.

    A quote opens what goes on to `end` at most; its fix is that of both quotes.
    """
    char = span.text
    return Diagnostic("RR001", span, _said(char), fix=_in_ascii(span, end))


def _said(char: str) -> dict[str, Phrase]:
    if char.isspace():
        point = f"U+{ord(char):04X}"
        return {
            "char": Phrase(f"特殊空格（{point}）", f"special space ({point})"),
            "write": Phrase("普通空格", "a plain space"),
        }
    kind = next(phrase for signs, phrase in _NAMES.items() if char in signs)
    write = f"`{char.translate(_ASCII)}`"
    return {
        "char": Phrase(f"{kind.zh} `{char}`", f"full-width {kind.en} `{char}`"),
        "write": Phrase(f"半角 {write}", write),
    }


def _both_brackets(span: Span) -> tuple[Edit, ...]:
    """An opening bracket and the one that closes it in the same line."""
    source, close = span.source, _BRACKETS[span.text]
    end = source.line_starts[span.line - 1] + len(source.line(span.line))
    depth = 0
    for at in range(span.start, end):
        depth += (source.text[at] == span.text) - (source.text[at] == close)
        if depth == 0:
            place = Span(source, at, at + 1)
            ascii_close = Edit(place, close.translate(_ASCII))
            return Edit(span, span.text.translate(_ASCII)), ascii_close
    return ()


def _plain_spaces(span: Span) -> Edit:
    """All special spaces of one run; before a line's text they are as wide as they look."""
    source = span.source
    run = _RUN.match(source.text, span.start)
    assert run, "it begins with such a space"
    line = source.text[source.line_starts[span.line - 1] : span.start]
    wide = display_width(run.group()) if not line.strip() else 1
    return Edit(Span(source, *run.span()), " " * wide)


def _in_ascii(span: Span, end: int | None) -> tuple[Edit, ...]:
    char = span.text
    if char.isspace():
        return (_plain_spaces(span),)
    write = char.translate(_ASCII)
    if char in _QUOTES:
        source = span.source
        last = _CLOSING.match(source.text, span.end, end or len(source.text))
        if last is None:
            return ()
        return Edit(span, '"'), Edit(Span(source, *last.span(1)), '"')
    if char in _BRACKETS:
        return _both_brackets(span)
    after = span.source.text[span.end : span.end + 1]
    spaced = write == ":" and bool(after) and not after.isspace()
    return (Edit(span, f"{write} " if spaced else write),)


# What hides syntax from the lines below: comments and quoted texts.
_HIDDEN = re.compile(
    r"""(?:(?<=[ \t])|(?<![^\r\n]))\#[^\r\n]*"""
    r"""|(?:(?<=[:,?-][ ])|(?<=[\[{,])|(?<![^\r\n]))[ ]*+"""
    r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')""",
    re.DOTALL,
)
_LINE = re.compile(r"[^\r\n]+")
_NOT_BREAK = re.compile(r"[^\r\n]")
_START = r"^[ \t]*(?:- +)*"
_KEY_ON_LINE = re.compile(
    rf"{_START}[^\s:：，,\[\]{{}}“”#][^:：，,\[\]{{}}“”#]{{0,60}}?(：)"
)
_TIGHT_ON_LINE = re.compile(rf"{_START}{_NAME}(:)[^\s/:]")
_ON_LINE = _patterns(
    rf"^[ \t]*([{_SPACES}])",
    rf":([{_SPACES}])",
    rf"([{_SPACES}])#",
    rf"(?:^|[:,\[{{-]) *([{_QUOTES}])",
    r"(?:^|[ \t])(＃)(?![0-9０-９])",
    r"^[ \t]*(－)",
    r"(?:^|[:,\[{-]) *([［｛])",
    r"[\[{][^\[\]{}]*([］｝])",
    rf"[{{,] *{_NAME} *(：)",
    rf"(，) *{_NAME} *[:：]",
)
_TAB_INDENT = re.compile(r"^ *(\t+)")
_BLOCK_SCALAR = re.compile(r"(?:^|[:\-] +)[|>][-+0-9]{0,2}[ \t]*$")


def suspects(source: Source, start: int, end: int) -> list[Diagnostic]:
    """What looks like mistyped syntax in the lines from `start` to before `end`."""
    return list(islice(_suspects(source, start, end), MOST_REPORTED))


def _suspects(source: Source, start: int, end: int) -> Iterator[Diagnostic]:
    first = source.position(start)[0] - 1
    start = source.line_starts[first]
    text = _HIDDEN.sub(_blanked, source.text[start:end])
    block: int | None = None  # the indentation of the line that opened a block scalar
    before, before_indent = "", -1
    for found in _LINE.finditer(text):
        line = found.group()
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip(" \t") or (block is not None and indent > block):
            continue
        block = indent if _BLOCK_SCALAR.search(line) else None
        continued = (
            indent > before_indent and bool(before) and before[-1] not in ":：,，[{"
        )
        before, before_indent = line.rstrip(), indent
        at = start + found.start()
        yield from _in_line(source, at, line, continued=continued)


def _in_line(
    source: Source, start: int, line: str, *, continued: bool
) -> Iterator[Diagnostic]:
    if tab := _TAB_INDENT.match(line):
        at = start + tab.start(1)
        yield tab_at(Span(source, at, start + tab.end(1)))
    patterns = _ON_LINE if continued else (_KEY_ON_LINE, *_ON_LINE)
    if not line.isascii():
        for at in {m.start(1) for p in patterns for m in p.finditer(line)}:
            yield wide(Span(source, start + at, start + at + 1), start + len(line))
    if not continued and (tight := _TIGHT_ON_LINE.match(line)):
        at = start + tight.start(1)
        yield without_space(Span(source, at, at + 1))


def _blanked(found: re.Match[str]) -> str:
    # Quoted texts leave their quotes, so that a quoted key is still seen as a key.
    filler = " " if found.group().startswith("#") else '"'
    return _NOT_BREAK.sub(filler, found.group())
