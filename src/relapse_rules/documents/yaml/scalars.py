"""What a plain scalar means: true, false, null, a canonical number, a text, or a refusal.

A scalar is refused when YAML 1.1, YAML 1.2 and people would read it differently. The
refusal says what each would read; the author then quotes it or writes the number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.documents.yaml.tree import Value

# An ID number has 18 digits, and spreadsheets keep only 15: such a thing is a text.
MOST_DIGITS = 15
# No token below is longer; a longer scalar is a text, except an endless number.
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a plain scalar is refused: its readings in YAML 1.1 and 1.2, and the fix.

    `certain` says that nobody could mean anything else by it.
    """

    code: str
    old: str
    new: str
    write: str
    certain: bool = False


_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}
_WORDS = {
    "yes": "true",
    "on": "true",
    "y": "true",
    "true": "true",
    "no": "false",
    "off": "false",
    "n": "false",
    "false": "false",
    "null": "null",
}
_NOT_FINITE = re.compile(r"[-+]?\.?(nan|inf|infinity)", re.IGNORECASE)
_AMBIGUOUS = frozenset({*_WORDS, "nan", "inf", "infinity"})
_LONGEST_WORD = max(map(len, _AMBIGUOUS))
_CANONICAL = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?[0-9][0-9_,.]*")
_FULL_WIDTH = re.compile("[０-９．，％＋－：]")
_NUMERIC_START = frozenset("0123456789+-.")


def typed(text: str) -> Value | Refusal:
    """The value of a plain scalar, or why it is refused."""
    if text[0] in _NUMERIC_START:
        return _numeric(text)
    if len(text) <= _LONGEST_WORD and text.lower() in _AMBIGUOUS:
        return _CONSTANTS[text] if text in _CONSTANTS else _word(text)
    return text if text.isascii() else _wide(text)


def _word(text: str) -> Refusal:
    """The words that are constants to some readers and texts to others."""
    meaning = _WORDS.get(text.lower())
    if meaning is None:
        return Refusal("RR103", text, _quoted(text), _quoted(text))
    new = meaning if text.lower() in _CONSTANTS else _quoted(text)
    return Refusal("RR101", meaning, new, meaning, certain=new == meaning)


def typed_key(text: str) -> str | Refusal:
    """A key is a text; only words and dates that are not dates are refused."""
    if len(text) <= _LONGEST_WORD and text.lower() in _WORDS:
        found = _word(text)
        return Refusal(found.code, found.old, found.new, _quoted(text))
    if text[0] in _NUMERIC_START:
        return _date(text) or text
    return text


def _quoted(text: str) -> str:
    return f'"{text}"'


def _numeric(text: str) -> Value | Refusal:
    if len(text) > _LONGEST_TOKEN:
        if _ENDLESS.fullmatch(text):
            return Refusal("RR106", text, text, _quoted(text), certain=True)
        return text
    if found := _CANONICAL.fullmatch(text):
        if sum(map(str.isdigit, text)) > MOST_DIGITS:
            return Refusal("RR106", text, text, _quoted(text), certain=True)
        if not text.strip("-0."):
            return _zero(text)
        return Decimal(text) if found.group(1) else int(text)
    for form in _FORMS:
        if refusal := form(text):
            return refusal
    return text


def _zero(text: str) -> Value | Refusal:
    if text.startswith("-"):
        return Refusal("RR103", text, text, text[1:])
    return Decimal(text) if "." in text else 0


