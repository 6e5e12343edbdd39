"""A place's policy as users hold it: loaded, checked, and not yet fixed to a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from relapse_rules.errors import PlaceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relapse_rules.documents.policy import (
        AssumptionText,
        Fact,
        Label,
        Layer,
        Parameter,
        PolicyText,
        SourceText,
    )
    from relapse_rules.evaluator import Evaluator
    from relapse_rules.program.meaning import Meaning

EVALUATORS_KEPT = 64


def as_day(day: date | str) -> date:
    """A day given as a date or as `YYYY-MM-DD`; PlaceError names what is wrong."""
    if isinstance(day, datetime) or not isinstance(day, (date, str)):
        raise PlaceError("RR706", found=type(day).__name__)
    if isinstance(day, date):
        return day
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise PlaceError("RR706", found=day) from None
    if found.isoformat() != day:
        raise PlaceError("RR706", found=day)
    return found


class Policy:
    """A policy with all its layers. Frozen; evaluators are made once a day asked for."""

    def __init__(
        self,
        text: PolicyText,
        meanings: Any,
        make: Callable[[PolicyText, date, Any], Evaluator],
    ) -> None:
        """`meanings` are those of every formula on all days; `make` fixes them to one."""
        self.text: Final = text
        self._meanings = meanings
        self._make = make
        self._evaluators: dict[date, Evaluator] = {}

    def on(self, day: date | str) -> Evaluator:
        """The rules as they stand on a day, given as a date or `YYYY-MM-DD`.

        Raises PolicyError when a layer is not in force, or a needed parameter has no
        value; nothing falls back to another year.
        """
        wanted = as_day(day)
        found = self._evaluators.get(wanted)
        if found is None:
            found = self._make(self.text, wanted, self._meanings)
            if len(self._evaluators) >= EVALUATORS_KEPT:
                self._evaluators = {}
            self._evaluators[wanted] = found
        return found

    @property
    def meanings(self) -> tuple[Meaning | None, ...]:
        """What every formula means on all days: of households, and of grids if any."""
        found: tuple[Meaning | None, ...] = self._meanings
        return found

    @property
    def id(self) -> str:
        return self.text.id

    @property
    def title(self) -> Label:
        return self.text.title

    @property
    def level(self) -> str:
        return self.text.level

    @property
    def area(self) -> str:
        """The GB/T 2260 code, or the empty text when none is stated."""
        return self.text.area

    @property
    def governs(self) -> bool:
        """Whether households are decided by it, or others only extend it."""
        return self.text.governs

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The files it is made of, outermost parent first."""
        return self.text.layers

    @property
    def digest(self) -> str:
        return self.text.digest

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.text.household.facts

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return {p.id: p for p in self.text.parameters}

    @property
    def sources(self) -> Mapping[str, SourceText]:
        return self.text.sources

    @property
    def assumptions(self) -> Mapping[str, AssumptionText]:
        return self.text.assumptions

    @property
    def catalogue(self) -> Mapping[str, Any]:
        return self.text.catalogue

    @property
    def as_reported_on(self) -> date | None:
        return self.text.as_reported_on

    def __repr__(self) -> str:
        return f"Policy({self.id!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.text,)


def _again(text: PolicyText) -> Policy:
    from relapse_rules.compiler import check, evaluator_for

    return Policy(text, check(text), evaluator_for)
