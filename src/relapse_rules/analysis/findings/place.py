"""A policy on all days of its life: a finding is one that holds on every one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relapse_rules.analysis.plain import plain_data
from relapse_rules.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from relapse_rules.analysis.encoding.terms import Term
    from relapse_rules.analysis.findings.stage import Operand, Part, Stage, Whole
    from relapse_rules.analysis.views import View
    from relapse_rules.analysis.witness import Witness
    from relapse_rules.documents.policy import Entry, Section
    from relapse_rules.program.meaning import Key
    from relapse_rules.source import Span

# One condition of a formula, whatever it is called on a day.
Where = tuple["Key", int]


@dataclass
class Place:
    """The stretches of days on which a policy can decide, each with its rules."""

    stages: tuple[Stage, ...]

    def having(self, key: Key) -> list[Stage]:
        """The stretches on which a formula is in force."""
        return [s for s in self.stages if key in s.rules.meaning.typed]

    @cached_property
    def parts(self) -> Mapping[Where, list[tuple[Stage, Part]]]:
        """Every condition of every formula, on the stretches on which it is in force."""
        found: dict[Where, list[tuple[Stage, Part]]] = {}
        for stage in self.stages:
            for part in stage.parts.values():
                where = part.key, part.condition.index
                found.setdefault(where, []).append((stage, part))
        return found

    @cached_property
    def operands(self) -> Mapping[Where, list[tuple[Stage, Operand]]]:
        """Every operand of every formula, likewise."""
        found: dict[Where, list[tuple[Stage, Operand]]] = {}
        for stage in self.stages:
            for operand in stage.operands:
                where = operand.key, operand.index
                found.setdefault(where, []).append((stage, operand))
        return found

    @cached_property
    def wholes(self) -> Mapping[Where, list[tuple[Stage, Whole]]]:
        """Every `and` and `or` of every formula, likewise."""
        found: dict[Where, list[tuple[Stage, Whole]]] = {}
        for stage in self.stages:
            for whole in stage.wholes:
                found.setdefault((whole.key, whole.index), []).append((stage, whole))
        return found

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """Each section as it is on the last stretch that has it."""
        found: dict[str, Section] = {}
        for stage in self.stages:
            found |= {s.id: s for s in stage.rules.meaning.rules.sections}
        return found

    def never(self, section: str, entry: str) -> bool:
        """Whether a clause surely holds on no day, for no record."""
        return self._is_never(f"{section}.{entry}", section, entry)

    def _is_never(self, name: str, section: str, entry: str) -> bool:
        stages = [s for s in self.stages if entry in s.world.entries.get(section, ())]
        return not any(s.may_be(name, wanted=True) for s in stages)

    def nowhere(self, stages: Sequence[Stage], found: Callable[[View], Term]) -> bool:
        """Whether it is proved on every stretch that no record meets something."""
        return bool(stages) and all(s.ask(found).outcome == "none" for s in stages)

    def somewhere(
        self, stages: Sequence[Stage], found: Callable[[View], Term]
    ) -> Witness | None:
        """A household that meets something, on the first stretch that has one."""
        shown = (stage.shown(found) for stage in stages)
        return next((witness for witness in shown if witness), None)


def entries(place: Place, shape: str) -> Iterator[tuple[Section, list[Entry]]]:
    """The sections of a shape with their clauses."""
    for section in place.sections.values():
        if section.shape == shape:
            yield section, list(section.entries)


def told(
    code: str,
    span: Span,
    witness: Witness | None = None,
    also: tuple[tuple[Span, str], ...] = (),
    **args: Any,
) -> Diagnostic:
    """A finding; its household stands in the advice, as `evaluate` and `explain` take it."""
    if witness is not None:
        records = [
            json.dumps(plain_data(r), ensure_ascii=False) for r in witness.records
        ]
        args |= {"day": witness.day.isoformat(), "household": " / ".join(records)}
    return Diagnostic(code, span, args, also, severity="warning")
