"""The numbers of a policy as a table: every value, from when it holds, who set it and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.documents.policy import decimal_text
from relapse_rules.messages import word
from relapse_rules.workbooks.writing import new_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from relapse_rules.documents.policy import (
        DatedValue,
        Parameter,
        PolicyText,
        Provenance,
    )
    from relapse_rules.messages import Lang
    from relapse_rules.workbooks.writing import Cell, Style

# What a row says, and which of it may be changed there.
COLUMNS = (
    *("id", "label", "row", "unit", "since", "value"),
    *("source", "at", "assumption", "layer", "file"),
)
OPEN = frozenset({"since", "value", "source", "at", "assumption"})
_WIDTHS = (28, 28, 14, 10, 13, 14, 16, 16, 12, 30, 44)


@dataclass(frozen=True, slots=True)
class Key:
    """Which value of a policy is meant: the row is empty unless the parameter is a table."""

    parameter: str
    row: str
    since: date


@dataclass(frozen=True, slots=True)
class Threshold:
    """One value in force from a day on."""

    key: Key
    parameter: Parameter
    value: DatedValue

    @property
    def shown(self) -> str:
        return self.value.shown

    @property
    def source(self) -> tuple[str, str, str]:
        """Ids of the sources, places in them, and ids of assumptions."""
        return stated(self.value.provenance)


def stated(provenance: Provenance) -> tuple[str, str, str]:
    citations = provenance.citations
    return (
        " ".join(dict.fromkeys(c.source for c in citations)),
        " ".join(filter(None, (c.at for c in citations))),
        " ".join(provenance.assumptions),
    )


def thresholds(policy: PolicyText) -> Iterator[Threshold]:
    """Every value of every parameter, in the order of the policy."""
    for parameter in policy.parameters:
        for value in parameter.values:
            yield Threshold(Key(parameter.id, "", value.since), parameter, value)
        for row in parameter.rows:
            for value in row.values:
                key = Key(parameter.id, row.key, value.since)
                yield Threshold(key, parameter, value)


def headings(lang: Lang) -> list[str]:
    return [word(f"sheet_value_{name}", lang) for name in COLUMNS]


def thresholds_book(policy: PolicyText, lang: Lang, name: str) -> bytes:
    """The table, with the cells that may be changed in another colour. Raises FileError."""
    files = {layer.id: layer.file for layer in policy.layers}
    with new_book(name) as book:
        sheet = book.sheet(word("sheet_thresholds", lang))
        for column, (key, head) in enumerate(zip(COLUMNS, headings(lang), strict=True)):
            book.write(sheet, 0, column, head, "needed" if key in OPEN else "head")
            sheet.set_column(column, column, _WIDTHS[column])
        for at, one in enumerate(thresholds(policy), 1):
            for column, cell in enumerate(_cells(one, files, lang)):
                style: Style = "advice" if COLUMNS[column] in OPEN else "text"
                book.write(sheet, at, column, cell, style)
        sheet.freeze_panes(1, 2)
        notes = book.sheet(word("sheet_notes", lang))
        lines = word("sheet_value_how", lang).split("\n")
        head = f"{policy.title.in_(lang)}  {policy.id}  {policy.digest}"
        for at, line in enumerate([head, *lines]):
            book.write(notes, at, 0, line, "title" if at == 0 else "text")
        notes.set_column(0, 0, 110)
    return book.content.getvalue()


def _cells(one: Threshold, files: dict[str, str], lang: Lang) -> list[Cell]:
    layer, span = one.value.origin.layer, one.value.origin.span
    source, at, assumption = one.source
    place = f"{files.get(layer, layer)}:{span.line}"
    label = one.parameter.label.in_(lang)
    key = one.key
    head: list[Cell] = [key.parameter, label, key.row, one.parameter.unit, key.since]
    return [*head, _value(one), source, at, assumption, layer, place]


def _value(one: Threshold) -> Cell:
    """A number as one where a spreadsheet has it exactly; fractions are text."""
    value = one.value.value
    if isinstance(value, bool):
        return one.shown
    if isinstance(value, Fraction):
        text = decimal_text(value)
        return text if "/" in text else Decimal(text)
    return value
