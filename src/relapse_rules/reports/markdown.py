"""A page as Markdown: texts are escaped, so that nothing in a policy becomes markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relapse_rules.reports.blocks import (
    Cards,
    Code,
    Figure,
    Items,
    Paragraph,
    Signatures,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relapse_rules.reports.blocks import Block, Item, Page

# Signs that begin or are markup somewhere in a line.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~&])")
# What begins a line as markup: a heading, a list, a quote, a rule.
_LEADS = re.compile(r"^(\s*)([#+\-=]|\d+(?=[.)]))")


def escaped(text: str, *, first: bool = True) -> str:
    """A text that Markdown shows as it is; `first` in its line, or inside one."""
    flat = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _LEADS.sub(_led, flat) if first else flat


def _led(found: re.Match[str]) -> str:
    lead = found.group(2)
    return (
        f"{found.group(1)}{lead}\\" if lead.isdigit() else f"{found.group(1)}\\{lead}"
    )


def markdown(page: Page) -> str:
    """The whole page."""
    lines = [f"# {escaped(page.title)}", ""]
    lines += [f"* {escaped(name)}: {escaped(value)}" for name, value in page.facts]
    for part in page.parts:
        lines += ["", f"## {escaped(part.title)}"]
        for block in part.blocks:
            lines += ["", *_block(block)]
    if page.footer:
        lines += ["", "---", "", escaped(page.footer)]
    return "\n".join(lines) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text=text, strong=strong):
            yield f"**{escaped(text)}**" if strong else escaped(text)
        case Items(items=items, ordered=ordered):
            yield from _items(items, "", ordered=ordered)
        case Table(heads=heads, rows=rows):
            yield from _table(heads, rows)
        case Cards(cards=cards):
            yield from _table(
                (escaped(c.name) for c in cards),
                [[f"{c.figure} {c.about}".strip() for c in cards]],
            )
        case Figure(caption=caption, table=table):
            yield from (escaped(caption), "")
            yield from _table(table.heads, table.rows)
        case Code(lines=lines):
            fence = _fence(lines)
            yield from (f"{fence}diff", *lines, fence)
        case Signatures(roles=roles, fields=fields):
            yield from _table(
                ("", *fields), ((role, *[""] * len(fields)) for role in roles)
            )


def _fence(lines: Iterable[str]) -> str:
    """Longer than any run of its sign inside."""
    runs = (len(run) for line in lines for run in re.findall("`+", line))
    return "`" * max(3, 1 + max(runs, default=0))


def _items(items: Iterable[Item], indent: str, *, ordered: bool) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        mark = f"{number}." if ordered else "*"
        lead = f"**{escaped(item.lead)}** " if item.lead else ""
        text = escaped(item.text, first=not lead)
        yield f"{indent}{mark} {lead}{text}".rstrip()
        below = indent + " " * (len(mark) + 1)
        yield from _items(item.parts, below, ordered=False)
        # A line of its own, and no further entry of the list above it.
        if item.note:
            yield from ("", f"{below}{escaped(item.note)}")
        if item.about:
            yield from ("", f"{below}*{escaped(item.about)}*")
        if item.note or item.about:
            yield ""


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    listed = list(heads)
    yield _row(listed)
    yield _row("---" for _ in listed)
    for row in rows:
        yield _row(escaped(cell, first=False) for cell in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
