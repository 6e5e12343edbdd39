"""Whole-number nodes: 64 bits suffice, for the program's bounds are proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relapse_rules.backends.sql.writer import Sql, Writer
    from relapse_rules.program import nodes


def constant(writer: Writer, node: nodes.IntConst) -> Sql:
    return writer.whole(int(node.value))


def fact(writer: Writer, node: nodes.IntFact) -> Sql:
    return writer.slot(node.slot) or writer.unknown("whole")


def arithmetic(writer: Writer, node: nodes.Arithmetic) -> Sql:
    left, right = writer.value(node.left), writer.value(node.right)
    return writer.join(f"({{0}} {node.op} {{1}})", left, right)


def floor_division(writer: Writer, node: nodes.FloorDivide) -> Sql:
    """Engines round towards zero, so that what is below it is turned around."""
    left, right = writer.value(node.left), writer.value(node.right)
    if node.left.low >= 0:
        return writer.write("floor of positive", a=left, b=right)

    def write(top: Sql, bottom: Sql) -> Sql:
        up = writer.write("floor of positive", a=top, b=bottom)
        turned = writer.join("(-({0} + 1))", top)
        down = writer.write("floor of positive", a=turned, b=bottom)
        pattern = "(CASE WHEN {0} >= 0 THEN {1} ELSE -1 - {2} END)"
        return writer.join(pattern, top, up, down)

    return writer.shared((left, right), write)


def band_lookup(writer: Writer, node: nodes.LookupInt) -> Sql:
    rows = [
        f"WHEN {{0}} >= {writer.dialect.whole(low)} THEN {writer.dialect.whole(value)}"
        for low, _, value in reversed(node.rows)
    ]
    pattern = f"(CASE {' '.join(rows)} END)"
    subject = writer.value(node.subject)
    return writer.shared((subject,), lambda named: writer.join(pattern, named))


def choice_lookup(writer: Writer, node: nodes.LookupChoice) -> Sql:
    slot = writer.slot(node.slot)
    if slot is None:
        return writer.unknown("whole")
    text, whole = writer.dialect.text, writer.dialect.whole
    rows = " ".join(f"WHEN {text(key)} THEN {whole(n)}" for key, n in node.rows)
    return writer.join("(CASE {0} {1} END)", slot, type(slot)(rows))


def count_value(writer: Writer, node: nodes.CountValue) -> Sql:
    count = writer.count(node.count)
    if count.low == count.high:
        return count.low

    def write(low: Sql, high: Sql) -> Sql:
        return writer.join("(CASE WHEN {0} = {1} THEN {0} END)", low, high)

    return writer.shared((count.low, count.high), write)
