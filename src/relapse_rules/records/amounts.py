"""Numbers as people write them in tables: 7，000元, 0.72万, ¥6,850.50; nothing is guessed.

What has only one meaning is read, and counted, so that the load summary can say so.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from relapse_rules.records.values import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Refused,
    accepted,
    number_hint,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from relapse_rules.documents.policy import Fact

# Cells of a column repeat; so many of its texts are read once.
KNOWN = 4096
# How many of the fact's own unit one of a cell or a heading is; only yuan come in both.
TEN_THOUSAND = 4
YUAN = "元"
TEN_THOUSAND_YUAN = "万元"
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_GROUPED = re.compile(
    r"(?:[1-9][0-9]{0,2})(?:,[0-9]{3})+|(?:[1-9][0-9]{0,2})(?: [0-9]{3})+"
)
_WRITTEN = re.compile(
    r"(?P<sign>-?)\s*(?P<mark>¥?)\s*(?P<whole>[0-9][0-9, ]*)(?P<rest>\.[0-9]+)?\s*(?P<unit>[^0-9.,\s].*)?",
    re.ASCII | re.DOTALL,
)
_MINUS = str.maketrans({"−": "-", "–": "-"})


def is_yuan(fact: Fact) -> bool:
    """Whether its amounts may be stated in 万元 as well."""
    return fact.kind == "money" and (fact.unit or YUAN).split("/")[0] == YUAN


def number_reader(
    fact: Fact, notes: Counter[str], scale: int = 0
) -> Callable[[str], Any]:
    """Reads cells of a numeric fact; `scale` are the zeros that its heading stands for."""
    units = units_of(fact)
    known: dict[str, Any] = {}

    def read(text: str) -> Any:
        if text in known:
            return known[text]
        if _PLAIN.fullmatch(text):
            if not scale:
                found = _exact(fact, text)
                if len(known) < KNOWN:
                    known[text] = found
                return found
            plain, zeros = text, scale
        else:
            plain, zeros = _loosened(fact, text, units, scale, notes)
        if zeros:
            notes["ten_thousand"] += 1
            plain = _shifted(plain, zeros)
        return _exact(fact, plain)

    return read


def units_of(fact: Fact) -> dict[str, int]:
    """The units that a cell or a heading may state, and the zeros that each stands for."""
    declared = _normal(fact.unit)
    found = {name: 0 for name in (declared, declared.split("/")[0]) if name}
    if is_yuan(fact):
        # An amount a head is customarily stated with the plain unit.
        ends = {"", declared.removeprefix(YUAN)}
        found |= {YUAN + end: 0 for end in ends if fact.unit or not end}
        found |= {TEN_THOUSAND_YUAN + end: TEN_THOUSAND for end in ends}
        found["万"] = TEN_THOUSAND
    return found


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _loosened(
    fact: Fact, text: str, units: dict[str, int], scale: int, notes: Counter[str]
) -> tuple[str, int]:
    """A number that is written in another way, plainly, and its zeros."""
    if len(text) > NAME_LIMIT:
        raise _refused(fact, text)
    normal = unicodedata.normalize("NFKC", text).translate(_MINUS)
    found = _WRITTEN.fullmatch(normal)
    if found is None:
        raise _refused(fact, text)
    unit = _normal(found["unit"] or "")
    if (unit and unit not in units) or (found["mark"] and not is_yuan(fact)):
        raise _refused(fact, text)
    whole = found["whole"].strip()
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(",", "").replace(" ", "")
        notes["separators"] += 1
    plain = f"{found['sign']}{whole}{found['rest'] or ''}"
    if not _PLAIN.fullmatch(plain):
        raise _refused(fact, text)
    if any(char.isdigit() and not char.isascii() for char in text):
        notes["full_width"] += 1
    return plain, units[unit] if unit else 0 if found["mark"] else scale


def _shifted(plain: str, zeros: int) -> str:
    """The number times ten, so many times; by its digits, so that nothing is rounded."""
    sign = "-" if plain.startswith("-") else ""
    whole, _, rest = plain.lstrip("-").partition(".")
    rest = rest.ljust(zeros, "0")
    whole, rest = f"{whole}{rest[:zeros]}".lstrip("0"), rest[zeros:].rstrip("0")
    return f"{sign}{whole or '0'}{'.' if rest else ''}{rest}"


def _refused(fact: Fact, text: str) -> Refused:
    if fact.kind == "integer":
        # As for an amount: only the hint about the way it is written differs.
        hint = "plain" if "." in text else number_hint(text)
        return wrong_kind("integer", "whole" if hint == "plain" else hint)
    try:
        # The strict reader says of NaN and the like what is wrong with them.
        accepted(fact, text)
    except Refused as refused:
        if refused.code != "RR603":
            return refused
    hint = number_hint(text)
    return wrong_kind(
        fact.kind, "amount" if is_yuan(fact) and hint != "percent" else hint
    )


def _exact(fact: Fact, plain: str) -> Any:
    if fact.kind != "integer":
        return accepted(fact, plain)
    if "." in plain or len(plain) > TEXT_LIMIT:
        raise wrong_kind("integer", "whole" if "." in plain else "plain")
    return accepted(fact, int(plain))
