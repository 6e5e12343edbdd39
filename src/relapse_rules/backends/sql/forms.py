"""The forms of the columns of a table, as expressions over the last stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.backends.sql.logic import tallied
from relapse_rules.backends.sql.writer import Sql
from relapse_rules.table import Day, First, Flag, Ids, Shown, Tally, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from relapse_rules.backends.sql.writer import Writer
    from relapse_rules.program.nodes import Bool
    from relapse_rules.table import Form


def form(writer: Writer, wanted: Form) -> Sql:
    """The expression of a column; forms that the table does not list raise."""
    return FORMS[type(wanted)](writer, wanted)


def _truth(writer: Writer, wanted: Truth) -> Sql:
    pattern = "(CASE WHEN {0} THEN 'yes' WHEN NOT {0} THEN 'no' ELSE 'undecided' END)"
    value = writer.value(wanted.node)
    return writer.shared((value,), lambda named: writer.join(pattern, named))


def _flag(writer: Writer, wanted: Flag) -> Sql:
    return writer.value(wanted.node)


def _first(writer: Writer, wanted: First) -> Sql:
    rows = [_when(writer, row, node, "{0}") for row, node in wanted.rows]
    if not rows:
        return writer.unknown("text")
    return _joined(writer, "(CASE ", rows, " ", " END)")


def _when(writer: Writer, row: str, node: Bool, test: str) -> Sql:
    then = Sql(writer.dialect.text(row))
    return writer.join(f"WHEN {test} THEN {{1}}", writer.value(node), then)


def _joined(
    writer: Writer, start: str, parts: list[Sql], between: str, end: str
) -> Sql:
    places = between.join(f"{{{i}}}" for i in range(len(parts)))
    return writer.join(f"{start}{places}{end}", *parts)


def _ids(writer: Writer, wanted: Ids) -> Sql:
    test = "{0} IS NULL" if wanted.unknown else "{0}"
    if wanted.when is not None:
        test = "coalesce({0}, TRUE)"
    parts = [
        writer.join("CASE {0} END", _when(writer, row, node, test))
        for row, node in wanted.rows
    ]
    none = Sql(writer.dialect.write("no texts"))
    if not parts:
        return none
    items = _joined(writer, "", parts, ", ", "")
    listed = writer.write("array", items=items)
    found = writer.write("filter", list=listed, each="each", body="each IS NOT NULL")
    if wanted.when is None:
        return found
    open_ = writer.value(wanted.when)
    return writer.join(
        "(CASE WHEN {0} IS NULL THEN {1} ELSE {2} END)", open_, found, none
    )


def _tally(writer: Writer, wanted: Tally) -> Sql:
    parts = [writer.value(a) for a in wanted.args]
    if not parts:
        return writer.whole(0)
    test = "{0} IS NULL" if wanted.unknown else "{0}"
    return tallied(writer, parts, f"CASE WHEN {test} THEN 1 ELSE 0 END")


def _day(writer: Writer, wanted: Day) -> Sql:
    return writer.write("date", n=writer.bound(wanted.binding))


def _shown(writer: Writer, wanted: Shown) -> Sql:
    """Whole units of the last place times that place: a product, which is exact."""
    places = wanted.places
    scaled = writer.value(wanted.scaled)
    if not places:
        return writer.join("CAST({0} AS DECIMAL(38, 0))", scaled)
    last = f"0.{1:0{places}d}"
    unit = f"CAST('{last}' AS DECIMAL({places + 1}, {places}))"
    product = f"CAST({{0}} AS DECIMAL(19, 0)) * {unit}"
    return writer.join(f"CAST({product} AS DECIMAL(38, {places}))", scaled)


FORMS: dict[type, Callable[[Writer, Any], Sql]] = {
    Truth: _truth,
    Flag: _flag,
    First: _first,
    Ids: _ids,
    Tally: _tally,
    Day: _day,
    Shown: _shown,
}
