"""The households that change, one by one: masked, with their cause; for the office alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relapse_rules.impact.causes import Causes
from relapse_rules.impact.flips import with_flips
from relapse_rules.reports.blocks import Paragraph, Part, Table
from relapse_rules.reports.change.causes import CauseWording
from relapse_rules.reports.change.wording import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from relapse_rules.reports.blocks import Block
    from relapse_rules.reports.change.edition import Edition

# Who leaves or moves down is listed in full; of the others so many.
MOST = 400
# How much of an id stays readable.
SHOWN = 2


def masked(text: str) -> str:
    """An id of which only the last signs can be read."""
    kept = text[-SHOWN:] if len(text) > 2 * SHOWN else ""
    return "*" * min(len(text) - len(kept), 6) + kept


def households(edition: Edition) -> Iterator[Part]:
    """Leaving and moving down in full, then entering and moving up, then the rest."""
    import polars as pl

    frame = with_flips(edition.wording.impact)
    lost = pl.col("leaving") | pl.col("tier_down")
    gained = (pl.col("entering") | pl.col("tier_up")) & ~lost
    rest = ~lost & ~gained
    for key, where, most in (
        ("imp_leaving", lost, None),
        ("imp_entering", gained, MOST),
        ("imp_other_moves", rest, MOST),
    ):
        part = frame.filter(where)
        if key == "imp_other_moves" and not part.height:
            continue
        yield Part(edition.word(key), tuple(_listed(edition, part, most)))


def _listed(edition: Edition, frame: pl.DataFrame, most: int | None) -> Iterator[Block]:
    if not frame.height:
        yield Paragraph(edition.word("imp_none_listed"))
        return
    shown = frame if most is None else frame.head(most)
    causes, wording = Causes(edition.wording.impact), CauseWording(edition.wording)
    rows = tuple(
        _row(edition, one, causes, wording) for one in shown.iter_rows(named=True)
    )
    yield Table(edition.heads("imp_list_head", plain=True), rows)
    if frame.height > shown.height:
        more = grouped(frame.height - shown.height)
        yield Paragraph(edition.word("imp_list_more", n=more))


def _row(
    edition: Edition, one: dict[str, Any], causes: Causes, said: CauseWording
) -> tuple[str, ...]:
    impact, wording = edition.wording.impact, edition.wording
    record = impact.record(one["row"])
    key = next((f.id for f in impact.head.facts if f.unique and not f.personal), "")
    name = masked(str(record.get(key) or ""))
    place = " ".join(
        str(one[f"place_{n}"])
        for n in range(len(impact.about.places))
        if one[f"place_{n}"] is not None
    )
    cause = causes.of(one["row"], one["flips"])
    clause = said.clause(cause)
    why = edition.word("cli_between").join(said.lines(cause))
    return (
        edition.word("imp_household", row=one["row"], id=name).strip(),
        place,
        wording.state(one["base_state"]),
        wording.state(one["head_state"]),
        f"{clause}: {why}" if clause else why,
        said.undone(cause.undo),
    )
