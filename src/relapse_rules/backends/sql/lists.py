"""Nodes over the items of a list: first each item's own value, as a list, then the whole.

No engine's any, all or sum is asked: they disagree about empty lists and unknown items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.backends.sql.writer import Bounds, Sql
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from relapse_rules.backends.sql.writer import Writer

EACH = "each"


def any_item(writer: Writer, node: nodes.AnyItem) -> Sql:
    return _folded(writer, node, "{0} > 0", "{1} > 0", "FALSE")


def all_item(writer: Writer, node: nodes.AllItem) -> Sql:
    return _folded(writer, node, "{0} < {2} - {1}", "{1} > 0", "TRUE")


def _folded(
    writer: Writer,
    node: nodes.AnyItem | nodes.AllItem,
    decided: str,
    unknown: str,
    otherwise: str,
) -> Sql:
    """By the items that meet the condition {0}, may meet it {1}, and all of them {2}."""
    items = writer.slot(nodes.Slot(node.list))
    if items is None:
        return writer.unknown("boolean")
    verdicts = _each(writer, items, writer.value(node.condition))
    opposite = "FALSE" if otherwise == "TRUE" else "TRUE"
    pattern = (
        f"(CASE WHEN {decided} THEN {opposite} WHEN {unknown} THEN NULL"
        f" WHEN {{2}} IS NOT NULL THEN {otherwise} END)"
    )
    sure, open_ = _having(writer, verdicts, "{0}"), _open(writer, verdicts)
    length = writer.write("length", list=verdicts)
    return writer.shared(
        (sure, open_, length), lambda *named: writer.join(pattern, *named)
    )


def _each(writer: Writer, items: Sql, value: Sql) -> Sql:
    """The value of each item, as a list in a column of its own."""
    body = Sql(value.text, value.stage)
    return writer.column(writer.write("transform", list=items, each=EACH, body=body))


def _having(writer: Writer, values: Sql, test: str) -> Sql:
    """How many of the values pass a test of {0}."""
    kept = writer.write("filter", list=values, each=EACH, body=test.format(EACH))
    return writer.write("length", list=kept)


def _open(writer: Writer, values: Sql) -> Sql:
    return _having(writer, values, "{0} IS NULL")


def aggregate(writer: Writer, node: nodes.AggregateItems) -> Sql:
    """Unknown as soon as it is unknown whether an item counts, or what it is worth."""
    items = writer.slot(nodes.Slot(node.list))
    if items is None:
        return writer.unknown("whole")
    value = writer.value(node.value)
    if node.condition is not None:
        items, value = _those_that_may_count(writer, items, node.condition, value)
    values = _each(writer, items, value)
    whole = writer.write(node.aggregate, list=values)
    open_ = _open(writer, values)
    return writer.join("(CASE WHEN {0} = 0 THEN {1} END)", open_, whole)


def _those_that_may_count(
    writer: Writer, items: Sql, condition: nodes.Bool, value: Sql
) -> tuple[Sql, Sql]:
    """The items that are not left out, and their value, unknown unless they count."""
    test = writer.value(condition)
    body = writer.join("coalesce({0}, TRUE)", test)
    body = Sql(body.text, body.stage)
    kept = writer.column(writer.write("filter", list=items, each=EACH, body=body))
    counted = writer.join("(CASE WHEN {0} THEN {1} END)", test, value)
    return kept, counted


def count_items(writer: Writer, node: nodes.CountItems) -> Bounds:
    items = writer.slot(nodes.Slot(node.list))
    if items is None:
        return Bounds(writer.whole(0), writer.whole(node.most))
    if node.condition is None:
        low = high = writer.write("length", list=items)
    else:
        verdicts = _each(writer, items, writer.value(node.condition))
        low = _having(writer, verdicts, "{0}")
        high = _having(writer, verdicts, "coalesce({0}, TRUE)")
    none, most = writer.whole(0), writer.whole(node.most)
    return Bounds(
        writer.column(writer.join("coalesce(CAST({0} AS BIGINT), {1})", low, none)),
        writer.column(writer.join("coalesce(CAST({0} AS BIGINT), {1})", high, most)),
    )
