"""The chart of one parameter: how many households at each value of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from relapse_rules.impact.difference import PARAMETERS
from relapse_rules.impact.sweep import Sweep, around, is_watched, sweep_side
from relapse_rules.reports.blocks import Figure, Paragraph, Part, Table
from relapse_rules.reports.change.wording import grouped
from relapse_rules.reports.charts import Stack, stacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.impact.comparison import Impact
    from relapse_rules.impact.difference import Change
    from relapse_rules.reports.blocks import Block
    from relapse_rules.reports.change.edition import Edition

# The most urgent first, as offices colour them; apart from each other also in grey.
COLORS = ("#b3261e", "#e3b341", "#3f79b5", "#9aa3ab", "#6b8f71")
# So many parameters are swept, and charted, of one change.
MOST = 4
CLIFF = "!"


def numbers_changed(impact: Impact) -> list[Change]:
    """The changed parameters that are numbers before and after."""

    def number(text: str) -> bool:
        try:
            Fraction(text)
        except ValueError:
            return False
        return True

    return [
        c
        for c in impact.changes
        if c.section == PARAMETERS
        and c.part != "unit"
        and number(c.old)
        and number(c.new)
    ]


def sweeps(edition: Edition) -> Iterator[Part]:
    """One chart a changed number; the public edition has none: its steps are too fine."""
    impact = edition.wording.impact
    if edition.public:
        return
    for change in numbers_changed(impact)[:MOST]:
        old, new = Fraction(change.old), Fraction(change.new)
        name = f"{change.entry}[{change.part}]" if change.part else change.entry
        sizes = impact.households.select("row", "people")
        found = sweep_side(impact.side, name, around(old, new), sizes)
        yield chart(
            edition, change, found, {old: "imp_sweep_old", new: "imp_sweep_new"}
        )


def chart(
    edition: Edition, change: Change, found: Sweep, marks: dict[Fraction, str]
) -> Part:
    """The chart and its table."""
    impact, wording = edition.wording.impact, edition.wording
    name = wording.label(change.label)
    rows = [s for s in impact.axis.states if is_watched(s)]
    stacks, table = [], []
    for point in found.points:
        said = edition.word(marks[point.value]) if point.value in marks else ""
        mark = f"{said}{CLIFF if point.cliff else ''}"
        counts = [point.states[s].households if s in point.states else 0 for s in rows]
        stacks.append(Stack(point.shown, tuple(counts), mark))
        shown = f"{point.shown} {mark}".strip()
        table.append((shown, grouped(sum(counts)), *map(grouped, counts)))
    labels = [wording.state(s) for s in rows]
    title = edition.word("imp_sweep", name=name)
    caption = edition.word("imp_sweep_caption", name=name, unit=change.unit or "-")
    colors = [COLORS[n % len(COLORS)] for n in reversed(range(len(rows)))]
    heads = (
        edition.word("imp_sweep_value"),
        edition.word("imp_sweep_watched"),
        *labels,
    )
    figure = Figure(
        stacked(stacks, labels, colors, title),
        caption,
        Table(heads, tuple(table), numbers=True),
    )
    blocks: list[Block] = [figure, *_near(edition, change, name)]
    return Part(title, tuple(blocks))


def _near(edition: Edition, change: Change, name: str) -> Iterator[Paragraph]:
    impact = edition.wording.impact
    for line in impact.lines:
        if line.parameter == change.entry:
            count = edition.alone(impact.near(line))
            yield Paragraph(edition.word("imp_near", name=name, count=count))