def _wide(text: str) -> Value | Refusal:
    """Full-width digits and signs look like a number and are a text to every reader."""
    if text.isascii() or len(text) > _LONGEST_TOKEN or not _FULL_WIDTH.search(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    if folded[:1] not in _NUMERIC_START:
        return text
    found = _numeric(folded)
    if isinstance(found, Refusal):
        quoted = _quoted(text)
        return Refusal(found.code, quoted, quoted, found.write, certain=found.certain)
    if isinstance(found, str):
        return text
    return Refusal("RR103", _quoted(text), _quoted(text), folded, certain=True)


_BASES = {"x": 16, "o": 8, "b": 2}
_BASED = re.compile(r"([-+]?)0([xob])([0-9a-f_]+)", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"([-+]?)0+([0-9_]*)(\.[0-9]*)?")


def _other_base(text: str) -> Refusal | None:
    """0x1F, 0o17, 0b11: YAML 1.1 and 1.2 each know some of them."""
    found = _BASED.fullmatch(text)
    if not found:
        return None
    sign, base, digits = found.groups()
    try:
        value = f"{sign}{int(digits.replace('_', ''), _BASES[base.lower()])}"
    except ValueError:
        return None
    value = value.strip("+")
    old = _quoted(text) if base in "oO" else value
    new = _quoted(text) if base in "bB" else value
    return Refusal("RR102", old, new, value)


def _leading_zero(text: str) -> Refusal | None:
    """010 is eight to YAML 1.1, ten to YAML 1.2, and an area code to people."""
    found = _LEADING_ZERO.fullmatch(text)
    if not found:
        return None
    sign, digits, decimals = found.groups()
    digits = digits.replace("_", "")
    new = f"{sign.strip('+')}{digits or '0'}{decimals or ''}".rstrip(".")
    octal = not decimals and not set(digits) & {"8", "9"}
    old = (
        f"{sign}{int(digits or '0', 8)}"
        if octal
        else new
        if decimals
        else _quoted(text)
    )
    return Refusal("RR102", old, new, _quoted(text), certain=text.isdecimal())


# What spreadsheets make of an id or a code: 5.22632E+17.
_DAMAGED = re.compile(r"[0-9]\.[0-9]+E\+[0-9]{2}")
_LOOSE = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:e[-+]?[0-9]+)?", re.IGNORECASE)


def _number_form(text: str) -> Refusal | None:
    """1e3, 1_000, .5, 5., +5: one reader's number, another one's text."""
    if _NOT_FINITE.fullmatch(text):
        return Refusal("RR103", text, text, _quoted(text))
    if _DAMAGED.fullmatch(text):
        return Refusal("RR124", text, text, _quoted(text))
    if not _LOOSE.fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    try:
        number = Decimal(text.replace("_", ""))
    except ArithmeticError:
        return None
    # Written out, 1e999999999 would fill the memory.
    value = f"{number:f}" if abs(number.adjusted()) <= _LONGEST_TOKEN else text
    old = _quoted(text) if "e" in text.lower() and "." not in text else value
    new = _quoted(text) if "_" in text else value
    return Refusal("RR103", old, new, value)


_COMMAS = re.compile(r"[-+]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?")
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SCALED = re.compile(
    r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?) *([%％‰]|[十百千万亿]+[元人户]?)"
)


def _grouped(text: str) -> Refusal | None:
    """7,000 and 50% and 3万: numbers to people, texts to every YAML reader."""
    if _COMMAS.fullmatch(text):
        certain = _THOUSANDS.fullmatch(text) is not None
        write = text.replace(",", "") if certain else _quoted(text)
        return Refusal("RR104", _quoted(text), _quoted(text), write, certain=certain)
    found = _SCALED.fullmatch(text)
    if not found:
        return None
    number, scale = found.groups()
    number = number.replace(",", "")
    share = scale in "%％"
    write = f'{number}, unit: "%"'
    if not share:
        write = _scaled(number, scale.rstrip("元人户"))
    return Refusal("RR104", _quoted(text), _quoted(text), write, certain=not share)


_POWERS = {"‰": -3, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def _scaled(number: str, scale: str) -> str:
    value = Decimal(number).scaleb(sum(_POWERS[char] for char in scale))
    return f"{value.normalize():f}"


_CLOCK = re.compile(r"([-+]?)([0-9]+(?::[0-9]+)+(?:\.[0-9]*)?)")
_STAMP = re.compile(r"([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[Tt]|[ \t]+)[0-9]{1,2}:.*")


def _clock(text: str) -> Refusal | None:
    """1:30 is ninety to YAML 1.1, a text to YAML 1.2, a time to people."""
    if stamp := _STAMP.fullmatch(text):
        return Refusal("RR105", text, _quoted(text), stamp.group(1))
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    sign, digits = found.groups()
    value = Decimal(0)
    for part in digits.split(":"):
        value = value * 60 + Decimal(part)
    return Refusal("RR105", f"{sign.strip('+')}{value:f}", _quoted(text), _quoted(text))


_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def _date(text: str) -> Refusal | None:
    """A date stays a text, but it must be in the calendar and have all its digits."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        day = date(*map(int, found.groups())).isoformat()
    except ValueError:
        return Refusal("RR121", text, text, _quoted(text))
    if day == text:
        return None
    return Refusal("RR105", day, _quoted(text), day, certain=True)


# The first that answers wins: 0x1F before leading zeros before looser number forms.
_FORMS: tuple[Callable[[str], Refusal | None], ...] = (
    _date,
    _other_base,
    _leading_zero,
    _clock,
    _grouped,
    _number_form,
)
