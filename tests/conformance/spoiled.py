"""Records of which one fact is wrong, in every way that a table can hold."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import NUMERIC
from relapse_rules.errors import RecordError
from relapse_rules.records.values import scaled_range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conformance.warehouse import Row
    from relapse_rules.documents.policy import Fact
    from relapse_rules.evaluator import Rules

UNLISTED = "不在列"


def spoiled(facts: Sequence[Fact], row: Row) -> Iterator[dict[str, Any]]:
    """The record once for each way in which each of its facts may be wrong."""
    for fact in facts:
        for value in wrong_values(fact):
            yield {**row, fact.id: value}


def wrong_values(fact: Fact) -> Iterator[Any]:
    """Values of the right type that no record may state."""
    if fact.personal:
        return
    if fact.kind in NUMERIC:
        yield from _numbers(fact)
    elif fact.kind == "date":
        yield from (date(1899, 12, 31), date(2101, 1, 1))
    elif fact.kind == "choice":
        yield UNLISTED
    elif fact.kind == "choices":
        first = next(iter(fact.values))
        yield from ([UNLISTED], [first, first], [None])
    elif fact.kind == "text":
        yield from ("", " \u3000\u2003", "a\x07", "\x85", "字" * 1001)
    elif fact.kind == "list":
        yield from ([{}] * (fact.max_items + 1), [None])
        for item in fact.items:
            yield from ([{}, {item.id: value}] for value in wrong_values(item))
            if item.unique and not item.personal:
                yield [{item.id: "A1"}, {}, {item.id: "A1"}]


def _numbers(fact: Fact) -> Iterator[Any]:
    low, high = scaled_range(fact)
    whole = int if fact.kind == "integer" else Decimal
    for outside in (low - 1, high + 1):
        yield whole(Decimal(outside) / fact.scale)
    if fact.kind != "integer":
        yield Decimal(low).scaleb(-fact.places) + Decimal(1).scaleb(-fact.places - 1)


def refusal(rules: Rules, row: Row) -> set[tuple[str, str]]:
    """What is wrong with a record, without the numbers of items; empty when nothing is."""
    try:
        rules.record(row)
    except RecordError as error:
        return {(re.sub(r"\[\d+\]", "[]", p.fact), p.code) for p in error.problems}
    return set()


def rejected(answers: Row) -> set[tuple[str, str]]:
    """What a row of answers says is wrong; it has no answers then."""
    found = answers["rejected"]
    if found is None:
        return set()
    assert all(value is None for name, value in answers.items() if "_" in name)
    return {(one["fact"], one["code"]) for one in found}
