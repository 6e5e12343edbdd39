"""States, clauses, counts and changes of an impact in words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relapse_rules.impact.moves import OPEN, UNWATCHED, WATCHED
from relapse_rules.messages import word
from relapse_rules.messages.shown import measured
from relapse_rules.table import NONE

if TYPE_CHECKING:
    from relapse_rules.documents.policy import Label
    from relapse_rules.impact.comparison import Count, Impact
    from relapse_rules.impact.difference import Change
    from relapse_rules.messages import Lang


def grouped(number: int) -> str:
    """`16 885`: blanks between thousands, as a comma may be taken for a decimal one."""
    return f"{number:,}".replace(",", " ")


@dataclass(frozen=True)
class Wording:
    """Names of one impact; what is gone from the new policy is named as the old one did."""

    impact: Impact
    lang: Lang

    def word(self, key: str, **args: object) -> str:
        return word(key, self.lang).format(**args)

    def label(self, label: Label) -> str:
        return label.in_(self.lang)

    @cached_property
    def _labels(self) -> dict[tuple[str, str], Label]:
        found: dict[tuple[str, str], Label] = {}
        for rules in (self.impact.base, self.impact.head):
            for section in rules.meaning.rules.sections:
                found |= {(section.id, e.id): e.label for e in section.entries}
        return found

    def entry(self, section: str, entry: str) -> str:
        found = self._labels.get((section, entry))
        return entry if found is None else self.label(found)

    def state(self, state: str) -> str:
        """What a state is called: a tier, not watched, undecided..."""
        if state.startswith(UNWATCHED):
            tier = self.state(state.removeprefix(UNWATCHED))
            return self.word("state_early", tier=tier)
        named = {NONE: "state_none", WATCHED: "state_watched", OPEN: "state_open"}
        if state in named:
            return self.word(named[state])
        return self.entry(self.impact.axis.section, state)

    def count(self, count: Count) -> str:
        """`624 户（2 209 人）`; households alone where nobody counts people."""
        households = grouped(count.households)
        if not self.impact.about.people:
            return self.word("plan_households", n=households)
        return self.word("plan_count", n=households, people=grouped(count.people))

    def change(self, change: Change) -> str:
        """What differs, named: `监测收入线`, `预警等级·红`."""
        name = self.label(change.label)
        if change.section in {"parameters", "derive", "facts"}:
            return name
        return f"{self.word(f'section_{change.section}')}·{name}"

    def value(self, shown: str, change: Change) -> str:
        """A value of a parameter, as people write it."""
        if shown in {"true", "false"}:
            return self.word("yes" if shown == "true" else "no")
        return measured(shown, change.unit, self.lang) if shown else "-"
