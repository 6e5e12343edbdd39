"""Sub-expressions of a policy, asked of records: conditions first, then numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from relapse_rules.backends.python import made
from relapse_rules.backends.python.function import everything
from relapse_rules.program.lowering import Part, lower_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relapse_rules.evaluator import Rules
    from relapse_rules.program.lowering import Inner
    from relapse_rules.program.nodes import Program


@dataclass(frozen=True)
class Probe:
    """What is asked, lowered and compiled against the records of one set of rules."""

    rules: Rules
    conditions: Mapping[str, Inner]
    numbers: Mapping[str, Inner] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.conditions)

    def __post_init__(self) -> None:
        body = made(self.program, everything(self.program, with_gaps=True))
        object.__setattr__(self, "_body", body)

    @property
    def program(self) -> Program:
        """Built once: the dataclass is frozen and asks for nothing else."""
        found = self.__dict__.get("_program")
        if found is None:
            part = Part(
                self.rules.program, conditions=self.conditions, numbers=self.numbers
            )
            found = lower_part(self.rules.meaning, self.rules.day, part)
            object.__setattr__(self, "_program", found)
        return found

    def truths(self, values: tuple[Any, ...]) -> tuple[bool | None, ...]:
        """Whether each condition holds in one encoded record; None is unknown."""
        found: tuple[Any, ...] = self.__dict__["_body"](values)
        return found[: len(self.conditions)]

    def exact(self, values: tuple[Any, ...]) -> dict[str, Fraction | None]:
        """Each number in base units; dates are day numbers, None is unknown."""
        found = self.__dict__["_body"](values)[len(self.conditions) :]
        pairs = zip(found[::2], found[1::2], strict=True)
        return {
            name: None if top is None or bottom is None else Fraction(top, bottom)
            for name, (top, bottom) in zip(self.numbers, pairs, strict=True)
        }
