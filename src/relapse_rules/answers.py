"""The parts of a decision: what each section of a policy answers about one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

Answer = Literal["yes", "no", "undecided", "not_defined"]
ANSWERS: Mapping[bool | None, Answer] = {True: "yes", False: "no", None: "undecided"}


@dataclass(frozen=True, slots=True)
class FlagsAnswer:
    """Independent yes-or-no answers, by id, in the order of the policy.

    `answer` is yes when one is, else undecided when one is, else no.
    """

    answer: Answer = "not_defined"
    flags: Mapping[str, Answer] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __getitem__(self, entry: str) -> Answer:
        return self.flags[entry]

    def __iter__(self) -> Iterator[str]:
        return iter(self.flags)

    def __len__(self) -> int:
        return len(self.flags)

    def _ids(self, answer: Answer) -> tuple[str, ...]:
        return tuple(i for i, a in self.flags.items() if a == answer)

    @property
    def yes(self) -> tuple[str, ...]:
        return self._ids("yes")

    @property
    def no(self) -> tuple[str, ...]:
        return self._ids("no")

    @property
    def undecided(self) -> tuple[str, ...]:
        return self._ids("undecided")

    def details(self, entry: str) -> Mapping[str, Any]:
        """What the policy says about an entry: label, departments, actions..."""
        return self.about[entry]


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """The first row that holds.

    `value` is its id, None when no row holds or it is undecided; `possible` lists every
    row that may still win, None standing for no row.
    """

    answer: Answer = "not_defined"
    value: str | None = None
    possible: tuple[str | None, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SequenceAnswer:
    """A procedure: the next step is the first one not done.

    `next` is None when all are done or when it is undecided which comes next; then
    `possible` lists the candidates. `late` steps were or are past their due day.
    """

    answer: Answer = "not_defined"
    next: str | None = None
    possible: tuple[str | None, ...] = ()
    done: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    due: Mapping[str, date] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def details(self, step: str) -> Mapping[str, Any]:
        """What the policy says about a step: label, level..."""
        return self.about[step]


@dataclass(frozen=True, slots=True)
class RemovalAnswer:
    """Whether a case may be closed: every condition holds, nothing holds it back."""

    conditions: FlagsAnswer = FlagsAnswer()
    holds: FlagsAnswer = FlagsAnswer()
    refusals: FlagsAnswer = FlagsAnswer()
    procedure: SequenceAnswer = SequenceAnswer()

    @property
    def answer(self) -> Answer:
        if self.conditions.answer == "not_defined":
            return "not_defined"
        blocks = (*self.holds.flags.values(), *self.refusals.flags.values())
        if self.unmet or "yes" in blocks:
            return "no"
        open_ = self.undecided or "undecided" in blocks
        return "undecided" if open_ else "yes"

    @property
    def met(self) -> tuple[str, ...]:
        return self.conditions.yes

    @property
    def unmet(self) -> tuple[str, ...]:
        return self.conditions.no

    @property
    def undecided(self) -> tuple[str, ...]:
        return self.conditions.undecided
