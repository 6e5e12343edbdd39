"""The rows of parameter tables: each fits what the table is looked up by."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.content.bands import gaps, overlaps, parsed
from relapse_rules.documents.content.fields import entries, said, scalar
from relapse_rules.documents.policy import NUMERIC, Row
from relapse_rules.messages import Phrase, Wording
from relapse_rules.nearest import nearest_name

if TYPE_CHECKING:
    from collections import abc

    from relapse_rules.documents.content.fields import Context
    from relapse_rules.documents.policy import DatedValue, Fact
    from relapse_rules.documents.yaml.tree import Node, Pair

    ReadValues = abc.Callable[[Node], tuple[DatedValue, ...]]

_BAND_HINT = Phrase(
    '如 "1"、"3-4"（从小到大）、"5+"、"<= 12000"',
    'such as "1", "3-4" (lower one first), "5+", "<= 12000"',
)


def read_rows(
    pair: Pair,
    facts: abc.Mapping[str, Fact],
    named: abc.Collection[str],
    read_values: ReadValues,
    context: Context,
) -> tuple[Row, ...]:
    """The rows of a table in the order of the file; none for a single value."""
    table = said(pair.value)
    by = scalar(table, "by")
    if by is None:
        return ()
    fact = facts.get(by.text)
    if fact is None and by.text not in named:
        near = nearest_name(by.text, named)
        context.report("RR232", by.span, by=by.text, nearest=near)
        return ()
    if fact is not None and fact.kind not in NUMERIC | {"choice"}:
        why = Wording(
            f"不能按 {{v[{fact.kind}]}} 类型的指标查表",
            f"a table cannot be looked up by a fact of type {{v[{fact.kind}]}}",
        )
        context.report("RR231", by.span, parameter=pair.key.text, why=why)
        return ()
    stated = entries(table.get("rows"))
    rows = [_row(entry, fact, read_values, context) for entry in stated]
    complete = tuple(row for row in rows if row is not None)
    if len(complete) == len(rows) and rows:
        _check_cover(pair, complete, fact, context)
    return complete


def _row(
    entry: Pair, fact: Fact | None, read_values: ReadValues, context: Context
) -> Row | None:
    key, values = entry.key.text, read_values(entry.value)
    if fact is not None and fact.kind == "choice":
        if key not in fact.values:
            known = ", ".join(fact.values)
            hint = Phrase(f"可选值：{known}", f"one of: {known}")
            context.report("RR234", entry.key.span, key=key, hint=hint)
            return None
        return _choice_row(key, values, entry, context)
    band = parsed(key)
    if band is not None:
        ends = (band.low, band.high, band.low_open, band.high_open)
        return Row(key, None, *ends, values, context.origin(entry.key))
    # What a derived value is, only the language can tell: it may be a choice.
    if fact is None and key[:1].isalpha():
        return _choice_row(key, values, entry, context)
    context.report("RR234", entry.key.span, key=key, hint=_BAND_HINT)
    return None


def _choice_row(
    key: str, values: tuple[DatedValue, ...], entry: Pair, context: Context
) -> Row:
    ends = (None, None, False, False)
    return Row(key, key, *ends, values, context.origin(entry.key))


def _check_cover(
    pair: Pair, rows: tuple[Row, ...], fact: Fact | None, context: Context
) -> None:
    """No value in two rows, and each in one."""
    numeric = [row for row in rows if row.choice is None]
    for row, other in overlaps(numeric):
        also = ((other.origin.span, "other_row"),)
        context.report("RR223", row.origin.span, also, key=row.key, other=other.key)
    if fact is None:
        return
    if fact.kind == "choice":
        stated = {row.choice for row in rows}
        missing = [value for value in fact.values if value not in stated]
    else:
        low, high = fact.low or Fraction(0), fact.high or Fraction(0)
        missing = list(gaps(numeric, low, high, fact.places))
    if missing:
        shown = ", ".join(missing)
        context.report(
            "RR224", pair.key.span, parameter=pair.key.text, by=fact.id, missing=shown
        )
