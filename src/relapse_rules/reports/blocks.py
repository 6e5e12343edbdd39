"""What a page is made of: headings, paragraphs, tables and lists, of plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relapse_rules.messages import Lang


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list, and the lines below it.

    `lead` names it, in bold before the text; `note` follows the lines below it, and
    `about` is said last in smaller type.
    """

    text: str
    parts: tuple[Item, ...] = ()
    lead: str = ""
    note: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; one that is `strong` must not be overlooked."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `ordered` where the order decides."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings.

    `tones` say of cells how they are to be taken, by row and column: `up`, `down`, `open`,
    or nothing; they are shown beside the text and never alone. In columns that are
    `numbers`, all but the first, cells stand to the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[str, ...], ...] = ()
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Where people sign: who, and what for."""

    roles: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One figure that is seen first; `tone` as of the cells of tables."""

    name: str
    figure: str
    about: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: SVG made here, and the same figures as a table for who cannot see it."""

    svg: str
    caption: str
    table: Table


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are shown as they are, such as a difference of two texts."""

    lines: tuple[str, ...]


Block = Paragraph | Items | Table | Signatures | Cards | Figure | Code


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a page under its heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: its title, what it is about in short, and its parts."""

    title: str
    lang: Lang
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    footer: str = ""
