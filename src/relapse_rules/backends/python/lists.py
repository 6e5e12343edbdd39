"""Nodes over the items of a list, and counts, as loops."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from relapse_rules.backends.python.code import TRUE, UNKNOWN, Code, CountCode
from relapse_rules.program import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.backends.python.writer import Writer


def any_item(writer: Writer, node: nodes.AnyItem) -> Code:
    return _fold(writer, node, stop="{c}", start="False", found="True")


def all_item(writer: Writer, node: nodes.AllItem) -> Code:
    return _fold(writer, node, stop="{c} is False", start="True", found="False")


def _fold(
    writer: Writer,
    node: nodes.AnyItem | nodes.AllItem,
    *,
    stop: str,
    start: str,
    found: str,
) -> Code:
    if writer.slot(nodes.Slot(node.list)) == UNKNOWN:
        return UNKNOWN
    name = writer.fresh()
    before = len(writer.lines)
    known = _where_known(writer, name, node.list, "None", start)
    with known as opened, _loop(writer, node.list):
        code = writer.atom(writer.value(node.condition))
        plain = not code.guards
        test = stop.format(c=code.text)
        if plain and start == "True":
            test = f"not {code.text}"
        writer.line(f"if {test}:")
        writer.line(f"    {name} = {found}")
        writer.line("    break")
        if not plain:
            writer.line(f"if {code.text} is None:")
            writer.line(f"    {name} = None")
    if code.text == start and not opened:
        # No item can change it: the loop is not needed.
        del writer.lines[before:]
        return code
    return Code(name, () if plain and not opened else (name,))


def aggregate(writer: Writer, node: nodes.AggregateItems) -> Code:
    if writer.slot(nodes.Slot(node.list)) == UNKNOWN:
        return UNKNOWN
    name = writer.fresh()
    start = "0" if node.aggregate == "sum" else "None"
    condition = TRUE
    known = _where_known(writer, name, node.list, "None", start)
    with known as opened, _loop(writer, node.list):
        if node.condition is not None:
            condition = writer.atom(writer.value(node.condition))
        if condition.guards:
            _give_up(writer, name, condition)
        writer.line(f"if {condition.text}:")
        with writer.block():
            value = _add(writer, name, node)
    certain = node.aggregate == "sum" and not (
        condition.guards or value.guards or opened
    )
    return Code(name, () if certain else (name,))


def _add(writer: Writer, name: str, node: nodes.AggregateItems) -> Code:
    value = writer.atom(writer.value(node.value))
    if value.guards:
        _give_up(writer, name, value)
    if node.aggregate == "sum":
        writer.line(f"{name} += {value.text}")
    else:
        sign = "<" if node.aggregate == "min" else ">"
        writer.line(f"if {name} is None or {value.text} {sign} {name}:")
        writer.line(f"    {name} = {value.text}")
    return value


def _give_up(writer: Writer, name: str, code: Code) -> None:
    """One unknown item makes the whole unknown."""
    writer.line(f"if {code.text} is None:")
    writer.line(f"    {name} = None")
    writer.line("    break")


@contextmanager
def _where_known(
    writer: Writer, names: str, list_id: str, unknown: str, known: str
) -> Iterator[bool]:
    """Sets `names`, and goes on where the list is known; whether it may not be."""
    items = writer.slot(nodes.Slot(list_id))
    if not items.guards:
        writer.line(f"{names} = {known}")
        yield False
        return
    writer.line(f"if {items.text} is None:")
    writer.line(f"    {names} = {unknown}")
    writer.line("else:")
    with writer.block():
        writer.line(f"{names} = {known}")
        yield True


@contextmanager
def _loop(writer: Writer, list_id: str) -> Iterator[None]:
    writer.line(f"for item in {writer.slot(nodes.Slot(list_id)).text}:")
    with writer.block():
        yield


def count_reference(writer: Writer, node: nodes.CountRef) -> CountCode:
    found = writer.names[node.binding]
    assert isinstance(found, CountCode)
    return found


def count_of(writer: Writer, node: nodes.CountOf) -> CountCode:
    codes = [writer.value(a) for a in node.args]
    plain = [c.text for c in codes if not c.guards and c.text != "False"]
    open_ = [writer.atom(c).text for c in codes if c.guards and c != UNKNOWN]
    unknown = codes.count(UNKNOWN)
    sure = _sum([*plain, *(f"({c} is True)" for c in open_)])
    if not open_ and not unknown:
        text = writer.assign(sure)
        return CountCode(text, text)
    sure = sure if sure == "0" else writer.assign(sure)
    open_tests = [f"({c} is None)" for c in open_]
    may = _sum(
        [*([] if sure == "0" else [sure]), *open_tests, *[str(unknown)][:unknown]]
    )
    return CountCode(sure, may if may.isdigit() else writer.assign(may))


def _sum(parts: list[str]) -> str:
    # A lone yes-or-no value would not be a number.
    return " + ".join(parts if len(parts) != 1 else [*parts, "0"]) if parts else "0"


def count_items(writer: Writer, node: nodes.CountItems) -> CountCode:
    items = writer.slot(nodes.Slot(node.list))
    if items == UNKNOWN:
        return CountCode("0", str(node.most))
    low = writer.fresh()
    if node.condition is None:
        return _length(writer, low, node, items)
    high = writer.fresh()
    both = f"{low}, {high}"
    with _where_known(writer, both, node.list, f"0, {node.most}", "0, 0") as opened:
        with _loop(writer, node.list):
            code = writer.atom(writer.value(node.condition))
            writer.line(f"if {code.text}:")
            writer.line(f"    {low} += 1")
            if code.guards:
                writer.line(f"if {code.text} is not False:")
                writer.line(f"    {high} += 1")
        if opened and not code.guards:
            # Nothing is unknown about the items, so that the bounds meet.
            writer.line(f"{high} = {low}")
    return CountCode(low, high if code.guards or opened else low)


def _length(writer: Writer, low: str, node: nodes.CountItems, items: Code) -> CountCode:
    if not items.guards:
        writer.line(f"{low} = len({items.text})")
        return CountCode(low, low)
    high = writer.fresh()
    both = f"{low}, {high}"
    with _where_known(writer, both, node.list, f"0, {node.most}", "0, 0"):
        writer.line(f"{low} = {high} = len({items.text})")
    return CountCode(low, high)
