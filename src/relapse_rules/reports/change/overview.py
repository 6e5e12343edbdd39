"""The first parts of the page: what changed, how much, which gates hold, the matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relapse_rules.impact.effect import effect_of
from relapse_rules.impact.moves import OPEN, mark_of
from relapse_rules.reports.blocks import (
    Card,
    Cards,
    Item,
    Items,
    Paragraph,
    Part,
    Table,
)
from relapse_rules.reports.change.wording import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.documents.policy import Provenance
    from relapse_rules.evaluator import Rules
    from relapse_rules.impact.gates import Verdict
    from relapse_rules.reports.blocks import Block
    from relapse_rules.reports.change.edition import Edition
    from relapse_rules.reports.change.page import Asked

TONES = {"+": "up", "^": "up", "-": "down", "v": "down", "?": "open", "": "same"}
_CARDS = (
    ("changed", ""),
    ("entering", "up"),
    ("leaving", "down"),
    ("tier_up", "up"),
    ("tier_down", "down"),
    ("type_changed", ""),
    ("newly_undecided", "open"),
    ("newly_decided", ""),
    ("removal_possible", "down"),
    ("removal_blocked", "up"),
    ("removal_undecided", "open"),
)
# Shown even when nobody is among them: it matters that nobody is.
_ALWAYS = 5
SHORT = 12


def facts(edition: Edition, asked: Asked) -> Iterator[tuple[str, str]]:
    """The head of the page: which place, which policies, which data."""
    impact, word = edition.wording.impact, edition.word
    head = impact.head.text
    title = edition.wording.label(head.title)
    yield word("imp_place"), f"{head.area} {title}".strip()
    yield word("imp_change"), change_in_short(edition)
    yield word("imp_effect"), word(f"effect_{effect_of(impact)}")
    if cited := "；".join(_sources(edition)):
        yield word("imp_sources"), cited
    yield word("imp_day"), impact.head.day.isoformat()
    for side in ("base", "head"):
        rules: Rules = getattr(impact, side)
        files = word("imp_files", digest=asked.files[side][:SHORT])
        yield word(f"imp_{side}"), f"{rules.digest[:SHORT]}  {files}"
    rows = word(
        "imp_rows",
        rows=grouped(impact.rows),
        compared=grouped(impact.households.height),
        refused=edition.number(len(impact.refused)),
    )
    data = f"{asked.data[:SHORT]}  {rows}" if asked.data else rows
    yield word("imp_data"), data
    yield word("imp_engine"), asked.engine


def change_in_short(edition: Edition) -> str:
    """The kinds of what differs, and how many places."""
    changes = edition.wording.impact.changes
    if not changes:
        return edition.word("plan_no_changes")
    kinds = dict.fromkeys(edition.word(f"class_{c.kind}") for c in changes)
    listed = edition.word("cli_between").join(kinds)
    return edition.word("imp_classes", kinds=listed, n=len(changes))


def _sources(edition: Edition) -> Iterator[str]:
    """What the changed entries cite, each once."""
    found: dict[str, None] = {}
    for change in edition.wording.impact.changes:
        if change.provenance is not None and change.kind != "wording":
            found |= dict.fromkeys(cited(edition, change.provenance))
    yield from found


def cited(edition: Edition, provenance: Provenance) -> Iterator[str]:
    """Citations and assumptions, in words."""
    titles = edition.wording.impact.head.text.sources
    for citation in provenance.citations:
        source = titles.get(citation.source)
        yield f"{source.title if source else citation.source} {citation.at}".strip()
    if provenance.assumptions:
        yield f"{edition.word('assumption')} {' '.join(provenance.assumptions)}"


def summary(edition: Edition) -> Part:
    """The cards, and what has to be said about the data."""
    impact = edition.wording.impact
    cards = []
    for at, (move, tone) in enumerate(_CARDS):
        count = impact.moved(move)
        if not count.households and at > _ALWAYS and move != "newly_undecided":
            continue
        figure = edition.number(count.households)
        about = ""
        if (
            impact.about.people
            and count.households
            and edition.published(count.households)
        ):
            about = edition.word("plan_people", n=grouped(count.people))
        name = edition.word(f"move_{move}")
        cards.append(Card(name, figure, about, tone if count.households else ""))
    blocks: list[Block] = [Cards(tuple(cards))]
    every = impact.count()
    if every.unknown and impact.about.people:
        n = edition.number(every.unknown)
        blocks.append(Paragraph(edition.word("imp_people_unknown", n=n)))
    if impact.elsewhere.households:
        n = edition.number(impact.elsewhere.households)
        codes = edition.word("cli_between").join(impact.elsewhere.codes[:5])
        said = edition.word("imp_elsewhere", n=n, codes=codes)
        blocks.append(Paragraph(said, strong=True))
    return Part(edition.word("imp_summary"), tuple(blocks))


def proofs(edition: Edition, asked: Asked) -> Part:
    """What is proved for all households, above what is counted on these."""
    title = edition.word("imp_proved")
    if asked.statements is None:
        said = edition.word("plan_unproved", extra="prove")
        return Part(title, (Paragraph(said),))
    items = tuple(
        Item(
            replace(s, witness=None).text(edition.wording.lang),
            lead=f"{edition.word(f'plan_{s.standing}')}:",
        )
        for s in asked.statements
    )
    empty = Paragraph(edition.word("imp_none_listed"))
    return Part(title, (Items(items) if items else empty,))


def gates(edition: Edition, verdicts: Sequence[Verdict]) -> Part:
    """Each gate in words, and whether it holds."""
    title = edition.word("imp_gates")
    if not verdicts:
        return Part(title, (Paragraph(edition.word("imp_gates_none")),))
    rows, tones = [], []
    for verdict in verdicts:
        name = edition.word(f"move_{verdict.gate.about}")
        result = edition.word("plan_pass" if verdict.passed else "plan_fail")
        found = edition.number(verdict.found)
        rows.append((name, f"<= {verdict.gate.limit}", found, result))
        tones.append(("", "", "", "" if verdict.passed else "up"))
    heads = edition.heads("imp_gates_head", plain=True)
    return Part(title, (Table(heads, tuple(rows), tuple(tones)),))


def matrix(edition: Edition) -> Part:
    """States before and after; what moved stands out by its sign and its tone."""
    wording, impact = edition.wording, edition.wording.impact
    counts = {pair: n.households for pair, n in impact.matrix().items()}
    states = [s for s in impact.axis.states if any(s in pair for pair in counts)]
    cells = edition.cells(counts, _sums(edition, counts))
    rows, tones = [], []
    for old in states:
        marks = [mark_of(impact, old, new) for new in states]
        said = [cells.said((old, new), "-") for new in states]
        shown = [
            f"{mark} {text}" if mark and text != "-" else text
            for mark, text in zip(marks, said, strict=True)
        ]
        rows.append((wording.state(old), *shown))
        tone = [
            TONES.get(mark, "") if text != "-" else ""
            for mark, text in zip(marks, said, strict=True)
        ]
        tones.append(("", *tone))
    heads = (edition.word("imp_matrix_corner"), *map(wording.state, states))
    key = "imp_matrix" if impact.axis.section == "tiers" else "imp_matrix_types"
    note = Paragraph(edition.word("imp_matrix_note"))
    table = Table(heads, tuple(rows), tuple(tones), numbers=True)
    return Part(edition.word(key), (note, table))


def _sums(
    edition: Edition, counts: dict[tuple[str, str], int]
) -> Iterator[set[tuple[str, str]]]:
    """All households together, and those of each kind of move that a card tells."""
    impact = edition.wording.impact
    yield set(counts)
    moved = {p for p in counts if p[0] != p[1]}
    yield moved
    for mark in ("+", "-", "^", "v", "~"):
        yield {p for p in moved if mark_of(impact, *p) == mark}
    for at in (0, 1):
        yield {p for p in moved if p[at] == OPEN}
