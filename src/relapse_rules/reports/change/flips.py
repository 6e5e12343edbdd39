"""The clauses that turned round, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relapse_rules.impact.flips import groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relapse_rules.impact.flips import Flip
    from relapse_rules.reports.change.wording import Wording

_SIGNS = {"yes": "holds", "no": "fails", "undecided": "undecided", "absent": "absent"}


def flip_text(wording: Wording, flip: Flip) -> str:
    """`类型·边缘易致贫户：不成立 -> 成立`"""
    name = f"{wording.word(f'section_{flip.section}')}·{wording.entry(flip.section, flip.entry)}"
    old, new = (wording.word(f"flip_{_SIGNS[s]}") for s in (flip.old, flip.new))
    return wording.word("flip", name=name, old=old, new=new)


def flip_lines(wording: Wording) -> Iterator[str]:
    """The groups of households by what turned round."""
    between = wording.word("flip_between")
    for group in groups(wording.impact):
        said = between.join(flip_text(wording, f) for f in group.flips)
        shown = said or wording.word("flip_none")
        yield f"{wording.count(group.count)}  {shown}"
