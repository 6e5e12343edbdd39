"""What the change means for those who visit and decide."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.reports.blocks import Paragraph, Part, Table
from relapse_rules.reports.change.wording import grouped
from relapse_rules.reports.description.names import Names
from relapse_rules.reports.description.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from relapse_rules.evaluator import Rules
    from relapse_rules.reports.change.edition import Edition

WEEK = 7
# A year of 365 days has 12 months.
MONTH = Fraction(365, 12)
SPANS = {
    "days": Fraction(1),
    "weeks": Fraction(WEEK),
    "months": MONTH,
    "years": Fraction(365),
}


def workload(edition: Edition) -> Part:
    """Visits due a week before and after, and cases to decide, by place."""
    impact = edition.wording.impact
    rates = {side: _rates(getattr(impact, side)) for side in ("base", "head")}
    due = "；".join(_due(edition))
    title = edition.word("imp_work")
    if not any(rates.values()) and not due:
        return Part(title, (Paragraph(edition.word("imp_work_none")),))
    labels = {f.id: f.label for f in impact.head.facts}
    places = impact.about.places[:1]
    name = edition.wording.label(labels[places[0]]) if places else ""
    columns = ["place_0"] if places else []
    rows = []
    groups: Any = (
        impact.households.group_by(columns, maintain_order=True)
        if columns
        else [((), impact.households)]
    )
    for key, frame in sorted(groups, key=lambda g: [str(k or "") for k in g[0]]):
        label = str(key[0] or "?") if key else edition.word("move_changed")
        old, new = (_weekly(frame, side, rates[side]) for side in ("base", "head"))
        change = new - old
        cases = int(frame["entering"].sum())
        rows.append(
            (label, _shown(old), _shown(new), f"{float(change):+.1f}", grouped(cases))
        )
    note = Paragraph(edition.word("imp_work_note", due=due or "-"))
    heads = edition.heads("imp_work_head", plain=True, fact=name)
    return Part(title, (note, Table(heads, tuple(rows), numbers=True)))


def _shown(weekly: Fraction) -> str:
    return f"{float(weekly):.1f}"


def _rates(rules: Rules) -> Mapping[str, Fraction]:
    """How often a week each rule of visits sends somebody."""
    section = rules.meaning.sections.get("visits")
    found = {}
    for entry in section.entries if section else ():
        every = entry.details.get("every")
        if not isinstance(every, dict):
            continue
        span = next((SPANS[k] * int(n) for k, n in every.items() if k in SPANS), None)
        if span:
            found[entry.id] = Fraction(int(every.get("times", 1))) / span * WEEK
    return found


def _weekly(frame: Any, side: str, rates: Mapping[str, Fraction]) -> Fraction:
    column = f"{side}_visits"
    total = Fraction(0)
    for rule, rate in rates.items():
        total += rate * int((frame[column] == rule).sum())
    return total


def _due(edition: Edition) -> Iterator[str]:
    """The steps of identification with a day by which they are due."""
    rules = edition.wording.impact.head
    section = rules.meaning.sections.get("identification")
    names = Names(rules.meaning, dict(rules.meaning.parameters), edition.wording.lang)
    for entry in section.entries if section else ():
        node = rules.meaning.typed.get(("identification", entry.id, "due"))
        if node is not None:
            yield f"{edition.wording.label(entry.label)}: {Values(names).text(node)}"
