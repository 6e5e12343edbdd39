"""One value of one fact: what is accepted, and the exact value that it becomes."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import FIRST_DAY, LAST_DAY, decimal_text
from relapse_rules.messages import Phrase
from relapse_rules.nearest import nearest_name
from relapse_rules.source import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.documents.policy import Fact, Label

TEXT_LIMIT = 1000
NAME_LIMIT = 60
# A name with more digits may be a value in the wrong place, such as an id number.
NAME_DIGITS = 5
# Stands for a bound that a fact does not declare, and keeps 64-bit integers safe.
NUMBER_LIMIT = Fraction(10**12)
SHOWN_VALUES = 30

# Control characters and lone surrogates: the categories Cc and Cs.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

NO_HINT = Phrase("", "")
_CANONICAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?")
_MONTH = re.compile(r"[0-9]{4}-?(?:0[1-9]|1[0-2])")
_NOT_FINITE = {"nan", "inf", "infinity"}
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

WANTED: Mapping[str, Phrase] = {
    "boolean": Phrase("是或否（true/false）", "true or false"),
    "integer": Phrase("整数", "a whole number"),
    "number": Phrase("数值", "a number"),
    "money": Phrase("金额（元，最多两位小数）", "an amount (元, at most two places)"),
    "date": Phrase("日期", "a date"),
    "choice": Phrase("一个可选值的编号", "the id of one listed value"),
    "choices": Phrase("可选值编号的列表", "a list of ids of listed values"),
    "text": Phrase("非空文字", "text that is not blank"),
    "list": Phrase("列表", "a list"),
}
HINTS: Mapping[str, Phrase] = {
    "separators": Phrase(
        "不要千分位逗号，如 12000", "write it without thousands separators, like 12000"
    ),
    "ten_thousand": Phrase(
        "不要用“万”“亿”，请换算成声明的单位，如 12000",
        "write it in full in the declared unit, like 12000, without 万 or 亿",
    ),
    "amount": Phrase(
        "写成一个数，可带千分位、元或万元，如 7,000元、0.72万；不要写“约”“左右”或范围",
        "write one number, with thousands separators, 元 or 万元 if you like, as in 7,000元 and 0.72万; nothing approximate, no range",
    ),
    "percent": Phrase(
        "不要写百分号，只写数字", "write the number without a percent sign"
    ),
    "plain": Phrase(
        "只写半角的普通数字，如 5408.70：不带单位、空格、正号、前导零或科学计数",
        "write a plain number like 5408.70: no unit, blank, plus sign, leading zero or exponent",
    ),
    "whole": Phrase("写成整数，如 71", "write it as an integer, like 71"),
    "day": Phrase("只要日期，不带时刻", "give the day alone, without a time"),
    "yes_no": Phrase(
        "填 是/否、有/无、√/×、1/0、Y/N 或 true/false",
        "write 是/否, 有/无, √/×, 1/0, Y/N or true/false",
    ),
    "blank": Phrase("未知请省略", "leave it out when it is unknown"),
    "no_day": Phrase(
        "查不到是哪一天的请留空，留空即未知",
        "leave it blank when the day cannot be found: blank is unknown",
    ),
}


class Refused(ValueError):  # noqa: N818 - it never leaves this package
    """A value is not accepted; holds the message's code and arguments, never the value."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


def shown_name(name: str) -> str:
    """A key that nobody declared, as it may be repeated: short, printable, no number."""
    cut = name[:NAME_LIMIT]
    if sum(map(str.isdigit, cut)) > NAME_DIGITS:
        return "…"
    return f"{printable(cut)}…" if len(name) > NAME_LIMIT else printable(cut)


def wrong_kind(kind: str, hint: str = "") -> Refused:
    return Refused("RR603", wanted=WANTED[kind], hint=HINTS[hint] if hint else NO_HINT)


def scaled_range(fact: Fact) -> tuple[int, int]:
    """The first and last encoded value that a number may take."""
    low, high = _range(fact)
    return ceil(low * fact.scale), floor(high * fact.scale)


def _range(fact: Fact) -> tuple[Fraction, Fraction]:
    low = -NUMBER_LIMIT if fact.low is None else fact.low
    return low, NUMBER_LIMIT if fact.high is None else fact.high


def accepted(fact: Fact, value: Any) -> Any:
    """The exact value that stands for `value`, or Refused. Lists are not read here."""
    return _READERS[fact.kind](fact, value)


