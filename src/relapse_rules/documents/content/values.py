"""Dated values: what a parameter is, from which day to which."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Literal

from relapse_rules.documents.content.fields import (
    day,
    entries,
    provenance,
    said,
    scalar,
)
from relapse_rules.documents.policy import DatedValue, Provenance, decimal_text
from relapse_rules.documents.yaml.tree import Scalar
from relapse_rules.messages import Phrase, Wording

if TYPE_CHECKING:
    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.yaml.tree import Node, Pair

Kind = Literal["number", "boolean", "date"]
Value = bool | Fraction | date
# As many digits as a plain number may have.
_FRACTION = re.compile(r"-?(?:0|[1-9][0-9]{0,14})/[1-9][0-9]{0,14}")
_WANTED = {
    "number": Phrase("数", "a number"),
    "boolean": Wording("{v[true]} 或 {v[false]}", "{v[true]} or {v[false]}"),
    "date": Phrase("日期", "a date"),
}
_HINTS = {
    "number": Wording(
        '只写数字，分数写成 "2/3"；是非值或日期要加 {k[type]}: {v[boolean]} 或 {k[type]}: {v[date]}',
        'digits only, a fraction as "2/3"; other values need {k[type]}: {v[boolean]} or {k[type]}: {v[date]}',
    ),
    "boolean": Phrase("不加引号", "without quotes"),
    "date": Phrase(
        "写成 年-月-日，如 2021-01-01", "year-month-day, such as 2021-01-01"
    ),
}


class Values:
    """Reads the dated values of one parameter or of one row of its table."""

    def __init__(
        self, name: str, kind: Kind, *, yearly: bool, context: Context
    ) -> None:
        self.name = name
        self.kind = kind
        self.yearly = yearly
        self.context = context

    def read(self, holder: Node) -> tuple[DatedValue, ...]:
        dated = entries(said(holder).get("values"))
        found = [
            (pair, value) for pair in dated if (value := self._dated(pair, holder))
        ]
        found.sort(key=lambda each: each[1].since)
        for (pair, value), (following, later) in pairwise(found):
            if value.until is not None and value.until >= later.since:
                self._overlap(pair, following)
        nexts = (later.since for _, later in found[1:])
        return tuple(
            self._ended(value, begins)
            for (_, value), begins in zip_longest(found, nexts)
        )

    def _dated(self, pair: Pair, holder: Node) -> DatedValue | None:
        since = day(pair.key, self.context)
        node = pair.value
        fields = said(node)
        until = day(scalar(fields, "until"), self.context)
        given = node if isinstance(node, Scalar) else scalar(fields, "value")
        assert given is not None, "the schema requires a value"
        value = self._typed(given)
        if since is None or value is None:
            return None
        if until is not None and until < since:
            self._reversed(pair, until, since)
            return None
        return DatedValue(
            since=since,
            until=until,
            value=value,
            shown=_shown(value),
            provenance=self._provenance(node, holder),
            origin=self.context.origin(pair.key),
        )

    def _provenance(self, node: Node, holder: Node) -> Provenance:
        """What the value says, or what its parameter or row says in the same layer."""
        own = provenance(said(node), self.context)
        if own.citations or own.assumptions:
            return own
        layer = self.context.layer(node)
        stated = {
            pair.key.text: pair.value
            for pair in entries(holder)
            if pair.key.text in {"source", "assumption"}
            and self.context.layer(pair.key) == layer
        }
        if not stated:
            return own
        given = provenance(stated, self.context)
        return replace(own, citations=given.citations, assumptions=given.assumptions)

    def _typed(self, node: Scalar) -> Value | None:
        value = node.value
        if self.kind == "number" and not isinstance(value, bool):
            if isinstance(value, int | Decimal):
                return Fraction(value)
            if _FRACTION.fullmatch(node.text):
                return Fraction(node.text)
        elif self.kind == "boolean" and isinstance(value, bool):
            return value
        elif self.kind == "date" and isinstance(value, str):
            return day(node, self.context)
        wanted, hint = _WANTED[self.kind], _HINTS[self.kind]
        self.context.report(
            "RR228", node.span, value=node.text, wanted=wanted, hint=hint
        )
        return None

    def _ended(self, value: DatedValue, begins: date | None) -> DatedValue:
        """`value` until its year ends, or until the day before the next begins."""
        if value.until is not None:
            return value
        until = begins - timedelta(days=1) if begins is not None else None
        if self.yearly:
            year_end = date(value.since.year, 12, 31)
            until = year_end if until is None else min(until, year_end)
        return replace(value, until=until)

    def _overlap(self, pair: Pair, following: Pair) -> None:
        until = scalar(said(pair.value), "until")
        assert until is not None
        self.context.report(
            "RR501",
            until.span,
            ((following.key.span, "next_value"),),
            entry=self.name,
            day=following.key.text,
        )

    def _reversed(self, pair: Pair, until: date, since: date) -> None:
        at = scalar(said(pair.value), "until")
        assert at is not None
        self.context.report(
            "RR502",
            at.span,
            ((pair.key.span, "first_day"),),
            until=until.isoformat(),
            since=since.isoformat(),
        )


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal_text(value) if isinstance(value, Fraction) else value.isoformat()
