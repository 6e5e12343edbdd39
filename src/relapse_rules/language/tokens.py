"""The tokens of an expression, or what is wrong with them before any syntax is looked at."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from relapse_rules.language.slips import FULL_WIDTH, NO_SIGNS, SPELLINGS, UNCERTAIN
from relapse_rules.messages.language import NUMBERS
from relapse_rules.words.table import OPERATORS
from relapse_rules.words.tokens import CJK, Token, cut

if TYPE_CHECKING:
    from relapse_rules.language.complaints import Complaints

MAX_TOKENS = 400
MAX_DEPTH = 40
MAX_DIGITS = 15

_WORDS_BETWEEN = frozenset(OPERATORS)
_SPOKEN_NUMBER = re.compile(
    r"([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE]([0-9]{1,2})(?![0-9]))?([%十百千万亿]*)"
)
_POWERS = {"%": -2, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
# Numbers that say the same without separators, 万 and 元; what % means depends on units.
_CERTAIN_NUMBER = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?[十百千万亿]?元?"
)
_BETWEEN = sorted((zh for zh in OPERATORS.values()), key=len, reverse=True)
_RUN_ON = re.compile(rf"([0-9.]+)({'|'.join(_BETWEEN)})([{CJK}A-Za-z_].*|)")
_OPERATORS = frozenset(
    ["+", "-", "*", "/", "<", ">", "<=", ">=", "==", "!=", "(", ")", ",", "[", "]", "."]
)


def checked_tokens(text: str, complaints: Complaints) -> list[Token]:
    """Every token of `text`; raises what `complaints` then hold if one is not allowed."""
    tokens = []
    for token in cut(text):
        if not token.kind:
            _complain_of_character(token, complaints)
        elif token.kind == "open":
            complaints.add("RR327", token.start, token.end)
        else:
            tokens.append(token)
    complaints.raise_if_any()
    _check_all(text, tokens, complaints)
    complaints.raise_if_any()
    return tokens


def misplaced(tokens: list[Token]) -> Token | None:
    """The first name, number or quoted choice that stands right behind another."""
    for left, right in pairwise(tokens):
        if _is_operand(left) and _is_operand(right):
            return right
    return None


def _complain_of_character(token: Token, complaints: Complaints) -> None:
    char, start, end = token.text, token.start, token.end
    wide = FULL_WIDTH.get(char)
    if (
        wide is None
        and unicodedata.normalize("NFKC", char) != char
        and char.isprintable()
    ):
        wide = unicodedata.normalize("NFKC", char)
    if wide is not None and wide.isascii() and wide.strip():
        write = None if char in NO_SIGNS else wide
        complaints.add("RR310", start, end, char=char, ascii=wide, write=write)
        return
    name = unicodedata.name(char, "") or "control character"
    complaints.add("RR311", start, end, point=f"U+{ord(char):04X}", name=name.lower())


def _check_all(text: str, tokens: list[Token], complaints: Complaints) -> None:
    if len(tokens) > MAX_TOKENS:
        complaints.add("RR313", tokens[0].start, tokens[0].end, limit=MAX_TOKENS)
        return
    depth = deepest = 0
    for token in tokens:
        if token.text in {"(", "["}:
            depth += 1
            deepest = max(deepest, depth)
        elif token.text in {")", "]"}:
            depth -= 1
        _check(text, token, complaints)
    if deepest > MAX_DEPTH:
        complaints.add("RR313", tokens[0].start, tokens[0].end, limit=MAX_DEPTH)
    for left, right in pairwise(tokens):
        if left.kind == right.kind == "string":
            complaints.add("RR327", right.start, right.end)
        elif right.kind == "number" and _is_operand(left):
            complaints.add("RR312", right.start, right.end)
        elif (left.word, right.word) == ("not", "in") and left.text != "not":
            # One way to write it, so that the words of a file can be changed and back.
            found, wanted = text[left.start : right.end], OPERATORS["not in"]
            args = {"found": found, "wanted": wanted}
            complaints.add("RR304", left.start, right.end, write=wanted, **args)


def _is_operand(token: Token) -> bool:
    """Whether a number cannot follow: `3 5` and `age 5`, but not `else 5`."""
    return token.kind in {"number", "string"} or (
        token.kind == "name"
        and token.word not in _WORDS_BETWEEN
        and token.text not in SPELLINGS
    )


def _check(text: str, token: Token, complaints: Complaints) -> None:
    found = token.text
    if found in SPELLINGS:
        wanted = SPELLINGS[found]
        write = None if found in UNCERTAIN else _spaced(text, token, wanted)
        args = {"found": found, "wanted": wanted}
        complaints.add("RR304", token.start, token.end, write=write, **args)
    elif token.kind in {"thousands", "number"}:
        _check_number(token, complaints)
    elif token.kind == "string":
        if found[0] not in "\"'" or "\\" in found or not _clean(found):
            complaints.add("RR327", token.start, token.end)
    elif (token.kind == "name" and found.startswith("_")) or (
        token.kind == "operator" and found not in _OPERATORS
    ):
        complaints.add("RR305", token.start, token.end, found=found)


def _spaced(text: str, token: Token, word: str) -> str:
    """A word with the blanks that keep it apart from what stands beside it."""
    if not word[0].isalpha():
        return word
    before, after = text[: token.start][-1:], text[token.end :][:1]
    left = " " if before.isalnum() or before in {"_", '"', "'", ")"} else ""
    right = " " if after.isalnum() or after in {"_", '"', "'", "("} else ""
    return f"{left}{word}{right}"


def _clean(text: str) -> bool:
    return all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in text)


def _check_number(token: Token, complaints: Complaints) -> None:
    text = token.text
    if run_on := _RUN_ON.fullmatch(text):
        apart = " ".join(part for part in run_on.groups() if part)
        args = {"found": text, "apart": apart}
        complaints.add("RR333", token.start, token.end, write=apart, **args)
    elif not _NUMBER.fullmatch(text):
        plain = _plain(text)
        write = plain if _CERTAIN_NUMBER.fullmatch(text) else None
        why, more = NUMBERS[_kind(text)]
        said: dict[str, Any] = {"found": text, "plain": plain, "why": why, "more": more}
        complaints.add("RR303", token.start, token.end, write=write, **said)
    elif len(text) > MAX_DIGITS + 1:
        complaints.add("RR313", token.start, token.end, limit=MAX_DIGITS)


def _kind(text: str) -> str:
    if "," in text:
        return "thousands"
    if "%" in text:
        return "percent"
    return "form" if text.isascii() else "unit"


def _plain(text: str) -> str:
    """A number as the language writes it: `7,000元` is 7000, `0.7万` is 7000, `50%` 0.5."""
    match = _SPOKEN_NUMBER.match(text.replace(",", ""))
    if match is None:
        return "0"
    power = sum(_POWERS[char] for char in match[3]) + int(match[2] or 0)
    return f"{Decimal(match[1]).scaleb(power).normalize():f}"
