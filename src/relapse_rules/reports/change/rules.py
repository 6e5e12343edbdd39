"""What differs between the policies, and how often each clause holds."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from relapse_rules.impact.difference import text_changes
from relapse_rules.impact.flips import clauses
from relapse_rules.impact.judging import FLAGS, clause_column
from relapse_rules.reports.blocks import Code, Paragraph, Part, Table
from relapse_rules.reports.change.overview import cited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.impact.difference import Change
    from relapse_rules.reports.change.edition import Edition

LINES_SHOWN = 400


def differences(edition: Edition) -> Part:
    """Entry by entry: what it is, what it was, why, and in which file."""
    changes = edition.wording.impact.changes
    title = edition.word("imp_differences")
    if not changes:
        return Part(title, (Paragraph(edition.word("plan_no_changes")),))
    rows = tuple(_row(edition, change) for change in changes)
    heads = edition.heads("imp_differences_head", plain=True)
    return Part(title, (Table(heads, rows),))


def _row(edition: Edition, change: Change) -> tuple[str, ...]:
    wording = edition.wording
    what = edition.word(f"what_{change.what}")
    kind = edition.word(f"class_{change.kind}")
    part = f" [{change.part}]" if change.part not in {"", "when", "value"} else ""
    basis = "；".join(cited(edition, change.provenance)) if change.provenance else ""
    return (
        f"{kind} · {what}",
        f"{wording.change(change)} ({change.name}){part}",
        wording.value(change.old, change),
        wording.value(change.new, change),
        basis,
        change.layer,
    )


def texts(edition: Edition) -> Iterator[Part]:
    """The difference of the files, line by line."""
    impact = edition.wording.impact
    for layer, old, new in text_changes(impact.base, impact.head):
        lines = [
            line.rstrip("\n")
            for line in unified_diff(
                old.splitlines(), new.splitlines(), layer, layer, lineterm="", n=2
            )
        ]
        shown = lines[:LINES_SHOWN]
        if len(lines) > len(shown):
            shown.append(edition.word("imp_text_more", n=len(lines) - len(shown)))
        yield Part(edition.word("imp_text", layer=layer), (Code(tuple(shown)),))


def firings(edition: Edition) -> Part:
    """How many households each clause holds for, before and after."""
    impact = edition.wording.impact
    counts: dict[tuple[str, str, str], int] = {}
    for section, entry in _clauses(edition):
        for side in ("base", "head"):
            column = f"{side}_{clause_column(section, entry)}"
            if column in impact.households.columns:
                counts[section, entry, side] = int(impact.households[column].sum())
    cells = edition.cells(counts)
    rows = []
    for section, entry in _clauses(edition):
        pair = [counts.get((section, entry, side)) for side in ("base", "head")]
        if pair == [None, None]:
            continue
        said = [
            "-" if n is None else cells.said((section, entry, side))
            for n, side in zip(pair, ("base", "head"), strict=True)
        ]
        name = f"{edition.word(f'section_{section}')}·{edition.wording.entry(section, entry)}"
        rows.append((name, *said, _note(edition, *pair)))
    heads = edition.heads("imp_rules_head", plain=True)
    return Part(edition.word("imp_rules"), (Table(heads, tuple(rows)),))


def _clauses(edition: Edition) -> list[tuple[str, str]]:
    found = clauses(edition.wording.impact)
    for rules in (edition.wording.impact.head, edition.wording.impact.base):
        for name in FLAGS:
            section = rules.meaning.sections.get(name)
            found += [
                (name, e.id)
                for e in (section.entries if section else ())
                if (name, e.id) not in found
            ]
    return [pair for pair in found if edition.names(*pair)]


def _note(edition: Edition, old: int | None, new: int | None) -> str:
    if not new:
        return edition.word("imp_rule_no_more" if old else "imp_rule_never")
    return "" if old else edition.word("imp_rule_newly")
