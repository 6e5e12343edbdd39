"""Households about which nobody can tell: what is missing, and what they may be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from relapse_rules.impact.facts import for_policy
from relapse_rules.impact.moves import OPEN
from relapse_rules.reports.blocks import Paragraph, Part, Table
from relapse_rules.reports.change.wording import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relapse_rules.reports.blocks import Block
    from relapse_rules.reports.change.edition import Edition

# A second look at a household takes milliseconds.
LOOKED_AT = 100


def undecided(edition: Edition) -> Part:
    """How many, which facts are missing, and which answers are still possible."""
    import polars as pl

    impact = edition.wording.impact
    title = edition.word("imp_undecided")
    open_ = impact.households.filter(pl.col("head_state") == OPEN)
    new = int(open_["newly_undecided"].sum())
    if not open_.height:
        return Part(title, (Paragraph(edition.word("imp_none_listed")),))
    count = edition.alone(impact.count(pl.col("head_state") == OPEN))
    key = "imp_undecided_count" if edition.public else "imp_undecided_note"
    said = edition.word(key, count=count, new=edition.number(new))
    blocks: list[Block] = [Paragraph(said)]
    if edition.public:
        return Part(title, tuple(blocks))
    first = open_.sort("newly_undecided", descending=True, maintain_order=True)
    rows = first["row"].head(LOOKED_AT).to_list()
    needs, possible = _looked_at(edition, rows)
    for counts, key in ((needs, "imp_undecided_head"), (possible, "imp_possible_head")):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        table = tuple((name, grouped(n)) for name, n in ranked)
        blocks.append(Table(edition.heads(key, plain=True), table, numbers=True))
    if open_.height > len(rows):
        n = grouped(len(rows))
        blocks.append(Paragraph(edition.word("imp_undecided_some", n=n)))
    return Part(title, tuple(blocks))


def _looked_at(
    edition: Edition, rows: Sequence[int]
) -> tuple[Counter[str], Counter[str]]:
    """The facts that would settle who is watched and how, and the rows that may win."""
    impact = edition.wording.impact
    labels = {f.id: edition.wording.label(f.label) for f in impact.head.facts}
    needs: Counter[str] = Counter()
    possible: Counter[str] = Counter()
    records = [(row, impact.record(row)) for row in rows]
    for _, record in for_policy(impact.head, impact.base, records):
        decision = impact.head.evaluate(record)
        paths = {p for s in ("types", "tiers") for p in decision.needs_of(s)}
        facts = {path.partition("[")[0] for path in paths}
        needs.update(labels.get(fact, fact) for fact in facts)
        section = impact.axis.section
        answer = decision.tier if section == "tiers" else decision.type
        if answer.answer != "undecided":
            section, answer = "types", decision.type
        names = [
            edition.word("none_holds")
            if p is None
            else edition.wording.entry(section, p)
            for p in answer.possible
        ]
        possible[edition.word("or_else").join(names)] += 1
    return needs, possible
