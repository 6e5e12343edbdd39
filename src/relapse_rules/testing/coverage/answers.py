"""Goals that are about answers as they stand: rows that win, facts that are missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from relapse_rules.testing.setting import objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from relapse_rules.layout import Outcomes
    from relapse_rules.testing.candidates import Candidates
    from relapse_rules.testing.coverage.goals import Goal
    from relapse_rules.testing.coverage.sightings import Sightings
    from relapse_rules.testing.setting import Setting
    from relapse_rules.testing.trial import Trial


def watch_rows(
    setting: Setting,
    rows: Mapping[str, Mapping[str, Goal]],
    trial: Trial,
    sightings: Sightings,
) -> None:
    """A row has won when the case would fail had any other row, or none, won instead."""
    outcomes = setting.whole(trial)
    for section in setting.rules.layout.sections:
        goals = rows.get(section.id, {})
        found = outcomes[section.start]
        if not goals or not isinstance(found, int):
            continue
        goal = goals.get(section.entries[found] if found >= 0 else "")
        if goal is None or not sightings.still_open([goal]):
            continue
        others = (i for i in range(-1, len(section.entries)) if i != found)
        if all(objects(trial, _put(outcomes, section.start, i)) for i in others):
            sightings.see([goal], trial)


@dataclass(frozen=True, slots=True)
class Missed:
    """Facts that nobody gave, and what a case says because of it.

    A missing fact matters in a case when some value of it, given alone, settles an answer
    that the case expects to be undecided.
    """

    setting: Setting
    candidates: Candidates

    def watch(
        self, goals: Mapping[str, Goal], trial: Trial, sightings: Sightings
    ) -> None:
        outcomes = self._whole(self.setting.whole(trial))
        asked = [at for at, found in enumerate(outcomes) if _is_open(found)]
        if not asked:
            return
        for path, given in self._gaps(trial.record.values):
            goal = goals.get(path)
            if goal is None or not sightings.still_open([goal]):
                continue
            if any(self._settles(trial, asked, values) for values in given):
                sightings.see([goal], trial)

    def _settles(
        self, trial: Trial, asked: Sequence[int], values: tuple[Any, ...]
    ) -> bool:
        """Whether one of the open outcomes is settled, and the case would say so."""
        after = self._whole(trial.rules.runner.with_gaps(values))
        settled = not all(_is_open(after[at]) for at in asked)
        return settled and objects(trial, after)

    def _whole(self, outcomes: Outcomes) -> Outcomes:
        """The outcomes with a shown value unknown when half of its fraction is."""
        for _, start in self.setting.rules.layout.values.values():
            top, bottom = outcomes[start : start + 2]
            if (top is None) is not (bottom is None):
                outcomes = _put(_put(outcomes, start, None), start + 1, None)
        return outcomes

    def _gaps(
        self, values: tuple[Any, ...]
    ) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
        """Each fact that is missing, with the records that give it."""
        program = self.setting.rules.program
        facts = self.setting.meaning.facts
        items = dict(program.items)
        for at, name in enumerate(program.facts):
            fact = facts[name]
            if values[at] is None:
                given = (_put(values, at, v) for v in self.candidates.of(fact))
                yield name, given
            elif fact.kind == "list":
                inner = self.setting.meaning.item_facts(name)
                for position, item in enumerate(items[name]):
                    tried = self.candidates.of(inner[item], name)
                    for index, row in enumerate(values[at]):
                        if row[position] is None:
                            rows = (
                                _put(values[at], index, _put(row, position, v))
                                for v in tried
                            )
                            whole = (_put(values, at, r) for r in rows)
                            yield f"{name}[].{item}", whole


def _is_open(outcome: Any) -> bool:
    return outcome is None or isinstance(outcome, tuple)


def _put(values: tuple[Any, ...], position: int, value: Any) -> tuple[Any, ...]:
    return (*values[:position], value, *values[position + 1 :])
