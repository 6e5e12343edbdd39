"""The workbook that a place fills in: its columns, what each may hold, and examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from relapse_rules.documents.policy import FIRST_DAY, LAST_DAY, NUMERIC, decimal_text
from relapse_rules.messages import word
from relapse_rules.records.names import Names, compared
from relapse_rules.workbooks.writing import new_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from relapse_rules.documents.policy import Fact
    from relapse_rules.messages import Lang
    from relapse_rules.workbooks.writing import Book, Cell, Style

# Rows for which lists and hints are set: as many as a township has households, and more.
ROWS = 20_000
_LONGEST_TITLE, _LONGEST_HINT = 32, 255


@dataclass(frozen=True, slots=True)
class Layout:
    """Which facts have columns: of the record, and of the items of each list.

    `read` are those that the rules of the day read; empty where no day was named.
    """

    facts: tuple[Fact, ...]
    lists: tuple[tuple[Fact, tuple[Fact, ...]], ...]
    read: frozenset[str] = frozenset()

    @property
    def unique(self) -> Fact | None:
        ids = (f for f in self.facts if f.unique and not f.personal)
        return next(ids, None)


def layout_of(
    facts: Sequence[Fact],
    read: Mapping[str, Sequence[str]] | None,
    more: Sequence[str] = (),
) -> Layout:
    """The columns of a template: all of them, or those that are `read` and `more`.

    `read` gives each fact that is read, with the item facts that are read of a list.
    """
    scalars = [f for f in facts if f.kind != "list"]
    lists = [f for f in facts if f.kind == "list"]
    if read is None:
        return Layout(tuple(scalars), tuple((f, f.items) for f in lists))
    wanted = {*read, *more}
    kept = [f for f in scalars if f.unique or f.id in wanted]
    inside = [
        (f, tuple(i for i in f.items if i.unique or i.id in {*read[f.id], *more}))
        for f in lists
        if f.id in read
    ]
    every = {*read, *(name for items in read.values() for name in items)}
    return Layout(tuple(kept), tuple(inside), frozenset(every))


def template(layout: Layout, lang: Lang, about: Mapping[str, str], name: str) -> bytes:
    """The workbook; `about` are lines for its notes. Raises FileError."""
    with new_book(name) as book:
        book.book.set_properties(
            {"title": about.get("title", ""), "comments": " ".join(about.values())}
        )
        writer = _Template(book, lang, layout)
        writer.table(word("sheet_households", lang), layout.facts, layout.facts)
        for fact, items in layout.lists:
            columns = [*([layout.unique] if layout.unique else []), *items]
            writer.table(fact.label.in_(lang), columns, [*columns, *layout.facts])
        writer.notes(about)
        writer.examples()
        writer.words()
    return book.content.getvalue()


class _Template:
    def __init__(self, book: Book, lang: Lang, layout: Layout) -> None:
        self.book = book
        self.lang = lang
        self.layout = layout
        # The words of long lists stand on a hidden sheet, a column each.
        self._words: dict[str, list[str]] = {}
        self._columns: list[tuple[str, Fact]] = []

    def table(self, name: str, facts: Sequence[Fact], known: Sequence[Fact]) -> None:
        """One sheet to fill in."""
        sheet = self.book.sheet(name)
        headings = headings_of(facts, known, self.lang)
        for column, (fact, heading) in enumerate(zip(facts, headings, strict=True)):
            self._columns.append((f"{name}: {heading}", fact))
            needed = fact.id in self.layout.read or fact.unique
            self.book.write(sheet, 0, column, heading, "needed" if needed else "head")
            style: Style = (
                "text" if fact.kind in {"text", "choice", "choices"} else "plain"
            )
            form = self.book.style("date" if fact.kind == "date" else style)
            sheet.set_column(
                column, column, max(12, min(30, 2 * len(heading) + 2)), form
            )
            sheet.data_validation(1, column, ROWS, column, self._rule(fact))
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 34)

    def _rule(self, fact: Fact) -> dict[str, Any]:
        """What a spreadsheet lets people enter, and what it tells them."""
        rule: dict[str, Any] = {
            "input_title": fact.label.in_(self.lang)[:_LONGEST_TITLE],
            "input_message": self.hint(fact)[:_LONGEST_HINT],
            "error_title": fact.label.in_(self.lang)[:_LONGEST_TITLE],
            "error_message": self.hint(fact)[:_LONGEST_HINT],
            "ignore_blank": True,
        }
        if fact.kind == "boolean":
            return rule | {
                "validate": "list",
                "source": self._listed("yes_no", self._yes_no()),
            }
        if fact.kind == "choice":
            words = [v.in_(self.lang) for v in fact.values.values()]
            return rule | {"validate": "list", "source": self._listed(fact.id, words)}
        if fact.kind in NUMERIC and fact.low is not None and fact.high is not None:
            kind = "integer" if fact.kind == "integer" else "decimal"
            between = {"minimum": float(fact.low), "maximum": float(fact.high)}
            # An amount may be written as 0.72万元 as well: a warning, no refusal.
            return rule | {
                "validate": kind,
                "criteria": "between",
                "error_type": "warning",
                **between,
            }
        if fact.kind == "date":
            return rule | {
                "validate": "date",
                "criteria": "between",
                "minimum": FIRST_DAY,
                "maximum": LAST_DAY,
                "error_type": "warning" if fact.month else "stop",
            }
        return rule | {"validate": "any"}

    def _listed(self, key: str, words: Sequence[str]) -> str:
        """The range of the hidden sheet where the words of a list stand."""
        while self._words.get(key, words) != words:
            key += "_"
        self._words[key] = list(words)
        at = list(self._words).index(key)
        column = _letters(at)
        name = word("sheet_words", self.lang)
        return f"='{name}'!${column}$1:${column}${len(words)}"

    def _yes_no(self) -> list[str]:
        return [word("sheet_yes", self.lang), word("sheet_no", self.lang)]

    def hint(self, fact: Fact) -> str:
        """What a cell may hold, in words."""
        between = word("cli_between", self.lang)
        parts = [word(f"cli_kind_{fact.kind}", self.lang)]
        if fact.unit:
            parts.append(fact.unit)
        if fact.low is not None and fact.high is not None:
            parts.append(f"{decimal_text(fact.low)} – {decimal_text(fact.high)}")
        if fact.values:
            labels = between.join(v.in_(self.lang) for v in fact.values.values())
            parts.append(labels)
        for key, holds in (
            ("several", fact.kind == "choices"),
            ("text_id", fact.unique),
            ("month", bool(fact.month)),
            ("personal", fact.personal),
        ):
            if holds:
                parts.append(word(f"sheet_hint_{key}", self.lang))
        return word("sheet_stop", self.lang).join(parts)

    def notes(self, about: Mapping[str, str]) -> None:
        sheet = self.book.sheet(word("sheet_notes", self.lang))
        lines = [*about.values(), *word("sheet_how", self.lang).split("\n")]
        for row, line in enumerate(lines):
            self.book.write(sheet, row, 0, line, "title" if row == 0 else "plain")
        heads = [
            word(f"sheet_notes_{key}", self.lang) for key in ("column", "hint", "what")
        ]
        start = len(lines) + 1
        for column, head in enumerate(heads):
            self.book.write(sheet, start, column, head, "head")
        for row, (name, fact) in enumerate(self._columns, start + 1):
            for column, text in enumerate((name, self.hint(fact), fact.description)):
                self.book.write(sheet, row, column, text)
        for column, width in enumerate((44, 70, 60)):
            sheet.set_column(column, column, width)

    def examples(self) -> None:
        """Invented households beside the names of the columns: no sheet to be read."""
        sheet = self.book.sheet(word("sheet_examples", self.lang))
        number = word("sheet_example", self.lang)
        rows: list[list[Cell]] = [
            [
                word("sheet_notes_column", self.lang),
                *(f"{number}{n}" for n in (1, 2, 3)),
            ]
        ]
        for name, fact in self._columns:
            rows.append([name, *(_example(fact, n, self.lang) for n in range(3))])
        self.book.rows(sheet, rows)
        sheet.freeze_panes(1, 1)

    def words(self) -> None:
        sheet = self.book.sheet(word("sheet_words", self.lang))
        for column, words in enumerate(self._words.values()):
            for row, text in enumerate(words):
                self.book.write(sheet, row, column, text)
        sheet.hide()


def headings_of(facts: Sequence[Fact], known: Sequence[Fact], lang: Lang) -> list[str]:
    """The heading of each column: its label and unit, or its id where that is not enough."""
    names = Names()
    names.add(known)
    found = []
    for fact in facts:
        label = fact.label.in_(lang)
        unit = f"（{fact.unit}）" if fact.unit and fact.kind in NUMERIC else ""
        heading = f"{label}{unit}"
        own = [one.fact.id for one in names.find(compared(heading))]
        meant = own or [one.fact.id for one in names.find(compared(label))]
        found.append(heading if meant == [fact.id] else f"{fact.id}{unit}")
    return found


def _letters(index: int) -> str:
    from relapse_rules.records.columns import letters

    return letters(index)


def _example(fact: Fact, number: int, lang: Lang) -> Cell:
    """What one invented household says; the last leaves half of it unknown."""
    if number == 2 and not fact.unique and len(fact.id) % 2:
        return ""
    if fact.personal:
        return word("sheet_invented", lang)
    if fact.kind == "text":
        return f"{word('sheet_example', lang)}{number + 1}"
    if fact.kind == "boolean":
        return word("sheet_no" if number % 2 else "sheet_yes", lang)
    if fact.kind == "date":
        return date(2021, 5, 1 + number)
    if fact.values:
        labels = [value.in_(lang) for value in fact.values.values()]
        return labels[number % len(labels)]
    low = 0 if fact.low is None else int(fact.low)
    high = low + 10_000 if fact.high is None else int(fact.high)
    step = 5400 if fact.kind == "money" else 1
    return min(high, max(low, 0) + step * (number + 1))
