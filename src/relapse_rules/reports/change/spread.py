"""How a change falls on places and on kinds of households."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.impact.judging import clause_column
from relapse_rules.impact.spread import SHOWN_MOVES, Spread, part_of, spread
from relapse_rules.reports.blocks import Figure, Part, Table
from relapse_rules.reports.change.wording import grouped
from relapse_rules.reports.charts import bars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from relapse_rules.impact.comparison import Impact
    from relapse_rules.reports.change.edition import Edition

SIZES = 6
PLACES_DRAWN = 16


def places(edition: Edition) -> Iterator[Part]:
    """Each kind of place, the widest first; only the widest is published."""
    impact = edition.wording.impact
    labels = {f.id: f.label for f in impact.head.facts}
    for at, fact in enumerate(impact.about.places):
        if at and edition.public:
            return
        name = edition.wording.label(labels[fact])
        rows = _places(impact, at)
        title = edition.word("imp_by", fact=name)
        table = _table(edition, name, rows)
        if at or edition.public or len(rows) < 2:
            yield Part(title, (table,))
        else:
            yield Part(title, (_chart(edition, name, rows, table), table))


def _places(impact: Impact, at: int) -> list[Spread]:
    """A village is named with what it lies in: two may have one name."""
    if not at:
        return spread(impact, "place_0")
    columns = [f"place_{n}" for n in range(at + 1)]
    found = [
        part_of(" · ".join(str(part or "?") for part in key), frame)
        for key, frame in impact.households.group_by(columns)
    ]
    return sorted(found, key=lambda s: (-abs(s.share), s.name))


def _chart(edition: Edition, name: str, rows: Sequence[Spread], table: Table) -> Figure:
    unknown = edition.word("imp_unknown")
    drawn = [
        (r.name or unknown, r.added, f"{r.added:+d} ({r.share:.1%})")
        for r in rows[:PLACES_DRAWN]
    ]
    caption = edition.word("imp_by_chart", fact=name)
    return Figure(bars(drawn, caption), caption, table)


def _table(
    edition: Edition, name: str, rows: Sequence[Spread], *, parted: bool = True
) -> Table:
    """One row a part; where the parts are all households, readers know their sums."""
    counts: dict[Any, int] = {}
    for row in rows:
        counts[row.name, "all"] = row.all.households
        counts |= {(row.name, move): row.moved[move] for move in SHOWN_MOVES}
    sums = [
        {(row.name, column) for row in rows}
        for column in ("all", *SHOWN_MOVES)
        if parted and edition.published(_total(edition, column))
    ]
    cells = edition.cells(counts, sums)
    shown, tones = [], []
    for row in rows:
        label = row.name or edition.word("imp_unknown")
        moved = [cells.said((row.name, move), "-") for move in SHOWN_MOVES]
        before = () if edition.public else _before(row)
        shown.append((label, cells.said((row.name, "all")), *before, *moved))
        tone = [
            _tone(row.moved[m], m, t) for m, t in zip(SHOWN_MOVES, moved, strict=True)
        ]
        tones.append(("", "", *("" for _ in before), *tone))
    heads = edition.heads("imp_by_head", fact=name)
    return Table(heads, tuple(shown), tuple(tones), numbers=True)


def _before(row: Spread) -> tuple[str, ...]:
    old, new = grouped(row.old.households), grouped(row.new.households)
    return old, new, f"{row.added:+d}" if row.added else "0", f"{row.share:.1%}"


def _tone(count: int, move: str, said: str) -> str:
    tones = {
        "entering": "up",
        "tier_up": "up",
        "leaving": "down",
        "tier_down": "down",
        "newly_undecided": "open",
    }
    return tones[move] if count and said != "-" else ""


def _total(edition: Edition, column: str) -> int:
    impact = edition.wording.impact
    if column == "all":
        return impact.households.height
    return impact.moved(column).households


# -- kinds of households ---------------------------------------------------------------


def categories(edition: Edition) -> Iterator[Part]:
    """By type, by risk, by size, and whether anybody can work."""
    yield _types(edition)
    impact = edition.wording.impact
    category = edition.word("imp_category")
    if risks := list(_risks(edition)):
        table = _table(edition, category, risks, parted=False)
        yield Part(edition.word("imp_risks"), (table,))
    if impact.about.people:
        table = _table(edition, category, list(_sizes(edition)))
        yield Part(edition.word("imp_sizes"), (table,))
    if labour := _labour(edition):
        table = _table(edition, category, labour)
        yield Part(edition.word("imp_labour"), (table,))


def _types(edition: Edition) -> Part:
    impact = edition.wording.impact
    frame = impact.households
    names = dict.fromkeys(
        e.id
        for rules in (impact.head, impact.base)
        if (s := rules.meaning.sections.get("types"))
        for e in s.entries
    )
    columns = {
        "old": frame["base_type"],
        "new": frame["head_type"],
        "entering": frame.filter(frame["entering"])["head_type"],
        "leaving": frame.filter(frame["leaving"])["base_type"],
    }
    counts = {
        (name, column): int((values == name).sum())
        for name in names
        for column, values in columns.items()
    }
    shown = ("entering", "leaving") if edition.public else tuple(columns)
    kept = {key: n for key, n in counts.items() if key[1] in shown}
    sums = [
        {(name, column) for name in names}
        for column in shown
        if edition.published(
            impact.moved(column).households if column in {"entering", "leaving"} else 0
        )
    ]
    cells = edition.cells(kept, sums)
    rows = tuple(
        (
            edition.wording.entry("types", name),
            *(cells.said((name, c), "-") for c in shown),
        )
        for name in names
    )
    table = Table(edition.heads("imp_types_head"), rows, numbers=True)
    return Part(edition.word("imp_types"), (table,))


def _risks(edition: Edition) -> Iterator[Spread]:
    """Households that have each risk under the new policy, or had it under the old."""
    impact = edition.wording.impact
    for rules, side in ((impact.head, "head"), (impact.base, "base")):
        section = rules.meaning.sections.get("risks")
        for entry in section.entries if section else ():
            column = f"{side}_{clause_column('risks', entry.id)}"
            gone = f"head_{clause_column('risks', entry.id)}"
            if side == "base" and gone in impact.households.columns:
                continue
            if column in impact.households.columns and edition.names("risks", entry.id):
                yield _where(edition, edition.wording.entry("risks", entry.id), column)


def _where(edition: Edition, name: str, column: str) -> Spread:
    import polars as pl

    holds = pl.col(column).fill_null(value=False)
    return part_of(name, edition.wording.impact.households.filter(holds))


def _sizes(edition: Edition) -> Iterator[Spread]:
    import polars as pl

    frame = edition.wording.impact.households
    size = pl.col("people")
    for number in range(1, SIZES):
        part = frame.filter(size == number)
        yield from _unless_empty(edition.word("imp_size", n=number), part)
    more = frame.filter(size >= SIZES)
    yield from _unless_empty(edition.word("imp_size_more", n=SIZES), more)
    unknown = frame.filter(size.is_null() | (size < 1))
    yield from _unless_empty(edition.word("imp_unknown"), unknown)


def _unless_empty(name: str, frame: pl.DataFrame) -> Iterator[Spread]:
    if frame.height:
        yield part_of(name, frame)


def _labour(edition: Edition) -> list[Spread]:
    import polars as pl

    impact = edition.wording.impact
    section, _, entry = impact.about.no_labour.rpartition(".")
    column = f"head_{clause_column(section, entry)}"
    if column not in impact.households.columns:
        return []
    holds = pl.col(column).fill_null(value=False)
    return [
        part_of(edition.wording.entry(section, entry), impact.households.filter(holds)),
        part_of(edition.word("imp_others"), impact.households.filter(~holds)),
    ]
