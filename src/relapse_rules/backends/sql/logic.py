"""Yes-or-no nodes. SQL's AND, OR and NOT are the three-valued ones that are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.backends.sql.writer import Bounds, Sql
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from relapse_rules.backends.sql.writer import Writer

TRUE, FALSE = Sql("TRUE", simple=True), Sql("FALSE", simple=True)
# When a count between {0} and {1} surely compares with {2}, and when it surely does not.
COUNT_TESTS: dict[str, tuple[str, str]] = {
    ">=": ("{0} >= {2}", "{1} < {2}"),
    ">": ("{0} > {2}", "{1} <= {2}"),
    "<": ("{1} < {2}", "{0} >= {2}"),
    "<=": ("{1} <= {2}", "{0} > {2}"),
    "==": ("{0} = {2} AND {1} = {2}", "{2} < {0} OR {2} > {1}"),
    "!=": ("{2} < {0} OR {2} > {1}", "{0} = {2} AND {1} = {2}"),
}
# The same for a count between {0} and {1} against one between {2} and {3}.
COUNTS_TESTS: dict[str, tuple[str, str]] = {
    ">=": ("{0} >= {3}", "{1} < {2}"),
    ">": ("{0} > {3}", "{1} <= {2}"),
    "<": ("{1} < {2}", "{0} >= {3}"),
    "<=": ("{1} <= {2}", "{0} > {3}"),
    "==": ("{0} = {1} AND {1} = {2} AND {2} = {3}", "{1} < {2} OR {3} < {0}"),
    "!=": ("{1} < {2} OR {3} < {0}", "{0} = {1} AND {1} = {2} AND {2} = {3}"),
}
OPERATORS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}


def constant(_: Writer, node: nodes.BoolConst) -> Sql:
    return TRUE if node.value else FALSE


def fact(writer: Writer, node: nodes.BoolFact) -> Sql:
    return writer.slot(node.slot) or writer.unknown("boolean")


def reference(writer: Writer, node: nodes.BoolRef | nodes.IntRef) -> Sql:
    return writer.bound(node.binding)


def negation(writer: Writer, node: nodes.Not) -> Sql:
    return writer.join("(NOT {0})", writer.value(node.arg))


def conjunction(writer: Writer, node: nodes.And) -> Sql:
    return _connected(writer, node, " AND ", TRUE)


def disjunction(writer: Writer, node: nodes.Or) -> Sql:
    return _connected(writer, node, " OR ", FALSE)


def _connected(
    writer: Writer, node: nodes.And | nodes.Or, word: str, neutral: Sql
) -> Sql:
    parts = [writer.value(a) for a in node.args]
    if len(parts) < 2:
        return parts[0] if parts else neutral
    pattern = word.join(f"{{{i}}}" for i in range(len(parts)))
    return writer.join(f"({pattern})", *parts)


def comparison(writer: Writer, node: nodes.Compare) -> Sql:
    left, right = writer.value(node.left), writer.value(node.right)
    return writer.join(f"({{0}} {OPERATORS[node.op]} {{1}})", left, right)


def count_comparison(writer: Writer, node: nodes.CompareCount) -> Sql:
    count = writer.count(node.count)
    low, high = count.low, count.high
    if node.factor != nodes.IntConst(1):
        factor = writer.value(node.factor)
        low, high = (writer.join("({0} * {1})", b, factor) for b in (low, high))
    right = writer.value(node.right)
    if count.low == count.high:
        return writer.join(f"({{0}} {OPERATORS[node.op]} {{1}})", low, right)
    return _by_bounds(writer, COUNT_TESTS[node.op], low, high, right)


def counts_comparison(writer: Writer, node: nodes.CompareCounts) -> Sql:
    left, right = writer.count(node.left), writer.count(node.right)
    tests = COUNTS_TESTS[node.op]
    return _by_bounds(writer, tests, left.low, left.high, right.low, right.high)


def _by_bounds(writer: Writer, tests: tuple[str, str], *parts: Sql) -> Sql:
    yes, no = tests
    pattern = f"(CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END)"
    return writer.shared(parts, lambda *named: writer.join(pattern, *named))


def one_of(writer: Writer, node: nodes.IsOneOf) -> Sql:
    slot = writer.slot(node.slot)
    if slot is None:
        return writer.unknown("boolean")
    listed = ", ".join(writer.dialect.text(v) for v in node.values)
    if not listed:
        return writer.join("(CASE WHEN {0} IS NOT NULL THEN FALSE END)", slot)
    return writer.join("({0} IN ({1}))", slot, Sql(listed))


def contains(writer: Writer, node: nodes.Contains) -> Sql:
    slot = writer.slot(node.slot)
    if slot is None:
        return writer.unknown("boolean")
    return writer.write("contains", list=slot, value=writer.dialect.text(node.value))


def is_known(writer: Writer, node: nodes.IsKnown) -> Sql:
    if isinstance(node.arg, nodes.Slot):
        found = writer.slot(node.arg)
        return writer.join("({0} IS NOT NULL)", found) if found else FALSE
    if isinstance(node.arg, nodes.COUNT_KINDS):
        count = writer.count(node.arg)
        return writer.join("({0} = {1})", count.low, count.high)
    return writer.join("({0} IS NOT NULL)", writer.value(node.arg))


def choice(writer: Writer, node: nodes.IfBool | nodes.IfInt) -> Sql:
    """One of two values; where the condition is unknown, equal ones still agree."""
    test = writer.value(node.condition)
    then, otherwise = writer.value(node.then), writer.value(node.otherwise)
    if isinstance(node.condition, nodes.IsKnown):
        return writer.join(
            "(CASE WHEN {0} THEN {1} ELSE {2} END)", test, then, otherwise
        )
    pattern = (
        "(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} WHEN {1} = {2} THEN {1} END)"
    )
    return writer.shared(
        (test, then, otherwise), lambda *named: writer.join(pattern, *named)
    )


def count_of(writer: Writer, node: nodes.CountOf) -> Bounds:
    parts = [writer.value(a) for a in node.args]
    if not parts:
        return Bounds(writer.whole(0), writer.whole(0))
    return Bounds(
        tallied(writer, parts, "CASE WHEN {0} THEN 1 ELSE 0 END"),
        tallied(writer, parts, "CASE WHEN NOT {0} THEN 0 ELSE 1 END"),
    )


def tallied(writer: Writer, parts: list[Sql], each: str) -> Sql:
    """How many of them count, as a whole number of 64 bits."""
    named = [p if p.simple or p.inner else writer.column(p) for p in parts]
    terms = [writer.join(each, p) for p in named]
    pattern = " + ".join(f"{{{i}}}" for i in range(len(terms)))
    return writer.join(f"CAST({pattern} AS BIGINT)", *terms)


def count_reference(writer: Writer, node: nodes.CountRef) -> Bounds:
    found = writer.names[node.binding]
    assert isinstance(found, Bounds)
    return found
