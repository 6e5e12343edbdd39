"""The effect of a change on one screen: aligned under Chinese text, in marks that GBK has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from relapse_rules.cli.session import faint, strong
from relapse_rules.cli.table import padded
from relapse_rules.impact.effect import effect_of
from relapse_rules.impact.moves import mark_of
from relapse_rules.reports.change.wording import Wording, grouped
from relapse_rules.source import display_width, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from relapse_rules.analysis.effects import Statement
    from relapse_rules.cli.session import Session
    from relapse_rules.impact.comparison import Impact
    from relapse_rules.impact.difference import Change
    from relapse_rules.impact.gates import Verdict

CHANGES_SHOWN = 12
CAUSES_SHOWN = 6
PLACES_SHOWN = 3
_MARKS = {"added": "+", "removed": "-", "changed": "~", "moved": "^"}
_UP, _DOWN = "^", "v"


def summary(
    session: Session,
    impact: Impact,
    verdicts: Sequence[Verdict],
    statements: Sequence[Statement] | None,
) -> Iterator[str]:
    """The lines of the summary, without the closing one."""
    wording = Wording(impact, session.lang)
    yield _headline(wording)
    yield from _changes(wording)
    yield from _proofs(wording, statements)
    yield from _matrix(wording)
    yield _moves(wording)
    yield from _causes(wording)
    yield from _places(wording)
    if verdicts:
        yield _gates(wording, verdicts)


def closing(session: Session, impact: Impact) -> str:
    """The one line that is read when no other is."""
    moved = {name: impact.moved(name).households for name in _CLOSING}
    shown = {_CLOSING[name]: grouped(n) for name, n in moved.items()}
    return session.word("plan_closing", **shown)


_CLOSING = {
    "entering": "entering",
    "leaving": "leaving",
    "tier_up": "up",
    "tier_down": "down",
}


def _headline(wording: Wording) -> str:
    impact = wording.impact
    head = impact.head.text
    place = f"{head.area} {wording.label(head.title)}".strip()
    digests = f"{impact.base.digest[:7]} -> {impact.head.digest[:7]}"
    effect = wording.word(f"effect_{effect_of(impact)}")
    day = impact.head.day.isoformat()
    count = wording.count(impact.count())
    parts = (click.style(printable(place), bold=True), day, digests, count, effect)
    return "  ".join(parts)


# -- what differs ----------------------------------------------------------------------


def _changes(wording: Wording) -> Iterator[str]:
    changes = wording.impact.changes
    if not changes:
        yield f"  {wording.word('plan_no_changes')}"
        return
    for change in changes[:CHANGES_SHOWN]:
        yield f"  {_MARKS[change.what]} {_change(wording, change)}"
    if len(changes) > CHANGES_SHOWN:
        more = wording.word("cli_and_more", n=len(changes) - CHANGES_SHOWN)
        yield f"    {more.strip()}"


def _change(wording: Wording, change: Change) -> str:
    kind = wording.word(f"class_{change.kind}")
    name = f"{change.name}  {wording.change(change)}"
    if change.kind == "wording":
        return f"{name}  ({kind})"
    old, new = (wording.value(v, change) for v in (change.old, change.new))
    part = f" [{change.part}]" if change.part not in {"", "when"} else ""
    return printable(f"{name}{part}  {old} -> {new}  ({kind})")


def _proofs(wording: Wording, statements: Sequence[Statement] | None) -> Iterator[str]:
    if statements is None:
        yield faint(f"  {wording.word('plan_unproved', extra='prove')}")
        return
    for statement in statements:
        standing = wording.word(f"plan_{statement.standing}")
        said = printable(replace(statement, witness=None).text(wording.lang))
        yield f"  {standing}: {said}"


# -- the matrix ------------------------------------------------------------------------


def _matrix(wording: Wording) -> Iterator[str]:
    """Old states down, new ones across; `+` enters, `^` and `v` move up and down."""
    impact = wording.impact
    matrix = impact.matrix()
    states = [s for s in impact.axis.states if any(s in pair for pair in matrix)]
    names = {s: printable(wording.state(s)) for s in states}
    cells = {pair: _cell(impact, pair, n.households) for pair, n in matrix.items()}
    wide = {
        new: max(
            display_width(names[new]),
            *(display_width(cells.get((old, new), "-")) for old in states),
        )
        for new in states
    }
    first = max(map(display_width, names.values()))
    header = "  ".join(_right(names[s], wide[s]) for s in states)
    yield f"  {' ' * first}  {header}  {wording.word('plan_proposed')}"
    for old in states:
        row = "  ".join(_right(cells.get((old, new), "-"), wide[new]) for new in states)
        yield f"  {padded(names[old], first)}  {row}"


def _cell(impact: Impact, pair: tuple[str, str], households: int) -> str:
    return f"{mark_of(impact, *pair)} {grouped(households)}".strip()


def _right(text: str, width: int) -> str:
    return " " * max(0, width - display_width(text)) + text


def _moves(wording: Wording) -> str:
    impact = wording.impact
    marks = (
        ("+", "entering"),
        ("-", "leaving"),
        (_UP, "tier_up"),
        (_DOWN, "tier_down"),
        ("?", "newly_undecided"),
    )
    parts = []
    for mark, move in marks:
        count = impact.moved(move)
        shown = wording.count(count) if count.households else "0"
        parts.append(f"{mark} {shown} {wording.word(f'move_{move}')}")
    for move in (
        "type_changed",
        "newly_decided",
        "removal_possible",
        "removal_blocked",
    ):
        count = impact.moved(move)
        if count.households:
            parts.append(f"~ {wording.count(count)} {wording.word(f'move_{move}')}")
    for line in impact.lines:
        near = grouped(impact.near(line).households)
        parts.append(f"{wording.word('plan_near')} {line.parameter} {near}")
    return "  " + "   ".join(parts)


# -- causes and places -----------------------------------------------------------------


def _causes(wording: Wording) -> Iterator[str]:
    from relapse_rules.reports.change.flips import flip_lines

    lines = list(flip_lines(wording))
    for line in lines[:CAUSES_SHOWN]:
        yield f"  {printable(line)}"
    if len(lines) > CAUSES_SHOWN:
        more = wording.word("cli_and_more", n=len(lines) - CAUSES_SHOWN)
        yield f"    {more.strip()}"


def _places(wording: Wording) -> Iterator[str]:
    from relapse_rules.impact.spread import spread

    impact = wording.impact
    for at, fact in enumerate(impact.about.places[:1]):
        rows = [r for r in spread(impact, f"place_{at}") if r.added > 0]
        if not rows:
            continue
        labels = {f.id: f.label for f in impact.head.facts}
        place = wording.label(labels[fact])
        shown = "  ".join(
            f"{printable(r.name or '?')} +{grouped(r.added)} ({r.share:.1%})"
            for r in rows[:PLACES_SHOWN]
        )
        yield f"  {wording.word('plan_most', place=place)}: {shown}"


def _gates(wording: Wording, verdicts: Sequence[Verdict]) -> str:
    parts = []
    for verdict in verdicts:
        said = wording.word("plan_pass" if verdict.passed else "plan_fail")
        color = "green" if verdict.passed else "red"
        name = wording.word(f"move_{verdict.gate.about}")
        found = f" ({grouped(verdict.found)})" if not verdict.passed else ""
        parts.append(f"{name}<={verdict.gate.limit} {strong(color, said)}{found}")
    return f"  {wording.word('plan_gate')} " + " | ".join(parts)
