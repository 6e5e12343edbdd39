"""The text of the function that encodes records; nothing is run here.

Each fact becomes a few lines that test and convert one local variable in place. A fact
that is left out sets a bit of `gaps`; anything unusual raises `Odd`. Unknown keys are
found by counting: the keys of a record less the declared ones that it has must be none.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal, Rounded
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import FIRST_DAY, LAST_DAY
from relapse_rules.records.values import (
    FORBIDDEN,
    TEXT_LIMIT,
    scaled_range,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from relapse_rules.documents.policy import Fact


class Odd(Exception):  # noqa: N818 - a signal inside generated code
    """The record needs the slow path."""


def encoder_parts(
    facts: tuple[Fact, ...],
    used: tuple[Fact, ...],
    items: Mapping[str, tuple[Fact, ...]],
) -> tuple[str, dict[str, Any]]:
    """The text of a module that defines `encode`, and the names that it needs."""
    writer = _Writer(used, items)
    body = writer.record("record", "v", facts, used)
    lines = [
        "def encode(record):",
        "    try:",
        "        if record.__class__ is not dict:",
        "            raise Odd",
        "        gaps = 0",
        *_indented(body, 2),
        f"        return {_tuple(writer.variable('v', facts, fact) for fact in used)}, gaps",
        "    except Exception:",
        # Out of the handler first: an error raised inside it would show this one too.
        "        pass",
        "    return slow(record)",
    ]
    return "\n".join(lines) + "\n", writer.names


def _indented(lines: Iterable[str], depth: int) -> list[str]:
    return ["    " * depth + line for line in lines]


def _tuple(parts: Iterable[str]) -> str:
    return "(" + "".join(f"{part}, " for part in parts) + ")"


class _Writer:
    """Writes the lines of each fact, and keeps the names that they refer to."""

    def __init__(
        self, used: tuple[Fact, ...], items: Mapping[str, tuple[Fact, ...]]
    ) -> None:
        self.items = items
        self.names: dict[str, Any] = {
            "Odd": Odd,
            "date": date,
            "DAYS": DAYS,
            "forbidden": FORBIDDEN.search,
            "COLLECTIONS": frozenset({list, tuple, set, frozenset}),
        }
        self.gaps: dict[tuple[str, str], int] = {}
        lists = [fact for fact in used if fact.kind == "list"]
        inner = [
            (fact.id, item.id) for fact in lists for item in items.get(fact.id, ())
        ]
        for key in [*(("", fact.id) for fact in used), *inner]:
            self.gaps[key] = 1 << len(self.gaps)

    def constant(self, stem: str, value: Any) -> str:
        """A name for a value that generated code refers to."""
        name = f"{stem}{len(self.names)}"
        self.names[name] = value
        return name

    @staticmethod
    def variable(stem: str, facts: tuple[Fact, ...], fact: Fact) -> str:
        index = next(i for i, one in enumerate(facts) if one.id == fact.id)
        return f"{stem}{index}"

    def record(
        self,
        source: str,
        stem: str,
        facts: tuple[Fact, ...],
        used: tuple[Fact, ...],
        owner: str = "",
    ) -> list[str]:
        """Lines that read one mapping into variables, one for each of its facts."""
        stated = [fact for fact in facts if not fact.personal]
        assert {fact.id for fact in used} <= {fact.id for fact in stated}
        lines = self._fetch(source, stem, facts, stated)
        for fact in stated:
            lines += self._fact(source, self.variable(stem, facts, fact), fact, owner)
        for fact in facts:
            if fact.personal:
                lines += [f"if {fact.id!a} in {source}:", f"    {stem}_extra -= 1"]
        return [*lines, f"if {stem}_extra:", "    raise Odd"]

    def _fetch(
        self, source: str, stem: str, facts: tuple[Fact, ...], stated: list[Fact]
    ) -> list[str]:
        count = f"{stem}_extra = len({source}) - {len(stated)}"
        variables = [self.variable(stem, facts, fact) for fact in stated]
        if len(stated) < 2:
            single = [
                f"{name} = {source}.get({fact.id!a})"
                for name, fact in zip(variables, stated, strict=True)
            ]
            return [count, *single]
        ids = tuple(fact.id for fact in stated)
        fetch = self.constant("fetch", itemgetter(*ids))
        keys = self.constant("KEYS", ids)
        target = ", ".join(variables)
        return [
            count,
            f"if {stem}_extra < 0:",
            f"    {target} = map({source}.get, {keys})",
            "else:",
            "    try:",
            f"        {target} = {fetch}({source})",
            "    except KeyError:",
            f"        {target} = map({source}.get, {keys})",
        ]

    def _fact(self, source: str, name: str, fact: Fact, owner: str) -> list[str]:
        stem = name.rstrip("0123456789")
        missing = [f"{stem}_extra += {fact.id!a} not in {source}"]
        if bit := self.gaps.get((owner, fact.id)):
            missing.append(f"gaps |= {bit}")
        lines: list[str] = getattr(self, f"_{fact.kind}")(name, fact, missing)
        return lines

    def _boolean(self, v: str, _fact: Fact, missing: list[str]) -> list[str]:
        return [
            f"if {v} is not True and {v} is not False:",
            f"    if {v} is not None:",
            "        raise Odd",
            *_indented(missing, 1),
        ]

    def _integer(self, v: str, fact: Fact, missing: list[str]) -> list[str]:
        return [
            f"if {v}.__class__ is int:",
            *_indented(_range_check(v, *scaled_range(fact)), 1),
            f"elif {v} is None:",
            *_indented(missing, 1),
            "else:",
            "    raise Odd",
        ]

    def _number(self, v: str, fact: Fact, missing: list[str]) -> list[str]:
        low, high = scaled_range(fact)
        places, scale = fact.places, fact.scale
        # Before scaling, where the bounds are small and comparing them is cheap.
        whole = _range_check(v, -(-low // scale), high // scale)
        return [
            f"if {v}.__class__ is int:",
            *_indented([*whole, f"{v} *= {scale}"] if places else whole, 1),
            f"elif {v} is None:",
            *_indented(missing, 1),
            "else:",
            f"    {v} = {self._scaled(places)}({v})",
            *_indented(_range_check(v, low, high), 1),
        ]

    _money = _number

    def _scaled(self, places: int) -> str:
        """The name of the function that scales decimals and texts of so many places."""
        name = f"scaled_{places}"
        self.names[name] = scaling(places)
        return name

    def _date(self, v: str, _fact: Fact, missing: list[str]) -> list[str]:
        return [
            f"if {v}.__class__ is str:",
            f"    {v} = DAYS[{v}]",
            f"elif {v} is None:",
            *_indented(missing, 1),
            f"elif {v}.__class__ is date:",
            f"    {v} = {v}.toordinal()",
            *_indented(_range_check(v, FIRST_NUMBER, LAST_NUMBER), 1),
            "else:",
            "    raise Odd",
        ]

    def _choice(self, v: str, fact: Fact, missing: list[str]) -> list[str]:
        values = self.constant("VALUES", {value: value for value in fact.values})
        return [
            f"if {v} is None:",
            *_indented(missing, 1),
            "else:",
            f"    {v} = {values}[{v}]",
        ]

    def _choices(self, v: str, fact: Fact, missing: list[str]) -> list[str]:
        values = self.constant("VALUES", frozenset(fact.values))
        return [
            f"if {v} is None:",
            *_indented(missing, 1),
            f"elif {v}.__class__ in COLLECTIONS:",
            f"    size = len({v})",
            f"    {v} = frozenset({v})",
            f"    if len({v}) != size or not {v} <= {values}:",
            "        raise Odd",
            "else:",
            "    raise Odd",
        ]

    def _text(self, v: str, _fact: Fact, missing: list[str]) -> list[str]:
        return [
            f"if {v}.__class__ is str:",
            f"    if len({v}) > {TEXT_LIMIT} or not {v} or {v}.isspace():",
            "        raise Odd",
            # What is printable has no forbidden character; the rest needs a closer look.
            f"    if not {v}.isprintable() and forbidden({v}):",
            "        raise Odd",
            f"elif {v} is None:",
            *_indented(missing, 1),
            "else:",
            "    raise Odd",
        ]

    def _list(self, v: str, fact: Fact, missing: list[str]) -> list[str]:
        used = self.items.get(fact.id, ()) if ("", fact.id) in self.gaps else ()
        stem = f"{v}_"
        row = _tuple(self.variable(stem, fact.items, item) for item in used)
        ids = [item for item in fact.items if item.unique and not item.personal]
        seen = {
            self.variable(stem, fact.items, item): f"{stem}ids{i}"
            for i, item in enumerate(ids)
        }
        body = [
            "if item.__class__ is not dict:",
            "    raise Odd",
            *self.record("item", stem, fact.items, used, fact.id),
            *(
                line
                for name, ids_ in seen.items()
                for line in (f"if {name} is not None:", f"    {ids_}.append({name})")
            ),
            f"rows.append({row})",
        ]
        return [
            f"if {v} is None:",
            *_indented(missing, 1),
            f"elif {v}.__class__ is list or {v}.__class__ is tuple:",
            f"    if len({v}) > {fact.max_items}:",
            "        raise Odd",
            "    rows = []",
            *(f"    {ids_} = []" for ids_ in seen.values()),
            f"    for item in {v}:",
            *_indented(body, 2),
            *(
                line
                for ids_ in seen.values()
                for line in (
                    f"    if len({ids_}) != len(set({ids_})):",
                    "        raise Odd",
                )
            ),
            f"    {v} = tuple(rows)",
            "else:",
            "    raise Odd",
        ]


class Days(dict[str, int]):
    """The number of each written day that has been read.

    Days repeat from record to record, and there are only so many to remember.
    """

    def __missing__(self, text: str) -> int:
        # Of ten characters, only a week date such as 2021-W01-1 lacks this hyphen.
        if len(text) != 10 or text[7] != "-":
            raise Odd
        number = date.fromisoformat(text).toordinal()
        if not FIRST_NUMBER <= number <= LAST_NUMBER:
            raise Odd
        self[text] = number
        return number


FIRST_NUMBER, LAST_NUMBER = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
DAYS = Days()


def _range_check(v: str, low: int, high: int) -> list[str]:
    return [f"if {v} < {low} or {v} > {high}:", "    raise Odd"]


# Refuses a decimal of more digits than any fact may have.
SHORT = Context(prec=40, traps=[Rounded])


@cache
def scaling(places: int) -> Callable[[Any], int]:
    """The function that makes a Decimal or a canonical text an integer, or raises Odd."""
    scale, zeros, point = 10**places, "0" * places, -places - 1
    fraction = f"(?:\\.[0-9]{{1,{places}}})?" if places else ""
    canonical = re.compile(f"-?(?:0|[1-9][0-9]{{0,17}}){fraction}").fullmatch

    def scaled(value: Any) -> int:
        if value.__class__ is Decimal:
            # The size comes first: writing out 1E+999999999 would take minutes, and so
            # would a million decimal places.
            if not -8 < value.adjusted() < 20:
                raise Odd
            SHORT.plus(value)
            above, below = value.as_integer_ratio()
            if scale % below:
                raise Odd
            return above * (scale // below)  # type: ignore[no-any-return]
        if value.__class__ is not str:
            raise Odd
        if places and value[point:-places] == "." and value[0] not in "0.":
            # The usual spelling, all places written, without the cost of the pattern.
            digits = value.replace(".", "")
            if digits.isdigit() and digits.isascii() and len(value) == len(digits) + 1:
                return int(digits)
        if not canonical(value):
            raise Odd
        whole, _, part = value.partition(".")
        return int(whole + (part + zeros)[:places])

    return scaled