def _boolean(_fact: Fact, value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise wrong_kind("boolean")


def _integer(fact: Fact, value: Any) -> int:
    if isinstance(value, bool):
        raise wrong_kind("integer")
    if isinstance(value, float):
        raise _float(value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise Refused("RR608")
    if not isinstance(value, int):
        raise wrong_kind("integer", "whole")
    _check_range(fact, value)
    return int(value)


def _float(value: float) -> Refused:
    return Refused("RR606" if isfinite(value) else "RR608")


def _number(fact: Fact, value: Any) -> Decimal:
    if isinstance(value, bool):
        raise wrong_kind(fact.kind)
    if isinstance(value, int):
        _check_range(fact, value)
        return Decimal(int(value))
    if isinstance(value, float):
        raise _float(value)
    if isinstance(value, str):
        return _number_text(fact, str.__str__(value))
    if isinstance(value, Decimal):
        return _decimal(fact, Decimal(value))
    raise wrong_kind(fact.kind)


def _number_text(fact: Fact, text: str) -> Decimal:
    match = _CANONICAL.fullmatch(text) if len(text) <= TEXT_LIMIT else None
    if match is None:
        if text.strip().lstrip("+-").lower() in _NOT_FINITE:
            raise Refused("RR608")
        raise wrong_kind(fact.kind, number_hint(text))
    if len(match[1] or "") > fact.places:
        raise Refused("RR607", places=fact.places)
    return _decimal(fact, Decimal(text))


def number_hint(text: str) -> str:
    """Which hint helps somebody who wrote a number this way."""
    plain = text[:NAME_LIMIT].translate(_HALF_WIDTH)
    if "万" in plain or "亿" in plain:
        return "ten_thousand"
    if "," in plain:
        return "separators"
    return "percent" if plain.strip().endswith(("%", "％")) else "plain"


def _decimal(fact: Fact, value: Decimal) -> Decimal:
    if not value.is_finite():
        raise Refused("RR608")
    if not value:
        _check_range(fact, 0)
        return Decimal(0)
    # An exponent such as 1E+999999999 must not be written out to be compared.
    if value.adjusted() > 2 * NAME_LIMIT:
        raise _out_of_range(fact)
    if value.adjusted() < -NAME_LIMIT or len(value.as_tuple().digits) > TEXT_LIMIT:
        raise Refused("RR607", places=fact.places)
    exact = Fraction(value)
    if (exact * fact.scale).denominator != 1:
        raise Refused("RR607", places=fact.places)
    _check_range(fact, exact)
    return value


def _check_range(fact: Fact, value: int | Fraction) -> None:
    low, high = _range(fact)
    if not low <= value <= high:
        raise _out_of_range(fact)


def _out_of_range(fact: Fact) -> Refused:
    low, high = _range(fact)
    unit = f" {fact.unit}" if fact.unit else ""
    spaced = Phrase(unit or " ", unit)
    return Refused("RR604", low=decimal_text(low), high=decimal_text(high), unit=spaced)


def _date(fact: Fact, value: Any) -> date:
    if isinstance(value, datetime):
        raise wrong_kind("date", "day")
    if isinstance(value, str):
        found = _day_of_text(fact, str.__str__(value))
    elif isinstance(value, date):
        found = date(value.year, value.month, value.day)
    else:
        raise wrong_kind("date")
    if FIRST_DAY <= found <= LAST_DAY:
        return found
    raise Refused("RR604", low=str(FIRST_DAY), high=str(LAST_DAY), unit=Phrase(" ", ""))


def _day_of_text(fact: Fact, text: str) -> date:
    # fromisoformat would also read week dates such as 2021-W01-1.
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise day_missing(fact) if _MONTH.fullmatch(text) else Refused("RR609")


def day_missing(fact: Fact) -> Refused:
    """A date that says year and month alone: no day is chosen for anybody."""
    if not fact.month:
        return Refused("RR615", hint=HINTS["no_day"])
    zh = f"只知道年月时改填 `{fact.month}`"
    return Refused(
        "RR615", hint=Phrase(zh, f"with the month alone, state `{fact.month}`")
    )


def _choice(fact: Fact, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_kind("choice")
    return _listed(fact, value)


def _listed(fact: Fact, value: str) -> str:
    ids = _ids(tuple(fact.values))
    found = ids.get(value)
    if found is None:
        raise not_listed(fact, value)
    return found


@cache
def _ids(values: tuple[str, ...]) -> dict[str, str]:
    return {value: value for value in values}


def not_listed(fact: Fact, value: str) -> Refused:
    """Says which values are listed, and which of them was probably meant."""
    names = named_values(fact.values)
    meant = nearest_name(value[:NAME_LIMIT], names)
    if not meant:
        return Refused("RR605", allowed=_allowed(fact.values), nearest=None)
    key = names[meant]
    nearest = Phrase(_shown(fact.values[key].zh, key), key)
    return Refused("RR605", allowed=_allowed(fact.values), nearest=nearest)


def named_values(values: Mapping[str, Label]) -> dict[str, str]:
    """Every spelling of every listed value, with its id; an id comes before the rest."""
    return {key: key for key in values} | {
        name: key
        for key, at in values.items()
        for name in (at.zh, at.en, *at.aliases)
        if name not in values
    }


def _allowed(values: Mapping[str, Label]) -> Phrase:
    shown = list(values.items())[:SHOWN_VALUES]
    rest = "…" if len(values) > len(shown) else ""
    zh = "、".join(_shown(at.zh, key) for key, at in shown)
    en = ", ".join(key if key == at.en else f"{key} ({at.en})" for key, at in shown)
    return Phrase(zh + rest, en + rest)


def _shown(label: str, key: str) -> str:
    """The label first: whoever keeps a table knows that and not the id."""
    return key if label == key else f"{label}（{key}）"


def _choices(fact: Fact, value: Any) -> frozenset[str]:
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise wrong_kind("choices")
    if not all(isinstance(one, str) for one in value):
        raise wrong_kind("choices")
    found = frozenset(_listed(fact, one) for one in value)
    if len(found) != len(value):
        raise Refused("RR614")
    return found


def _text(_fact: Fact, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_kind("text")
    text = str.__str__(value)
    if len(text) > TEXT_LIMIT or FORBIDDEN.search(text):
        raise Refused("RR612", most=TEXT_LIMIT)
    if not text or text.isspace():
        raise wrong_kind("text", "blank")
    return text


_READERS: Mapping[str, Callable[[Fact, Any], Any]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "money": _number,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
}
