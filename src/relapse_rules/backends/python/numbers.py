"""Whole-number nodes as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.backends.python.code import Code, strict

if TYPE_CHECKING:
    from relapse_rules.backends.python.writer import Writer
    from relapse_rules.program import nodes


def constant(_: Writer, node: nodes.IntConst) -> Code:
    text = str(int(node.value))
    return Code(f"({text})" if text.startswith("-") else text)


def arithmetic(writer: Writer, node: nodes.Arithmetic) -> Code:
    left, right = writer.value(node.left), writer.value(node.right)
    return strict(f"({left.text} {node.op} {right.text})", left, right)


def floor_division(writer: Writer, node: nodes.FloorDivide) -> Code:
    left, right = writer.value(node.left), writer.value(node.right)
    return strict(f"({left.text} // {right.text})", left, right)


def date_call(writer: Writer, node: nodes.DateCall) -> Code:
    left, right = writer.value(node.left), writer.value(node.right)
    return strict(f"{node.function}({left.text}, {right.text})", left, right)


def band_lookup(writer: Writer, node: nodes.LookupInt) -> Code:
    subject = writer.value(node.subject)
    name = f"table{len(writer.tables)}"
    writer.tables[name] = tuple(r[0] for r in node.rows), tuple(r[2] for r in node.rows)
    return strict(f"band({name}, {subject.text})", subject)


def choice_lookup(writer: Writer, node: nodes.LookupChoice) -> Code:
    slot = writer.slot(node.slot)
    name = f"table{len(writer.tables)}"
    writer.tables[name] = dict(node.rows)
    return strict(f"{name}[{slot.text}]", slot)


def count_value(writer: Writer, node: nodes.CountValue) -> Code:
    count = writer.count(node.count)
    if count.exact:
        return Code(count.low)
    return writer.open(f"{count.low} if {count.low} == {count.high} else None")
