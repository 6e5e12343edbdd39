"""Nodes over the items of a list, and counts, as loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.backends.python.code import FALSE, TRUE, UNKNOWN, Code, CountCode
from relapse_rules.program import nodes

if TYPE_CHECKING:
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
    outside, before = writer.depth, len(writer.lines)
    opened = _begin(writer, name, node.list, "None", start)
    code = writer.atom(writer.value(node.condition))
    if code.text == start and not opened:
        # No item can change it: the loop is not needed.
        del writer.lines[before:]
        writer.depth = outside
        return code
    plain = not code.guards
    test = f"not {code.text}" if plain and start == "True" else stop.format(c=code.text)
    writer.line(f"if {test}:")
    writer.line(f"    {name} = {found}")
    writer.line("    break")
    if not plain:
        writer.line(f"if {code.text} is None:")
        writer.line(f"    {name} = None")
    writer.depth = outside
    return Code(name, () if plain and not opened else (name,))


def aggregate(writer: Writer, node: nodes.AggregateItems) -> Code:
    if writer.slot(nodes.Slot(node.list)) == UNKNOWN:
        return UNKNOWN
    name = writer.fresh()
    outside, before = writer.depth, len(writer.lines)
    start = "0" if node.aggregate == "sum" else "None"
    opened = _begin(writer, name, node.list, "None", start)
    condition = TRUE
    if node.condition is not None:
        condition = writer.atom(writer.value(node.condition))
    if condition == FALSE and not opened and node.aggregate == "sum":
        del writer.lines[before:]
        writer.depth = outside
        return Code("0")
    value = writer.atom(writer.value(node.value))
    if condition.guards:
        _give_up(writer, name, condition)
    if condition != TRUE:
        writer.line(f"if {condition.text}:")
        writer.depth += 1
    if value.guards:
        _give_up(writer, name, value)
    if node.aggregate == "sum":
        writer.line(f"{name} += {value.text}")
    else:
        sign = "<" if node.aggregate == "min" else ">"
        writer.line(f"if {name} is None or {value.text} {sign} {name}:")
        writer.line(f"    {name} = {value.text}")
    writer.depth = outside
    certain = node.aggregate == "sum" and not (
        condition.guards or value.guards or opened
    )
    return Code(name, () if certain else (name,))


def _give_up(writer: Writer, name: str, code: Code) -> None:
    """One unknown item makes the whole unknown."""
    writer.line(f"if {code.text} is None:")
    writer.line(f"    {name} = None")
    writer.line("    break")


def _begin(writer: Writer, name: str, list_id: str, unknown: str, known: str) -> bool:
    """Sets `name` and opens the loop; whether the list itself may be unknown."""
    opened = _where_known(writer, name, list_id, unknown, known)
    _loop(writer, list_id)
    return opened


def _where_known(
    writer: Writer, name: str, list_id: str, unknown: str, known: str
) -> bool:
    items = writer.slot(nodes.Slot(list_id))
    if not items.guards:
        writer.line(f"{name} = {known}")
        return False
    writer.line(f"if {items.text} is None:")
    writer.line(f"    {name} = {unknown}")
    writer.line("else:")
    writer.depth += 1
    writer.line(f"{name} = {known}")
    return True


def _loop(writer: Writer, list_id: str) -> None:
    writer.line(f"for item in {writer.slot(nodes.Slot(list_id)).text}:")
    writer.depth += 1


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
    if node.condition is None and not items.guards:
        writer.line(f"{low} = len({items.text})")
        return CountCode(low, low)
    high = writer.fresh()
    outside, before = writer.depth, len(writer.lines)
    opened = _where_known(
        writer, f"{low}, {high}", node.list, f"0, {node.most}", "0, 0"
    )
    if node.condition is None:
        writer.line(f"{low} = {high} = len({items.text})")
        writer.depth = outside
        return CountCode(low, high)
    inside = writer.depth
    _loop(writer, node.list)
    code = writer.atom(writer.value(node.condition))
    if code == FALSE and not opened:
        del writer.lines[before:]
        writer.depth = outside
        return CountCode("0", "0")
    writer.line(f"if {code.text}:")
    writer.line(f"    {low} += 1")
    if code.guards:
        writer.line(f"if {code.text} is not False:")
        writer.line(f"    {high} += 1")
    elif opened:
        # Nothing is unknown about the items, so that the bounds meet.
        writer.depth = inside
        writer.line(f"{high} = {low}")
    writer.depth = outside
    return CountCode(low, high if code.guards or opened else low)
